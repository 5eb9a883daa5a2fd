/**
 * What a compute backend is: named blocks of memory and a handful of numerical operations on them.
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

import type { RowsOfBlock } from './rows';

export type BackendKind = 'reference' | 'wasm' | 'gpu';

export type Floats = Float32Array | Float64Array;

/** A block of floats owned by one backend. Fresh blocks are zero. */
export interface Block {
  readonly label: string;
  readonly length: number;
}

/** c (m x n) = alpha * op(a) op(b) + (accumulate ? c : 0); op transposes where asked. op(a) is m x k, op(b) is k x n. */
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

/**
 * `steps` ticks of one recurrent layer, `pre_t = [x_t, z_{t-1}]`, `M = inputs + units`.
 *
 *   current = W pre_t
 *   spiking:     r <- max(r - 1, 0);  v <- decay v + gain current - v_th z_{t-1};  a <- rho a + z_{t-1};
 *                A = v_th + beta a;  z = [r = 0 and v >= A];  on a spike r <- refractory;
 *                drive = (gamma / v_th) max(0, 1 - |v - A| / v_th), 0 while r > 0 at the test
 *                preTrace <- decay preTrace + gain pre_t
 *   leaky tanh:  v <- (1 - leak) v + leak tanh(current);  z = v;  drive = leak (1 - tanh^2);  preTrace = pre_t
 *
 * Histories are written at ticks `from .. from + steps - 1`.
 */
export interface ForwardCall {
  unit: SpikingUnit | LeakyTanhUnit;
  from: number;
  steps: number;
  batch: number;
  inputs: number;
  units: number;
  /** [units, inputs + units]. */
  weights: Block;
  /** History [.., batch, inputs]. */
  x: Block;
  state: {
    /** [batch, units] membrane potential, or the activity of a leaky tanh unit. */
    potential: Block;
    /** [batch, units] activity z of the previous tick. */
    activity: Block;
    /** [batch, inputs + units] low-pass filtered presynaptic activity. */
    preTrace: Block;
    /** [batch, units] adaptation a (spiking only). */
    adaptation: Block;
    /** [batch, units] refractory steps left (spiking only). */
    refractory: Block;
  };
  /** Histories [.., batch, ...]: what the ticks left behind. */
  history: {
    potential: Block;
    /** Adaptive threshold A_t (spiking only; untouched for leaky tanh). */
    threshold: Block;
    activity: Block;
    drive: Block;
    /** [.., batch, inputs + units]. */
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
 *   F_t = kappa F_{t-1} + (1 - kappa) e_t       filtered trace (the paper's e-bar)
 *   gradient += scale (signal_t F_t + constantSignal e_t)
 *
 * ALIF: pass 0, carry rho, slope -beta (E is eps^a).  Leaky tanh: pass = carry = 1 - leak, slope = the
 * unit's own recurrent weight (0 without autapses).  LIF: all three 0.
 *
 * `step` walks the traces tick by tick (N x M work and memory traffic a tick); `chunk` is the exact
 * factored form: backward scans per unit, then rank-n products. Both leave E and F as the last tick
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
  /** No autapses: entries (i, selfFrom + i) of the gradient stay untouched. */
  selfFrom?: number;
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

export interface Compute {
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
  sgd(call: SgdCall): Promise<void>;
  adam(call: AdamCall): Promise<void>;
  /** Empty input: 0 for the sums, NaN for mean, min and max. */
  reduce(kind: Reduction, block: Block): Promise<number>;

  /** Releases memory and threads; the backend is unusable afterwards. */
  dispose(): void;
}

/** Raised by every backend for blocks or sizes that do not fit an operation. */
export class ComputeError extends Error {
  override readonly name = 'ComputeError';
}
