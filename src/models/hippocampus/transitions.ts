/**
 * The walk on a graph: P = D^-1 A, row-stochastic, P_ij = Prob(next = j | now = i). What a walk does in a node without edges is
 * said, not assumed.
 */
import { type Graph, graphOf, outDegrees } from './graph';

/**
 * In a dangling node (no edge leads out, or the state is terminal) the walk
 *   absorb    ends: its row of P is zero, pi sums to less than 1, M_ii = 1;
 *   restart   jumps to the start it came from (networkx, igraph): pi sums to 1, and M depends on the start;
 *   selfLoop  stays for ever: P_ii = 1, M_ii = 1 / (1 - gamma).
 */
export type DanglingRule = 'absorb' | 'restart' | 'selfLoop';
export const danglingRules: readonly DanglingRule[] = ['absorb', 'restart', 'selfLoop'];

export interface Transitions {
  readonly nodes: number;
  /** [nodes + 1], [edges], [edges]: P in compressed sparse rows. With `absorb` and `restart` dangling rows are empty. */
  readonly offsets: Uint32Array;
  readonly targets: Uint32Array;
  readonly probabilities: Float64Array;
  readonly rule: DanglingRule;
}

/** P of `graph`; states marked in `terminals` [nodes] dangle whatever edges they have. */
export function transitionsOf(
  graph: Graph,
  rule: DanglingRule = 'absorb',
  terminals?: ArrayLike<number>
): Transitions {
  const { nodes } = graph;
  const degrees = outDegrees(graph);
  const ends = (i: number): boolean => degrees[i] === 0 || (terminals?.[i] ?? 0) !== 0;
  let dangling = 0;
  for (let i = 0; i < nodes; i++) if (ends(i)) dangling++;
  if (dangling === 0 || (rule !== 'selfLoop' && !terminals)) return normalised(graph, degrees, rule);
  const kept: { sources: number[]; targets: number[]; weights: number[] } = {
    sources: [],
    targets: [],
    weights: []
  };
  const put = (from: number, to: number, weight: number): void => {
    kept.sources.push(from);
    kept.targets.push(to);
    kept.weights.push(weight);
  };
  for (let i = 0; i < nodes; i++) {
    if (ends(i)) {
      if (rule === 'selfLoop') put(i, i, 1);
    } else
      for (let e = graph.offsets[i]; e < graph.offsets[i + 1]; e++)
        put(i, graph.targets[e], graph.weights ? graph.weights[e] : 1);
  }
  const rest = graphOf(nodes, kept);
  return normalised(rest, outDegrees(rest), rule);
}

function normalised(graph: Graph, degrees: Float64Array, rule: DanglingRule): Transitions {
  const { nodes, offsets, targets, weights } = graph;
  const probabilities = new Float64Array(targets.length);
  for (let i = 0; i < nodes; i++)
    for (let e = offsets[i]; e < offsets[i + 1]; e++)
      probabilities[e] = (weights ? weights[e] : 1) / degrees[i];
  return { nodes, offsets, targets, probabilities, rule };
}

/** Whether the walk ends (or restarts) in node i. */
export function dangles({ offsets }: Pick<Transitions, 'offsets'>, i: number): boolean {
  return offsets[i] === offsets[i + 1];
}
