/** What the probes of probes.ts read: copies of weights, and of trial 0's rows in the histories of a chunk, all layers side by side. */
import type { Block } from '../../compute/compute';
import type { Network } from './network';
import { channelsOf } from './probes';
import type { Rollout } from './rollout';
import type { Credit } from './credit';

interface Parts {
  network: Network;
  rollout: Rollout;
  credit: Credit;
  /** Ticks of the chunk that have run while its learning signals are not formed, which is when it ends; 0 from then on. */
  unsignalled: number;
  /** Whether layers below the top hear nothing. */
  onlyTop: boolean;
}

/** Where column j of a layer's W comes from, among all channels: runs of columns that lie side by side. */
export function columnRuns(
  { starts, inputs, units }: Network,
  l: number
): [column: number, channel: number, length: number][] {
  const width = starts[l + 1] - starts[l];
  const below = l === 0 ? inputs : starts[l] - starts[l - 1];
  return [
    [0, l === 0 ? 0 : inputs + starts[l - 1], below],
    [below, inputs + starts[l], width],
    [below + width, inputs + units, 1]
  ];
}

/** A weight matrix as it is now, or undefined where `name` is none. */
export async function readImage(name: string, network: Network): Promise<Float32Array | undefined> {
  const { compute, layers, readouts, starts, units, outputs } = network;
  if (name === 'weights') {
    const channels = channelsOf(network.stack);
    const all = new Float32Array(units * channels);
    for (const [l, layer] of layers.entries()) {
      const W = await compute.read(layer.weights);
      for (const [column, channel, length] of columnRuns(network, l)) {
        for (let i = 0; i < layer.units; i++) {
          const from = i * layer.fanIn + column;
          all.set(W.subarray(from, from + length), (starts[l] + i) * channels + channel);
        }
      }
    }
    return all;
  }
  if (name !== 'readoutWeights') return undefined;
  const all = new Float32Array(outputs * units);
  for (const [l, block] of readouts.entries()) {
    if (!block) continue;
    const O = await compute.read(block);
    const width = layers[l].units;
    for (let k = 0; k < outputs; k++) all.set(O.subarray(k * width, (k + 1) * width), k * units + starts[l]);
  }
  return all;
}

/** Rows [from, to) of a tick probe that needs no watched unit, in ticks of the chunk. */
export async function readTicks(name: string, from: number, to: number, parts: Parts): Promise<Float32Array> {
  const { network, rollout, credit, unsignalled, onlyTop } = parts;
  const { inputs, outputs } = network;
  const span = { from, to };
  const ofLayers = (block: (l: number) => Block): Promise<Float32Array> => side(parts, block, span);
  switch (name) {
    case 'input':
      return rows(parts, rollout.stream.x, inputs, span);
    case 'target':
      return rows(parts, rollout.stream.target, outputs, span);
    case 'output':
      return rows(parts, rollout.whole.history.output, outputs, span);
    case 'potential':
      return ofLayers((l) => rollout.layers[l].history.potential);
    case 'threshold':
      return ofLayers((l) => rollout.layers[l].history.threshold);
    case 'pseudoDerivative':
      return ofLayers((l) => rollout.layers[l].history.drive);
    case 'learningSignal':
      // By the same operations as at the chunk's end, so that what is recorded hangs on no moment of reading.
      if (unsignalled > 0) await credit.signals.form(unsignalled, onlyTop);
      return ofLayers((l) => credit.signals.signal[l]);
    default:
      return ofLayers((l) => rollout.layers[l].history.activity);
  }
}

interface Ticks {
  from: number;
  to: number;
}

async function rows(
  { network, rollout }: Parts,
  block: Block,
  width: number,
  { from, to }: Ticks
): Promise<Float32Array> {
  const stride = rollout.batch * width;
  const span = { offset: from * stride, width, count: to - from, stride };
  return Float32Array.from(await network.compute.readRows(block, span));
}

/** Histories of all layers side by side; NaN where a layer keeps none. */
async function side(parts: Parts, block: (l: number) => Block, span: Ticks): Promise<Float32Array> {
  const { layers, starts, units } = parts.network;
  const all = new Float32Array((span.to - span.from) * units).fill(Number.NaN);
  for (const [l, { units: width }] of layers.entries()) {
    const history = block(l);
    if (history.length === 0) continue;
    const found = await rows(parts, history, width, span);
    for (let t = 0; t < span.to - span.from; t++)
      all.set(found.subarray(t * width, (t + 1) * width), t * units + starts[l]);
  }
  return all;
}
