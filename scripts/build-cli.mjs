// Builds the command line to out/cli/engram.js, and knows whether what is there is current.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildKernels } from './build-kernels.mjs';
import { filesUnder, hashFiles, projectRoot } from './source-hash.mjs';

/** The file to import to run the command line. Its first line says which sources it was built from. */
export const cliEntry = join(projectRoot, 'out/cli/engram.js');

const inputs = ['src', 'scripts/build-kernels.mjs', 'vite.cli.config.ts', 'package-lock.json'];
const notOurs = ['src/renderer', 'src/main', 'src/preload', 'src/kernels/build'];

function firstLine() {
  return `// Built by scripts/build-cli.mjs from sources ${hashFiles(filesUnder(inputs, (path) => notOurs.includes(path)))}\n`;
}

/** True when the command line was built from the sources as they are now. */
export function cliIsCurrent() {
  return existsSync(cliEntry) && readFileSync(cliEntry, 'utf8').startsWith(firstLine());
}

/** Builds the command line. It is written aside and moved whole, so two first uses at the same time do no harm. */
export async function buildCli() {
  const line = firstLine();
  await buildKernels();
  const { build } = await import('vite');
  const aside = `${dirname(cliEntry)}.${process.pid}`;
  try {
    await build({
      root: projectRoot,
      configFile: join(projectRoot, 'vite.cli.config.ts'),
      logLevel: 'error',
      build: { outDir: aside }
    });
    const built = join(aside, 'engram.js');
    writeFileSync(built, line + readFileSync(built, 'utf8'));
    mkdirSync(dirname(cliEntry), { recursive: true });
    renameSync(built, cliEntry);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildCli();
