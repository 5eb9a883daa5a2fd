/** Ticks of one recurrent layer in float64. */
import type { ForwardCall } from '../compute';
import { tanh } from '../transcendentals';
import { dataOf } from './block';

export function forward(call: ForwardCall): void {
  const { unit, from, steps, batch, inputs, units, bias = false } = call;
  const fanIn = inputs + units + (bias ? 1 : 0);
  const W = dataOf(call.weights);
  const X = dataOf(call.x);
  const potential = dataOf(call.state.potential);
  const activity = dataOf(call.state.activity);
  const preTrace = dataOf(call.state.preTrace);
  const adaptation = dataOf(call.state.adaptation);
  const refractory = dataOf(call.state.refractory);
  const history = {
    potential: dataOf(call.history.potential),
    threshold: dataOf(call.history.threshold),
    activity: dataOf(call.history.activity),
    drive: dataOf(call.history.drive),
    preTrace: dataOf(call.history.preTrace)
  };
  const traceDecay = unit.kind === 'leakyTanh' ? 0 : unit.membraneDecay;
  const traceGain = unit.kind === 'spiking' ? unit.currentGain : 1;
  const pre = new Float64Array(fanIn).fill(1);

  for (let t = from; t < from + steps; t++) {
    for (let b = 0; b < batch; b++) {
      const row = (t * batch + b) * units;
      pre.set(X.subarray((t * batch + b) * inputs, (t * batch + b + 1) * inputs));
      pre.set(activity.subarray(b * units, (b + 1) * units), inputs);

      for (let j = 0; j < fanIn; j++) {
        const trace = traceDecay * preTrace[b * fanIn + j] + traceGain * pre[j];
        preTrace[b * fanIn + j] = trace;
        history.preTrace[(t * batch + b) * fanIn + j] = trace;
      }

      for (let i = 0; i < units; i++) {
        let current = 0;
        for (let j = 0; j < fanIn; j++) current += W[i * fanIn + j] * pre[j];
        const s = b * units + i;

        if (unit.kind === 'leakyTanh') {
          const leak = dataOf(unit.leak)[i];
          const squashed = tanh(current);
          potential[s] = (1 - leak) * potential[s] + leak * squashed;
          activity[s] = potential[s];
          history.drive[row + i] = leak * (1 - squashed * squashed);
        } else if (unit.kind === 'membrane') {
          potential[s] = unit.membraneDecay * potential[s] + current;
          activity[s] = tanh(potential[s]);
          history.drive[row + i] = 1 - activity[s] * activity[s];
        } else {
          const previous = pre[inputs + i];
          const vth = unit.threshold;
          refractory[s] = Math.max(refractory[s] - 1, 0);
          potential[s] = unit.membraneDecay * potential[s] + unit.currentGain * current - vth * previous;
          adaptation[s] = unit.adaptationDecay * adaptation[s] + previous;
          const threshold = vth + dataOf(unit.adaptation)[i] * adaptation[s];
          const resting = refractory[s] > 0;
          const distance = Math.abs(potential[s] - threshold) / vth;
          history.drive[row + i] = resting ? 0 : (unit.dampening / vth) * Math.max(0, 1 - distance);
          history.threshold[row + i] = threshold;
          const spike = !resting && potential[s] >= threshold;
          activity[s] = spike ? 1 : 0;
          if (spike) refractory[s] = unit.refractory;
        }
        history.potential[row + i] = potential[s];
        history.activity[row + i] = activity[s];
      }
    }
  }
}
