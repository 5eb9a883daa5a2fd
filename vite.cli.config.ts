import { defineConfig } from 'vite';

export default defineConfig({
  // Everything is bundled for a quick start, save what carries native code or files of its own.
  ssr: { noExternal: true, external: ['@resvg/resvg-js', 'dejavu-fonts-ttf', 'gpu.js', 'pdfkit'] },
  build: {
    ssr: true,
    target: 'node20',
    minify: false,
    copyPublicDir: false,
    rolldownOptions: {
      input: { engram: 'src/cli/index.ts' },
      output: { entryFileNames: '[name].js', codeSplitting: false }
    }
  }
});
