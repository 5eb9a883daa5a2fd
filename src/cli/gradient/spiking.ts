/** `engram gradient` of one recurrent layer of LIF and ALIF units: single-layer e-prop. */
import {
  epropGradient,
  GradientError,
  type GradientProblem,
  type GradientResult,
  type Matrix
} from '../../models/eprop/gradient';
import { type Call, choice } from '../command';
import { nodeHost } from '../host';
import { checkNames, type NamedArrays } from './arrays';
import type { GradientReport } from './form';

export const spikingRules = ['eprop'] as const;
export const backends = ['reference', 'wasm', 'gpu', 'auto'] as const;

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

export const spikingHelp = [
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

/** Throws FormatError, GradientError and UsageError. */
export async function spikingGradient(arrays: NamedArrays, call: Call, cwd: string): Promise<GradientReport> {
  choice(call, 'rule', spikingRules);
  const backend = choice(call, 'backend', backends);
  const { problem, unused } = readProblem(arrays);
  const result = await compute(problem, arrays.file, backend, cwd);
  const { Win, Wrec, Wout } = problem;
  const { loss, counts, dWin, dWrec, dWout } = result;
  return {
    arrays: {
      loss: { shape: [], data: Float64Array.of(loss) },
      counts: { shape: [counts.length], data: counts },
      dWin: { shape: [Win.rows, Win.columns], data: dWin },
      dWrec: { shape: [Wrec.rows, Wrec.columns], data: dWrec },
      dWout: { shape: [Wout.rows, Wout.columns], data: dWout }
    },
    said: {},
    words: inWords(result),
    unused
  };
}

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
  unused: readonly string[];
}

function readProblem(arrays: NamedArrays): ReadProblem {
  const unused = checkNames(arrays, [...matrices, ...scalars], ['B', 'beta', 'mask']);
  const { matrix, vector, scalar } = arrays;
  const classification = scalar('classification');
  if (classification !== 0 && classification !== 1)
    arrays.fail('classification', String(classification), '0 or 1');
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

function inWords({ loss, counts, dWin, dWrec, dWout }: GradientResult): [string, string][] {
  const norm = (values: Float64Array): string =>
    String(Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)));
  return [
    ['loss', String(loss)],
    ['spikes', `${counts.reduce((sum, count) => sum + count, 0)} in all, by unit ${counts.join(' ')}`],
    ['|dWin|', norm(dWin)],
    ['|dWrec|', norm(dWrec)],
    ['|dWout|', norm(dWout)]
  ];
}
