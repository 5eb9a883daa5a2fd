/**
 * Attention as an energy that falls, and over devices. Sizes are ours; times of a cluster are those of the alpha-beta model, with the
 * bandwidths and shapes that Shyam et al. 2024 publish and latencies that are assumed.
 */
import { decodingProbes } from '../models/memory/decoding/probes';
import { hopfieldProbes } from '../models/memory/hopfield/probes';
import type { Goal } from '../session/goal';
import type { Preset } from '../session/experiment';

/** Ramsauer et al. 2020; Shyam et al. 2024 for attention as the gradient of an energy. */
export const energyDescent: Preset = {
  id: 'energy-descent',
  title: 'Attention falls downhill',
  claim:
    'Attention with keys and values the same is a step down an energy: a corrupted pattern, read and read again with what was found, falls to the pattern that was stored.',
  prediction:
    'In no update of 300 falls does the energy rise, beyond rounding; more than 95 % of the cues come to rest at the pattern they were made of, which they began 0.8 of its length away from, and all 16 patterns hold. With an inverse temperature of 2 instead of 6 fewer cues are recalled.',
  metric: hopfieldProbes.recalled,
  goals: [
    {
      label: 'greatest rise of the energy',
      series: hopfieldProbes.greatestRise,
      over: 1,
      below: 1e-9,
      always: true,
      lasting: true
    },
    { label: 'share recalled', series: hopfieldProbes.recalled, over: 300, above: 0.95, lasting: true },
    {
      label: 'distance of the cue',
      series: hopfieldProbes.cueAndEnd,
      over: 300,
      above: 0.7,
      lasting: true
    },
    {
      label: 'distance at the end',
      series: hopfieldProbes.cueAndEnd,
      column: 1,
      over: 300,
      below: 0.1,
      lasting: true
    },
    {
      label: 'patterns that hold',
      series: hopfieldProbes.patternsHeld,
      column: 1,
      over: 1,
      above: 15.5,
      lasting: true
    }
  ],
  comparisons: [{ less: 3, than: 2 }],
  contrast: { setting: 'inverseTemperature', values: [2, 6], metric: 'share recalled' },
  experiment: {
    format: 1,
    title: 'Attention falls downhill',
    model: { id: 'hopfield', settings: { inverseTemperature: 6 } },
    source: { id: 'patterns', settings: { cueNoise: 0.8 } },
    probes: Object.values(hopfieldProbes),
    seed: 1,
    edits: []
  },
  pace: 8,
  trials: 300
};

/** Goals of the speed-up at each count of devices from two on. */
const speedUps: readonly Goal[] = [2, 4, 8, 16, 32, 64, 128].map((devices, k) => ({
  label: `simulated ring over tree at ${devices} devices`,
  series: decodingProbes.speedUps,
  column: k + 1,
  over: 1,
  above: 1,
  always: true,
  lasting: true
}));

/** Shyam et al. 2024: one query over a long past. */
export const treeBeatsRing: Preset = {
  id: 'tree-beats-ring',
  title: 'A tree beats a ring',
  claim:
    'Parts of attention join associatively, so that devices answer one query by a tree: in steps that grow with their logarithm, and sending nothing that grows with the past, where a ring passes all keys and values on.',
  prediction:
    'The tree answers as softmax does to 1e-12 with fewer steps and fewer numbers sent; in the alpha-beta model its time is below that of the ring at every count from 2 to 128 devices, and doubling 64 devices of 40,000 keys each adds less than half to it, but more than 90 % to the ring.',
  metric: decodingProbes.decodeError,
  goals: [
    {
      label: 'tree, difference to softmax',
      series: decodingProbes.decodeError,
      over: 1,
      below: 1e-12,
      always: true,
      lasting: true
    },
    {
      label: 'tree, steps',
      series: decodingProbes.decodeTraffic,
      over: 1,
      below: 9,
      always: true,
      lasting: true
    },
    {
      label: 'ring, steps',
      series: decodingProbes.decodeTraffic,
      column: 1,
      over: 1,
      above: 14,
      always: true,
      lasting: true
    },
    {
      label: 'tree, numbers sent',
      series: decodingProbes.decodeTraffic,
      column: 2,
      over: 1,
      below: 301,
      always: true,
      lasting: true
    },
    {
      label: 'ring, numbers sent',
      series: decodingProbes.decodeTraffic,
      column: 3,
      over: 1,
      above: 301,
      always: true,
      lasting: true
    },
    {
      label: 'tree, simulated growth from 64 to 128 devices',
      series: decodingProbes.lastDoubling,
      over: 1,
      below: 1.5,
      always: true,
      lasting: true
    },
    {
      label: 'ring, simulated growth from 64 to 128 devices',
      series: decodingProbes.lastDoubling,
      column: 1,
      over: 1,
      above: 1.9,
      always: true,
      lasting: true
    },
    ...speedUps
  ],
  comparisons: [
    { less: 1, than: 2 },
    { less: 3, than: 4 }
  ],
  experiment: {
    format: 1,
    title: 'A tree beats a ring',
    model: { id: 'devices', settings: { placement: 'drawn' } },
    source: { id: 'decoding', settings: {} },
    probes: Object.values(decodingProbes),
    seed: 1,
    edits: []
  },
  pace: 4,
  trials: 100
};
