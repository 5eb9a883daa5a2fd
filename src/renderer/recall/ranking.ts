/** One ranking of a large graph: pi = alpha s + (1 - alpha) P^T pi, whole by iteration or local by push. */
import type { Graph } from '../../models/hippocampus/graph';
import { outDegrees } from '../../models/hippocampus/graph';
import { seedVector } from '../../models/hippocampus/pagerank';
import { powerIteration } from '../../models/hippocampus/power';
import { forwardPush } from '../../models/hippocampus/push';
import type { Transitions } from '../../models/hippocampus/transitions';
import { stateNamed } from '../../models/hippocampus/world';
import type { Question, Ranked } from './messages';

export interface RankedGraph {
  graph: Graph & { readonly labels: readonly string[] };
  /** Of the walk that restarts where it dangles, so that scores sum to 1. */
  transitions: Transitions;
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

/** `iterated` hears of each iteration of `power`. Throws SettingError and GraphError for what cannot be asked. */
export function rank(
  { graph, transitions }: RankedGraph,
  question: Question,
  iterated: (iteration: number) => void
): Ranked {
  const { alpha, method, tolerance, top } = question;
  const nodes = seedsOf({ graph }, question.seeds);
  const seeds = seedVector(graph.nodes, nodes);
  const began = performance.now();
  let scores: Float64Array;
  let residual: number;
  let iterations: number;
  if (method === 'power') {
    const ranking = powerIteration(transitions, seeds, {
      alpha,
      tolerance,
      onIteration: (iteration) => {
        iterated(iteration);
        return true;
      }
    });
    ({ scores, residual, iterations } = ranking);
  } else {
    const push = forwardPush(transitions, outDegrees(graph), seeds, { alpha, epsilon: tolerance });
    scores = push.settled;
    residual = push.residual.reduce((sum, mass) => sum + mass, 0);
    iterations = push.pushes;
  }
  const milliseconds = performance.now() - began;
  return {
    question,
    entries: highest(scores, top).map((node) => ({
      name: graph.labels[node],
      score: scores[node],
      seed: nodes.includes(node)
    })),
    residual,
    iterations,
    milliseconds
  };
}

/** Indices of the `count` largest scores above 0, largest first; among equals the lower index. */
export function highest(scores: Float64Array, count: number): number[] {
  const kept: number[] = [];
  for (let i = 0; i < scores.length; i++) {
    if (!(scores[i] > 0)) continue;
    if (kept.length === count && scores[i] <= scores[kept[count - 1]]) continue;
    let low = 0;
    let high = kept.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (scores[kept[middle]] >= scores[i]) low = middle + 1;
      else high = middle;
    }
    kept.splice(low, 0, i);
    if (kept.length > count) kept.pop();
  }
  return kept;
}
