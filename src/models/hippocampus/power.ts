/**
 * Power iteration: pi_0 = s, pi <- alpha s + (1 - alpha) P^T pi. Every step shrinks the L1 error by gamma at least, and
 * error <= |step| gamma / (1 - gamma), so the last step bounds what is left. Rows and columns of M come by the same walk.
 */
import { checkDiscount, checkRestart, type Ranking, residualOf, walkOn } from './pagerank';
import type { Transitions } from './transitions';

export interface PowerOptions {
  alpha: number;
  /** Largest L1 error. */
  tolerance: number;
  /** Default: what gamma needs for the tolerance, and some for rounding. */
  mostIterations?: number;
  /** Called after each iteration with the L1 norm of its step; false stops. */
  onIteration?(iteration: number, step: number): boolean;
}

/** Throws GraphError for alpha outside (0, 1). */
export function powerIteration(
  transitions: Transitions,
  seeds: Float64Array,
  { alpha, mostIterations = 100_000, onIteration, tolerance }: PowerOptions
): Ranking {
  checkRestart(alpha);
  let scores: Float64Array = seeds.slice();
  let iterations = 0;
  let before = Number.POSITIVE_INFINITY;
  while (iterations < mostIterations) {
    const next = walkOn(transitions, seeds, alpha, scores);
    let step = 0;
    for (let i = 0; i < next.length; i++) step += Math.abs(next[i] - scores[i]);
    scores = next;
    iterations++;
    const left = (step * (1 - alpha)) / alpha;
    // A step that no longer shrinks is rounding: more of them bring nothing.
    if (left < tolerance || step === 0 || (step < 1e-13 && step >= before)) break;
    before = step;
    if (onIteration && !onIteration(iterations, step)) break;
  }
  return { scores, iterations, residual: residualOf(transitions, seeds, alpha, scores), method: 'power' };
}

/** [n] row `state` of M, to an L1 error of `tolerance`. */
export function successorRow(
  transitions: Transitions,
  state: number,
  gamma: number,
  tolerance: number
): Float64Array {
  const alpha = 1 - checkDiscount(gamma);
  const seeds = new Float64Array(transitions.nodes);
  seeds[state] = 1;
  const { scores } = powerIteration(transitions, seeds, { alpha, tolerance: tolerance * alpha });
  return scores.map((score) => score / alpha);
}

/**
 * [n] column `state` of M, x <- e + gamma P x from x = e, until no entry can be wrong by more than `tolerance`. Rows that dangle by
 * `restart` have no such recursion: each is scaled as in `successorMatrix`, by walking the constant 1 along.
 */
export function successorColumn(
  transitions: Transitions,
  state: number,
  gamma: number,
  tolerance: number
): Float64Array {
  checkDiscount(gamma);
  const unit = new Float64Array(transitions.nodes);
  unit[state] = 1;
  const column = summedBack(transitions, unit, gamma, tolerance);
  if (transitions.rule !== 'restart') return column;
  const sums = summedBack(transitions, new Float64Array(transitions.nodes).fill(1), gamma, tolerance);
  return column.map((value, i) => value / ((1 - gamma) * sums[i]));
}

/** sum_k gamma^k P^k b. */
function summedBack(
  { nodes, offsets, probabilities, targets }: Transitions,
  b: Float64Array,
  gamma: number,
  tolerance: number
): Float64Array {
  let x: Float64Array = b.slice();
  let before = Number.POSITIVE_INFINITY;
  for (;;) {
    const next = b.slice();
    let step = 0;
    for (let i = 0; i < nodes; i++) {
      let sum = 0;
      for (let e = offsets[i]; e < offsets[i + 1]; e++) sum += probabilities[e] * x[targets[e]];
      next[i] += gamma * sum;
      step = Math.max(step, Math.abs(next[i] - x[i]));
    }
    x = next;
    // As above: a step that no longer shrinks is rounding.
    if ((step * gamma) / (1 - gamma) < tolerance || step >= before) return x;
    before = step;
  }
}
