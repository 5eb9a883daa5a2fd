import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // All cores: vitest leaves one free by default, which of two is half.
          maxWorkers: '100%',
          globalSetup: './test/toolchain/prepareKernels.ts',
          setupFiles: './test/toolchain/drawnInputs.ts',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**'],
          testTimeout: 30_000
        }
      },
      {
        extends: true,
        // The browser tests drive the built page one file after another: they share the processor with what they watch.
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 60_000
        }
      }
    ]
  }
});
