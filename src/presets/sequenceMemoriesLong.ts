/**
 * Memories examined on sequences far longer than those they learned from: on what stood some 16,000 ticks ago, from states of as many bytes.
 */
import { distanceBins, memoryProbes } from '../models/memory/model/probes';
import type { Preset } from '../session/experiment';
import type { Goal } from '../session/goal';

const length = 80;
const trials = 130;

/** Of what stood 8192 to 16383 ticks ago in held-out trials: the first question about each pair, across the whole gap. */
const farOf = (network: number, label: string, bounds: Pick<Goal, 'above' | 'below'>): Goal => ({
  label: `${label}, right across the gap`,
  series: memoryProbes.examinedDistance,
  column: network * distanceBins + 13,
  over: 1,
  lasting: true,
  ...bounds
});

const bytesOf = (network: number, label: string, bounds: Pick<Goal, 'above' | 'below'>): Goal => ({
  label: `${label}, bytes kept of 16,384 ticks`,
  series: memoryProbes.examinedBytes,
  column: network,
  over: 1,
  ...bounds
});

/** Alonso, Figliolia & Millidge 2026: trained short, a dictionary recalls from long sequences with a fraction of attention's memory. */
export const longRecall: Preset = {
  id: 'long-recall',
  title: 'Recall over 16,000 tokens',
  claim:
    'A dictionary that learned from short sequences recalls from long ones, with a small fraction of the memory of attention, where linear attention and state spaces of as many bytes do not; but the log of its counts must not be added to what is read, since a row that stands for thousands of tokens then outweighs a pair that was shown once.',
  prediction:
    'Taught with 80 tokens and examined with 16,384, online vector-quantised attention that leaves its counts out answers more than half of what was last shown before a gap of 16,000 tokens, from 1 % of the bytes of softmax attention, which answers 70 % and more; linear attention and Mamba2 of as many bytes answer less than half, and the dictionary with its counts, as published, answers fewer.',
  metric: memoryProbes.networkAccuracy,
  goals: [
    farOf(0, 'ovq', { above: 0.5 }),
    farOf(1, 'softmax', { above: 0.7 }),
    farOf(2, 'linear', { below: 0.5 }),
    farOf(3, 'ssd', { below: 0.5 }),
    farOf(4, 'ovq with its counts', { below: 1 }),
    bytesOf(0, 'ovq', { below: 41_990 }),
    bytesOf(1, 'softmax', { above: 8_000_000 }),
    bytesOf(2, 'linear', { above: 41_990 }),
    bytesOf(3, 'ssd', { above: 41_990 })
  ],
  comparisons: [
    { less: 2, than: 0 },
    { less: 3, than: 0 },
    { less: 4, than: 0 },
    { less: 5, than: 6 }
  ],
  experiment: {
    format: 1,
    title: 'Recall over 16,000 tokens',
    model: {
      id: 'memory',
      settings: {
        layer: 'ovq',
        countBias: false,
        // As many bytes: a wider linear network with one head, a state 76 numbers wide; and the dictionary as published.
        beside: 'softmax, linear heads 1 width 104, ssd state 76, ovq countBias true',
        layers: 2,
        width: 64,
        heads: 2,
        mlp: 128,
        windowEvery: 2,
        // Its own tick and the one before: what is kept under a key is what stood behind it.
        window: 2,
        rows: 64,
        block: 16,
        batch: 16,
        learningRate: 0.005,
        lookLayer: 2,
        examineEvery: trials
      }
    },
    source: {
      id: 'inContextRecall',
      settings: {
        length,
        pairs: 4,
        gap: 24,
        fillers: 8,
        vocabulary: 32,
        longerBy: 'gap',
        heldOut: 4,
        heldOutLengths: '1024, 16384',
        scoreEvery: 1_000_000
      }
    },
    probes: [
      memoryProbes.networkLoss,
      memoryProbes.networkAccuracy,
      memoryProbes.distanceAccuracy,
      memoryProbes.stateBytes,
      memoryProbes.examinedAccuracy,
      memoryProbes.examinedDistance,
      memoryProbes.examinedLength,
      memoryProbes.examinedBytes
    ],
    seed: 1,
    // Few pairs first: with more of them from the start it takes far longer until anything is learned.
    edits: [
      { tick: 70 * length, setting: 'pairs', value: 8 },
      { tick: 100 * length, setting: 'pairs', value: 12 }
    ]
  },
  trials
};
