// Builds the command line to out/cli, and knows whether what is there is current.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildKernels } from './build-kernels.mjs';
import { filesUnder, hashFiles, projectRoot } from './source-hash.mjs';

const output = join(projectRoot, 'out/cli');
const stamp = join(output, 'source-hash');
const notOurs = ['src/renderer', 'src/main', 'src/preload', 'src/kernels/build'];

/** The file to import to run the command line. */
export const cliEntry = join(output, 'engram.js');

function sourceHash() {
  const inputs = ['src', 'scripts/build-kernels.mjs', 'vite.cli.config.ts', 'package-lock.json'];
  return hashFiles(filesUnder(inputs, (path) => notOurs.includes(path)));
}

/** True when the command line was built from the sources as they are now. */
export function cliIsCurrent() {
  return existsSync(cliEntry) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sourceHash();
}

/** Builds the command line. It appears at once and whole, so that two first uses at the same time do no harm. */
export async function buildCli() {
  const hash = sourceHash();
  await buildKernels();
  const { build } = await import('vite');
  const aside = `${output}.${process.pid}`;
  try {
    await build({
      root: projectRoot,
      configFile: join(projectRoot, 'vite.cli.config.ts'),
      logLevel: 'error',
      build: { outDir: aside }
    });
    writeFileSync(join(aside, 'source-hash'), hash);
    mkdirSync(join(output, '..'), { recursive: true });
    rmSync(output, { recursive: true, force: true });
    renameSync(aside, output);
  } catch (error) {
    if (!cliIsCurrent()) throw error;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildCli();
