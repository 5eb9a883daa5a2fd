/**
 * Personalised PageRank, pi = alpha s + (1 - alpha) P^T pi, by a method of choice. Every method promises an L1 error of at most
 * the tolerance, save walks, whose error falls with the square root of their number.
 */
import { availableParallelism } from 'node:os';
import { createPagerank } from '../../compute/pagerank';
import { mostDense, solvePagerank } from '../../models/hippocampus/dense';
import type { Graph } from '../../models/hippocampus/graph';
import { residualOf } from '../../models/hippocampus/pagerank';
import { powerIteration } from '../../models/hippocampus/power';
import { forwardPush } from '../../models/hippocampus/push';
import { type DanglingRule, type Transitions, transitionsOf } from '../../models/hippocampus/transitions';
import { monteCarlo } from '../../models/hippocampus/walks';
import { Random } from '../../models/random';
import { UsageError } from '../command';
import { spawnNodeThread } from '../threads';

export const rankingMethods = ['solve', 'power', 'push', 'walk'] as const;
export type RankingMethod = (typeof rankingMethods)[number];

/** Edges beyond which the kernels are worth starting. */
const manyEdges = 20_000;

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
export async function rankNodes(
  method: RankingMethod,
  graph: Graph,
  rule: DanglingRule,
  seeds: Float64Array,
  options: RankingOptions
): Promise<NodeRanking> {
  if (graph.targets.length > manyEdges && (method === 'power' || method === 'push'))
    return onKernels(method, graph, rule, seeds, options);
  const P = transitionsOf(graph, rule);
  const { scores, iterations } = ranked(method, P, seeds, options);
  return { scores, iterations, residual: residualOf(P, seeds, options.alpha, scores) };
}

/** The same two methods where there is much to do. */
async function onKernels(
  method: 'power' | 'push',
  graph: Graph,
  dangling: DanglingRule,
  seeds: Float64Array,
  { alpha, tolerance }: RankingOptions
): Promise<NodeRanking> {
  const threads = Math.min(4, availableParallelism());
  const engine = await createPagerank(graph, { threads, spawnThread: spawnNodeThread });
  try {
    const nodes = [...seeds.keys()].filter((node) => seeds[node] > 0);
    const call = { seeds: { nodes, weights: nodes.map((node) => seeds[node]) }, alpha, dangling };
    if (method === 'power') return await engine.power({ ...call, tolerance });
    const volume = graph.targets.length + graph.nodes;
    const { pushes, settled } = await engine.push({ ...call, epsilon: tolerance / volume });
    const residual = residualOf(transitionsOf(graph, dangling), seeds, alpha, settled);
    return { scores: settled, iterations: pushes, residual };
  } finally {
    engine.dispose();
  }
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
      // What is left in the nodes bounds the L1 error, and no node keeps more than epsilon times its edges, one at least.
      const volume = P.targets.length + P.nodes;
      const { scores, pushes } = forwardPush(P, seeds, { alpha, epsilon: tolerance / volume });
      return { scores, iterations: pushes };
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
