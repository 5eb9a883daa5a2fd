/**
 * The readout's own gradient, exact under every rule because a trace of its input is all it needs:
 *
 *   trace^m_t = kappa trace^m_{t-1} + (1 - kappa) z^m_t,   dE/dO^m = sum_t error_t trace^m_t^T
 */
import { checkOverflow } from '../checkStack';
import { isReadOut } from '../stack';
import type { LinearStack } from './linearise';

/** As the readout weights: empty for layers that are not read out. */
export function readoutGradient({ problem, run }: LinearStack): Float64Array[] {
  const { outputs, readoutDecay: kappa, layers } = problem.stack;
  return layers.map(({ units }, m) => {
    if (!isReadOut(problem.stack, m)) return new Float64Array(0);
    const gradient = new Float64Array(outputs * units);
    const trace = new Float64Array(units);
    for (let t = 0; t < run.steps; t++) {
      for (let i = 0; i < units; i++) {
        trace[i] = kappa * trace[i] + (1 - kappa) * run.layers[m].activity[t * units + i];
        for (let k = 0; k < outputs; k++) gradient[k * units + i] += run.error[t * outputs + k] * trace[i];
      }
      checkOverflow(gradient, 'The readout gradient', m, t);
    }
    return gradient;
  });
}
