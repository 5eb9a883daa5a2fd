/**
 * Real-time recurrent learning through the whole stack: the exact gradient, forward in time. Every Jacobian is full, in
 * time and from layer to layer, so each weight has a trace at every unit of its own layer and those above:
 *
 *   eps^{k->l}_t = J^l_t eps^{k->l}_{t-1} + D^l_t eps^{k->l-1}_t,   dE/dtheta^k = sum_t (O^T error_t) . eps^{k->L}_t
 *
 * Equal to back-propagation through time, at O(n_l^2 P_k) a step: for small nets.
 */
import { isReadOut } from '../stack';
import { crossCredit } from './crossTraces';
import type { LinearStack } from './linearise';
import { outputSignal } from './signals';

/** Exact gradients, as the weights; the problem's feedback is not used. */
export function rtrl(stack: LinearStack): Float64Array[] {
  const signals = stack.layers.map((_, m) =>
    isReadOut(stack.problem.stack, m) ? outputSignal(stack, m, { kind: 'symmetric' }) : undefined
  );
  return stack.layers.map((_, k) => crossCredit(stack, 'full', k, signals));
}
