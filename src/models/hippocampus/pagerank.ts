/**
 * Personalised PageRank: pi = alpha s + (1 - alpha) P^T pi, the stationary law of a walk that restarts at s with probability alpha
 * (Page et al. 1998; Haveliwala 2002). What all its algorithms share. "Damping" elsewhere means gamma = 1 - alpha.
 */
import { GraphError } from './graph';
import type { Transitions } from './transitions';

export interface Ranking {
  /** [nodes] pi, or an estimate of it. */
  scores: Float64Array;
  /** Rounds of the algorithm; 1 for a direct solve. */
  iterations: number;
  /** || pi - (alpha s + (1 - alpha) P^T pi) ||_1. */
  residual: number;
  method: string;
}

/** [nodes] s: the given weights (default equal) on the given nodes, summing to 1. Throws GraphError. */
export function seedVector(
  nodes: number,
  states: readonly number[],
  weights?: readonly number[]
): Float64Array {
  if (nodes === 0) throw new GraphError('The graph is empty; expected at least one edge.');
  if (states.length === 0) throw new GraphError('There are no seeds; expected at least one node.');
  const seeds = new Float64Array(nodes);
  let sum = 0;
  states.forEach((state, k) => {
    const weight = weights?.[k] ?? 1;
    if (!(Number.isInteger(state) && state >= 0 && state < nodes))
      throw new GraphError(`There is no node ${state}; expected a whole number below ${nodes}.`);
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
      throw new GraphError(`The weight of seed ${state} is ${weight}; expected a number from 0.`);
    seeds[state] += weight;
    sum += weight;
  });
  if (sum === 0) throw new GraphError('The weights of the seeds are all 0; expected one above 0.');
  return seeds.map((weight) => weight / sum);
}

/** s itself. Throws GraphError unless it has a share >= 0 for every node, summing to 1. */
export function checkSeeds(nodes: number, seeds: Float64Array): Float64Array {
  if (seeds.length !== nodes)
    throw new GraphError(
      `There are ${seeds.length} shares of seeds; expected one for each of ${nodes} nodes.`
    );
  const wrong = seeds.findIndex((share) => !(share >= 0));
  if (wrong >= 0)
    throw new GraphError(`The share of seed ${wrong} is ${seeds[wrong]}; expected a number from 0.`);
  const sum = seeds.reduce((total, share) => total + share, 0);
  if (Math.abs(sum - 1) < 1e-9) return seeds;
  throw new GraphError(`The shares of the seeds sum to ${sum}; expected 1.`);
}

/** The number itself. Throws GraphError unless 0 < alpha < 1, also once it is taken from 1. */
export function checkRestart(alpha: number): number {
  if (alpha > 0 && alpha < 1 && 1 - alpha < 1) return alpha;
  const why =
    alpha > 0 && alpha < 1 ? ' (1 less this is 1 in float64, and the walk would never restart)' : '';
  throw new GraphError(
    `The restart probability alpha is ${alpha}; expected a number between 0 and 1, both left out${why}.`
  );
}

/** The number itself. Throws GraphError unless 0 < gamma < 1. */
export function checkDiscount(gamma: number): number {
  if (gamma > 0 && gamma < 1) return gamma;
  const why = gamma === 1 ? ' (at 1 the matrix I - gamma P is singular)' : '';
  throw new GraphError(
    `The discount gamma is ${gamma}; expected a number between 0 and 1, both left out${why}.`
  );
}

/** [nodes] alpha s + (1 - alpha) P^T x, what dangles returned by the walk's rule. */
export function walkOn(
  { nodes, offsets, probabilities, rule, targets }: Transitions,
  seeds: Float64Array,
  alpha: number,
  x: Float64Array
): Float64Array {
  const next = new Float64Array(nodes);
  let lost = 0;
  for (let i = 0; i < nodes; i++) {
    if (x[i] === 0) continue;
    const mass = (1 - alpha) * x[i];
    const end = offsets[i + 1];
    if (offsets[i] === end) lost += mass;
    for (let e = offsets[i]; e < end; e++) next[targets[e]] += mass * probabilities[e];
  }
  const restart = alpha + (rule === 'restart' ? lost : 0);
  for (let i = 0; i < nodes; i++) next[i] += restart * seeds[i];
  return next;
}

/** || pi - (alpha s + (1 - alpha) P^T pi) ||_1; the L1 error of pi is at most this over alpha. */
export function residualOf(
  transitions: Transitions,
  seeds: Float64Array,
  alpha: number,
  scores: Float64Array
): number {
  const next = walkOn(transitions, seeds, alpha, scores);
  let sum = 0;
  for (let i = 0; i < next.length; i++) sum += Math.abs(next[i] - scores[i]);
  return sum;
}
