/**
 * A stack of recurrent layers and one trial of it, as plain float64 numbers: what every rule, oracle, alignment and
 * story is computed from. Layers are counted from the bottom; h^0 is the input.
 *
 *   current^l_t = U^l z^{l-1}_t + R^l z^l_{t-1} + b^l                    inputs from below act in the same step
 *   leaky tanh (model A):  h = (1 - a) h + a tanh(current),  z = h
 *   membrane   (model B):  u = decay u + current,            z = tanh(u)
 *   spiking    (model B):  LIF or ALIF as in models/eprop,   z = spikes
 *   readout:               y_t = kappa y_{t-1} + (1 - kappa) sum_m O^m z^m_t over the layers read out
 *
 * Millidge 2025 (arXiv 2512.24506) for the stack; Bellec et al. 2020 for spiking units and the readout.
 */

export type StackUnit =
  | { kind: 'leakyTanh' /** a, in (0, 1]. */; leak: number }
  | { kind: 'membrane' /** Decay of the potential per step. */; decay: number }
  | {
      kind: 'spiking';
      membraneDecay: number;
      currentGain: number;
      threshold: number;
      dampening: number;
      refractory: number;
      adaptationDecay: number;
      /** [units] beta; 0 for LIF. */
      adaptation: Float64Array;
    };

export interface StackLayer {
  units: number;
  unit: StackUnit;
  /** `false`: no unit feeds itself, so the diagonal of R is no weight and has no gradient. */
  autapses?: boolean;
}

export interface Stack {
  inputs: number;
  outputs: number;
  /** Bottom first. */
  layers: readonly StackLayer[];
  /** Which layers the readout sees: the top one, or all. */
  readout: 'top' | 'all';
  /** kappa; 0 reads out without a filter. */
  readoutDecay: number;
  loss: 'regression' | 'classification';
}

export interface StackWeights {
  /** Per layer W^l = [U^l | R^l | b^l], [n_l, n_{l-1} + n_l + 1]. R is used as given, diagonal included. */
  layers: readonly Float64Array[];
  /** Per layer O^l, [outputs, n_l]; empty arrays for layers that are not read out. */
  readout: readonly Float64Array[];
}

/** How errors reach the layers. Ignored by the exact rules (bptt, rtrl). */
export type Feedback =
  /** O^T and U^T themselves. */
  | { kind: 'symmetric' }
  /**
   * Fixed or adaptive matrices in their places: `output[l]` [n_l, outputs] for O^l^T (empty where a layer is not read out),
   * `down[l]` [n_{l-1}, n_l] for U^l^T (`down[0]` is empty: nothing learns below layer 0).
   * The rule deep carries credit up through the forward weights, so it uses `output` alone.
   */
  | { kind: 'layered'; output: readonly Float64Array[]; down: readonly Float64Array[] }
  /** Direct broadcast: sigma^l_t = broadcast[l] error_t, [n_l, outputs], for every layer; nothing is passed down. */
  | { kind: 'broadcast'; broadcast: readonly Float64Array[] };

export interface StackTrial {
  /** [steps, inputs], [steps, outputs], [steps]. */
  x: Float64Array;
  target: Float64Array;
  mask: Float64Array;
}

export interface StackProblem {
  stack: Stack;
  weights: StackWeights;
  feedback: Feedback;
  trial: StackTrial;
}

/** From most exact to least; `deep` and those after it are local in time. */
export const rules = ['bptt', 'rtrl', 'deep', 'cascade', 'spatial', 'immediate', 'top'] as const;
export type Rule = (typeof rules)[number];

/** Summed over time; rate regularisation is not part of it. */
export interface StackGradient {
  /** As in `engram gradient`: 0.5 sum mask (y - y*)^2, or the cross-entropy. */
  loss: number;
  /** As the weights. */
  layers: readonly Float64Array[];
  readout: readonly Float64Array[];
}

/** Raised for a stack that cannot be computed; the message is one line. Layers and steps in it are counted from 1. */
export class StackError extends Error {
  override readonly name = 'StackError';
}

/** Width below layer l. */
export const widthBelow = ({ inputs, layers }: Stack, l: number): number =>
  l === 0 ? inputs : layers[l - 1].units;

/** n_{l-1} + n_l + 1. */
export const fanIn = (stack: Stack, l: number): number => widthBelow(stack, l) + stack.layers[l].units + 1;

export const isReadOut = ({ readout, layers }: Stack, l: number): boolean =>
  readout === 'all' || l === layers.length - 1;
