/**
 * What a bounded memory keeps of a stream. Networks of each preset differ by their memory alone and learn from the same sequences with the
 * same first numbers. Sizes are ours: those of the papers were not published with their tasks, or are far larger.
 */
import { memoryProbes } from '../models/memory/model/probes';
import type { Preset } from '../session/experiment';

const probes = [
  memoryProbes.networkLoss,
  memoryProbes.networkAccuracy,
  memoryProbes.distanceAccuracy,
  memoryProbes.stateBytes,
  memoryProbes.keptBytes
];

/** Alonso, Figliolia & Millidge 2026: a dictionary learns what attention does, and keeps less. */
export const recall: Preset = {
  id: 'recall',
  title: 'Recall from a dictionary',
  claim:
    'A dictionary that learns online recalls as attention does, from fewer bytes; a state of fixed size, into which everything is written on top of each other, is slower to learn it.',
  prediction:
    'Within 300 trials online vector-quantised attention and softmax attention come to answer 95 % of what they are asked; linear attention and Mamba2 do not.',
  metric: memoryProbes.networkAccuracy,
  goals: [
    {
      label: 'ovq, share right',
      series: memoryProbes.networkAccuracy,
      column: 0,
      over: 20,
      above: 0.95,
      by: 300
    },
    {
      label: 'softmax, share right',
      series: memoryProbes.networkAccuracy,
      column: 1,
      over: 20,
      above: 0.95,
      by: 300
    },
    {
      label: 'linear, share right',
      series: memoryProbes.networkAccuracy,
      column: 2,
      over: 20,
      below: 0.95,
      always: true,
      lasting: true
    },
    {
      label: 'ssd, share right',
      series: memoryProbes.networkAccuracy,
      column: 3,
      over: 20,
      below: 0.95,
      always: true,
      lasting: true
    },
    { label: 'ovq, bytes kept', series: memoryProbes.stateBytes, column: 0, over: 1, below: 30_000 },
    { label: 'softmax, bytes kept', series: memoryProbes.stateBytes, column: 1, over: 1, above: 40_000 }
  ],
  comparisons: [{ less: 4, than: 5 }],
  experiment: {
    format: 1,
    title: 'Recall from a dictionary',
    model: {
      id: 'memory',
      settings: {
        layer: 'ovq',
        beside: 'softmax, linear, ssd state 16',
        layers: 2,
        width: 64,
        heads: 2,
        mlp: 128,
        // The first layer sees the tick before; the second is the memory.
        windowEvery: 2,
        window: 16,
        rows: 32,
        block: 8,
        batch: 32,
        learningRate: 0.004,
        lookLayer: 2
      }
    },
    source: { id: 'inContextRecall', settings: { length: 64, pairs: 8, vocabulary: 32 } },
    probes,
    seed: 1,
    edits: []
  },
  trials: 300
};

/** Figliolia et al. 2025: two ingredients of compressed convolutional attention. */
export const oneLayerInduction: Preset = {
  id: 'one-layer-induction',
  title: 'Induction in one layer',
  claim:
    'To say what followed a token last time takes two steps, finding the token and looking one further; one layer of attention cannot do both, unless its keys or values already know of the tick before, as the convolutions and the value shift of compressed attention let them.',
  prediction:
    'One layer of compressed attention answers more than 90 % within 400 trials; without convolutions and value shift it stays below 50 %, and so does softmax attention.',
  metric: memoryProbes.networkAccuracy,
  goals: [
    {
      label: 'cca, share right',
      series: memoryProbes.networkAccuracy,
      column: 0,
      over: 20,
      above: 0.9,
      by: 400
    },
    {
      label: 'cca without either, share right',
      series: memoryProbes.networkAccuracy,
      column: 1,
      over: 20,
      below: 0.5,
      always: true,
      lasting: true
    },
    {
      label: 'softmax, share right',
      series: memoryProbes.networkAccuracy,
      column: 3,
      over: 20,
      below: 0.5,
      always: true,
      lasting: true
    }
  ],
  experiment: {
    format: 1,
    title: 'Induction in one layer',
    model: {
      id: 'memory',
      settings: {
        layer: 'cca',
        beside: 'cca convolutions false valueShift false, cca convolutions false, softmax',
        layers: 1,
        width: 64,
        heads: 4,
        queryFactor: 2,
        keyFactor: 2,
        positions: 'rope',
        mlp: 0,
        batch: 32,
        learningRate: 0.004
      }
    },
    source: {
      id: 'induction',
      settings: { kind: 'bigram', length: 64, vocabulary: 32, triggers: 4, every: 4 }
    },
    probes,
    seed: 1,
    edits: []
  },
  trials: 400
};

/** Glorioso et al. 2024: Mamba2 with one attention block that is used again and again. */
export const letters: Preset = {
  id: 'letters',
  title: 'A hybrid learns to write',
  claim:
    'A small Zamba2 hybrid, Mamba2 layers that share one attention block, learns a language letter by letter, online, and goes on with it.',
  prediction: 'Within 150 trials it names more than 85 % of letters before it sees them.',
  metric: memoryProbes.networkAccuracy,
  goals: [
    {
      label: 'zamba2, share right',
      series: memoryProbes.networkAccuracy,
      column: 0,
      over: 10,
      above: 0.85,
      by: 150
    }
  ],
  experiment: {
    format: 1,
    title: 'A hybrid learns to write',
    model: {
      id: 'memory',
      settings: {
        layer: 'zamba2',
        layers: 4,
        width: 64,
        heads: 4,
        state: 16,
        sharedBlocks: 1,
        sharedEvery: 2,
        mlp: 128,
        batch: 16,
        learningRate: 0.003,
        generate: 96
      }
    },
    source: { id: 'letters', settings: { length: 128 } },
    probes: [...probes, memoryProbes.generated],
    seed: 1,
    edits: []
  },
  trials: 150
};
