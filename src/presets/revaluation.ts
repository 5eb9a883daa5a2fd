/**
 * Revaluation (Momennejad et al. 2017). Experiment 1: chains 1 -> 3 -> 5 and 2 -> 4 -> 6 are seen, then only their second halves,
 * with the end rewards swapped or with the transitions swapped; which of 1 and 2 is better now? Experiment 2: two choices, and rewards
 * changed so that another policy is best. Predictions are derived for gamma = .9; people revalued rewards better than transitions.
 */
import type { Goal } from '../session/goal';
import type { Preset } from '../session/experiment';
import { animalProbes } from './probes';

const learners = ['mf', 'sr', 'mb', 'hybrid', 'srMb', 'srDyna'] as const;
const labels = ['MF', 'SR-TD', 'MB', 'SR + MB', 'SR-MB', 'SR-Dyna'] as const;
const steps = 30;
/** Ticks of the first phase: 400 episodes of three. */
const firstPhase = 1200;

const chains = (
  ends: readonly [string, string],
  rewards: readonly [number, number],
  starts: readonly [string, string]
): string =>
  [
    'graph',
    'node 1 0.1 0.3',
    'node 2 0.1 0.7',
    'node 3 0.5 0.3',
    'node 4 0.5 0.7',
    'node 5 0.9 0.3',
    'node 6 0.9 0.7',
    '1 3',
    '2 4',
    `3 ${ends[0]}`,
    `4 ${ends[1]}`,
    `reward 5 ${rewards[0]}`,
    `reward 6 ${rewards[1]}`,
    'terminal 5',
    'terminal 6',
    ...starts.map((start) => `start ${start}`),
    'choice 1 2'
  ].join('\n');

/** The revaluation score of each learner lies within `room` of what is expected. */
const scores = (expected: readonly number[], room: number): Goal[] =>
  expected.map((score, column) => ({
    series: 'revaluation',
    column,
    over: 1,
    above: score - room,
    below: score + room,
    lasting: true,
    label: `${labels[column]}, pre − post`
  }));

const preset = (
  words: Pick<Preset, 'id' | 'title' | 'claim' | 'prediction'>,
  goals: readonly Goal[],
  after: string
): Preset => ({
  ...words,
  metric: 'revaluation',
  goals,
  experiment: {
    format: 1,
    title: words.title,
    model: {
      id: 'maps',
      settings: {
        world: chains(['5', '6'], [10, 1], ['1', '2']),
        gamma: 0.9,
        learners: learners.join(', '),
        eta: 0.1,
        replays: 10
      }
    },
    source: { id: 'walk', settings: { steps } },
    probes: animalProbes,
    seed: 1,
    edits: [{ tick: firstPhase, setting: 'world', value: after }]
  },
  trials: 80
});

/** 2 (V_1 - V_2) before: what a full reversal of 0.81 (10 - 1) scores. */
const reversal = 14.58;

export const rewardRevaluation = preset(
  {
    id: 'reward-revaluation',
    title: 'Rewards revalued',
    claim:
      'When rewards change at the far end, whoever keeps a map knows at once what that means at the start.',
    prediction: 'Pre − post is 0 for the model-free learner and 14.58 for all others, the TD map included.'
  },
  scores([0, reversal, reversal, reversal, reversal, reversal], 0.2),
  chains(['5', '6'], [1, 10], ['3', '4'])
);

export const transitionRevaluation = preset(
  {
    id: 'transition-revaluation',
    title: 'Transitions revalued',
    claim:
      'When the way changes at the far end, a map learned by TD does not notice at the start: its rows there are stale.',
    prediction:
      'Pre − post is 0 for MF and SR-TD, 14.58 for MB, SR-MB and SR-Dyna, and in between, 14.58 (1 − w), for the mixture.'
  },
  scores([0, 0, reversal, reversal / 2, reversal, reversal], 0.2),
  chains(['6', '5'], [10, 1], ['3', '4'])
);

export const noRevaluation = preset(
  {
    id: 'no-revaluation',
    title: 'Nothing revalued (control)',
    claim: 'Seeing the second halves again, unchanged, changes nobody.',
    prediction: 'Pre − post is 0 for every learner.'
  },
  scores([0, 0, 0, 0, 0, 0], 0.2),
  chains(['5', '6'], [10, 1], ['3', '4'])
);

const choices = (rewards: readonly [number, number, number], starts: readonly string[]): string =>
  [
    'graph',
    'node 0 0.05 0.5',
    'node left 0.28 0.3',
    'node right 0.28 0.7',
    'node 1 0.55 0.3',
    'node 2 0.55 0.7',
    'node 3 0.9 0.15',
    'node 4 0.9 0.5',
    'node 5 0.9 0.85',
    '0 left',
    '0 right',
    'left 1',
    'right 2',
    '1 3',
    '1 4',
    '2 4',
    '2 5',
    `reward 3 ${rewards[0]}`,
    `reward 4 ${rewards[1]}`,
    `reward 5 ${rewards[2]}`,
    'terminal 3',
    'terminal 4',
    'terminal 5',
    ...starts.map((start) => `start ${start}`),
    'choice left right'
  ].join('\n');

const prefers = (column: number, label: string, left: boolean): Goal => ({
  series: 'preference',
  column,
  over: 1,
  ...(left ? { above: 0 } : { below: 0 }),
  lasting: true,
  label: `${label}, V(left) − V(right)`
});

export const policyRevaluation: Preset = {
  id: 'policy-revaluation',
  title: 'A policy revalued',
  claim:
    'M belongs to a policy: when rewards change so that another policy is best, a map learned under the old one misjudges the way.',
  prediction:
    'Once the end of the way not taken is worth 45, the planner and SR-Dyna, whose replay follows the new policy, turn to the left; MF and SR-TD go on preferring the right.',
  metric: 'preference',
  goals: [
    prefers(0, 'SR-TD', false),
    prefers(1, 'MF', false),
    prefers(2, 'MB', true),
    prefers(3, 'SR-Dyna', true)
  ],
  comparisons: [
    { less: 0, than: 3 },
    { less: 1, than: 2 }
  ],
  experiment: {
    format: 1,
    title: 'A policy revalued',
    model: {
      id: 'maps',
      settings: {
        world: choices([0, 15, 30], ['0']),
        gamma: 0.9,
        learners: 'sr, mf, mb, srDyna',
        eta: 0.1,
        replays: 10,
        policy: 'greedy',
        exploration: 0.3
      }
    },
    source: { id: 'walk', settings: { steps: 40 } },
    probes: animalProbes,
    seed: 1,
    edits: [{ tick: 4000, setting: 'world', value: choices([45, 15, 30], ['3', '4', '5']) }]
  },
  trials: 140
};
