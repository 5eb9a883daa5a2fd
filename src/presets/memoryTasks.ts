/**
 * Three tasks of memory: keep a symbol, compare with one that is gone, give back a sequence. Trials until each goal, seeds
 * 0, 1, 2: store-recall 318, 476, 491; delayed-match 199, 275, 304; copy 320, 240, 210.
 */
import type { Experiment, Preset } from '../session/experiment';
import { deepProbes, deepSpikingProbes } from './probes';

const spiking: Experiment['model']['settings'] = {
  layers: '60',
  unitTypes: 'alif',
  tauReadout: 20,
  learningRate: 0.005,
  batch: 32
};

export const storeRecall: Preset = {
  id: 'store-recall',
  title: 'Store and recall',
  claim:
    'One layer of units with slow thresholds learns to keep a symbol while others pass by, and to give it back when asked.',
  prediction: 'The mean error of ten trials is below 0.05 for the first time within 600 trials.',
  metric: 'error',
  goals: [{ series: 'error', over: 10, below: 0.05 }],
  experiment: {
    format: 1,
    title: 'Store and recall',
    model: { id: 'deep', settings: spiking },
    source: { id: 'storeRecall', settings: {} },
    probes: deepSpikingProbes,
    seed: 1,
    edits: []
  },
  trials: 600
};

export const delayedMatch: Preset = {
  id: 'delayed-match',
  title: 'Delayed match to sample',
  claim:
    'One layer of units with slow thresholds learns to say whether a stimulus is the one that was shown before a silence.',
  prediction: 'The mean error of ten trials is below 0.1 for the first time within 400 trials.',
  metric: 'error',
  goals: [{ series: 'error', over: 10, below: 0.1 }],
  experiment: {
    format: 1,
    title: 'Delayed match to sample',
    model: { id: 'deep', settings: spiking },
    source: { id: 'delayedMatch', settings: {} },
    probes: deepSpikingProbes,
    seed: 1,
    edits: []
  },
  trials: 400
};

export const copy: Preset = {
  id: 'copy',
  title: 'Copy',
  claim:
    'A stack learns to give back part of a short sequence of random bits, though not all of it: how far local rules reach here is limited.',
  prediction:
    'The squared error over the squared target on held-out sequences, 0.5 when every answer is one half, is below 0.3 within 500 updates.',
  metric: 'heldOutError',
  goals: [{ series: 'heldOutError', over: 1, below: 0.3 }],
  experiment: {
    format: 1,
    title: 'Copy',
    model: { id: 'deep', settings: { layers: '64, 64', leaks: '1, 0.2', batch: 32 } },
    source: { id: 'copy', settings: { bits: 3, length: 5, pad: 3 } },
    probes: deepProbes,
    seed: 1,
    edits: []
  },
  trials: 500
};
