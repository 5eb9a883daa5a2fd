/**
 * Trace times signal, summed over a trial, with the trace behind a chain of leaky filters:
 *
 *   f^0_t = e_t,  f^m_t = lam_m f^m_{t-1} + f^{m-1}_t          one stage for each layer above
 *   F^m_t = kappa F^m_{t-1} + (1 - kappa) f^m_t                the readout's own filter
 *   dE/dW_ij = sum_m sum_t sigma^m_{i,t} F^m_{ij,t}            over the stages that meet a signal
 *
 * A stage uses the one before it of the same step, because inputs from below act in the same step.
 */
import { checkOverflow } from '../checkStack';
import type { LinearStack } from './linearise';
import { SelfTraces } from './selfTraces';

/** What happens to a trace on its way up, a stage for each layer passed. */
export interface Stage {
  /** lam; the first stage is the trace itself and has none. */
  filter?: number;
  /** [steps, units] sigma, where a readout hears this stage. */
  signal?: Float64Array;
}

/** The gradient of layer k, [n_k, fan-in], whose traces are walked on the way. */
export function filteredCredit(
  { problem, run, layers }: LinearStack,
  k: number,
  stages: readonly Stage[]
): Float64Array {
  const { readoutDecay: kappa } = problem.stack;
  const { units } = problem.stack.layers[k];
  const self = new SelfTraces(layers[k]);
  const { length } = self.traces;
  const fanIn = length / units;
  const gradient = new Float64Array(length);
  const f = stages.map((_, m) => (m === 0 ? self.traces : new Float64Array(length)));
  const F = stages.map(({ signal }) => new Float64Array(signal ? length : 0));
  for (let t = 0; t < run.steps; t++) {
    self.step(t);
    for (const [m, { filter = 0, signal }] of stages.entries()) {
      if (m > 0) for (let ij = 0; ij < length; ij++) f[m][ij] = filter * f[m][ij] + f[m - 1][ij];
      if (!signal) continue;
      for (let i = 0; i < units; i++) {
        const sigma = signal[t * units + i];
        for (let ij = i * fanIn; ij < (i + 1) * fanIn; ij++) {
          F[m][ij] = kappa * F[m][ij] + (1 - kappa) * f[m][ij];
          gradient[ij] += sigma * F[m][ij];
        }
      }
    }
    checkOverflow(gradient, 'The gradient', k, t);
  }
  return gradient;
}
