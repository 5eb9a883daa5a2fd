/** Settings of the learning rule and of its batches. */
import type { SettingDescription } from '../settings';
import { SPIKING } from './networkSettings';

const ADAM = { name: 'optimiser', is: ['adam'] } as const;

export const learningSettings: readonly SettingDescription[] = [
  {
    name: 'feedback',
    label: 'Feedback',
    symbol: 'B',
    group: 'Learning rule',
    live: false,
    kind: 'choice',
    default: 'symmetric',
    options: [
      { value: 'symmetric', label: 'Symmetric (B = W_outᵀ)' },
      { value: 'random', label: 'Random, fixed' },
      { value: 'adaptive', label: 'Adaptive (Kolen–Pollack)' }
    ],
    help: 'How errors reach the units: learning signal L = B · error. Symmetric needs the readout weights themselves; random is fixed; adaptive starts random and gets the same updates and decay as the readout, so that it aligns.'
  },
  {
    name: 'feedbackScale',
    label: 'Feedback scale',
    group: 'Learning rule',
    live: false,
    when: { name: 'feedback', is: ['random', 'adaptive'] },
    kind: 'number',
    default: 1,
    min: 0,
    max: 100,
    scale: 'linear',
    help: 'Random and adaptive feedback weights start as N(0, 1) · scale.'
  },
  {
    name: 'dampening',
    label: 'Dampening',
    symbol: 'γ',
    group: 'Learning rule',
    live: true,
    when: SPIKING,
    kind: 'number',
    default: 0.3,
    min: 0,
    max: 10,
    scale: 'linear',
    help: 'Height of the pseudo-derivative ψ = (γ/v_th) max(0, 1 − |v − A|/v_th), which stands in for the derivative of a spike.'
  },
  {
    name: 'optimiser',
    label: 'Optimiser',
    group: 'Learning rule',
    live: false,
    kind: 'choice',
    default: 'adam',
    options: [
      { value: 'adam', label: 'Adam' },
      { value: 'sgd', label: 'Gradient descent' }
    ],
    help: 'Adam divides each gradient by its running size (Kingma & Ba 2015); plain gradient descent needs a rate fitted to the length of the trial, since gradients are summed over it.'
  },
  {
    name: 'learningRate',
    label: 'Learning rate',
    symbol: 'η',
    group: 'Learning rule',
    live: true,
    kind: 'number',
    default: 0.005,
    min: 1e-7,
    max: 1,
    scale: 'log',
    help: 'Length of a step down the gradient. With Adam every weight moves by about η at an update; 0.001 to 0.01 is usual.'
  },
  {
    name: 'beta1',
    label: 'Adam mean decay',
    symbol: 'β₁',
    group: 'Learning rule',
    live: true,
    when: ADAM,
    kind: 'number',
    default: 0.9,
    min: 0,
    max: 0.9999,
    scale: 'linear',
    help: 'Decay of the running mean of the gradient.'
  },
  {
    name: 'beta2',
    label: 'Adam square decay',
    symbol: 'β₂',
    group: 'Learning rule',
    live: true,
    when: ADAM,
    kind: 'number',
    default: 0.999,
    min: 0,
    max: 0.999999,
    scale: 'linear',
    help: 'Decay of the running mean of the squared gradient.'
  },
  {
    name: 'epsilon',
    label: 'Adam floor',
    symbol: 'ε',
    group: 'Learning rule',
    live: true,
    when: ADAM,
    kind: 'number',
    default: 1e-8,
    min: 1e-12,
    max: 1,
    scale: 'log',
    help: 'Added to the root of the mean square, so that tiny gradients do not make full steps.'
  },
  {
    name: 'weightDecay',
    label: 'Feedback alignment decay',
    group: 'Learning rule',
    live: true,
    when: { name: 'feedback', is: ['adaptive'] },
    kind: 'number',
    default: 0.001,
    min: 0,
    max: 0.5,
    scale: 'linear',
    help: 'Share by which readout and adaptive feedback shrink at each update. Equal updates and decay make the two alike (Kolen & Pollack 1994); 0.01 was used on speech.'
  },
  {
    name: 'rateRegularisation',
    label: 'Rate regularisation',
    symbol: 'c_reg',
    group: 'Learning rule',
    live: true,
    when: SPIKING,
    kind: 'number',
    default: 60,
    min: 0,
    max: 100000,
    scale: 'linear',
    help: 'Adds (c_reg/T)(f − f_target) Σ e to each gradient, with f in spikes per step: pulls every unit towards the target rate. 0 switches it off.'
  },
  {
    name: 'targetRate',
    label: 'Target rate',
    symbol: 'f_target',
    group: 'Learning rule',
    live: true,
    when: SPIKING,
    kind: 'number',
    default: 20,
    min: 0,
    max: 1000,
    unit: 'Hz',
    scale: 'linear',
    help: 'Firing rate that the regularisation pulls towards.'
  },
  {
    name: 'updateEvery',
    label: 'Update every',
    group: 'Learning rule',
    live: false,
    kind: 'number',
    default: 0,
    min: 0,
    max: 100000,
    integer: true,
    unit: 'steps',
    scale: 'linear',
    help: 'Steps between updates within a trial; 0 updates at the end of the trial. Traces are exact for constant weights, so frequent updates make them slightly stale.'
  },
  {
    name: 'traces',
    label: 'Traces',
    group: 'Learning rule',
    live: true,
    kind: 'choice',
    default: 'chunk',
    options: [
      { value: 'chunk', label: 'Factored per chunk' },
      { value: 'step', label: 'Walked every tick' }
    ],
    help: 'How traces become a gradient: the exact factored form needs them only when weights move; walking all n × M of them tick by tick gives the same sums in another order, more slowly.'
  },
  {
    name: 'learnInput',
    label: 'Learn input weights',
    group: 'Learning rule',
    live: true,
    kind: 'toggle',
    default: true,
    help: 'Off holds the input weights where they are.'
  },
  {
    name: 'learnRecurrent',
    label: 'Learn recurrent weights',
    group: 'Learning rule',
    live: true,
    kind: 'toggle',
    default: true,
    help: 'Off holds the recurrent weights where they are.'
  },
  {
    name: 'learnReadout',
    label: 'Learn readout weights',
    group: 'Learning rule',
    live: true,
    kind: 'toggle',
    default: true,
    help: 'Off holds the readout weights (and adaptive feedback) where they are.'
  },
  {
    name: 'batch',
    label: 'Trials in parallel',
    group: 'Run',
    live: false,
    kind: 'number',
    default: 32,
    min: 1,
    max: 4096,
    integer: true,
    scale: 'log',
    help: 'Trials run in lock-step; an update uses the mean of their gradients.'
  }
];
