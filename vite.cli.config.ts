import { defineConfig } from 'vite';
import { filesUnder } from './scripts/source-hash.mjs';

/** A thread needs a file of its own to start from: each src/cli/*.worker.ts is built beside the command line. */
const workers = filesUnder(['src/cli']).filter((path) => path.endsWith('.worker.ts'));

const entries = Object.fromEntries(workers.map((path) => [path.replace(/^.*\/|\.ts$/g, ''), path]));

export default defineConfig({
  // Everything is bundled for a quick start, save what carries native code or files of its own.
  ssr: { noExternal: true, external: ['@resvg/resvg-js', 'dejavu-fonts-ttf', 'gpu.js'] },
  build: {
    ssr: true,
    target: 'node20',
    minify: false,
    emptyOutDir: true,
    copyPublicDir: false,
    rolldownOptions: {
      input: { engram: 'src/cli/index.ts', ...entries },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' }
    }
  }
});
