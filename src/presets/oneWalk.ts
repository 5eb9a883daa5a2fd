/**
 * The claim of Millidge (arXiv 2512.24722) on a graph small enough to read whole: the matrix of all personalised PageRank vectors
 * is (1 - gamma) times the successor representation.
 */
import type { Preset } from '../session/experiment';
import { animalProbes } from './probes';

export const oneWalk: Preset = {
  id: 'one-walk',
  title: 'One walk: recall, place and value',
  claim:
    'Remembering and finding the way are one computation: the PageRank vector of a cue is the row of the successor matrix that starts there, times 1 − γ.',
  prediction:
    'For every cue, every graph and every γ = 1 − α the two agree to machine precision, although one is solved and the other inverted.',
  metric: 'identity',
  goals: [{ series: 'identity', over: 1, below: 1e-12, lasting: true, label: 'PPR − (1 − γ) SR' }],
  experiment: {
    format: 1,
    title: 'One walk: recall, place and value',
    model: {
      id: 'maps',
      settings: {
        world: [
          'graph undirected',
          'node home 0.12 0.5',
          'node park 0.35 0.2',
          'node school 0.35 0.8',
          'node market 0.6 0.5',
          'node library 0.62 0.08',
          'node museum 0.9 0.3',
          'node harbour 0.9 0.75',
          'home park',
          'home school',
          'park market',
          'school market',
          'park library',
          'library museum',
          'market museum',
          'market harbour 2',
          'reward museum 1'
        ].join('\n'),
        recallCues: 'home',
        gamma: 0.85,
        learners: 'sr',
        eta: 0.3,
        etaDecay: 0.5
      }
    },
    source: { id: 'walk', settings: { steps: 50 } },
    probes: animalProbes,
    seed: 1,
    edits: []
  },
  pace: 50,
  trials: 200
};
