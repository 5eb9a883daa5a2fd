/** Settings of the layers, their units and their weights. */
import { networkSettings } from '../eprop/networkSettings';
import { findSetting, type SettingDescription } from '../settings';

const MOST_LAYERS = 8;

export const ANY_SPIKING = { name: 'unitTypes', is: ['lif', 'alif'] } as const;
const ANY_ADAPTIVE = { name: 'unitTypes', is: ['alif'] } as const;
const ANY_LEAKY = { name: 'unitTypes', is: ['leakyTanh'] } as const;
const ANY_MEMBRANE = { name: 'unitTypes', is: ['membrane', 'lif', 'alif'] } as const;
const ANY_ANALOGUE = { name: 'unitTypes', is: ['leakyTanh', 'membrane'] } as const;

const shared = (name: string): SettingDescription => findSetting(networkSettings, name);

const scale = {
  group: 'Network',
  live: false,
  kind: 'number',
  default: 1,
  min: 0,
  max: 100,
  scale: 'linear'
} as const;

export const deepNetworkSettings: readonly SettingDescription[] = [
  {
    name: 'layers',
    label: 'Layers',
    symbol: 'n_l',
    group: 'Network',
    live: false,
    kind: 'numbers',
    default: '64, 64',
    min: 1,
    max: 4096,
    integer: true,
    unit: 'units',
    most: MOST_LAYERS,
    help: 'Units of each recurrent layer, bottom first: “64, 64, 32” is three layers. Each layer sees the one below in the same step and itself a step later.'
  },
  {
    name: 'unitTypes',
    label: 'Unit types',
    group: 'Network',
    live: false,
    kind: 'choices',
    default: 'leakyTanh',
    options: [
      { value: 'leakyTanh', label: 'Leaky tanh' },
      { value: 'membrane', label: 'Membrane (no spikes)' },
      { value: 'lif', label: 'LIF' },
      { value: 'alif', label: 'ALIF (adaptive)' }
    ],
    most: MOST_LAYERS,
    help: 'Of each layer; one entry holds for all. Leaky tanh: h ← (1 − a)h + a tanh(s). Membrane: u ← αu + s, z = tanh u. LIF and ALIF spike where v ≥ A, ALIF with a threshold that rises with each spike.'
  },
  {
    name: 'leaks',
    label: 'Leaks',
    symbol: 'a_l',
    group: 'Network',
    live: false,
    when: ANY_LEAKY,
    kind: 'numbers',
    default: '0.2',
    min: 0.0001,
    max: 1,
    most: MOST_LAYERS,
    help: 'Leak of each leaky tanh layer; one entry holds for all. A small leak remembers for about 1/a steps: the leak is what makes a trace worth anything, and 1 − a is the cascade’s filter for the layers below.'
  },
  {
    name: 'tauMembrane',
    label: 'Membrane time constants',
    symbol: 'τ_m',
    group: 'Network',
    live: false,
    when: ANY_MEMBRANE,
    kind: 'numbers',
    default: '20',
    min: 0,
    max: 1000,
    unit: 'ms',
    most: MOST_LAYERS,
    help: 'Of each membrane, LIF or ALIF layer; one entry holds for all. The membrane forgets by α = exp(−dt/τ_m) a step, and α is the cascade’s filter for the layers below.'
  },
  {
    name: 'readoutFrom',
    label: 'Readout from',
    group: 'Network',
    live: false,
    kind: 'choice',
    default: 'top',
    options: [
      { value: 'top', label: 'Top layer' },
      { value: 'all', label: 'All layers' }
    ],
    help: 'Which layers the outputs see. With all layers every layer hears the error directly as well as from above.'
  },
  { ...shared('tauReadout'), kind: 'number', default: 0, min: 0, max: 1000, scale: 'linear' },
  { ...shared('tauAdaptation'), when: ANY_ADAPTIVE },
  { ...shared('adaptiveFraction'), when: ANY_ADAPTIVE },
  { ...shared('threshold'), when: ANY_SPIKING },
  { ...shared('adaptation'), when: ANY_ADAPTIVE },
  { ...shared('refractory'), when: ANY_SPIKING },
  { ...shared('currentGain'), when: ANY_SPIKING },
  {
    name: 'autapses',
    label: 'Self-connections',
    group: 'Network',
    live: false,
    when: ANY_ANALOGUE,
    kind: 'toggle',
    default: true,
    help: 'Whether leaky tanh and membrane units may feed themselves; spiking units never do. The trace of a leaky tanh unit then carries (1 − a) + d R_ii from step to step.'
  },
  shared('inputScale'),
  {
    ...scale,
    name: 'forwardScale',
    label: 'Forward weight scale',
    help: 'Weights from layer to layer (U of the layers above the first) start as N(0, 1) · scale/√(units below).'
  },
  {
    ...scale,
    name: 'recurrentScale',
    label: 'Spectral radius',
    symbol: 'ρ(R)',
    default: 0.9,
    help: 'Recurrent weights start as N(0, 1), scaled so that the largest eigenvalue of each layer’s R has exactly this modulus; in layers of more than 128 units N(0, 1) · radius/√n, its expected value (circular law). What local rules leave out grows with it.'
  },
  {
    ...scale,
    name: 'biasScale',
    label: 'Bias scale',
    default: 0,
    help: 'Biases start as N(0, 1) · scale; they learn as input weights do.'
  },
  shared('readoutScale')
];
