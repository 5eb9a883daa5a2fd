/**
 * The learning signal of one moment, at the activity of each layer:
 *
 *   delta^m_t = O^m^T error_t,   sigma^m_t = delta^m_t,   sigma^{l-1}_t = (U^l)^T (gain^l_t slope^l_t .* sigma^l_t)
 *
 * with the matrices of the feedback in the place of O^m^T and U^l^T. It knows nothing of any other moment. Direct broadcast
 * has a matrix for every layer and passes nothing down.
 */
import { type Feedback, isReadOut } from '../stack';
import type { LinearStack } from './linearise';

/** delta^m, [steps, n_m]. `m` is a layer that is read out or, with direct broadcast, any. */
export function outputSignal(
  { problem, run }: LinearStack,
  m: number,
  feedback: Feedback = problem.feedback
): Float64Array {
  const { outputs, layers } = problem.stack;
  const { units } = layers[m];
  const { error, steps } = run;
  const O = problem.weights.readout[m];
  const weight = (i: number, k: number): number => {
    if (feedback.kind === 'broadcast') return feedback.broadcast[m][i * outputs + k];
    return feedback.kind === 'layered' ? feedback.output[m][i * outputs + k] : O[k * units + i];
  };
  const delta = new Float64Array(steps * units);
  for (let t = 0; t < steps; t++) {
    for (let i = 0; i < units; i++) {
      for (let k = 0; k < outputs; k++) delta[t * units + i] += weight(i, k) * error[t * outputs + k];
    }
  }
  return delta;
}

/** sigma of layer l - 1, [steps, n_{l-1}], from sigma of layer l, [steps, n_l]. */
function passDown({ problem, run, layers }: LinearStack, l: number, sigma: Float64Array): Float64Array {
  const { units, below, fanIn, W, gain, slope } = layers[l];
  const { feedback } = problem;
  const down = feedback.kind === 'layered' ? feedback.down[l] : undefined;
  const passed = new Float64Array(run.steps * below);
  for (let t = 0; t < run.steps; t++) {
    for (let p = 0; p < units; p++) {
      const at = t * units + p;
      const credit = gain[at] * slope[at] * sigma[at];
      for (let q = 0; q < below; q++)
        passed[t * below + q] += (down ? down[q * units + p] : W[p * fanIn + q]) * credit;
    }
  }
  return passed;
}

/** The signals that reach layer k, by the read-out layer m >= k they come from: entry [k][m - k], where m is read out. */
export function signalsByReadout(stack: LinearStack): Float64Array[][] {
  const depth = stack.layers.length;
  const signals: Float64Array[][] = stack.layers.map(() => []);
  for (let m = 0; m < depth; m++) {
    if (!isReadOut(stack.problem.stack, m)) continue;
    let sigma = outputSignal(stack, m);
    signals[m][0] = sigma;
    for (let l = m; l > 0; l--) {
      sigma = passDown(stack, l, sigma);
      signals[l - 1][m - l + 1] = sigma;
    }
  }
  return signals;
}

/** sigma^k of every layer, [steps, n_k], from all the layers that are read out. */
export function learningSignals(stack: LinearStack): Float64Array[] {
  if (stack.problem.feedback.kind === 'broadcast') return stack.layers.map((_, k) => outputSignal(stack, k));
  return signalsByReadout(stack).map((signals, k) => {
    const sum = new Float64Array(stack.run.steps * stack.layers[k].units);
    for (const signal of signals) {
      for (let at = 0; signal && at < sum.length; at++) sum[at] += signal[at];
    }
    return sum;
  });
}
