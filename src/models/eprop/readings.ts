/** What the probes of probes.ts read: copies of weights, and of trial 0's rows in the histories of a chunk. */
import type { Block } from '../../compute/compute';
import type { Credit } from './credit';
import type { Network } from './network';
import type { Rollout } from './rollout';

interface Parts {
  network: Network;
  rollout: Rollout;
  credit: Credit;
  /** Ticks of the chunk that have run while its learning signal is not formed, which is when it ends; 0 from then on. */
  unsignalled: number;
}

/** A weight matrix as it is now, or undefined where `name` is none. */
export async function readImage(name: string, network: Network): Promise<Float32Array | undefined> {
  const { compute } = network;
  if (name === 'weights') return Float32Array.from(await compute.read(network.weights));
  if (name === 'readoutWeights') return Float32Array.from(await compute.read(network.readoutWeights));
  return name === 'feedback' ? readFeedback(network) : undefined;
}

/** Rows [from, to) of a tick probe that needs no watched unit, in ticks of the chunk. */
export async function readTicks(name: string, from: number, to: number, parts: Parts): Promise<Float32Array> {
  const { network, rollout, credit, unsignalled } = parts;
  const { inputs, units, outputs, fanIn } = network;
  const histories: Record<string, [block: Block, width: number]> = {
    input: [rollout.stream.x, inputs],
    target: [rollout.stream.target, outputs],
    spikes: [rollout.history.activity, units],
    activity: [rollout.history.activity, units],
    potential: [rollout.history.potential, units],
    threshold: [rollout.history.threshold, units],
    pseudoDerivative: [rollout.history.drive, units],
    output: [rollout.readoutHistory.output, outputs],
    presynapticTrace: [rollout.history.preTrace, fanIn],
    learningSignal: [credit.signal, units]
  };
  // By the same operation as at the chunk's end, so that what is recorded hangs on no moment of reading.
  if (name === 'learningSignal' && unsignalled > 0) await credit.formSignal(unsignalled);
  return rows(parts, ...histories[name], from, to);
}

async function rows(
  { network, rollout }: Parts,
  block: Block,
  width: number,
  from: number,
  to: number
): Promise<Float32Array> {
  const stride = rollout.batch * width;
  const span = { offset: from * stride, width, count: to - from, stride };
  return Float32Array.from(await network.compute.readRows(block, span));
}

/** B as [units, outputs], also where it is the transposed readout. */
async function readFeedback({
  compute,
  feedback,
  readoutWeights,
  outputs,
  units
}: Network): Promise<Float32Array> {
  if (feedback) return Float32Array.from(await compute.read(feedback));
  const readout = await compute.read(readoutWeights);
  return Float32Array.from(readout, (_, at) => readout[(at % outputs) * units + Math.floor(at / outputs)]);
}
