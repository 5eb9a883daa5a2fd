/** One ranking of a large graph: pi = alpha s + (1 - alpha) P^T pi, whole by iteration or local by push, on the kernels. */
import type { PagerankEngine } from '../../compute/pagerank';
import { topNodes } from '../../compute/topNodes';
import type { Graph } from '../../models/hippocampus/graph';
import { stateNamed } from '../../models/hippocampus/world';
import type { Question, Ranked } from './messages';

export interface RankedGraph {
  graph: Graph & { readonly labels: readonly string[] };
  engine: PagerankEngine;
}

/** The nodes a question names. Throws SettingError for a name the graph does not have and for none at all. */
export function seedsOf({ graph }: Pick<RankedGraph, 'graph'>, text: string): number[] {
  const names = text
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0)
    throw new Error('There are no seeds; expected names of nodes, separated by semicolons.');
  return [...new Set(names.map((name) => stateNamed({ graph }, name)))];
}

/**
 * Of the walk that restarts where it dangles, so that scores sum to 1. `goOn` hears of each iteration, or of pushes done; false
 * cancels. Throws SettingError and ComputeError for what cannot be asked.
 */
export async function rank(
  { engine, graph }: RankedGraph,
  question: Question,
  goOn: (done: number) => boolean
): Promise<Ranked> {
  const { alpha, method, tolerance, top } = question;
  const nodes = seedsOf({ graph }, question.seeds);
  const call = { seeds: { nodes, weights: nodes.map(() => 1) }, alpha, dangling: 'restart' } as const;
  const began = performance.now();
  let found: { scores: Float64Array; residual: number; iterations: number };
  if (method === 'power') found = await engine.power({ ...call, tolerance, onProgress: goOn });
  else {
    const { bound, pushes, settled } = await engine.push({ ...call, epsilon: tolerance, onProgress: goOn });
    found = { scores: settled, residual: bound, iterations: pushes };
  }
  const { iterations, residual, scores } = found;
  return {
    question,
    entries: Array.from(topNodes(scores, top), (node) => ({
      name: graph.labels[node],
      score: scores[node],
      seed: nodes.includes(node)
    })),
    residual,
    iterations,
    milliseconds: performance.now() - began
  };
}
