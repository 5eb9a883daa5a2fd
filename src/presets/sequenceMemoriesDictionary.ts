/**
 * What a dictionary that learns online owes to the rules it is written by. Networks differ by one rule each and learn from the same
 * sequences with the same first numbers; a third of each sequence is noise that has to be let go by.
 */
import { memoryProbes } from '../models/memory/model/probes';
import type { Preset } from '../session/experiment';
import type { Goal } from '../session/goal';

const length = 80;

/** Mean of the last twenty trials' losses, for comparisons: any will do as long as there is one. */
const lossOf = (column: number, label: string): Goal => ({
  label: `${label}, loss`,
  series: memoryProbes.networkLoss,
  column,
  over: 20,
  above: 0,
  lasting: true
});

/** Alonso, Figliolia & Millidge 2026: three rules of the dictionary, each beside what might stand in its place. */
export const dictionaryParts: Preset = {
  id: 'dictionary-parts',
  title: 'The rules of a dictionary',
  claim:
    'A dictionary recalls best when its rows open early and ever more slowly (a plateau), for the tokens least like those it has (spread), and when each row is the mean of all it was given (rate 1/n).',
  prediction:
    'After 120 trials the published rules answer more than 90 %, and lose less than with rows opened at an even pace up to tick 1024, than with rows opened for any tokens, and than with rows that follow their tokens at a constant rate of 0.25.',
  metric: memoryProbes.networkLoss,
  goals: [
    {
      label: 'as published, share right',
      series: memoryProbes.networkAccuracy,
      column: 0,
      over: 20,
      above: 0.9,
      lasting: true
    },
    lossOf(0, 'as published'),
    lossOf(1, 'linear growth'),
    lossOf(2, 'random opening'),
    lossOf(3, 'constant rate')
  ],
  comparisons: [
    { less: 1, than: 2 },
    { less: 1, than: 3 },
    { less: 1, than: 4 }
  ],
  experiment: {
    format: 1,
    title: 'The rules of a dictionary',
    model: {
      id: 'memory',
      settings: {
        layer: 'ovq',
        beside: 'ovq growth linear growthEnd 1024, ovq opening random, ovq rate 0.25',
        layers: 2,
        width: 64,
        heads: 2,
        mlp: 128,
        windowEvery: 2,
        // Its own tick and the one before: what is kept under a key is what stood behind it.
        window: 2,
        rows: 32,
        block: 16,
        batch: 16,
        learningRate: 0.005,
        lookLayer: 2,
        examineEvery: 50
      }
    },
    source: {
      id: 'inContextRecall',
      settings: { length, pairs: 4, gap: 24, vocabulary: 32, longerBy: 'gap', heldOut: 8 }
    },
    probes: [
      memoryProbes.networkLoss,
      memoryProbes.networkAccuracy,
      memoryProbes.distanceAccuracy,
      memoryProbes.stateBytes
    ],
    seed: 1,
    // Few pairs first, which is learned sooner.
    edits: [{ tick: 70 * length, setting: 'pairs', value: 8 }]
  },
  trials: 120
};
