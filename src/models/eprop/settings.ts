/**
 * The settings of the recurrent e-prop network, said once. The defaults learn evidence accumulation at
 * demonstration scale: below 0.07 error after 242 to 367 updates for seeds 0 to 4, 248 to 401 with random
 * feedback (c_reg = 2 x ticks of recall, since the loss is summed over them; beta = 1.7 (1 - rho)/(1 - alpha)).
 *
 * A setting is live when it enters only tick by tick (threshold, membrane) or only at the update (learning
 * rate, regularisation). What the traces of a whole chunk share (rho, beta, kappa, leak) is not.
 */
import type { SettingDescription } from '../settings';

const SPIKING = { name: 'unit', is: ['lif', 'alif'] } as const;
const ADAPTIVE_UNITS = { name: 'unit', is: ['alif'] } as const;
const LEAKY = { name: 'unit', is: ['leakyTanh'] } as const;
const ADAM = { name: 'optimiser', is: ['adam'] } as const;

export const epropSettings: readonly SettingDescription[] = [
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
  },
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
