/**
 * Evidence accumulation at demonstration scale, and two ways to doubt it: without symmetric feedback, and without slow
 * thresholds.
 */
import type { Experiment, Preset } from '../session/experiment';
import { spikingProbes } from './probes';

function experiment(title: string, settings: Experiment['model']['settings']): Experiment {
  return {
    format: 1,
    title,
    model: { id: 'eprop', settings },
    source: { id: 'evidence', settings: {} },
    probes: spikingProbes,
    seed: 1,
    edits: []
  };
}

/** As published: the mean error of some batches in a row below 0.07. */
const reached = { series: 'error', over: 10, below: 0.07 };

export const evidence: Preset = {
  id: 'evidence',
  title: 'Evidence accumulation',
  claim:
    'A recurrent network of spiking neurons learns, forward in time, which side showed more cues, although the answer is asked only after a delay.',
  prediction:
    'The mean error of ten trials falls from 0.5 and is below 0.07 for the first time within 700 trials.',
  metric: 'error',
  goals: [reached],
  experiment: experiment('Evidence accumulation', {}),
  trials: 700
};

export const evidenceRandom: Preset = {
  id: 'evidence-random',
  title: 'Evidence, random feedback',
  claim: 'Learning signals need not know the readout weights: fixed random feedback teaches as well.',
  prediction:
    'The mean error of ten trials is below 0.07 for the first time within 700 trials, as with symmetric feedback.',
  metric: 'error',
  goals: [reached],
  experiment: experiment('Evidence accumulation, random feedback', { feedback: 'random' }),
  trials: 700
};

export const evidenceLif: Preset = {
  id: 'evidence-lif',
  title: 'Evidence, LIF only',
  claim:
    'The eligibility trace of slow thresholds carries the memory: without them the delay is not bridged.',
  prediction:
    'The mean error of fifty trials stays above 0.2 for 500 trials. Reporting the last cue alone, without counting, has an error of 0.2541.',
  metric: 'error',
  goals: [
    { series: 'error', over: 50, above: 0.2, always: true, label: 'Lowest mean error of fifty trials' }
  ],
  experiment: experiment('Evidence accumulation, LIF only', { unit: 'lif' }),
  trials: 500
};
