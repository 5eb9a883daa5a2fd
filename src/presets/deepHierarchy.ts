/** The hierarchical task of the two-layer experiments on deep e-prop, and what its learning rules cost in updates. */
import type { Goal } from '../session/goal';
import type { Preset } from '../session/experiment';
import { deepProbes } from './probes';

export const deepHierarchy: Preset & { goal: Goal } = {
  id: 'deep-hierarchy',
  title: 'Depth: classify, then count',
  lab: 'learning',
  claim:
    'Credit that travels through depth as well as time is worth having: taking the filters of the upper layer, or the whole path to the lower one, out of the rule costs updates.',
  prediction:
    'Updates until 90 % of held-out trials are right, mean of six seeds: fewest with exact back-propagation through time, then deep e-prop and the cascade, then the spatial rule, then the top layer alone. Depth is used here, not required: the top layer alone gets there too, later.',
  metric: 'heldOutError',
  goal: { series: 'heldOutError', over: 1, below: 0.1 },
  experiment: {
    format: 1,
    title: 'Depth: classify, then count',
    model: {
      id: 'deep',
      settings: {
        layers: '32, 32',
        unitTypes: 'leakyTanh',
        leaks: '0.5, 0.05',
        tauReadout: 0,
        biasScale: 0.1,
        learningRate: 0.001,
        batch: 48
      }
    },
    source: { id: 'hierarchical', settings: {} },
    probes: deepProbes,
    seed: 1,
    edits: []
  },
  trials: 700
};
