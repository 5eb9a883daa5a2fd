/**
 * How far a single slow layer's own traces reach: their agreement with the exact gradient as the delay grows. Cosine at
 * initial weights, mean over 5 seeds of the mean over 20 trials (sets delaySteps = 10, 25, 50, 100, 200):
 * .998 .996 .992 .982 .961. The same experiment elsewhere, from a secondary source and with weights that are not known:
 * .938 .922 .900 .854 .772.
 */
import type { Preset } from '../session/experiment';
import { deepProbes } from './probes';

export const deepDelay: Preset = {
  id: 'deep-delay',
  title: 'One slow layer, a long delay',
  claim:
    'The trace of a single layer follows the exact gradient less and less as the delay grows: what each unit remembers stays in the trace, what comes back through the others is left out.',
  prediction:
    'The cosine to the exact gradient before anything is learned falls with the delay, for every seed: on average 0.998 at 10 steps, 0.992 at 50 and 0.961 at 200.',
  metric: 'alignment',
  // As little learned as may be: the weights stay where they began.
  contrast: {
    setting: 'delaySteps',
    values: [200, 50, 10],
    metric: 'cosineLayer1',
    settings: { learningRate: 1e-7 }
  },
  experiment: {
    format: 1,
    title: 'One slow layer, a long delay',
    model: {
      id: 'deep',
      settings: {
        layers: '100',
        leaks: '0.005',
        biasScale: 0.1,
        batch: 16
      }
    },
    source: { id: 'hierarchical', settings: { cues: 7, delaySteps: 100, heldOut: 256 } },
    probes: deepProbes,
    seed: 1,
    edits: []
  },
  trials: 300
};
