/**
 * Spatial: the signal of the moment goes down through depth and meets the unfiltered trace (as in OSTL, Bohnstingl 2020,
 * and Zucchet 2023).
 *
 *   dE/dW^k_ij ~ sum_t sigma^k_{i,t} e^k_{ij,t}
 *
 * Drops all credit that travels forward in time inside the layers above.
 */
import { filteredCredit } from './filteredCredit';
import type { LinearStack } from './linearise';
import { learningSignals } from './signals';

/** Gradients as the weights. */
export function spatial(stack: LinearStack): Float64Array[] {
  const signals = learningSignals(stack);
  return stack.layers.map((_, k) => filteredCredit(stack, k, [{ signal: signals[k] }]));
}
