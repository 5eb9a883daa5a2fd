/** The adjoint of a layer's ticks, and of a leaky filter, in float64. */
import type { BackwardCall, FilterBackwardCall } from '../compute';
import { dataOf } from './block';

/**
 * `q` is the credit of the unit's own state: dE/dh of a leaky tanh unit, dE/du of a membrane, dE/dv of a spiking
 * unit. Until a tick overwrites them, the arrays hold the credit of the tick after it.
 */
export function backward(call: BackwardCall): void {
  const { through, unit, steps, batch, inputs, units, bias = false } = call;
  const fanIn = inputs + units + (bias ? 1 : 0);
  const W = dataOf(call.weights);
  const drive = dataOf(call.drive);
  const signal = dataOf(call.signal);
  const current = dataOf(call.current);
  const along = through === 'tick' ? 0 : 1;
  const whole = through === 'layer' ? 1 : 0;

  for (let b = 0; b < batch; b++) {
    const q = new Float64Array(units);
    const ofAdaptation = new Float64Array(units);
    const ofCurrent = new Float64Array(units);
    const throughWeights = new Float64Array(units);

    for (let t = steps - 1; t >= 0; t--) {
      for (let j = 0; j < units; j++) {
        throughWeights[j] = 0;
        if (through === 'layer') {
          for (let i = 0; i < units; i++) throughWeights[j] += W[i * fanIn + inputs + j] * ofCurrent[i];
        } else if (through === 'unit' && unit.kind === 'leakyTanh') {
          throughWeights[j] = W[j * fanIn + inputs + j] * ofCurrent[j];
        }
      }
      for (let i = 0; i < units; i++) {
        const at = (t * batch + b) * units + i;
        const heard = signal[at] + throughWeights[i];
        if (unit.kind === 'leakyTanh') {
          q[i] = heard + along * (1 - dataOf(unit.leak)[i]) * q[i];
          ofCurrent[i] = drive[at] * q[i];
        } else if (unit.kind === 'membrane') {
          q[i] = drive[at] * heard + along * unit.membraneDecay * q[i];
          ofCurrent[i] = q[i];
        } else {
          const beta = dataOf(unit.adaptation)[i];
          const dz = heard + along * ofAdaptation[i] - whole * unit.threshold * q[i];
          ofAdaptation[i] = unit.adaptationDecay * ofAdaptation[i] - beta * drive[at] * dz;
          q[i] = drive[at] * dz + along * unit.membraneDecay * q[i];
          ofCurrent[i] = unit.currentGain * q[i];
        }
        current[at] = ofCurrent[i];
      }
    }
  }
}

export function filterBackward({ values, steps, width, decay, gain }: FilterBackwardCall): void {
  const V = dataOf(values);
  for (let t = steps - 1; t >= 0; t--) {
    for (let i = 0; i < width; i++) {
      const after = t + 1 < steps ? V[(t + 1) * width + i] : 0;
      V[t * width + i] = gain * V[t * width + i] + decay * after;
    }
  }
}
