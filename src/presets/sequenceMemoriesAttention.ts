/**
 * What two published forms of attention owe to their parts: compressed attention to what it adds to the compression, a hybrid of state
 * spaces to the one attention block it has. Networks of each preset differ by that part alone.
 */
import { memoryProbes } from '../models/memory/model/probes';
import type { Preset } from '../session/experiment';
import type { Goal } from '../session/goal';

const probes = [
  memoryProbes.networkLoss,
  memoryProbes.networkAccuracy,
  memoryProbes.stateBytes,
  memoryProbes.examinedLoss,
  memoryProbes.examinedAccuracy
];

/** Mean of the last ten trials' losses. */
const lossOf = (column: number, label: string, bounds: Pick<Goal, 'above' | 'below'>): Goal => ({
  label: `${label}, loss`,
  series: memoryProbes.networkLoss,
  column,
  over: 10,
  lasting: true,
  ...bounds
});

const bytesOf = (column: number, label: string, bounds: Pick<Goal, 'above' | 'below'>): Goal => ({
  label: `${label}, bytes kept`,
  series: memoryProbes.stateBytes,
  column,
  over: 1,
  ...bounds
});

/** Figliolia et al. 2025: compression alone costs, and the convolutions bring back what it cost. */
export const compressedAttention: Preset = {
  id: 'compressed-attention',
  title: 'Compressed attention and its parts',
  claim:
    'Attention in a latent a quarter as wide loses much; two short convolutions over queries and keys, their mean and a shift of the values, all next to free, bring it back, from as small a cache.',
  prediction:
    'After 100 trials compressed attention loses less than 0.9 nats a letter, without its convolutions, mean and shift more than 1.1, and grouped-query attention with as many keys and values lies above it. Against the published ablation, the mean of queries and keys does harm here.',
  metric: memoryProbes.networkLoss,
  goals: [
    lossOf(0, 'cca', { below: 0.9 }),
    lossOf(1, 'naive', { above: 1.1 }),
    lossOf(2, 'cca without convolutions', { above: 0.75 }),
    lossOf(3, 'cca without the mean', { below: 0.9 }),
    lossOf(4, 'gqa', { above: 0.55 }),
    bytesOf(0, 'cca', { below: 34_100 }),
    bytesOf(1, 'naive', { above: 32_700 }),
    bytesOf(4, 'gqa', { above: 32_700 })
  ],
  comparisons: [
    { less: 0, than: 1 },
    { less: 0, than: 2 },
    { less: 0, than: 4 },
    { less: 3, than: 0 }
  ],
  experiment: {
    format: 1,
    title: 'Compressed attention and its parts',
    model: {
      id: 'memory',
      settings: {
        layer: 'cca',
        beside:
          'cca convolutions false qkMean false valueShift false, cca convolutions false, cca qkMean false, gqa keyHeads 1, cca valueShift false',
        layers: 2,
        width: 64,
        heads: 4,
        queryFactor: 2,
        keyFactor: 4,
        positions: 'rope',
        mlp: 128,
        batch: 16,
        learningRate: 0.003,
        examineEvery: 50
      }
    },
    source: { id: 'letters', settings: { length: 128 } },
    probes,
    seed: 1,
    edits: []
  },
  trials: 100
};

/** Share right, mean of twenty trials. */
const rightOf = (column: number, label: string, rest: Omit<Partial<Goal>, 'label' | 'series'>): Goal => ({
  label: `${label}, share right`,
  series: memoryProbes.networkAccuracy,
  column,
  over: 20,
  ...rest
});

/** Glorioso et al. 2024: one attention block makes a state-space network recall. */
export const sharedAttention: Preset = {
  id: 'shared-attention',
  title: 'One attention block among state spaces',
  claim:
    'A state of fixed size, written to by everything, learns slowly to recall one pair among many; one attention block that the layers share is enough to make it easy.',
  prediction:
    'Within 160 trials two Mamba2 layers with one use of an attention block answer 90 %; without it they stay below 80 %, with the same state and with one five times as wide, from as many bytes as block and state together.',
  metric: memoryProbes.networkAccuracy,
  goals: [
    rightOf(0, 'hybrid', { above: 0.9, by: 160 }),
    rightOf(1, 'Mamba2 alone', { below: 0.8, always: true, lasting: true }),
    rightOf(2, 'Mamba2 alone, as many bytes', { below: 0.8, always: true, lasting: true }),
    bytesOf(0, 'hybrid', { below: 87_000 }),
    bytesOf(2, 'Mamba2 alone, as many bytes', { above: 87_000 }),
    lossOf(0, 'hybrid', { below: 1.5 }),
    lossOf(1, 'Mamba2 alone', { above: 0.5 }),
    lossOf(2, 'Mamba2 alone, as many bytes', { above: 0.5 })
  ],
  comparisons: [
    { less: 5, than: 6 },
    { less: 5, than: 7 }
  ],
  experiment: {
    format: 1,
    title: 'One attention block among state spaces',
    model: {
      id: 'memory',
      settings: {
        layer: 'zamba2',
        beside: 'zamba2 sharedBlocks 0, zamba2 sharedBlocks 0 state 80',
        layers: 2,
        sharedEvery: 2,
        width: 64,
        heads: 2,
        state: 16,
        mlp: 128,
        batch: 32,
        learningRate: 0.004,
        examineEvery: 50
      }
    },
    source: { id: 'inContextRecall', settings: { length: 64, pairs: 8, vocabulary: 32 } },
    probes: [...probes, memoryProbes.distanceAccuracy],
    seed: 1,
    edits: []
  },
  trials: 160
};
