/**
 * Immediate: plain back-propagation through the layers of each step, nothing carried from one step to the next. The baseline.
 *
 *   dE/dW^k_ij ~ sum_t sigma^k_{i,t} (1 - kappa) slope_{i,t} gain_{i,t} pre_{j,t}
 */
import { checkOverflow } from '../checkStack';
import type { LinearStack } from './linearise';
import { learningSignals } from './signals';

/** Gradients as the weights. */
export function immediate(stack: LinearStack): Float64Array[] {
  const { readoutDecay } = stack.problem.stack;
  const signals = learningSignals(stack);
  return stack.layers.map(({ units, fanIn, gain, slope, pre }, k) => {
    const gradient = new Float64Array(units * fanIn);
    for (let t = 0; t < stack.run.steps; t++) {
      for (let i = 0; i < units; i++) {
        const at = t * units + i;
        const credit = (1 - readoutDecay) * signals[k][at] * slope[at] * gain[at];
        for (let j = 0; j < fanIn; j++) gradient[i * fanIn + j] += credit * pre[t * fanIn + j];
      }
      checkOverflow(gradient, 'The gradient', k, t);
    }
    return gradient;
  });
}
