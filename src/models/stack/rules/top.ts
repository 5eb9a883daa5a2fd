/**
 * Top layer only: single-layer e-prop at the top; the layers below hear no signal and their gradient is exactly 0. What
 * depth is worth is what this loses.
 */
import { filteredCredit } from './filteredCredit';
import type { LinearStack } from './linearise';
import { outputSignal } from './signals';

/** Gradients as the weights. */
export const top = (stack: LinearStack): Float64Array[] =>
  stack.layers.map(({ units, fanIn }, k) =>
    k === stack.layers.length - 1 ? topLayer(stack) : new Float64Array(units * fanIn)
  );

/** The gradient of the top layer, which is the same under every rule that is local in time. */
export function topLayer(stack: LinearStack): Float64Array {
  const k = stack.layers.length - 1;
  return filteredCredit(stack, k, [{ signal: outputSignal(stack, k) }]);
}
