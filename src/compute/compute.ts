/**
 * What a compute backend is: named blocks of memory and a handful of numerical operations on them (those of feed-forward networks
 * in feedForward.ts).
 * It knows nothing of models, time or screens. Three backends implement it: `reference` (plain float64
 * loops, the judge), `wasm` (float32 SIMD, the default) and `gpu` (gpu.js on a real adapter).
 *
 * Conventions, said once:
 * - matrices are flat and row-major; a weight matrix has one row per postsynaptic unit;
 * - histories are `[steps, batch, width]`, states `[batch, width]`;
 * - calls run in the order they are made; each must be awaited before its results are read;
 * - equal inputs give equal bits on one backend, however many threads it uses and however a run of
 *   steps is cut into calls.
 */

import type { Block } from './block';
import type { FeedForward } from './feedForward';
import type { RowsOfBlock } from './rows';
import type { Sequences } from './sequences';

export type { Block } from './block';

export type BackendKind = 'reference' | 'wasm' | 'gpu';

export type Floats = Float32Array | Float64Array;

/**
 * c (m x n) = alpha * op(a) op(b) + (accumulate ? c : 0); op transposes where asked. op(a) is m x k, op(b) is k x n.
 * A matrix may be part of a larger one: it begins at its offset, and its stored rows are `stride` floats apart
 * (default: 0, and the width of the stored matrix).
 */
export interface GemmCall {
  m: number;
  n: number;
  k: number;
  a: Block;
  b: Block;
  c: Block;
  transposeA?: boolean;
  transposeB?: boolean;
  alpha?: number;
  accumulate?: boolean;
  offsetA?: number;
  offsetB?: number;
  offsetC?: number;
  strideA?: number;
  strideB?: number;
  strideC?: number;
}

/** y = alpha * op(a) x + (accumulate ? y : 0), with a stored as rows x columns; y has `rows` entries (`columns` when transposed). */
export interface GemvCall {
  rows: number;
  columns: number;
  a: Block;
  x: Block;
  y: Block;
  transpose?: boolean;
  alpha?: number;
  accumulate?: boolean;
}

/** Constants of a spiking unit; times in steps. With beta = 0 the unit is a plain LIF. */
export interface SpikingUnit {
  kind: 'spiking';
  /** Membrane decay per step, exp(-dt / tau_m). */
  membraneDecay: number;
  /** Factor on the synaptic current (zeta): 1, or 1 - membraneDecay. */
  currentGain: number;
  threshold: number;
  /** Height of the pseudo-derivative (gamma). */
  dampening: number;
  /** Steps after a spike during which no spike and no pseudo-derivative occur, counting the spike's own. */
  refractory: number;
  /** Adaptation decay per step (rho). */
  adaptationDecay: number;
  /** [units] strength of adaptation (beta); 0 for LIF. */
  adaptation: Block;
}

/** h = (1 - leak) h + leak tanh(current). */
export interface LeakyTanhUnit {
  kind: 'leakyTanh';
  /** [units] leak in (0, 1]. */
  leak: Block;
}

/** A membrane without spikes: u <- decay u + current, z = tanh(u). */
export interface MembraneUnit {
  kind: 'membrane';
  /** Decay of the potential per step. */
  membraneDecay: number;
}

export type Unit = SpikingUnit | LeakyTanhUnit | MembraneUnit;

/**
 * `steps` ticks of one recurrent layer, `pre_t = [x_t, z_{t-1}]`, `M = inputs + units`. With a bias `pre_t = [x_t,
 * z_{t-1}, 1]` and `M = inputs + units + 1`: the bias is the last column of the weights.
 *
 *   current = W pre_t
 *   spiking:     r <- max(r - 1, 0);  v <- decay v + gain current - v_th z_{t-1};  a <- rho a + z_{t-1};
 *                A = v_th + beta a;  z = [r = 0 and v >= A];  on a spike r <- refractory;
 *                drive = (gamma / v_th) max(0, 1 - |v - A| / v_th), 0 while r > 0 at the test
 *                preTrace <- decay preTrace + gain pre_t
 *   leaky tanh:  v <- (1 - leak) v + leak tanh(current);  z = v;  drive = leak (1 - tanh^2);  preTrace = pre_t
 *   membrane:    v <- decay v + current;  z = tanh(v);  drive = 1 - tanh^2;  preTrace <- decay preTrace + pre_t
 *
 * Histories are written at ticks `from .. from + steps - 1`.
 */
export interface ForwardCall {
  unit: Unit;
  from: number;
  steps: number;
  batch: number;
  inputs: number;
  units: number;
  /** Whether the last column of the weights is a bias. */
  bias?: boolean;
  /** [units, M]. */
  weights: Block;
  /** History [.., batch, inputs]. */
  x: Block;
  state: {
    /** [batch, units] membrane potential, or the activity of a leaky tanh unit. */
    potential: Block;
    /** [batch, units] activity z of the previous tick. */
    activity: Block;
    /** [batch, M] low-pass filtered presynaptic activity. */
    preTrace: Block;
    /** [batch, units] adaptation a (spiking only). */
    adaptation: Block;
    /** [batch, units] refractory steps left (spiking only). */
    refractory: Block;
  };
  /** Histories [.., batch, ...]: what the ticks left behind. */
  history: {
    potential: Block;
    /** Adaptive threshold A_t (spiking only; untouched otherwise). */
    threshold: Block;
    activity: Block;
    drive: Block;
    /** [.., batch, M]. */
    preTrace: Block;
  };
}

/**
 * The leaky readout and its error, over the same ticks:
 *   y_t = kappa y_{t-1} + (1 - kappa) W_out z_t;   trace_t = kappa trace_{t-1} + (1 - kappa) z_t
 *   regression:     error = mask (y - target),            loss += mask/2 sum (y - target)^2
 *   classification: error = mask (softmax(y) - target),   loss += -mask sum target log softmax(y)
 */
export interface ReadoutCall {
  loss: 'regression' | 'classification';
  from: number;
  steps: number;
  batch: number;
  units: number;
  outputs: number;
  /** Readout decay per step (kappa). */
  decay: number;
  /** [outputs, units]. */
  weights: Block;
  /** History [.., batch, units]. */
  activity: Block;
  /** History [.., batch, outputs]. */
  target: Block;
  /** History [.., batch]: 1 where the loss counts. */
  mask: Block;
  state: {
    /** [batch, outputs]. */
    output: Block;
    /** [batch, units]. */
    trace: Block;
    /** [batch] loss summed so far. */
    loss: Block;
  };
  history: {
    /** [.., batch, outputs]. */
    output: Block;
    /** [.., batch, outputs]. */
    error: Block;
    /** [.., batch, units]. */
    trace: Block;
  };
}

/**
 * Eligibility traces and gradient of one layer over a whole chunk of ticks 0 .. steps - 1, for weights
 * frozen during the chunk. Per synapse (post i, pre j) and trial b, with `w = pass + slope drive` and
 * `g = carry + slope drive`:
 *
 *   e_t = drive_t preTrace_t + w_t E_t          eligibility trace
 *   E_{t+1} = drive_t preTrace_t + g_t E_t      eligibility vector
 *   f^0_t = e_t,  f^m_t = filters[m-1] f^m_{t-1} + f^{m-1}_t     one leaky filter per layer above (the cascade)
 *   F_t = kappa F_{t-1} + (1 - kappa) f^last_t  filtered trace (the paper's e-bar)
 *   gradient += scale (signal_t F_t + constantSignal e_t)
 *
 * ALIF: pass 0, carry rho, slope -beta (E is eps^a).  Leaky tanh: pass = carry = 1 - leak, slope = the
 * unit's own recurrent weight (0 without autapses).  LIF and membrane: all three 0.
 *
 * `step` walks the traces tick by tick (N x M work and memory traffic a tick); `chunk` is the exact
 * factored form: backward scans per unit, then rank-n products. Both leave E, f and F as the last tick
 * left them when those blocks are given; without them the chunk starts from zero traces and forgets them
 * (allowed for both forms).
 */
export interface EligibilityCall {
  form: 'step' | 'chunk';
  steps: number;
  batch: number;
  units: number;
  /** Width of the presynaptic trace, M. */
  fanIn: number;
  /** History [steps, batch, M]. */
  preTrace: Block;
  /** History [steps, batch, units]. */
  drive: Block;
  /** [units] each. */
  carry: Block;
  pass: Block;
  slope: Block;
  /** Decays of the layers above, from the next one up; none by default, at most 7. */
  filters?: readonly number[];
  /** Readout decay (kappa). */
  readoutDecay: number;
  /** History [steps, batch, units]: the learning signal L_t. */
  signal: Block;
  /** [batch, units], constant over the chunk, weighs the unfiltered trace (rate regularisation). */
  constantSignal?: Block;
  scale: number;
  /** [units, M], accumulated. */
  gradient: Block;
  /** [batch, units, M] both, or neither. */
  eligibility?: Block;
  filtered?: Block;
  /** [filters, batch, units, M]: f^1 .. f^last; given exactly when E and F are and there are filters. */
  stages?: Block;
  /** No autapses: entries (i, selfFrom + i) of the gradient stay untouched. */
  selfFrom?: number;
}

/**
 * The adjoint of `forward`: from dE/dz_t of one layer, what reached its activity at each tick from the outside, to
 * `current`_t = dE/dcurrent_t, backwards over ticks steps - 1 .. 0 of a chunk, with zero credit from beyond its end.
 * How far credit travels back in time:
 *
 *   tick   not at all
 *   unit   along each unit's own state (of a leaky tanh unit including its own weight)
 *   layer  through the recurrent weights, and the reset of spiking units, as well: exact back-propagation through time
 *
 * With S_t = signal_t, R the recurrent weights, and terms of `layer` in [ ], of `unit` and `layer` in ( ):
 *
 *   leaky tanh:  q_t = S_t + ((1 - leak) q_{t+1}) + ([R^T] or its diagonal)(drive_{t+1} q_{t+1});  current_t = drive_t q_t
 *   membrane:    dz_t = S_t + [R^T current_{t+1}];  current_t = drive_t dz_t + (decay current_{t+1})
 *   spiking:     dz_t = S_t + (da_{t+1}) + [R^T current_{t+1} - v_th q_{t+1}];  da_t = rho da_{t+1} - beta drive_t dz_t;
 *                q_t = drive_t dz_t + (decay q_{t+1});  current_t = gain q_t
 *
 * `tick` leaves out both: current_t = drive_t S_t (times gain).
 * Then dE/dW = sum_t current_t pre_t^T, and the layer below hears U^T current_t.
 */
export interface BackwardCall {
  through: 'tick' | 'unit' | 'layer';
  unit: Unit;
  steps: number;
  batch: number;
  inputs: number;
  units: number;
  /** As in `forward`: whether the rows of the weights end with a bias. */
  bias?: boolean;
  /** [units, M]. */
  weights: Block;
  /** Histories [steps, batch, units]: what `forward` left behind, and dE/dz_t. */
  drive: Block;
  signal: Block;
  /** History [steps, batch, units], written; another block than `signal`. */
  current: Block;
}

/** In place, backwards over rows: values_t = gain values_t + decay values_{t+1}, for t = steps - 1 .. 0. */
export interface FilterBackwardCall {
  /** [steps, width]. */
  values: Block;
  steps: number;
  width: number;
  decay: number;
  gain: number;
}

/** weights <- (1 - weightDecay) weights - rate * gradient. */
export interface SgdCall {
  weights: Block;
  gradient: Block;
  rate: number;
  weightDecay?: number;
}

/** Adam (Kingma & Ba 2015, Algorithm 1) with bias correction; `step` counts from 1; decoupled weight decay. */
export interface AdamCall extends SgdCall {
  firstMoment: Block;
  secondMoment: Block;
  step: number;
  beta1: number;
  beta2: number;
  epsilon: number;
}

export type Reduction = 'sum' | 'mean' | 'min' | 'max' | 'sumOfSquares';

export interface Compute extends FeedForward {
  readonly kind: BackendKind;
  /** What really runs, in words for the status bar: "wasm simd, 2 threads", "gpu.js webgpu (adapter)". */
  readonly description: string;
  readonly precision: 'float32' | 'float64';
  readonly threads: number;
  /** Bytes held by live blocks. */
  readonly bytes: number;

  alloc(length: number, label: string): Block;
  free(block: Block): void;
  write(block: Block, data: ArrayLike<number>, offset?: number): void;
  /** A copy of `length` floats from `offset` (default: all). */
  read(block: Block, offset?: number, length?: number): Promise<Floats>;
  /** A copy of `count` rows of `width` floats, the first at `offset`, each `stride` floats after the one before. */
  readRows(block: Block, rows: RowsOfBlock): Promise<Floats>;
  fill(block: Block, value: number): void;

  gemm(call: GemmCall): Promise<void>;
  gemv(call: GemvCall): Promise<void>;
  forward(call: ForwardCall): Promise<void>;
  readout(call: ReadoutCall): Promise<void>;
  eligibility(call: EligibilityCall): Promise<void>;
  backward(call: BackwardCall): Promise<void>;
  filterBackward(call: FilterBackwardCall): Promise<void>;
  sgd(call: SgdCall): Promise<void>;
  adam(call: AdamCall): Promise<void>;
  /** Layers over sequences, where this backend has them. */
  readonly sequences?: Sequences;
  /** Empty input: 0 for the sums, NaN for mean, min and max. */
  reduce(kind: Reduction, block: Block): Promise<number>;

  /** Releases memory and threads; the backend is unusable afterwards. */
  dispose(): void;
}

/** Raised by every backend for blocks or sizes that do not fit an operation. */
export class ComputeError extends Error {
  override readonly name = 'ComputeError';
}
