/**
 * The published scale (Bellec et al. 2020): 50 LIF + 50 ALIF units, 7 cues of 100 ms, a delay of 1050 ms. Heavy: an
 * update takes 2250 ticks of 32 trials.
 */
import type { Preset } from '../session/experiment';
import { spikingProbes } from './probes';

export const evidenceFull: Preset = {
  id: 'evidence-full',
  title: 'Evidence, published scale',
  claim: 'E-prop bridges a delay of a second with units whose membranes forget within 20 ms.',
  prediction: 'The mean error of ten trials falls below 0.07 after some 200 to 500 trials of a batch of 32.',
  metric: 'error',
  goals: [{ series: 'error', over: 10, below: 0.07 }],
  experiment: {
    format: 1,
    title: 'Evidence accumulation, published scale',
    model: {
      id: 'eprop',
      settings: {
        units: 100,
        tauAdaptation: 2000,
        // 1.7 (1 - rho) / (1 - alpha), rho = exp(-1/2000), alpha = exp(-1/20)
        adaptation: 0.017424,
        // 2 x ticks of recall: the regularisation of a summed loss
        rateRegularisation: 300,
        targetRate: 10,
        feedback: 'random'
      }
    },
    source: {
      id: 'evidence',
      settings: {
        cues: 7,
        cueSteps: 100,
        gapSteps: 50,
        delaySteps: 1050,
        recallSteps: 150,
        inputs: 40,
        cueRate: 40,
        recallRate: 40,
        noiseRate: 10
      }
    },
    probes: spikingProbes,
    seed: 1,
    edits: []
  },
  trials: 500
};
