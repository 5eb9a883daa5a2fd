// `npm test`: every check in order, a short line each, and the sum alone on the last line.
// `npm test -- unit test/main` runs one stage and hands the rest to it.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { countTests } from './count-tests.mjs';
import { projectRoot } from './source-hash.mjs';

/**
 * @typedef {{ passed: number, failed: number, skipped: string[], log: string }} Outcome
 * @typedef {(args: string[]) => Promise<Outcome>} Stage
 */

/** @type {Record<string, Stage>} */
const stages = {
  kernels: () => check(['scripts/build-kernels.mjs']),
  types: async () => {
    const projects = readdirSync(projectRoot).filter((name) => /^tsconfig\.(?!base).+\.json$/.test(name));
    const tsc = program('typescript', 'bin/tsc');
    return one(await Promise.all(projects.map((project) => run([tsc, '-p', project]))));
  },
  lint: () => check([program('@biomejs/biome', 'bin/biome'), 'check', '--error-on-warnings', '.']),
  unit: (args) => vitest('unit', args),
  build: () => check(['scripts/build.mjs']),
  browser: (args) => vitest('browser', args)
};

/** What must have run before a stage that is asked for by itself. @type {Record<string, string[]>} */
const needs = { types: ['kernels'], unit: ['kernels'], browser: ['build'] };

/**
 * The file behind a package's command, so that no shell and no npx stands between.
 * @param {string} name
 * @param {string} file
 */
function program(name, file) {
  return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), file);
}

/**
 * @param {string[]} args a script for this Node and its arguments
 * @returns {Promise<{ code: number, log: string }>}
 */
function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
      // What is printed here may end up in a file: words, no colours.
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' }
    });
    let log = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        log += text;
      });
    child.on('error', (error) => resolve({ code: 1, log: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, log }));
  });
}

/**
 * @param {{ code: number, log: string }[]} results that count as one check together
 * @returns {Outcome}
 */
function one(results) {
  const failed = results.some(({ code }) => code !== 0) ? 1 : 0;
  return { passed: 1 - failed, failed, skipped: [], log: results.map(({ log }) => log).join('') };
}

/** @param {string[]} args */
const check = async (args) => one([await run(args)]);

/**
 * @param {string} project
 * @param {string[]} args
 * @returns {Promise<Outcome>}
 */
async function vitest(project, args) {
  const report = join(projectRoot, 'out/test', `${project}.json`);
  rmSync(report, { force: true });
  mkdirSync(dirname(report), { recursive: true });
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  const { code, log } = await run([
    program('vitest', 'vitest.mjs'),
    'run',
    '--project',
    project,
    ...reporters,
    ...args
  ]);
  try {
    return { ...countTests(JSON.parse(readFileSync(report, 'utf8')), code), log };
  } catch {
    return { passed: 0, failed: 1, skipped: [], log };
  }
}

const [chosen, ...rest] = process.argv.slice(2);
if (chosen && !(chosen in stages)) {
  console.error(`There is no stage "${chosen}". Stages: ${Object.keys(stages).join(', ')}.`);
  process.exit(2);
}
const wanted = chosen ? [...(needs[chosen] ?? []), chosen] : Object.keys(stages);

const total = { passed: 0, failed: 0, skipped: 0 };
for (const name of wanted) {
  const started = Date.now();
  const { passed, failed, skipped, log } = await /** @type {Stage} */ (stages[name])(rest);
  if (failed > 0) console.log(log.trimEnd());
  for (const test of skipped) console.log(`  skipped: ${test}`);
  const verdict = failed > 0 ? `${failed} failed` : 'ok';
  console.log(
    `${name.padEnd(8)}${verdict}, ${passed} passed, ${((Date.now() - started) / 1000).toFixed(1)} s`
  );
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped.length;
}
const { passed, failed, skipped } = total;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;
