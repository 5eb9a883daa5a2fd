/**
 * Latent learning (Tolman & Honzik 1930) and detours (Tolman 1948; Russek et al. 2017) in an arena of 9 x 9: a wall with a gap in
 * the middle, 8 steps from start to goal, and one at the side, 16 steps. The arena and its numbers are ours.
 */
import type { Preset } from '../session/experiment';
import { animalProbes } from './probes';

const arena = (goal: '.' | 'G', gap: '.' | '#'): string =>
  [
    'maze',
    `....${goal}....`,
    '.........',
    '.........',
    '.........',
    `####${gap}###.`,
    '.........',
    '.........',
    '.........',
    '....S....'
  ].join('\n');

const stepsInTrial = 20;

export const latentLearning: Preset = {
  id: 'latent-learning',
  title: 'Latent learning',
  claim:
    'A map learned while there was nothing to gain is worth as much once there is: one reward found, and the whole way is known.',
  prediction:
    'The map (SR) knows a way after the first rewarded run; the model-free learner, watching the same runs, needs at least five.',
  metric: 'relearning',
  goals: [
    { series: 'relearning', over: 1, below: 1.5, lasting: true, label: 'SR-TD, rewarded runs needed' },
    { series: 'relearning', column: 1, over: 1, above: 4.5, lasting: true, label: 'MF, rewarded runs needed' }
  ],
  comparisons: [{ less: 0, than: 1 }],
  experiment: {
    format: 1,
    title: 'Latent learning',
    model: {
      id: 'maps',
      settings: { world: arena('.', '.'), gamma: 0.95, learners: 'sr, mf', eta: 0.1 }
    },
    source: { id: 'walk', settings: { steps: stepsInTrial } },
    probes: animalProbes,
    seed: 1,
    edits: [
      { tick: 10000, setting: 'world', value: arena('G', '.') },
      { tick: 10000, setting: 'policy', value: 'greedy' }
    ]
  },
  trials: 750
};

export const detour: Preset = {
  id: 'detour',
  title: 'A detour',
  claim:
    'A map of where a policy leads is stale once a way is blocked: it must be recomputed from the changed transitions, or learned again.',
  prediction:
    'With the gap blocked, the recomputed map (SR-MB) and the planner know the 16 steps round the wall before another reward; the TD map still climbs to the block and needs at least two rewarded runs.',
  metric: 'relearning',
  goals: [
    {
      series: 'greedySteps',
      over: 1,
      above: 15.5,
      below: 16.5,
      lasting: true,
      label: 'SR-MB, steps to the goal'
    },
    { series: 'relearning', over: 1, below: 0.5, lasting: true, label: 'SR-MB, rewarded runs needed' },
    {
      series: 'relearning',
      column: 1,
      over: 1,
      below: 0.5,
      lasting: true,
      label: 'MB, rewarded runs needed'
    },
    {
      series: 'relearning',
      column: 2,
      over: 1,
      above: 1.5,
      lasting: true,
      label: 'SR-TD, rewarded runs needed'
    }
  ],
  comparisons: [{ less: 1, than: 3 }],
  experiment: {
    format: 1,
    title: 'A detour',
    model: {
      id: 'maps',
      settings: { world: arena('G', '.'), gamma: 0.95, learners: 'srMb, mb, sr', eta: 0.1 }
    },
    source: { id: 'walk', settings: { steps: stepsInTrial } },
    probes: animalProbes,
    seed: 1,
    edits: [
      { tick: 10000, setting: 'policy', value: 'greedy' },
      { tick: 11000, setting: 'world', value: arena('G', '#') }
    ]
  },
  trials: 800
};
