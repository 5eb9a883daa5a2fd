/**
 * Place fields of a learned successor matrix: on a track walked mostly one way (Stachenfeld et al. 2017, Fig. 3, after Mehta et
 * al. 2000), in a box that a real rat explored (Sargolini et al. 2006), and of communities (Schapiro et al. 2013).
 */
import type { Preset } from '../session/experiment';
import { animalProbes } from './probes';

export const fieldSkew: Preset = {
  id: 'field-skew',
  title: 'Place fields lean back on a track',
  claim: 'Place fields are columns of M: on a track walked mostly to the right they reach back, to the left.',
  prediction:
    'With p = 0.66 and γ = 0.9 the centre of mass of a field lies −(p − q) γ/(1 − γ) = −2.88 states from its cell, and the learned fields come within 0.5 of it.',
  metric: 'fieldShift',
  goals: [
    {
      series: 'fieldShift',
      over: 20,
      above: -3.38,
      below: -2.38,
      lasting: true,
      label: 'Shift of learned fields'
    }
  ],
  experiment: {
    format: 1,
    title: 'Place fields lean back on a track',
    model: {
      id: 'maps',
      settings: {
        world: 'track 300 0.66\nstart 0\nterminal 299',
        gamma: 0.9,
        learners: 'sr',
        eta: 0.1
      }
    },
    source: { id: 'walk', settings: { steps: 1000 } },
    probes: animalProbes,
    seed: 1,
    edits: []
  },
  trials: 120
};

export const openField: Preset = {
  id: 'open-field',
  title: 'A rat in an open field',
  claim:
    'A successor matrix learned online from where a real rat went has place fields like those of rats: round in the middle, drawn out along the walls.',
  prediction:
    'Fields of bins at a wall are longer along it than across, by more than fields in the middle are in any direction.',
  metric: 'wallFields',
  goals: [
    { series: 'wallFields', over: 1, above: 1.25, lasting: true, label: 'Fields at a wall, along/across' },
    { series: 'wallFields', column: 1, over: 1, below: 1.25, lasting: true, label: 'Fields in the middle' }
  ],
  comparisons: [{ less: 1, than: 0 }],
  experiment: {
    format: 1,
    title: 'A rat in an open field',
    model: {
      id: 'maps',
      settings: { world: 'box 15 15', gamma: 0.95, learners: 'sr', eta: 0.5, etaDecay: 0.5, lambda: 0.5 }
    },
    source: { id: 'trajectory', settings: { file: 'example:rat-open-field.npz' } },
    probes: animalProbes,
    seed: 1,
    edits: []
  },
  pace: 200,
  trials: 240
};

export const communities: Preset = {
  id: 'communities',
  title: 'Communities in the map',
  claim: 'A map of where a walk leads groups states into the communities the walk stays in.',
  prediction:
    'With γ = 0.9 on three cliques of five joined in a ring, the exact mean M is 1.15 between states of one clique and 0.34 between cliques; the learned map separates them likewise.',
  metric: 'communities',
  goals: [
    { series: 'communities', over: 20, above: 1.05, below: 1.25, lasting: true, label: 'M within a clique' },
    {
      series: 'communities',
      column: 1,
      over: 20,
      above: 0.29,
      below: 0.39,
      lasting: true,
      label: 'M between cliques'
    }
  ],
  comparisons: [{ less: 1, than: 0 }],
  experiment: {
    format: 1,
    title: 'Communities in the map',
    model: {
      id: 'maps',
      settings: { world: 'community 3 5', gamma: 0.9, learners: 'sr', eta: 0.5, etaDecay: 0.5 }
    },
    source: { id: 'walk', settings: { steps: 100 } },
    probes: animalProbes,
    seed: 1,
    edits: []
  },
  trials: 800
};
