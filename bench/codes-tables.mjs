// The two tables of the demonstration with four shapes, made again: rate, accuracy and error against beta for vanilla and
// action-centric codes, and what each query keeps. Beside each number stands that of an independent NumPy run of one seed.
// usage: node bench/codes-tables.mjs [seeds]   default 1, from seed 1 on
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../scripts/source-hash.mjs';

const seeds = process.argv[2] ?? '1';

/**
 * @param {readonly string[]} args
 * @returns {{ settings: Record<string, string>, metrics: Record<string, number> }[]}
 */
function sweep(...args) {
  const engram = join(projectRoot, 'bin/engram.mjs');
  const text = execFileSync(
    process.execPath,
    [engram, 'sweep', 'rd-shapes', ...args, '--seeds', seeds, '--json'],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 2 ** 26
    }
  );
  return JSON.parse(text);
}

/**
 * Means over the seeds, by the value of `name`.
 * @param {ReturnType<typeof sweep>} rows
 * @param {string} name
 * @param {readonly string[]} metrics
 * @returns {Map<string, number[]>}
 */
function means(rows, name, metrics) {
  /** @type {Map<string, number[]>} */
  const result = new Map();
  for (const value of new Set(rows.map(({ settings }) => settings[name]))) {
    const own = rows.filter(({ settings }) => settings[name] === value);
    result.set(
      value,
      metrics.map((metric) => own.reduce((sum, row) => sum + row.metrics[metric] / own.length, 0))
    );
  }
  return result;
}

/**
 * @param {readonly number[]} measured
 * @param {readonly number[]} expected
 */
const beside = (measured, expected) =>
  measured.map((value, k) => `${value.toFixed(3)} (${expected[k]})`.padStart(18)).join('');

// [rate in bits, accuracy, mean squared error] by beta.
const independent = {
  vanilla: {
    5: [0, 0.25, 0.0374],
    2: [1.07, 0.28, 0.0341],
    1: [7.07, 0.69, 0.0169],
    0.3: [14.7, 0.968, 0.007],
    0.1: [21.9, 0.997, 0.0047]
  },
  action: {
    1: [0.01, 0.26, 0.33],
    0.5: [1.94, 0.878, 0.309],
    0.2: [2.84, 0.978, 0.267],
    0.1: [3.27, 0.987, 0.261],
    0.03: [3.87, 0.993, 0.254],
    0.01: [5.36, 0.998, 0.233],
    0.003: [6.9, 1, 0.228],
    0.0001: [23.3, 1, 0.192]
  }
};
console.log(
  `Four shapes at 64 places; seeds 1 to ${seeds}; in brackets an independent NumPy run of one seed.\n`
);
for (const [loss, table] of Object.entries(independent)) {
  console.log(
    `${loss.padEnd(10)}${'rate (bits)'.padStart(18)}${'accuracy'.padStart(18)}${'MSE'.padStart(18)}`
  );
  const betas = Object.keys(table).sort((a, b) => Number(b) - Number(a));
  const rows = sweep('--set', `loss=${loss}`, '--over', `beta=${betas.join(',')}`);
  const found = means(rows, 'beta', ['rateBits', 'accuracy', 'mse']);
  for (const beta of betas)
    console.log(
      `β ${beta.padEnd(8)}${beside(found.get(beta) ?? [], /** @type {Record<string, number[]>} */ (table)[beta])}`
    );
  console.log('');
}

const metrics = [
  'rateBits',
  'shapeAccuracy',
  'sideAccuracy',
  'shapeNeighbours',
  'sideNeighbours',
  'positionR2y',
  'positionR2x'
];
/** @type {[words: string, set: string[], expected: number[]][]} */
const queries = [
  ['shape, β .1', ['query=shape', 'beta=0.1'], [3.19, 0.989, 0.502, 0.844, 0.511, -0.01, -0.01]],
  ['side, β .1', ['query=side', 'beta=0.1'], [1.96, 0.243, 0.997, 0.26, 0.992, -0.01, 0.69]],
  [
    'half each, β .05',
    ['query=shape 0.5, side 0.5', 'beta=0.05'],
    [5.29, 0.961, 0.998, 0.796, 0.97, -0.01, 0.53]
  ],
  [
    'half each, β .02',
    ['query=shape 0.5, side 0.5', 'beta=0.02'],
    [6.45, 0.995, 0.999, 0.956, 0.994, 0, 0.6]
  ],
  // biome-ignore lint/suspicious/noApproximativeNumericConstant: a share that happens to be near ln 2.
  ['vanilla β 1', ['loss=vanilla', 'beta=1'], [7.07, 0.693, 0.931, 0.608, 0.906, 0.71, 0.72]],
  ['vanilla β .3', ['loss=vanilla', 'beta=0.3'], [14.73, 0.967, 0.987, 0.957, 0.981, 0.78, 0.8]]
];
console.log(
  `${'asked'.padEnd(18)}${['rate (bits)', 'recon shape', 'recon side', '7-NN shape', '7-NN side', 'R² row', 'R² column'].map((name) => name.padStart(18)).join('')}`
);
for (const [words, set, expected] of queries) {
  const settings = set.flatMap((text) => ['--set', text]);
  const rows = sweep(...settings, '--over', 'latents=8');
  console.log(`${words.padEnd(18)}${beside(means(rows, 'latents', metrics).get('8') ?? [], expected)}`);
}
