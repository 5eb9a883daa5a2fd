/**
 * The e-prop gradient of one given network on one given trial, and nothing else: no update, no optimiser.
 * Everything is summed over time; the diagonal of dW_rec is 0, for there are no autapses. The loss is that of
 * the readout; rate regularisation enters the gradients alone.
 */
import type { Compute } from '../../compute/compute';
import { decayOf } from './constants';
import { trialGradient, type TrialProblem } from './trialGradient';

/** A two-dimensional array, row-major. */
export interface Matrix {
  rows: number;
  columns: number;
  data: ArrayLike<number>;
}

/** A spiking network and its trial; times in steps, rates in spikes per step. */
export interface GradientProblem {
  /** (n, n_in), (n, n), (n_out, n). */
  Win: Matrix;
  Wrec: Matrix;
  Wout: Matrix;
  /** (T, n_in), (T, n_out): values to follow, or one-hot classes. */
  x: Matrix;
  target: Matrix;
  /** (n, n_out); Wout transposed when left out. */
  B?: Matrix | undefined;
  /** (n): strength of adaptation; 0 for LIF. */
  beta: ArrayLike<number>;
  /** (T): 1 where the loss counts; everywhere when left out. */
  mask?: ArrayLike<number> | undefined;
  /** 0 for tau_m, tau_out or tau_a forgets at once. */
  tau_m: number;
  tau_out: number;
  tau_a: number;
  v_th: number;
  gamma: number;
  t_ref: number;
  zeta: number;
  classification: boolean;
  c_reg: number;
  f_target: number;
}

export interface GradientResult {
  loss: number;
  /** (n) spikes of each unit. */
  counts: Float64Array;
  /** (n, n_in), (n, n), (n_out, n). */
  dWin: Float64Array;
  dWrec: Float64Array;
  dWout: Float64Array;
}

/** Raised for a problem whose arrays do not fit together; the message is one line. */
export class GradientError extends Error {
  override readonly name = 'GradientError';
}

/** Throws GradientError for arrays that do not fit together and for numbers beyond the backend's precision. */
export async function epropGradient(problem: GradientProblem, compute: Compute): Promise<GradientResult> {
  checkProblem(problem);
  const { loss, counts, dW, dWout } = await trialGradient(asTrialProblem(problem), compute);
  if (![loss, ...dW, ...dWout].every(Number.isFinite)) {
    throw new GradientError(
      `The gradient overflows ${compute.precision} on the ${compute.kind} backend; scale the arrays` +
        `${compute.precision === 'float64' ? '.' : ' or use the reference backend.'}`
    );
  }
  const { rows: units, columns: inputs } = problem.Win;
  const columns = (from: number, to: number): Float64Array =>
    Float64Array.from({ length: units * (to - from) }, (_, at) => {
      const i = Math.floor(at / (to - from));
      return dW[i * (inputs + units) + from + (at % (to - from))];
    });
  return { loss, counts, dWin: columns(0, inputs), dWrec: columns(inputs, inputs + units), dWout };
}

/** The problem with W = [W_in | W_rec] and without autapses. */
export function asTrialProblem(problem: GradientProblem): TrialProblem {
  const { Win, Wrec, Wout, x, target, mask } = problem;
  const { rows: units, columns: inputs } = Win;
  const W = new Float64Array(units * (inputs + units));
  for (let i = 0; i < units; i++) {
    for (let j = 0; j < inputs; j++) W[i * (inputs + units) + j] = Win.data[i * inputs + j];
    for (let j = 0; j < units; j++)
      W[i * (inputs + units) + inputs + j] = i === j ? 0 : Wrec.data[i * units + j];
  }
  return {
    constants: {
      inputs,
      units,
      outputs: Wout.rows,
      loss: problem.classification ? 'classification' : 'regression',
      readoutDecay: decayOf(problem.tau_out, 1),
      unit: {
        kind: 'spiking',
        membraneDecay: decayOf(problem.tau_m, 1),
        currentGain: problem.zeta,
        threshold: problem.v_th,
        dampening: problem.gamma,
        refractory: problem.t_ref,
        adaptationDecay: decayOf(problem.tau_a, 1),
        adaptation: Float64Array.from(problem.beta)
      }
    },
    W,
    Wout: Wout.data,
    B: problem.B?.data,
    x: Float64Array.from(x.data),
    target: Float64Array.from(target.data),
    mask: mask ? Float64Array.from(mask) : new Float64Array(x.rows).fill(1),
    regularisation: problem.c_reg,
    targetRate: problem.f_target
  };
}

function checkProblem(problem: GradientProblem): void {
  const units = problem.Win.rows;
  const inputs = problem.Win.columns;
  const outputs = problem.Wout.rows;
  const steps = problem.x.rows;
  const matrices: [name: string, matrix: Matrix | undefined, rows: number, columns: number, shape: string][] =
    [
      ['Win', problem.Win, units, inputs, 'n, n_in'],
      ['Wrec', problem.Wrec, units, units, 'n, n'],
      ['Wout', problem.Wout, outputs, units, 'n_out, n'],
      ['x', problem.x, steps, inputs, 'T, n_in'],
      ['target', problem.target, steps, outputs, 'T, n_out'],
      ['B', problem.B, units, outputs, 'n, n_out']
    ];
  for (const [name, matrix, rows, columns, shape] of matrices) {
    if (!matrix) continue;
    if (matrix.rows !== rows || matrix.columns !== columns || matrix.data.length !== rows * columns) {
      const found = `${matrix.rows} x ${matrix.columns}`;
      throw new GradientError(
        `${name} is ${found}; expected ${rows} x ${columns} (${shape}) beside the other arrays.`
      );
    }
    checkFinite(name, matrix.data, matrix.columns);
  }
  const vectors: [name: string, vector: ArrayLike<number> | undefined, length: number, shape: string][] = [
    ['beta', problem.beta, units, 'n'],
    ['mask', problem.mask, steps, 'T']
  ];
  for (const [name, vector, length, shape] of vectors) {
    if (!vector) continue;
    if (vector.length !== length) {
      throw new GradientError(
        `${name} holds ${vector.length} numbers; expected ${length} (${shape}) beside the other arrays.`
      );
    }
    checkFinite(name, vector, 1);
  }
  const negative = problem.mask ? Array.from(problem.mask).findIndex((weight) => weight < 0) : -1;
  if (negative >= 0) {
    throw new GradientError(
      `mask holds ${problem.mask?.[negative]} at entry ${negative}; expected 1 where the loss counts, else 0.`
    );
  }
  if (problem.classification) checkClasses(problem);
  for (const name of ['tau_m', 'tau_out', 'tau_a', 'gamma', 'zeta', 'c_reg', 'f_target'] as const) {
    if (!(problem[name] >= 0 && Number.isFinite(problem[name]))) {
      throw new GradientError(`${name} is ${problem[name]}; expected a number of at least 0.`);
    }
  }
  if (!(problem.v_th > 0 && Number.isFinite(problem.v_th))) {
    throw new GradientError(`v_th is ${problem.v_th}; expected a number above 0.`);
  }
  if (!(Number.isInteger(problem.t_ref) && problem.t_ref >= 0)) {
    throw new GradientError(`t_ref is ${problem.t_ref}; expected a whole number of steps, at least 0.`);
  }
}

/** Classes are probabilities wherever the loss counts: one-hot, or shares that sum to 1. */
function checkClasses({ target, mask }: GradientProblem): void {
  for (let t = 0; t < target.rows; t++) {
    if (mask?.[t] === 0) continue;
    let sum = 0;
    let least = 0;
    for (let k = 0; k < target.columns; k++) {
      const share = target.data[t * target.columns + k];
      sum += share;
      least = Math.min(least, share);
    }
    if (least < 0 || Math.abs(sum - 1) > 1e-6) {
      throw new GradientError(
        `target row ${t} is no class (it ${least < 0 ? `holds ${least}` : `sums to ${sum}`}); expected one-hot rows for classification.`
      );
    }
  }
}

function checkFinite(name: string, values: ArrayLike<number>, columns: number): void {
  for (let at = 0; at < values.length; at++) {
    if (Number.isFinite(values[at])) continue;
    const where = columns > 1 ? `row ${Math.floor(at / columns)}, column ${at % columns}` : `entry ${at}`;
    throw new GradientError(
      `${name} holds ${values[at]} at ${where} (counted from 0); every number must be finite.`
    );
  }
}
