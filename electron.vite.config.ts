import { resolve } from 'node:path';
import { defineConfig } from 'electron-vite';
import solid from 'vite-plugin-solid';

export default defineConfig({
  main: { build: { externalizeDeps: false } },
  preload: {
    build: {
      externalizeDeps: false,
      // A sandboxed preload script must be one CommonJS file.
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'index.cjs' } }
    }
  },
  renderer: {
    root: 'src/renderer',
    // Relative, so that the built folder works under app://, under the local server and on any static host.
    base: './',
    plugins: [solid()],
    build: {
      minify: true,
      // The page's CSP lets fonts and images be data, but a worker or a script never.
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: ['index', 'crashed'].map((name) => resolve(import.meta.dirname, `src/renderer/${name}.html`)),
        // Advice on slow plugins is not a warning about our code.
        checks: { bundlerTimings: false }
      }
    },
    worker: { format: 'es' }
  }
});
