/**
 * Weights a run begins with, each matrix from its own branch of the generator, so that a change to one leaves the others as
 * they were:
 *
 *   U^l ~ N(0, 1) scale / sqrt(width below),   b^l ~ N(0, 1) scale,   O^l ~ N(0, 1) scale / sqrt(n_l)
 *   R^l ~ N(0, 1), scaled to the spectral radius asked for: exactly, or beyond 128 units by its expected value sqrt(n)
 *
 * Girko 1985 for the circular law.
 */
import type { Random } from '../random';
import type { Settings } from '../settings';
import { spectralRadius } from '../training/spectralRadius';
import type { Network } from './network';

/** Beyond, finding the radius takes longer than the law is off (a few percent). */
const EXACT_UP_TO = 128;

export function writeInitialWeights(network: Network, settings: Settings, random: Random): void {
  const { compute, layers, readouts, outputs } = network;
  const draw = (branch: string, length: number, scale: number): Float64Array => {
    const stream = random.fork(branch);
    return Float64Array.from({ length }, () => scale * stream.normal());
  };
  const scaleOf = (name: string, width: number): number =>
    (settings[name] as number) / Math.sqrt(Math.max(width, 1));

  for (const [l, layer] of layers.entries()) {
    const { units, below, fanIn } = layer;
    const U = draw(`forward ${l}`, units * below, scaleOf(l === 0 ? 'inputScale' : 'forwardScale', below));
    const R = draw(`recurrent ${l}`, units * units, 1);
    const b = draw(`bias ${l}`, units, scaleOf('biasScale', 1));
    if (layer.selfFrom !== undefined) for (let i = 0; i < units; i++) R[i * units + i] = 0;
    const found = units > EXACT_UP_TO ? Math.sqrt(units) : spectralRadius(R, units);
    const gain = found > 0 ? (settings['recurrentScale'] as number) / found : 0;
    const W = new Float64Array(units * fanIn);
    for (let i = 0; i < units; i++) {
      W.set(U.subarray(i * below, (i + 1) * below), i * fanIn);
      for (let j = 0; j < units; j++) W[i * fanIn + below + j] = gain * R[i * units + j];
      W[(i + 1) * fanIn - 1] = b[i];
    }
    layer.writeWeights(W);
    const readout = readouts[l];
    if (readout)
      compute.write(readout, draw(`readout ${l}`, outputs * units, scaleOf('readoutScale', units)));
  }
}
