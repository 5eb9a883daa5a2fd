/**
 * Weights a run begins with: N(0, 1) times scale / sqrt(fan-in), each matrix from its own branch of the
 * generator, so that a change to one leaves the others as they were.
 */
import type { Random } from '../random';
import type { Settings } from '../settings';
import type { Network } from './network';

export function writeInitialWeights(network: Network, settings: Settings, random: Random): void {
  const { compute, inputs, units, outputs, fanIn } = network;
  const draw = (branch: string, rows: number, columns: number, scale: number): Float64Array => {
    const stream = random.fork(branch);
    return Float64Array.from({ length: rows * columns }, () => scale * stream.normal());
  };
  const scaleOf = (name: string, width: number): number =>
    (settings[name] as number) / Math.sqrt(Math.max(width, 1));

  const input = draw('input', units, inputs, scaleOf('inputScale', inputs));
  const recurrent = draw('recurrent', units, units, scaleOf('recurrentScale', units));
  const weights = new Float64Array(units * fanIn);
  for (let i = 0; i < units; i++) {
    if (!network.autapses) recurrent[i * units + i] = 0;
    weights.set(input.subarray(i * inputs, (i + 1) * inputs), i * fanIn);
    weights.set(recurrent.subarray(i * units, (i + 1) * units), i * fanIn + inputs);
  }
  network.writeWeights(weights);
  compute.write(network.readoutWeights, draw('readout', outputs, units, scaleOf('readoutScale', units)));
  if (network.feedback)
    compute.write(network.feedback, draw('feedback', units, outputs, scaleOf('feedbackScale', 1)));
}
