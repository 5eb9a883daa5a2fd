/**
 * Personalised PageRank, pi = alpha s + (1 - alpha) P^T pi, by a method of choice. Every method promises an L1 error of at most
 * the tolerance, save walks, whose error falls with the square root of their number.
 */
import { mostDense, solvePagerank } from '../../models/hippocampus/dense';
import type { Graph } from '../../models/hippocampus/graph';
import { residualOf } from '../../models/hippocampus/pagerank';
import { powerIteration } from '../../models/hippocampus/power';
import { forwardPush } from '../../models/hippocampus/push';
import type { Transitions } from '../../models/hippocampus/transitions';
import { monteCarlo } from '../../models/hippocampus/walks';
import { Random } from '../../models/random';
import { UsageError } from '../command';

export const rankingMethods = ['solve', 'power', 'push', 'walk'] as const;
export type RankingMethod = (typeof rankingMethods)[number];

/** Nodes up to which a graph is solved directly unless a method is named, and at all. */
export const fewNodes = 500;

export interface RankingOptions {
  alpha: number;
  /** L1. */
  tolerance: number;
  walks: number;
  seed: number;
}

export interface NodeRanking {
  /** [nodes] pi. */
  scores: Float64Array;
  /** Sweeps of the power iteration, pushes, walks; 0 for the direct solution. */
  iterations: number;
  /** ||pi - (alpha s + (1 - alpha) P^T pi)||_1, measured. */
  residual: number;
}

/** `seeds` [nodes] sum to 1. Throws UsageError for a graph too large to be solved. */
export function rankNodes(
  method: RankingMethod,
  P: Transitions,
  seeds: Float64Array,
  options: RankingOptions
): NodeRanking {
  const { scores, iterations } = ranked(method, P, seeds, options);
  return { scores, iterations, residual: residualOf(P, seeds, options.alpha, scores) };
}

function ranked(
  method: RankingMethod,
  P: Transitions,
  seeds: Float64Array,
  { alpha, tolerance, walks, seed }: RankingOptions
): Pick<NodeRanking, 'scores' | 'iterations'> {
  switch (method) {
    case 'solve': {
      if (P.nodes > mostDense) {
        throw new UsageError(
          `The graph has ${P.nodes} nodes; method solve takes at most ${mostDense}. Use --method power or push.`
        );
      }
      return { scores: solvePagerank(P, seeds, alpha).scores, iterations: 0 };
    }
    case 'power':
      return powerIteration(P, seeds, { alpha, tolerance });
    case 'push': {
      // What is left in the nodes is the L1 error, and no node keeps more than epsilon times its edges.
      const degrees = Float64Array.from({ length: P.nodes }, (_, i) =>
        Math.max(1, P.offsets[i + 1] - P.offsets[i])
      );
      const volume = degrees.reduce((sum, degree) => sum + degree, 0);
      const { settled, pushes } = forwardPush(P, degrees, seeds, { alpha, epsilon: tolerance / volume });
      return { scores: settled, iterations: pushes };
    }
    case 'walk': {
      const { visits } = monteCarlo(P, seeds, { alpha, walks, random: new Random(seed) });
      return { scores: visits, iterations: walks };
    }
  }
}

/** What is used unless a method is named. */
export function methodFor(graph: Graph): RankingMethod {
  return graph.nodes <= fewNodes ? 'solve' : 'power';
}
