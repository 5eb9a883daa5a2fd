/**
 * Deep e-prop with full cross traces: forward in time, with the full Jacobian from layer to layer and the diagonal one
 * (of spiking units, each unit's own potential and adaptation) from step to step.
 *
 *   e^k_ij = self trace;   eps^{k->l}_{p,ij,t} = c^l_{p,t} eps^{k->l}_{p,ij,t-1} + sum_q D^l_{pq,t} eps^{k->l-1}_{q,ij,t}
 *   dE/dW^k_ij ~ sum_t sum_p delta^L_{p,t} eps^{k->L}_{p,ij,t}
 *
 * The traces go up through the forward weights themselves, so feedback matrices can take the place of O^T alone; under
 * direct broadcast those of the layers that are read out. A synapse holds a vector over the units above: n times the memory
 * of the cascade.
 */
import { isReadOut } from '../stack';
import { crossCredit } from './crossTraces';
import type { LinearStack } from './linearise';
import { outputSignal } from './signals';
import { topLayer } from './top';

/** Gradients as the weights. */
export function deep(stack: LinearStack): Float64Array[] {
  const last = stack.layers.length - 1;
  const signals = stack.layers.map((_, m) =>
    isReadOut(stack.problem.stack, m) ? outputSignal(stack, m) : undefined
  );
  return stack.layers.map((_, k) => (k === last ? topLayer(stack) : crossCredit(stack, 'local', k, signals)));
}
