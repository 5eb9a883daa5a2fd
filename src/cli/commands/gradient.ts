/** `engram gradient`: the maths as a plain command. A network and a trial go in as arrays, its gradient comes out. */
import { FormatError } from '../../formats/formatError';
import type { NumericArray, NpyArray } from '../../formats/npy';
import { readNpz, writeNpz } from '../../formats/npz';
import {
  epropGradient,
  GradientError,
  type GradientProblem,
  type GradientResult,
  type Matrix
} from '../../models/eprop/gradient';
import { type Call, type Command, choice, definitions, UsageError } from '../command';
import { readWhole, writeWhole } from '../files';
import { nodeHost } from '../host';

const rules = ['eprop'] as const;
const backends = ['reference', 'wasm', 'gpu', 'auto'] as const;

const matrices = ['Win', 'Wrec', 'Wout', 'x', 'target'] as const;
const scalars = [
  'tau_m',
  'tau_out',
  'tau_a',
  'v_th',
  'gamma',
  't_ref',
  'zeta',
  'classification',
  'c_reg',
  'f_target'
] as const;
const needed: readonly string[] = [...matrices, ...scalars];
const optional: readonly string[] = ['B', 'beta', 'mask'];

const arrayHelp = [
  ['Win (n, n_in), Wrec (n, n), Wout (n_out, n)', 'Weights; the diagonal of Wrec is not used.'],
  ['x (T, n_in), target (T, n_out)', 'Input and target of each tick; one-hot for classification.'],
  [
    'B (n, n_out), mask (T)',
    'Optional: feedback, else Wout transposed; 1 where the loss counts, else everywhere.'
  ],
  ['beta (n)', 'Optional: strength of adaptation; 0, as for LIF, where there is none.'],
  ['tau_m, tau_out, tau_a, t_ref', 'Time constants and refractory period in ticks.'],
  ['v_th, gamma, zeta', 'Threshold, dampening, gain of the synaptic current.'],
  ['classification', '0: regression, 1: softmax and cross-entropy.'],
  ['c_reg, f_target', 'Rate regularisation and its target in spikes per tick.']
];

export const gradient: Command = {
  name: 'gradient',
  positional: '<net.npz>',
  summary: 'Print the e-prop gradient of a given network on a given trial.',
  options: [
    { name: 'rule', value: `<${rules.join('|')}>`, help: 'Learning rule.' },
    { name: 'backend', value: `<${backends.join('|')}>`, help: 'What computes; reference is float64.' },
    { name: 'json', help: 'Print loss, counts, dWin, dWrec and dWout as one line of JSON.' },
    { name: 'out', value: '<g.npz>', help: 'Write loss, counts, dWin, dWrec and dWout to an NPZ file.' }
  ],
  details: () =>
    `Arrays of the NPZ file\n${definitions(arrayHelp)}\n` +
    'Everything is summed over time, not averaged; there are no autapses, so the diagonal of dWrec is 0.\n',
  async run(call, io) {
    const [file] = call.positionals;
    if (file === undefined)
      throw new UsageError("'engram gradient' needs an NPZ file with the network and its trial.");
    choice(call, 'rule', rules);
    const backend = choice(call, 'backend', backends);
    const { problem, unused } = readProblem(file, await readWhole(file, io.cwd));
    const result = await compute(problem, file, backend, io.cwd);
    const out = call.get('out');
    if (out !== undefined) await writeWhole(out, io.cwd, resultNpz(problem, result));
    if (unused.length > 0) io.err(`engram: ${file}: not used: ${unused.join(', ')}.\n`);
    io.out(call.has('json') ? `${JSON.stringify(resultJson(problem, result))}\n` : inWords(result, call));
    return 0;
  }
};

async function compute(
  problem: GradientProblem,
  file: string,
  backend: (typeof backends)[number],
  cwd: string
): Promise<GradientResult> {
  const sizes = {
    inputs: problem.Win.columns,
    outputs: problem.Wout.rows,
    steps: problem.x.rows,
    units: problem.Win.rows,
    batch: 1
  };
  const { compute: device } = await nodeHost(cwd).createCompute(backend, sizes);
  try {
    return await epropGradient(problem, device);
  } catch (error) {
    if (error instanceof GradientError) throw new GradientError(`${file}: ${error.message}`);
    throw error;
  } finally {
    device.dispose();
  }
}

interface ReadProblem {
  problem: GradientProblem;
  /** Names of further arrays in the file. */
  unused: readonly string[];
}

/** Throws FormatError for arrays that are missing, misspelt or not of the right kind. */
function readProblem(file: string, bytes: Uint8Array): ReadProblem {
  const arrays = readNpz(file, bytes);
  const fail = (name: string, found: string, expected: string): never => {
    throw new FormatError({ file, column: `array '${name}'`, found, expected });
  };
  const known = [...needed, ...optional];
  const unused = [...arrays.keys()].filter((name) => !known.includes(name));
  for (const name of unused) {
    const meant = known.find((other) => other.toLowerCase() === name.toLowerCase());
    if (meant) fail(name, 'this spelling', `'${meant}'`);
  }
  const missing = needed.filter((name) => !arrays.has(name));
  if (missing.length > 0) {
    throw new FormatError({
      file,
      found: `no array ${missing.join(', ')}`,
      expected: "what 'engram gradient --help' lists"
    });
  }

  const numbers = (name: string): NumericArray => {
    const array = arrays.get(name) as NpyArray;
    if (array.kind === 'text') return fail(name, 'text', 'numbers');
    const broken = array.data.findIndex((value) => !Number.isFinite(value));
    if (broken >= 0) fail(name, `${array.data[broken]} at ${position(array, broken)}`, 'finite numbers only');
    return array;
  };
  const matrix = (name: string): Matrix => {
    const { shape, data } = numbers(name);
    if (shape.length !== 2) return fail(name, `shape (${shape.join(', ')})`, 'two dimensions');
    return { rows: shape[0], columns: shape[1], data };
  };
  const vector = (name: string): ArrayLike<number> => {
    const { shape, data } = numbers(name);
    if (shape.length !== 1) return fail(name, `shape (${shape.join(', ')})`, 'one dimension');
    return data;
  };
  const scalar = (name: string): number => {
    const { shape, data } = numbers(name);
    return data.length === 1 ? data[0] : fail(name, `shape (${shape.join(', ')})`, 'one number');
  };
  const classification = scalar('classification');
  if (classification !== 0 && classification !== 1) fail('classification', String(classification), '0 or 1');
  const Win = matrix('Win');
  const problem: GradientProblem = {
    ...(Object.fromEntries(matrices.map((name) => [name, matrix(name)])) as Record<
      (typeof matrices)[number],
      Matrix
    >),
    ...(Object.fromEntries(scalars.map((name) => [name, scalar(name)])) as Record<
      (typeof scalars)[number],
      number
    >),
    classification: classification === 1,
    beta: arrays.has('beta') ? vector('beta') : new Float64Array(Win.rows),
    B: arrays.has('B') ? matrix('B') : undefined,
    mask: arrays.has('mask') ? vector('mask') : undefined
  };
  return { problem, unused };
}

/** "row 2, column 0" of a matrix, "entry 2" of a vector; counted from 0. */
function position({ shape }: NumericArray, at: number): string {
  return shape.length === 2 ? `row ${Math.floor(at / shape[1])}, column ${at % shape[1]}` : `entry ${at}`;
}

interface Shaped {
  shape: readonly number[];
  data: Float64Array;
}

function shaped({ Win, Wrec, Wout }: GradientProblem, result: GradientResult): Record<string, Shaped> {
  return {
    loss: { shape: [], data: Float64Array.of(result.loss) },
    counts: { shape: [result.counts.length], data: result.counts },
    dWin: { shape: [Win.rows, Win.columns], data: result.dWin },
    dWrec: { shape: [Wrec.rows, Wrec.columns], data: result.dWrec },
    dWout: { shape: [Wout.rows, Wout.columns], data: result.dWout }
  };
}

function resultNpz(problem: GradientProblem, result: GradientResult): Uint8Array {
  return writeNpz(shaped(problem, result));
}

function resultJson(problem: GradientProblem, result: GradientResult): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(shaped(problem, result)).map(([name, { shape, data }]) => [name, nested(shape, [...data])])
  );
}

function nested(shape: readonly number[], data: readonly number[]): unknown {
  if (shape.length === 0) return data[0];
  if (shape.length === 1) return data;
  const [rows, columns] = shape;
  return Array.from({ length: rows }, (_, r) => data.slice(r * columns, (r + 1) * columns));
}

function inWords({ loss, counts, dWin, dWrec, dWout }: GradientResult, call: Call): string {
  const norm = (values: Float64Array): string =>
    String(Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)));
  return definitions(
    [
      ['loss', String(loss)],
      ['spikes', `${counts.reduce((sum, count) => sum + count, 0)} in all, by unit ${counts.join(' ')}`],
      ['|dWin|', norm(dWin)],
      ['|dWrec|', norm(dWrec)],
      ['|dWout|', norm(dWout)],
      ...(call.get('out') === undefined
        ? [['entries', 'with --json or --out']]
        : [['written to', call.get('out') ?? '']])
    ],
    ''
  );
}
