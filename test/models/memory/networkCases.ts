/** Small networks of every layer, and what their tests share. */
import type { Compute } from '../../../src/compute/compute';
import { createReference } from '../../../src/compute/reference';
import { type Data, Network, type Outcome, type Use } from '../../../src/models/memory/network/network';
import { layerKinds, type NetworkSizes, type Vocabulary } from '../../../src/models/memory/network/plan';
import { reachOf } from '../../../src/models/memory/network/remembered';
import { Random } from '../../../src/models/random';

export const smallSizes: NetworkSizes = {
  layer: 'softmax',
  layers: 2,
  width: 8,
  heads: 2,
  keyHeads: 1,
  mlp: 6,
  windowEvery: 0,
  window: 3,
  rope: true,
  rank: 3,
  turned: 2,
  queryFactor: 1,
  keyFactor: 2,
  convolutions: true,
  qkMean: true,
  valueShift: true,
  qkNorm: true,
  state: 3,
  groups: 1,
  rows: 5,
  block: 4,
  growth: 'plateau',
  horizon: 64,
  opening: 'spread',
  openingSeed: 1,
  assignment: 'similar',
  rate: 0,
  countBias: true,
  normCorrection: false,
  codeRate: 0,
  sharedBlocks: 1,
  sharedEvery: 2,
  adapterRank: 2,
  adaptQueries: true,
  tied: false
};

/** One network of each kind of layer, and those with something else about them. */
export const networkCases: readonly (readonly [name: string, sizes: NetworkSizes])[] = [
  ...layerKinds.map((layer) => [layer, { ...smallSizes, layer }] as const),
  ['softmax without positions', { ...smallSizes, rope: false }],
  ['a window, then ovq', { ...smallSizes, layer: 'ovq', windowEvery: 2 }],
  ['cca with as many key heads', { ...smallSizes, layer: 'cca', keyFactor: 1 }],
  [
    'cca bare',
    { ...smallSizes, layer: 'cca', convolutions: false, qkMean: false, valueShift: false, qkNorm: false }
  ],
  ['ovq that follows at a rate', { ...smallSizes, layer: 'ovq', rate: 0.3, countBias: false }],
  ['ovq with the correction', { ...smallSizes, layer: 'ovq', normCorrection: true, growth: 'min' }],
  ['zamba2 of two blocks', { ...smallSizes, layer: 'zamba2', layers: 4, sharedBlocks: 2, rope: false }],
  ['vq whose codes follow', { ...smallSizes, layer: 'vq', codeRate: 0.1 }],
  ['a head that is the embedding', { ...smallSizes, layers: 1, tied: true }]
];

export const vocabulary = 7;

export function networkOf(
  sizes: NetworkSizes,
  {
    asked = { vocabulary },
    compute = createReference(),
    seed = 3
  }: {
    asked?: Vocabulary;
    compute?: Compute;
    seed?: number;
  } = {}
): Network {
  return new Network(compute, sizes, asked, new Random(seed));
}

/** Sequences of random tokens, each asked for one of the later ones, [batch, ticks]. */
export function tokenData(batch: number, ticks: number, seed = 1): Data {
  const random = new Random(seed);
  const draw = (): Float64Array =>
    Float64Array.from({ length: batch * ticks }, () => random.below(vocabulary));
  const mask = Float64Array.from({ length: batch * ticks }, (_, r) => (r % 3 === 1 ? 0 : 1));
  return { x: draw(), target: draw(), mask };
}

/** Ticks from .. to of every sequence. */
export function cut(data: Data, batch: number, from: number, to: number): Data {
  const ticks = data.mask.length / batch;
  const part = (values: Float64Array): Float64Array => {
    const width = values.length / batch / ticks;
    return Float64Array.from({ length: batch * (to - from) * width }, (_, i) => {
      const row = Math.floor(i / width);
      const b = Math.floor(row / (to - from));
      return values[(b * ticks + from + (row % (to - from))) * width + (i % width)];
    });
  };
  return { x: part(data.x), target: part(data.target), mask: part(data.mask) };
}

/** Runs sequences in chunks of `chunk` ticks, without learning; outputs [ticks, batch ..] by chunk. */
export async function inChunks(
  network: Network,
  data: Data,
  batch: number,
  chunk: number
): Promise<{ outcomes: Outcome[]; outputs: number[]; use: Use }> {
  const ticks = data.mask.length / batch;
  const use = network.use(batch, reachOf(ticks, chunk));
  const outcomes: Outcome[] = [];
  const rows: number[][] = Array.from({ length: batch }, () => []);
  for (let from = 0; from < ticks; from += chunk) {
    const to = Math.min(ticks, from + chunk);
    outcomes.push(await use.run(cut(data, batch, from, to)));
    const output = await use.output();
    const each = output.length / batch;
    for (const [b, row] of rows.entries()) row.push(...output.subarray(b * each, (b + 1) * each));
  }
  return { outcomes, outputs: rows.flat(), use };
}
