/**
 * What TD(lambda) would add to M over one episode if M stood still until its end: sum_t z_t delta_t^T. With lambda = 1 this is, exactly,
 * the sum over visits of (discounted visits that followed - M): every-visit Monte Carlo (Sutton & Barto 2018, section 12.1).
 */
import { successorError } from './successorTd';

/** [n, n]. `states` of one episode, the last of them terminal. */
export function offlineUpdate(
  map: Float64Array,
  nodes: number,
  states: readonly number[],
  gamma: number,
  lambda: number
): Float64Array {
  const update = new Float64Array(nodes * nodes);
  const traces = new Float64Array(nodes);
  const delta = new Float64Array(nodes);
  for (let t = 0; t + 1 < states.length; t++) {
    for (let u = 0; u < nodes; u++) traces[u] *= gamma * lambda;
    traces[states[t]] += 1;
    successorError(map, nodes, states[t], states[t + 1], t + 2 === states.length, gamma, delta);
    for (let u = 0; u < nodes; u++)
      for (let j = 0; j < nodes; j++) update[u * nodes + j] += traces[u] * delta[j];
  }
  return update;
}
