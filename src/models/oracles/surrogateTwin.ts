/**
 * A smooth twin of a spiking stack, for finite differences: around a recorded run each spike is replaced by
 *
 *   z = z* + psi* ((v - beta a) - (v* - beta a*))          * as it was in the run
 *
 * so that the twin with the same weights makes the same run, and the slope of its loss is the surrogate gradient,
 * with recurrent spikes, reset and adaptation in it. It is simulated a step at a time, on its own.
 */
import { exp, log, tanh } from '../../compute/transcendentals';
import { runStack } from '../stack/forward';
import type { StackProblem, StackWeights } from '../stack/stack';

/** The loss of other weights on the twin of the problem's own run. */
export function surrogateTwin(problem: StackProblem): (weights: StackWeights) => number {
  const { stack, trial } = problem;
  const { layers, inputs, outputs, readoutDecay: kappa } = stack;
  const recorded = runStack(problem);
  return (weights) => {
    const states = layers.map(({ units }) => ({
      v: new Float64Array(units),
      a: new Float64Array(units),
      z: new Float64Array(units)
    }));
    const y = new Float64Array(outputs);
    let loss = 0;
    for (let t = 0; t < trial.mask.length; t++) {
      let below = trial.x.subarray(t * inputs, (t + 1) * inputs);
      for (const [l, { unit, units }] of layers.entries()) {
        const { v, a, z } = states[l];
        const { potential, threshold, activity, drive } = recorded.layers[l];
        const pre = [...below, ...z, 1];
        for (let i = 0; i < units; i++) {
          let current = 0;
          for (const [j, value] of pre.entries()) current += weights.layers[l][i * pre.length + j] * value;
          if (unit.kind === 'leakyTanh') {
            v[i] += unit.leak * (tanh(current) - v[i]);
            z[i] = v[i];
          } else if (unit.kind === 'membrane') {
            v[i] = unit.decay * v[i] + current;
            z[i] = tanh(v[i]);
          } else {
            const at = t * units + i;
            const before = z[i];
            v[i] = unit.membraneDecay * v[i] + unit.currentGain * current - unit.threshold * before;
            a[i] = unit.adaptationDecay * a[i] + before;
            const over = v[i] - unit.threshold - unit.adaptation[i] * a[i];
            z[i] = activity[at] + drive[at] * (over - (potential[at] - threshold[at]));
          }
        }
        below = z;
      }
      for (let k = 0; k < outputs; k++) {
        let sum = 0;
        for (const [m, { z }] of states.entries()) {
          const O = weights.readout[m];
          for (let i = 0; i < z.length && O.length > 0; i++) sum += O[k * z.length + i] * z[i];
        }
        y[k] = kappa * y[k] + (1 - kappa) * sum;
      }
      const partition = y.reduce((sum, value) => sum + exp(value), 0);
      for (let k = 0; k < outputs; k++) {
        const wanted = trial.target[t * outputs + k];
        if (stack.loss === 'regression') loss += 0.5 * trial.mask[t] * (y[k] - wanted) * (y[k] - wanted);
        else loss -= trial.mask[t] * wanted * (y[k] - log(partition));
      }
    }
    return loss;
  };
}
