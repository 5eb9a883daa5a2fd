/** Settings of the units and their weights. */
import type { SettingDescription } from '../settings';

export const SPIKING = { name: 'unit', is: ['lif', 'alif'] } as const;
const ADAPTIVE_UNITS = { name: 'unit', is: ['alif'] } as const;
const LEAKY = { name: 'unit', is: ['leakyTanh'] } as const;

export const networkSettings: readonly SettingDescription[] = [
  {
    name: 'units',
    label: 'Units',
    symbol: 'n',
    group: 'Network',
    live: false,
    kind: 'number',
    default: 40,
    min: 1,
    max: 4096,
    integer: true,
    scale: 'log',
    help: 'Size of the recurrent layer. Every unit sees all inputs and all other units, so weights and traces grow with n².'
  },
  {
    name: 'unit',
    label: 'Unit type',
    group: 'Network',
    live: false,
    kind: 'choice',
    default: 'alif',
    options: [
      { value: 'lif', label: 'LIF' },
      { value: 'alif', label: 'ALIF (adaptive)' },
      { value: 'leakyTanh', label: 'Leaky tanh' }
    ],
    help: 'LIF: v ← αv + ζ(Wx) − v_th z, spike where v ≥ v_th. ALIF adds a threshold A = v_th + βa that rises with each spike. Leaky tanh: h ← (1 − λ)h + λ tanh(Wx).'
  },
  {
    name: 'adaptiveFraction',
    label: 'Adaptive share',
    group: 'Network',
    live: false,
    when: ADAPTIVE_UNITS,
    kind: 'number',
    default: 0.5,
    min: 0,
    max: 1,
    scale: 'linear',
    help: 'Share of units with an adaptive threshold; they come last, the plain LIF units first. Slow thresholds are what lets the network remember over a delay.'
  },
  {
    name: 'tauMembrane',
    label: 'Membrane time constant',
    symbol: 'τ_m',
    group: 'Network',
    live: true,
    when: SPIKING,
    kind: 'number',
    default: 20,
    min: 0,
    max: 1000,
    unit: 'ms',
    scale: 'linear',
    help: 'The membrane forgets by α = exp(−dt/τ_m) a step; the presynaptic trace z̄ has the same decay. 0 forgets at once; 10 to 30 ms is usual.'
  },
  {
    name: 'tauAdaptation',
    label: 'Adaptation time constant',
    symbol: 'τ_a',
    group: 'Network',
    live: false,
    when: ADAPTIVE_UNITS,
    kind: 'number',
    default: 230,
    min: 1,
    max: 100000,
    unit: 'ms',
    scale: 'log',
    help: 'The adaptation decays by ρ = exp(−dt/τ_a) a step: a ← ρa + z. About the time to be remembered, so as long as the trial.'
  },
  {
    name: 'tauReadout',
    label: 'Readout time constant',
    symbol: 'τ_out',
    group: 'Network',
    live: false,
    kind: 'number',
    default: 20,
    min: 0,
    max: 1000,
    unit: 'ms',
    scale: 'linear',
    help: 'Output and filtered eligibility trace decay by κ = exp(−dt/τ_out): y ← κy + (1 − κ) W_out z. 0 reads the units out without a filter.'
  },
  {
    name: 'threshold',
    label: 'Threshold',
    symbol: 'v_th',
    group: 'Network',
    live: true,
    when: SPIKING,
    kind: 'number',
    default: 0.6,
    min: 0.001,
    max: 100,
    scale: 'log',
    help: 'A unit spikes where its potential reaches it, and loses v_th at the next step. Goes with the current gain: with ζ = 1 − α it is smaller by 1 − α.'
  },
  {
    name: 'adaptation',
    label: 'Adaptation strength',
    symbol: 'β',
    group: 'Network',
    live: false,
    when: ADAPTIVE_UNITS,
    kind: 'number',
    default: 0.15,
    min: 0,
    max: 10,
    scale: 'linear',
    help: 'How far one spike lifts the threshold A = v_th + βa of an adaptive unit. The published tasks use β = 1.7 (1 − ρ)/(1 − α).'
  },
  {
    name: 'refractory',
    label: 'Refractory period',
    symbol: 't_ref',
    group: 'Network',
    live: true,
    when: SPIKING,
    kind: 'number',
    default: 5,
    min: 0,
    max: 1000,
    integer: true,
    unit: 'steps',
    scale: 'linear',
    help: 'The shortest interval between two spikes of a unit; no pseudo-derivative meanwhile. 0 and 1 allow a spike at every step.'
  },
  {
    name: 'currentGain',
    label: 'Current gain',
    symbol: 'ζ',
    group: 'Network',
    live: false,
    when: SPIKING,
    kind: 'choice',
    default: 'unit',
    options: [
      { value: 'unit', label: 'ζ = 1' },
      { value: 'complement', label: 'ζ = 1 − α' }
    ],
    help: 'Factor on the synaptic current and the presynaptic trace. Both are in use in the literature; thresholds differ by 1 − α between them.'
  },
  {
    name: 'leak',
    label: 'Leak',
    symbol: 'λ',
    group: 'Network',
    live: false,
    when: LEAKY,
    kind: 'number',
    default: 0.2,
    min: 0.0001,
    max: 1,
    scale: 'log',
    help: 'h ← (1 − λ)h + λ tanh(current): a small leak remembers for about 1/λ steps, and only memory gives the trace something to carry.'
  },
  {
    name: 'autapses',
    label: 'Self-connections',
    group: 'Network',
    live: false,
    when: LEAKY,
    kind: 'toggle',
    default: false,
    help: 'Whether a unit may feed itself. If so the trace carries (1 − λ) + d W_ii from step to step instead of 1 − λ.'
  },
  {
    name: 'inputScale',
    label: 'Input weight scale',
    group: 'Network',
    live: false,
    kind: 'number',
    default: 1,
    min: 0,
    max: 100,
    scale: 'linear',
    help: 'Input weights start as N(0, 1) · scale/√inputs.'
  },
  {
    name: 'recurrentScale',
    label: 'Recurrent weight scale',
    group: 'Network',
    live: false,
    kind: 'number',
    default: 1,
    min: 0,
    max: 100,
    scale: 'linear',
    help: 'Recurrent weights start as N(0, 1) · scale/√n. Beyond about 1 leaky tanh networks become chaotic.'
  },
  {
    name: 'readoutScale',
    label: 'Readout weight scale',
    group: 'Network',
    live: false,
    kind: 'number',
    default: 1,
    min: 0,
    max: 100,
    scale: 'linear',
    help: 'Readout weights start as N(0, 1) · scale/√n. With symmetric feedback 0 means that no learning signal reaches the units at first.'
  }
];
