/** Pattern generation with the published parameters (Bellec et al. 2020, Fig. 3, as in the NEST tutorial). */
import type { Preset } from '../session/experiment';
import { spikingProbes } from './probes';

export const pattern: Preset = {
  id: 'pattern',
  title: 'Pattern generation',
  claim:
    'Plain gradient descent on e-prop gradients teaches spiking neurons to draw a curve of one second from frozen noise.',
  prediction:
    'The loss rises for some 25 trials while rates are regularised, halves by trial 300 and ends near a twentieth of where it began.',
  metric: 'loss',
  goals: [
    { series: 'error', over: 10, below: 0.5, by: 300, label: 'Trials until the error was halved' },
    { series: 'error', over: 10, below: 0.1, lasting: true, label: 'Error at the end' }
  ],
  experiment: {
    format: 1,
    title: 'Pattern generation',
    model: {
      id: 'eprop',
      settings: {
        units: 100,
        unit: 'lif',
        tauMembrane: 30,
        tauReadout: 30,
        threshold: 0.03,
        currentGain: 'complement',
        refractory: 0,
        feedback: 'random',
        // N(0, 1) / sqrt(units)
        feedbackScale: 0.1,
        optimiser: 'sgd',
        learningRate: 1e-4,
        rateRegularisation: 300,
        targetRate: 10,
        batch: 1
      }
    },
    source: { id: 'pattern', settings: {} },
    probes: spikingProbes,
    seed: 1,
    edits: []
  },
  trials: 1000
};
