/** Settings of the learning rule and of its batches. */
import { learningSettings } from '../eprop/learningSettings';
import { findSetting, type SettingDescription } from '../settings';
import { ANY_SPIKING } from './settingsNetwork';

const shared = (name: string): SettingDescription => findSetting(learningSettings, name);

export const deepLearningSettings: readonly SettingDescription[] = [
  {
    name: 'rule',
    label: 'Learning rule',
    group: 'Learning rule',
    live: true,
    kind: 'choice',
    default: 'cascade',
    options: [
      { value: 'cascade', label: 'Cascade (filter as you go)' },
      { value: 'deep', label: 'Deep e-prop (cross traces)' },
      { value: 'spatial', label: 'Spatial (no filters above)' },
      { value: 'immediate', label: 'Immediate (no memory)' },
      { value: 'top', label: 'Top layer only' },
      { value: 'bptt', label: 'BPTT (exact, backwards)' },
      { value: 'rtrl', label: 'RTRL (exact, forwards)' }
    ],
    help: 'How credit reaches weights below the top. Cascade passes each trace through one leaky filter per layer above; deep e-prop keeps a trace for every pair of synapse and upper unit; RTRL is exact and for small networks. BPTT cut by ‘Update every’ is truncated there; a rule switched in mid-trial begins with empty traces.'
  },
  {
    name: 'feedback',
    label: 'Feedback',
    symbol: 'B',
    group: 'Learning rule',
    live: true,
    when: { name: 'rule', is: ['cascade', 'deep', 'spatial', 'immediate', 'top'] },
    kind: 'choice',
    default: 'symmetric',
    options: [
      { value: 'symmetric', label: 'Symmetric (transposed weights)' },
      { value: 'random', label: 'Random, fixed, per layer' },
      { value: 'broadcast', label: 'Broadcast from the output' },
      { value: 'adaptive', label: 'Adaptive (Kolen–Pollack)' }
    ],
    help: 'How errors travel down: through the transposed weights themselves, through fixed random matrices in their place, straight from the output to every layer, or through matrices that get the same updates and decay as the weights, so that they align. Deep e-prop needs feedback from the output alone; BPTT and RTRL none.'
  },
  {
    name: 'feedbackScale',
    label: 'Feedback scale',
    group: 'Learning rule',
    live: false,
    kind: 'number',
    default: 1,
    min: 0,
    max: 100,
    scale: 'linear',
    help: 'Random, broadcast and adaptive feedback starts as N(0, 1) · scale/√(units it leads to), as the weights in whose place it stands.'
  },
  { ...shared('dampening'), when: ANY_SPIKING },
  shared('optimiser'),
  { ...shared('learningRate'), kind: 'number', default: 0.001, min: 1e-7, max: 1, scale: 'log' },
  shared('beta1'),
  shared('beta2'),
  shared('epsilon'),
  {
    ...shared('weightDecay'),
    help: 'Share by which adaptive feedback and the weights it stands for (readout, and U above the first layer) shrink at each update. Equal updates and decay make the two alike (Kolen & Pollack 1994).'
  },
  { ...shared('rateRegularisation'), when: ANY_SPIKING },
  { ...shared('targetRate'), when: ANY_SPIKING },
  {
    ...shared('updateEvery'),
    help: 'Steps between updates within a trial; 0 updates at the end of the trial. Traces are carried over an update; BPTT, and deep e-prop per chunk, forget there (truncated), RTRL and walked cross traces need 0.'
  },
  {
    ...shared('traces'),
    help: 'How traces become a gradient: in exact factored form when weights move, or walked tick by tick, with the same sums in another order. For deep e-prop: BPTT through each unit’s own memory alone (its identity), or all cross traces in full.'
  },
  {
    ...shared('learnInput'),
    help: 'Off holds the weights from below, U and b of every layer, where they are.'
  },
  shared('learnRecurrent'),
  shared('learnReadout'),
  shared('batch'),
  {
    name: 'alignEvery',
    label: 'Compare with BPTT every',
    group: 'Run',
    live: true,
    kind: 'number',
    default: 10,
    min: 0,
    max: 100000,
    integer: true,
    unit: 'trials',
    scale: 'linear',
    help: 'Trials between two comparisons of the rule’s gradient with the exact one, made beside the run on one trial in float64; 0 makes none.'
  }
];
