/**
 * The walk over chunks: pi <- (1 - alpha) A pi + alpha p, alpha being the chance to go back to the question (the teleport weight;
 * "damping" elsewhere is 1 - alpha). The step is that of models/hippocampus/pagerank.ts.
 *
 * What surprises: where the iteration starts does not matter at the alpha of a question (the paper's 18 iterations leave 2 (0.4)^18 =
 * 1.4e-7 of it) and is all that matters at alpha 0 on a graph in pieces, where each piece keeps the mass it began with. So the paper's
 * uniform start is kept where alpha is small, and otherwise the walk starts at the question, whose first steps touch little.
 */
import { log } from '../../compute/transcendentals';
import { walkOn } from '../hippocampus/pagerank';
import type { Transitions } from '../hippocampus/transitions';

/** Iterations of the paper. */
export const usualIterations = 18;

/** Where a walk begins: in every chunk alike (the question's node being one), or at p. */
export type WalkStart = 'uniform' | 'question';

/** One walk, an iteration at a time. */
export class ChunkWalk {
  /** [nodes] the mass of each row (of all its chunks) and, last, of the question. */
  mass: Float64Array;
  iterations = 0;
  /** L1 norm of the last step. */
  change = Number.NaN;
  private readonly transitions: Transitions;

  /** `seeds` [nodes] p, summing to 1; `copies` [nodes - 1] chunks of each row. */
  constructor(transitions: Transitions, seeds: Float64Array, copies: Uint32Array, start: WalkStart) {
    this.transitions = transitions;
    this.mass = start === 'question' ? seeds.slice() : uniform(transitions.nodes, copies);
  }

  /** With an alpha and a p of its own for each step, since both may be changed while it goes on. */
  step(seeds: Float64Array, alpha: number): void {
    const next = walkOn(this.transitions, seeds, alpha, this.mass);
    let change = 0;
    for (let i = 0; i < next.length; i++) change += Math.abs(next[i] - this.mass[i]);
    this.mass = next;
    this.change = change;
    this.iterations++;
  }
}

/** Mass of rows whose chunks all have the same, the question's node like one of them. */
function uniform(nodes: number, copies: Uint32Array): Float64Array {
  const mass = new Float64Array(nodes).fill(1);
  let chunks = 1;
  for (let i = 0; i < nodes - 1; i++) {
    mass[i] = copies[i];
    chunks += copies[i];
  }
  return mass.map((count) => count / chunks);
}

/** Iterations after which the L1 error is at most `tolerance`, by 2 (1 - alpha)^T, and those of the paper where alpha gives no bound. */
export function iterationsFor(alpha: number, tolerance = 1e-6): number {
  if (alpha >= 1) return 1;
  if (alpha <= 0) return usualIterations;
  return Math.max(1, Math.ceil(log(tolerance / 2) / log(1 - alpha)));
}
