/**
 * Back-propagation through time and depth, layer by layer from the top, from the last step to the first:
 *
 *   Z_t = delta_t + kappa Z_{t+1};    dE/dz_t = (1 - kappa) Z_t + (U^T dE/dcurrent_t of the layer above) + dE/da_{t+1}
 *           + R^T dE/dcurrent_{t+1} - reset dE/ds_{t+1}                 `layer`: everything
 *        or + own .* dE/dcurrent_{t+1}                                  `unit`: what stays inside the unit
 *   dE/ds_t = slope_t dE/dz_t + carry dE/ds_{t+1};    dE/da_t = rho dE/da_{t+1} - beta slope_t dE/dz_t
 *   dE/dcurrent_t = gain_t dE/ds_t;                   dE/dW = sum_t dE/dcurrent_t pre_t^T
 *
 * `layer` is the exact gradient (of spiking units the surrogate one). `unit` is the deep rule written backwards: the same
 * numbers as its cross traces at the cost of one pass, but only once the trial is over.
 */
import { checkOverflow } from '../checkStack';
import { isReadOut } from '../stack';
import type { LinearLayer, LinearStack } from './linearise';
import { outputSignal } from './signals';

/** Exact gradients, as the weights; the problem's feedback is not used. */
export const bptt = (stack: LinearStack): Float64Array[] => backward(stack, 'layer');

/** Gradients as the weights; with `unit` the errors enter through the problem's feedback. */
export function backward(stack: LinearStack, through: 'layer' | 'unit'): Float64Array[] {
  const currents = currentCredits(stack, through);
  return stack.layers.map(({ units, fanIn, pre }, l) => {
    const gradient = new Float64Array(units * fanIn);
    for (let t = 0; t < stack.run.steps; t++) {
      for (let i = 0; i < units; i++) {
        const credit = currents[l][t * units + i];
        for (let j = 0; j < fanIn; j++) gradient[i * fanIn + j] += credit * pre[t * fanIn + j];
      }
    }
    checkOverflow(gradient, 'The gradient', l, stack.run.steps - 1);
    return gradient;
  });
}

/** dE/dcurrent of every layer, [steps, units] each: the credit that comes back from later steps and from above. */
export function currentCredits(stack: LinearStack, through: 'layer' | 'unit'): Float64Array[] {
  const { problem, run, layers } = stack;
  const { readoutDecay: kappa } = problem.stack;
  const feedback = through === 'unit' ? problem.feedback : ({ kind: 'symmetric' } as const);
  const currents: Float64Array[] = [];
  let fromAbove = new Float64Array(run.steps * layers[layers.length - 1].units);
  for (let l = layers.length - 1; l >= 0; l--) {
    const { units, fanIn, below, W } = layers[l];
    if (isReadOut(problem.stack, l)) {
      const Z = outputSignal(stack, l, feedback);
      for (let at = Z.length - 1; at >= 0; at--) {
        if (at + units < Z.length) Z[at] += kappa * Z[at + units];
        fromAbove[at] += (1 - kappa) * Z[at];
      }
    }
    const current = currentCredit(layers[l], fromAbove, through, l);
    fromAbove = new Float64Array(run.steps * below);
    for (let t = 0; t < run.steps; t++) {
      for (let i = 0; i < units; i++) {
        for (let q = 0; q < below; q++) fromAbove[t * below + q] += W[i * fanIn + q] * current[t * units + i];
      }
    }
    currents[l] = current;
  }
  return currents;
}

/** dE/dcurrent, [steps, units], from what reaches the activity from outside the layer. */
function currentCredit(
  layer: LinearLayer,
  outside: Float64Array,
  through: 'layer' | 'unit',
  l: number
): Float64Array {
  const { units, fanIn, below, W, carry, gain, slope, own, reset, rho, beta } = layer;
  const current = new Float64Array(outside.length);
  const ds = new Float64Array(units);
  const da = new Float64Array(units);
  const dz = new Float64Array(units);
  for (let t = outside.length / units - 1; t >= 0; t--) {
    const next = current.subarray((t + 1) * units, (t + 2) * units);
    for (let i = 0; i < units; i++) {
      dz[i] = outside[t * units + i] + da[i];
      if (through === 'unit') dz[i] += next.length > 0 ? own[i] * next[i] : 0;
      else {
        for (let p = 0; p < next.length; p++) dz[i] += W[p * fanIn + below + i] * next[p];
        dz[i] -= reset * ds[i];
      }
    }
    for (let i = 0; i < units; i++) {
      const psi = slope[t * units + i];
      ds[i] = psi * dz[i] + carry * ds[i];
      da[i] = rho * da[i] - beta[i] * psi * dz[i];
      current[t * units + i] = gain[t * units + i] * ds[i];
    }
    checkOverflow(ds, 'The credit', l, t);
  }
  return current;
}
