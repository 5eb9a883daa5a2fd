// `npm run build`: kernels, desktop shell and page, command line, all below out/.
import { join } from 'node:path';
import { build } from 'electron-vite';
import { buildCli } from './build-cli.mjs';
import { buildKernels } from './build-kernels.mjs';
import { projectRoot } from './source-hash.mjs';

const started = Date.now();
try {
  await buildKernels();
  await build({
    root: projectRoot,
    configFile: join(projectRoot, 'electron.vite.config.ts'),
    logLevel: 'warn'
  });
  await buildCli();
  console.log(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s: out/`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
