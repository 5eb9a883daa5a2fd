/**
 * Rows, columns and the whole of M = (I - gamma P)^-1, the start counted. Where walks restart, P depends on the start i, but
 * not much: with D_i = sum of M_ij over dangling j, of the walk that ends there, each visit to one begins the walk anew with
 * probability gamma, so that row i is that of the ending walk divided by 1 - gamma D_i.
 */
import { mostDense, successorMatrix } from '../../models/hippocampus/dense';
import type { Graph } from '../../models/hippocampus/graph';
import { successorColumn, successorRow } from '../../models/hippocampus/power';
import {
  type DanglingRule,
  dangles,
  type Transitions,
  transitionsOf
} from '../../models/hippocampus/transitions';
import { UsageError } from '../command';

export interface Walk {
  P: Transitions;
  gamma: number;
  /** Of (1 - gamma) M: what float64 can reach, whatever gamma. */
  tolerance: number;
  /** [nodes] D, where walks restart. */
  ends?: Float64Array;
}

export function walkOf(graph: Graph, gamma: number, rule: DanglingRule, tolerance: number): Walk {
  const P = transitionsOf(graph, rule === 'restart' ? 'absorb' : rule);
  return {
    P,
    gamma,
    tolerance,
    ...(rule === 'restart' && { ends: visitsToEnds(P, gamma, tolerance) })
  };
}

/** [nodes] M_i,: the discounted visits from `state`. */
export function rowOf({ P, gamma, tolerance, ends }: Walk, state: number): Float64Array {
  const row = successorRow(P, state, gamma, tolerance / (1 - gamma));
  const factor = ends ? 1 / (1 - gamma * ends[state]) : 1;
  return row.map((visits) => factor * visits);
}

/** [nodes] M_:,j: the discounted visits to `state` from everywhere. */
export function columnOf({ P, gamma, tolerance, ends }: Walk, state: number): Float64Array {
  const column = successorColumn(P, state, gamma, tolerance / (1 - gamma));
  return column.map((visits, i) => (ends ? visits / (1 - gamma * ends[i]) : visits));
}

/** [nodes, nodes]. Throws UsageError for more nodes than a matrix is inverted for. */
export function matrixOf({ P, gamma, ends }: Walk): Float64Array {
  const { nodes } = P;
  if (nodes > mostDense) {
    throw new UsageError(
      `The graph has ${nodes} nodes; all of M is given for at most ${mostDense}. Ask for --row or --column.`
    );
  }
  const M = successorMatrix(P, gamma);
  if (ends) for (let e = 0; e < M.length; e++) M[e] /= 1 - gamma * ends[Math.floor(e / nodes)];
  return M;
}

/** D = 1_dangling + gamma P D. */
function visitsToEnds(P: Transitions, gamma: number, tolerance: number): Float64Array {
  const { nodes, offsets, targets, probabilities } = P;
  let visits = Float64Array.from({ length: nodes }, (_, i) => (dangles(P, i) ? 1 : 0));
  for (let change = 1; change > tolerance * (1 - gamma); ) {
    change = 0;
    const next = new Float64Array(nodes);
    for (let i = 0; i < nodes; i++) {
      let sum = 0;
      for (let e = offsets[i]; e < offsets[i + 1]; e++) sum += probabilities[e] * visits[targets[e]];
      next[i] = dangles(P, i) ? 1 : gamma * sum;
      change = Math.max(change, Math.abs(next[i] - visits[i]));
    }
    visits = next;
  }
  return visits;
}
