/** Settings of the model `maps`. */
import type { NumberSetting, SettingDescription } from '../settings';
import { learnerLabels, learnerNames } from './probes';

type Words = Pick<NumberSetting, 'name' | 'label' | 'default' | 'min' | 'max' | 'help'>;

const rate = (words: Words & Partial<NumberSetting>): NumberSetting => ({
  group: 'Learning rule',
  kind: 'number',
  live: true,
  scale: 'linear',
  ...words
});

export const mapsSettings: readonly SettingDescription[] = [
  {
    name: 'world',
    label: 'World',
    group: 'World',
    kind: 'text',
    document: true,
    live: true,
    default: 'box 9 9',
    help: 'States and the moves between them: a maze, a graph, or a generator with its numbers. Changes that keep the number of states act at once.'
  },
  {
    name: 'dangling',
    label: 'Where no way leads on',
    group: 'World',
    kind: 'choice',
    live: true,
    default: 'absorb',
    options: [
      { value: 'absorb', label: 'the walk ends (absorb)' },
      { value: 'restart', label: 'it returns to its start (restart)' },
      { value: 'selfLoop', label: 'it stays for ever (self-loop)' }
    ],
    help: 'What the exact walk does in terminal states and in nodes without edges. Absorb is the convention of reinforcement learning, restart that of PageRank libraries. Learners treat the end of an episode as absorb.'
  },
  {
    name: 'policy',
    label: 'Policy',
    symbol: 'π',
    group: 'Animal',
    kind: 'choice',
    live: true,
    default: 'walk',
    options: [
      { value: 'walk', label: 'random walk' },
      { value: 'greedy', label: 'uphill on V' }
    ],
    help: 'The walk takes ways by their weights. Uphill takes the way that leads to the largest value by the first learner, ties at random. With a recorded trajectory the animal moves as it did.'
  },
  {
    ...rate({
      name: 'exploration',
      label: 'Exploration',
      symbol: 'ε',
      default: 0.1,
      min: 0,
      max: 1,
      help: 'Share of moves that are random although the policy is uphill.'
    }),
    group: 'Animal',
    when: { name: 'policy', is: ['greedy'] }
  },
  {
    name: 'dwell',
    label: 'Count staying',
    group: 'Animal',
    kind: 'toggle',
    live: false,
    default: false,
    help: 'Of a recorded trajectory: whether a sample in the same bin is a step. Without, maps are of space alone; with, slow places weigh more.'
  },
  rate({
    name: 'gamma',
    label: 'Discount',
    symbol: 'γ',
    default: 0.95,
    min: 0.01,
    max: 0.999,
    help: 'γ = 1 − α: a walk goes on with probability γ and restarts with probability α. Its horizon is 1/(1 − γ) steps. In PageRank γ is the damping, in reinforcement learning the discount.'
  }),
  {
    name: 'learners',
    label: 'Learners',
    group: 'Learning rule',
    kind: 'choices',
    live: false,
    default: 'sr',
    options: learnerNames.map((name) => ({ value: name, label: learnerLabels[name] })),
    most: learnerNames.length,
    help: 'Who learns from the steps; the first acts when the policy is uphill, the others watch. sr: TD on the successor matrix; srDyna: with replay; srMb: recomputed from learned transitions; hybrid: values of sr and mb mixed; mb: planning; mf: Q-learning.'
  },
  rate({
    name: 'eta',
    label: 'Learning rate',
    symbol: 'η',
    default: 0.1,
    min: 0.001,
    max: 1,
    scale: 'log',
    help: 'Step of M, and of Q. A constant rate never settles: M keeps trembling around the exact one.'
  }),
  rate({
    name: 'etaDecay',
    label: 'Decay of the rate',
    symbol: 'ω',
    default: 0,
    min: 0,
    max: 1,
    help: 'The rate in state s is η N(s)^−ω after N(s) visits. Between 0.5 and 1 it settles.'
  }),
  rate({
    name: 'lambda',
    label: 'Trace decay',
    symbol: 'λ',
    default: 0,
    min: 0,
    max: 1,
    help: 'TD(λ) of the learner sr: 0 teaches the state just left, 1 all states of the episode, as Monte Carlo does.'
  }),
  rate({
    name: 'etaReward',
    label: 'Reward learning rate',
    symbol: 'η_r',
    default: 1,
    min: 0.01,
    max: 1,
    help: 'w(s) moves by this share towards each reward found in s; 1 takes the last one.'
  }),
  rate({
    name: 'replays',
    label: 'Replayed steps',
    symbol: 'k',
    default: 10,
    min: 0,
    max: 200,
    integer: true,
    help: 'Of srDyna: remembered steps learned from again after each real one.'
  }),
  rate({
    name: 'mix',
    label: 'Share of the map',
    symbol: 'w_SR',
    default: 0.5,
    min: 0,
    max: 1,
    help: "Of hybrid: V = w_SR V_SR + (1 − w_SR) V_MB; the rest is the planner's."
  }),
  {
    name: 'startM',
    label: 'M at first',
    group: 'Learning rule',
    kind: 'choice',
    live: false,
    default: 'identity',
    options: [
      { value: 'identity', label: 'identity' },
      { value: 'zeros', label: 'zeros' }
    ],
    help: 'Rows of states not yet left stay as they are here. With the identity a state is worth its own reward before anything else is known.'
  },
  {
    name: 'recallCues',
    label: 'Cues',
    symbol: 's',
    group: 'Recall',
    kind: 'text',
    live: true,
    default: '',
    help: 'States that recall starts from, equally weighted, separated by semicolons; empty for the start. Shift-click a state to add or take away.'
  },
  {
    ...rate({
      name: 'pushEpsilon',
      label: 'Push tolerance',
      symbol: 'ε_push',
      default: 0.0001,
      min: 1e-8,
      max: 0.1,
      scale: 'log',
      help: 'Forward push leaves a node alone once its residual is at most this times the number of its edges: smaller is nearer and more work.'
    }),
    group: 'Recall'
  },
  {
    ...rate({
      name: 'walks',
      label: 'Monte-Carlo walks',
      symbol: 'N',
      default: 2000,
      min: 10,
      max: 100000,
      integer: true,
      scale: 'log',
      help: 'Random walks from the cues in the comparison of algorithms; their error falls with the root of their number.'
    }),
    group: 'Recall'
  }
];
