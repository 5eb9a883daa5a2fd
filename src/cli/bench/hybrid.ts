/**
 * A training step of a Zamba2 hybrid of a million parameters beside PyTorch's, which is given the same weights and tokens: first the
 * losses of some steps, which have to agree, then the times.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ComputeError } from '../../compute/compute';
import { createWasm } from '../../compute/wasm';
import { totalOf } from '../../models/memory/cost/cost';
import { networkCost } from '../../models/memory/cost/network';
import { networkList } from '../../models/memory/model/settings';
import { type Data, Network } from '../../models/memory/network/network';
import type { Matrix } from '../../models/memory/network/weights';
import { Random } from '../../models/random';
import { type Call, definitions } from '../command';
import type { Io } from '../io';
import { findPython, runPeer } from '../peers';
import { spawnNodeThread } from '../threads';
import { limit } from './limit';

const [batch, ticks, vocabulary] = [4, 256, 64];
const rate = 1e-3;
/** Steps whose losses are compared; steps that are timed. */
const [compared, timed] = [4, 6];

const hybrid = {
  ...{ layer: 'zamba2', layers: 6, width: 128, heads: 4, mlp: 256, state: 16, positions: 'rope', tied: true },
  ...{ sharedBlocks: 1, sharedEvery: 3, adapterRank: 8 }
};

interface Rate {
  label: string;
  threads: number;
  losses: number[];
  /** Milliseconds of a step, of the wall: the least and the middle one. */
  best: number;
  median: number;
}

export async function hybridWork(call: Call, io: Io): Promise<void> {
  const python = call.has('peers') ? await findPython('torch') : undefined;
  if (call.has('peers') && !python)
    io.err('engram: no python3 here can import torch; measured without it.\n');
  const most = await limit();
  const folder = await mkdtemp(join(tmpdir(), 'engram-hybrid-'));
  try {
    const ours: Rate[] = [];
    const peers: Rate[] = [];
    for (const threads of [1, 2]) {
      const measured = await stepsOf(threads, folder);
      if (!measured) continue;
      ours.push(measured);
      if (python) peers.push((await runPeer(python, 'hybrid_torch.py', [String(threads), folder])) as Rate);
    }
    const report = { limit: most, flops: flops(), parameters: parameters(), ours, peers };
    io.out(call.has('json') ? `${JSON.stringify(report)}\n` : inWords(report));
  } finally {
    await rm(folder, { recursive: true });
  }
}

const [{ sizes }] = networkList(hybrid);
const cost = networkCost(sizes, { vocabulary });
const parameters = (): number => totalOf(cost.parameters);

/** Of one step, as token-by-token counts have it: forward, and twice as much back. */
function flops(): number {
  let sum = 0;
  for (let t = 1; t <= ticks; t++) sum += totalOf(cost.token(t));
  return 3 * batch * sum;
}

function tokens(): Data {
  const random = new Random(2);
  const x = Float64Array.from({ length: batch * ticks }, () => random.below(vocabulary));
  // What stood eight tokens ago: something there is to learn.
  const target = x.map((_, r) => (r % ticks < 8 ? 0 : x[r - 8]));
  return { x, target, mask: x.map((_, r) => (r % ticks < 8 ? 0 : 1)) };
}

/** Undefined where so many threads cannot be had. */
async function stepsOf(threads: number, folder: string): Promise<Rate | undefined> {
  const compute = await createWasm({ threads, spawnThread: spawnNodeThread, maximumBytes: 2 ** 30 });
  if (!compute.sequences) throw new ComputeError(`The backend '${compute.description}' has no sequences.`);
  try {
    if (compute.threads !== threads) return undefined;
    const network = new Network(compute, sizes, { vocabulary }, new Random(1));
    const data = tokens();
    await hand(network, data, folder);
    const asked = data.mask.reduce((sum, one) => sum + one, 0);
    const use = network.use(batch, 0);
    const step = async (): Promise<number> => {
      use.remembered.forget();
      const { loss } = await use.run(data, 1 / asked);
      await network.weights.move({ rate, weightDecay: 0, clip: 0 });
      return loss.reduce((sum, one) => sum + one, 0) / asked;
    };
    const losses: number[] = [];
    for (let n = 0; n < compared; n++) losses.push(await step());
    const times: number[] = [];
    for (let n = 0; n < timed; n++) {
      const start = performance.now();
      await step();
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    return { label: compute.description, threads, losses, best: times[0], median: times[timed >> 1] };
  } finally {
    compute.dispose();
  }
}

/** Writes weights, tokens and sizes for the peer: numbers in float32, and what they are in JSON. */
async function hand({ weights }: Network, data: Data, folder: string): Promise<void> {
  const parts: Float64Array[] = [];
  const list: { name: string; shape: number[] }[] = [];
  for (const parameter of weights.parameters) {
    const { inputs, length, name, outputs } = parameter as typeof parameter & Partial<Matrix>;
    list.push({ name, shape: inputs && outputs ? [outputs, inputs] : [length] });
    parts.push(await weights.read(parameter));
  }
  const all = Float32Array.from(parts.flatMap((part) => [...part]));
  await writeFile(join(folder, 'weights.f32'), new Uint8Array(all.buffer));
  const { mask, target, x } = data;
  const steps = { compared, timed, rate, batch, ticks, vocabulary };
  const told = { ...steps, sizes, list, x: [...x], target: [...target], mask: [...mask] };
  await writeFile(join(folder, 'hybrid.json'), JSON.stringify(told));
}

interface Report {
  limit: number;
  flops: number;
  parameters: number;
  ours: readonly Rate[];
  peers: readonly Rate[];
}

function inWords({ flops: work, limit: most, ours, parameters: count, peers }: Report): string {
  const lossesOf = ({ losses }: Rate): string => losses.map((loss) => loss.toFixed(5)).join(', ');
  const rows = ours.map((own): [string, string] => {
    const share = (100 * work) / (own.best * 1e6) / (most * own.threads);
    const peer = peers.find(({ threads }) => threads === own.threads);
    const beside = peer
      ? `; ${peer.label} ${peer.best.toFixed(0)} ms (median ${peer.median.toFixed(0)}), ratio ${(peer.best / own.best).toFixed(2)}`
      : '';
    return [
      own.label,
      `${own.best.toFixed(0)} ms a step (median ${own.median.toFixed(0)}), ${share.toFixed(0)} % of the limit${beside}`
    ];
  });
  return definitions([
    ['network', `Zamba2 hybrid, ${count} parameters, ${batch} sequences of ${ticks} tokens, Adam`],
    ...ours.slice(0, 1).map((own): [string, string] => ['losses of the first steps', lossesOf(own)]),
    ...peers.slice(0, 1).map((peer): [string, string] => [`losses of ${peer.label}`, lossesOf(peer)]),
    ...rows,
    ['work of a step', `${(work / 1e9).toFixed(2)} GFLOP, counted token by token, three times forward`],
    ['limit of 128-bit multiplies and adds', `${most.toFixed(1)} GFLOP/s a thread`]
  ]);
}
