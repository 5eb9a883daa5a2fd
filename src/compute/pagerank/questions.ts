/** What can be asked of the PageRank engine, and what is refused. */
import { ComputeError } from '../compute';
import type { SparseRows } from '../sparseRows';

/** What the walk does in a node that no edge leaves (models/hippocampus/transitions.ts). */
export type Dangling = 'absorb' | 'restart' | 'selfLoop';

export interface Seeds {
  /** Nodes, and their weights, which need not sum to 1. */
  nodes: ArrayLike<number>;
  weights: ArrayLike<number>;
}

export interface PowerCall {
  seeds: Seeds;
  alpha: number;
  /** Largest L1 error. */
  tolerance: number;
  dangling: Dangling;
  mostIterations?: number;
  /** After each iteration, with the L1 norm of its step; false cancels. */
  onProgress?(iteration: number, step: number): boolean;
}

export interface PowerResult {
  /** [nodes]. */
  scores: Float64Array;
  /** Iterations of either precision. */
  iterations: number;
  /** ||alpha s + (1 - alpha) P^T pi - pi||_1 in float64; the L1 error is at most this over alpha. */
  residual: number;
}

export interface PushCall {
  seeds: Seeds;
  alpha: number;
  /** Residual per edge of a node that is left alone; below 1e-30 it counts as that. */
  epsilon: number;
  dangling: Dangling;
  /** Between pushes; false cancels. */
  onProgress?(pushes: number): boolean;
}

export interface PushResult {
  /**
   * [nodes] p + alpha r: what has settled, and of what still waits the share that settles where it is, pi_u(u) being alpha at least.
   * Nearer than p and below pi everywhere, by no more than `bound` in all: what to rank by.
   */
  settled: Float64Array;
  /** [nodes] p + r, as if all that waits stayed where it is. Neither above nor below pi, and as far as 2 `bound` from it. */
  scores: Float64Array;
  /** 1 - alpha of the sum of what still waits. */
  bound: number;
  /** Where all nodes were pushed together each counts, whatever it had. */
  pushes: number;
  /** Edges walked. */
  edges: number;
}

/** Seeds that sum to 1, each node once. */
export interface Start {
  nodes: Uint32Array;
  shares: Float64Array;
}

/** The seeds by the engine's own numbers, `rank` [nodes]. Throws ComputeError. */
export function startAt({ nodes, weights }: Seeds, rank: Uint32Array): Start {
  const total = new Map<number, number>();
  let sum = 0;
  for (let k = 0; k < nodes.length; k++) {
    const node = nodes[k];
    const weight = weights[k];
    if (!(Number.isInteger(node) && node >= 0 && node < rank.length))
      throw new ComputeError(`There is no node ${node}; expected a whole number below ${rank.length}.`);
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
      throw new ComputeError(`The weight of seed ${node} is ${weight}; expected a number from 0.`);
    if (weight === 0) continue;
    total.set(rank[node], (total.get(rank[node]) ?? 0) + weight);
    sum += weight;
  }
  if (!(sum > 0))
    throw new ComputeError('There are no seeds; expected at least one node with a weight above 0.');
  return {
    nodes: Uint32Array.from(total.keys()),
    shares: Float64Array.from(total.values(), (weight) => weight / sum)
  };
}

/** Throws ComputeError unless 0 < alpha < 1, also once it is taken from 1. */
export function checkAlpha(alpha: number): void {
  if (alpha > 0 && alpha < 1 && 1 - alpha < 1) return;
  const why =
    alpha > 0 && alpha < 1 ? ' (1 less this is 1 in float64, and the walk would never restart)' : '';
  throw new ComputeError(
    `The restart probability alpha is ${alpha}; expected a number between 0 and 1, both left out${why}.`
  );
}

export function checkTolerance(what: string, value: number): void {
  if (value > 0 && value < Number.POSITIVE_INFINITY) return;
  throw new ComputeError(`The tolerance of ${what} is ${value}; expected a number above 0.`);
}

/** Throws ComputeError for a graph without nodes and for arrays that are not compressed rows. */
export function checkRows({ nodes, offsets, targets, weights }: SparseRows): void {
  if (!(nodes > 0)) throw new ComputeError('The graph is empty; expected at least one edge.');
  if (offsets.length !== nodes + 1 || offsets[nodes] !== targets.length) {
    throw new ComputeError(
      `The graph has ${nodes} nodes, ${offsets.length} offsets, the last of them ${offsets[nodes]}, and ${targets.length} targets; expected one offset more than nodes, the last one the number of targets.`
    );
  }
  if (weights && weights.length !== targets.length) {
    throw new ComputeError(
      `The graph has ${targets.length} targets and ${weights.length} weights; expected as many.`
    );
  }
}

/** Milliseconds of work between two looks at the event loop. */
const sliceMs = 30;

/** Lets the event loop turn every so often, so that a cancel is heard. */
export function createPause(): () => Promise<void> | undefined {
  let since = Date.now();
  return () => {
    if (Date.now() - since < sliceMs) return undefined;
    return new Promise((resolve) =>
      setTimeout(() => {
        since = Date.now();
        resolve();
      }, 0)
    );
  };
}

export const cancelled = (): ComputeError => new ComputeError('Cancelled.');
