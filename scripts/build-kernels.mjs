// Compiles src/kernels (AssemblyScript) to src/kernels/build/kernels.ts: the same code for plain and for shared memory,
// as base64, so that page, workers, command line and tests load it alike and without a path.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { filesUnder, hashFiles, projectRoot } from './source-hash.mjs';

const entry = 'src/kernels/index.ts';
const output = 'src/kernels/build/kernels.ts';

/** 4 GiB in pages of 64 KiB: whoever makes the memory decides how much of it there is. */
const maximumPages = 65536;

const flags = [
  '-O3',
  '--noAssert',
  ...['--runtime', 'stub'],
  ...['--enable', 'simd'],
  ...['--enable', 'threads'],
  '--importMemory',
  '--sharedMemory',
  ...['--maximumMemory', String(maximumPages)]
];

/**
 * Compiles for shared memory.
 * @returns {Promise<Uint8Array>} the module's bytes
 */
async function compile() {
  const { default: asc } = await import('assemblyscript/asc');
  /** @type {Uint8Array | undefined} */
  let wasm;
  const stderr = asc.createMemoryStream();
  const { error } = await asc.main([entry, '--outFile', 'kernels.wasm', '--baseDir', projectRoot, ...flags], {
    stderr,
    readFile(name, base) {
      const path = join(base, name);
      return existsSync(path) ? readFileSync(path, 'utf8') : null;
    },
    writeFile(_name, contents) {
      if (typeof contents !== 'string') wasm = contents;
    },
    listFiles: () => null
  });
  if (error || !wasm) throw new Error(`The kernels do not compile.\n${stderr.toString() || error?.message}`);
  return wasm;
}

/**
 * The same module for plain memory, which differs in one bit: whether the imported memory, env.memory, is shared.
 * @param {Uint8Array} shared
 * @returns {Uint8Array}
 */
function forPlainMemory(shared) {
  const plain = Buffer.from(shared);
  const memoryImport = Buffer.from('\x03env\x06memory\x02', 'latin1');
  const limits = plain.indexOf(memoryImport) + memoryImport.length;
  // Limits begin with a byte of flags: 1 for a maximum, 2 for sharing.
  if (limits < memoryImport.length || plain[limits] !== 3)
    throw new Error('The kernels must import their memory as env.memory, shared and with a maximum.');
  plain[limits] = 1;
  return plain;
}

/**
 * Builds the kernels unless what is there already came from the same sources and flags.
 * @returns {Promise<boolean>} whether anything was built
 */
export async function buildKernels() {
  if (!existsSync(join(projectRoot, entry)))
    throw new Error(`There is nothing to compile: ${entry} is missing.`);
  const sources = filesUnder(['src/kernels'], (path) => path.startsWith('src/kernels/build'));
  const kernels = sources.filter((path) => path.endsWith('.ts'));
  const { version } = JSON.parse(
    readFileSync(join(projectRoot, 'node_modules/assemblyscript/package.json'), 'utf8')
  );
  const hash = hashFiles([...kernels, 'scripts/build-kernels.mjs'], version);
  const target = join(projectRoot, output);
  if (existsSync(target) && readFileSync(target, 'utf8').includes(`kernelsHash = '${hash}'`)) return false;

  const shared = await compile();
  const plain = forPlainMemory(shared);
  const text = [
    '// Written by scripts/build-kernels.mjs. Not kept in git.',
    `export const kernelsHash = '${hash}';`,
    `export const kernelsPlain = '${Buffer.from(plain).toString('base64')}';`,
    `export const kernelsShared = '${Buffer.from(shared).toString('base64')}';`,
    ''
  ].join('\n');
  mkdirSync(join(target, '..'), { recursive: true });
  // Written aside and moved, so that a process reading it at this moment sees the old file or the new one, never half.
  const aside = `${target}.${process.pid}`;
  writeFileSync(aside, text);
  renameSync(aside, target);
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const built = await buildKernels().catch((/** @type {Error} */ error) => error);
  if (built instanceof Error) {
    console.error(built.message);
    process.exitCode = 1;
  } else console.log(built ? `Kernels built: ${output}` : 'Kernels are up to date.');
}
