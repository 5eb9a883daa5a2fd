/**
 * A layer seen by a small change: with x' for the change of x, along the run that was made,
 *
 *   s'_t = carry s'_{t-1} + gain_t current'_t - reset z'_{t-1}
 *   a'_t = rho a'_{t-1} + z'_{t-1}
 *   z'_t = slope_t (s'_t - beta a'_t)
 *
 *                carry   gain            slope     own      reset   rho, beta
 *   leaky tanh   1 - a   a (1 - tanh^2)  1         R_ii     0       -
 *   membrane     decay   1               1 - z^2   0        0       -
 *   spiking      decay   zeta            psi       0        v_th    of its adaptation
 *
 * `own` is the part of the recurrent input that the local rules keep, of a unit's own activity one step ago; they drop
 * the rest, and the reset. What surprises: a membrane unit's own weight counts as coming from another unit, as in the
 * published e-prop code, which holds the recurrent input of spikes constant and keeps the leak.
 */
import type { LayerRun, StackRun } from '../forward';
import { fanIn, type StackProblem, widthBelow } from '../stack';

/** What every rule starts from: the run that was made, and how it bends. */
export interface LinearStack {
  problem: StackProblem;
  run: StackRun;
  /** Bottom first. */
  layers: readonly LinearLayer[];
}

export interface LinearLayer {
  units: number;
  fanIn: number;
  /** Width of the layer below: where the recurrent columns of W begin. */
  below: number;
  /** [units, fanIn]. */
  W: Float64Array;
  /** [steps, fanIn]. */
  pre: Float64Array;
  carry: number;
  /** [steps, units]. */
  gain: Float64Array;
  slope: Float64Array;
  /** [units]. */
  own: Float64Array;
  reset: number;
  rho: number;
  /** [units]. */
  beta: Float64Array;
}

export const linearStack = (problem: StackProblem, run: StackRun): LinearStack => ({
  problem,
  run,
  layers: run.layers.map((layer, l) => linearise(problem, layer, l))
});

function linearise({ stack, weights }: StackProblem, { drive, pre }: LayerRun, l: number): LinearLayer {
  const { units, unit } = stack.layers[l];
  const below = widthBelow(stack, l);
  const M = fanIn(stack, l);
  const W = weights.layers[l];
  const none = new Float64Array(units);
  const constant = (value: number): Float64Array => new Float64Array(drive.length).fill(value);
  const shape = { units, fanIn: M, below, W, pre, own: none, beta: none, reset: 0, rho: 0 };
  switch (unit.kind) {
    case 'leakyTanh': {
      const own = Float64Array.from({ length: units }, (_, i) => W[i * M + below + i]);
      return { ...shape, carry: 1 - unit.leak, gain: drive, slope: constant(1), own };
    }
    case 'membrane':
      return { ...shape, carry: unit.decay, gain: constant(1), slope: drive };
    case 'spiking': {
      const {
        membraneDecay: carry,
        currentGain,
        threshold: reset,
        adaptationDecay: rho,
        adaptation: beta
      } = unit;
      return { ...shape, carry, gain: constant(currentGain), slope: drive, reset, rho, beta };
    }
  }
}
