/**
 * A stack of leaky tanh layers without random numbers, one or two layers deep, whose losses and gradients were computed by an
 * independent float64 implementation. Every weight is S(k, scale)_ij = scale sin(1.3 i + 2.1 j + 0.7 k); in layer l
 * R = S(1 + 10 l, .5), U = S(2 + 10 l, .8), b = S(3 + 10 l, .1); O = S(5, .7).
 */
import { cos, sin } from '../../compute/transcendentals';
import type { StackProblem } from '../stack/stack';

const UNITS = 3;
const STEPS = 10;

const S = (i: number, j: number, k: number, scale: number): number =>
  scale * sin(1.3 * i + 2.1 * j + 0.7 * k);

/** One leak for each layer. */
export function stackFixture(leaks: readonly number[]): StackProblem {
  const [inputs, outputs] = [2, 2];
  const tabulated = (rows: number, columns: number, entry: (i: number, j: number) => number): Float64Array =>
    Float64Array.from({ length: rows * columns }, (_, at) => entry(Math.floor(at / columns), at % columns));
  const layerWeights = (l: number): Float64Array => {
    const below = l === 0 ? inputs : UNITS;
    return tabulated(UNITS, below + UNITS + 1, (i, j) => {
      if (j < below) return S(i, j, 2 + 10 * l, 0.8);
      return j < below + UNITS ? S(i, j - below, 1 + 10 * l, 0.5) : S(i, 0, 3 + 10 * l, 0.1);
    });
  };
  return {
    stack: {
      inputs,
      outputs,
      layers: leaks.map((leak) => ({ units: UNITS, unit: { kind: 'leakyTanh', leak } })),
      readout: 'top',
      readoutDecay: 0,
      loss: 'regression'
    },
    weights: {
      layers: leaks.map((_, l) => layerWeights(l)),
      readout: leaks.map((_, l) =>
        l === leaks.length - 1 ? tabulated(outputs, UNITS, (i, j) => S(i, j, 5, 0.7)) : new Float64Array(0)
      )
    },
    feedback: { kind: 'symmetric' },
    trial: {
      x: tabulated(STEPS, inputs, (t, i) => sin(0.9 * (t + 1) + i)),
      target: tabulated(STEPS, outputs, (t, k) => 0.5 * cos(0.4 * (t + 1) + k)),
      mask: new Float64Array(STEPS).fill(1)
    }
  };
}

export const oneLayerNumbers = {
  leaks: [0.3],
  loss: 1.3875491268951716,
  norms: { bptt: [1.4531474423], deep: [1.2874558545] },
  cosines: { deep: [0.973141] }
} as const;

export const twoLayerNumbers = {
  leaks: [0.5, 0.2],
  loss: 0.7416018848740793,
  norms: {
    bptt: [0.7248050567, 0.5616491157],
    deep: [0.4625033842, 0.6205402302],
    cascade: [0.4647727065, 0.6205402302],
    spatial: [0.2213464391, 0.6205402302]
  },
  cosines: { deep: [0.891503, 0.948242], cascade: [0.898065], spatial: [0.483011] },
  /** dE/dR of the first layer at [0][0]. */
  lower: { bptt: 0.0330179996, deep: -0.0206526697, cascade: -0.0464289888 },
  /** dE/dR of the second layer at [1][2]. */
  upper: { bptt: 0.1275028063, deep: 0.1184175338 }
} as const;
