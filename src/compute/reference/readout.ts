/** The readout, its error and its loss, in float64. */
import type { ReadoutCall } from '../compute';
import { exp, log } from '../transcendentals';
import { dataOf } from './block';

export function readout(call: ReadoutCall): void {
  const { from, steps, batch, units, outputs, decay } = call;
  const W = dataOf(call.weights);
  const Z = dataOf(call.activity);
  const target = dataOf(call.target);
  const mask = dataOf(call.mask);
  const y = dataOf(call.state.output);
  const trace = dataOf(call.state.trace);
  const loss = dataOf(call.state.loss);
  const history = {
    output: dataOf(call.history.output),
    error: dataOf(call.history.error),
    trace: dataOf(call.history.trace)
  };
  for (let t = from; t < from + steps; t++) {
    for (let b = 0; b < batch; b++) {
      const zRow = (t * batch + b) * units;
      const yRow = (t * batch + b) * outputs;
      for (let i = 0; i < units; i++) {
        trace[b * units + i] = decay * trace[b * units + i] + (1 - decay) * Z[zRow + i];
        history.trace[zRow + i] = trace[b * units + i];
      }
      let largest = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < outputs; k++) {
        let sum = 0;
        for (let i = 0; i < units; i++) sum += W[k * units + i] * Z[zRow + i];
        const value = decay * y[b * outputs + k] + (1 - decay) * sum;
        y[b * outputs + k] = value;
        history.output[yRow + k] = value;
        largest = Math.max(largest, value);
      }
      const counts = mask[t * batch + b];
      let partition = 0;
      for (let k = 0; k < outputs; k++) partition += exp(history.output[yRow + k] - largest);
      for (let k = 0; k < outputs; k++) {
        const value = history.output[yRow + k];
        const wanted = target[yRow + k];
        if (call.loss === 'regression') {
          history.error[yRow + k] = counts * (value - wanted);
          loss[b] += 0.5 * counts * (value - wanted) * (value - wanted);
        } else {
          history.error[yRow + k] = counts * (exp(value - largest) / partition - wanted);
          if (wanted !== 0) loss[b] -= counts * wanted * (value - largest - log(partition));
        }
      }
    }
  }
}
