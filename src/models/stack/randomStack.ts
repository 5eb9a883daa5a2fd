/**
 * Random stacks on random trials, to ask how good a rule is where nothing is special: i.i.d. Gaussian inputs and targets;
 * U N(0, 1) / sqrt(fan-in), O N(0, 1) / sqrt(n), biases 0.1 N(0, 1), R of exactly a given spectral radius; one readout, from
 * the top.
 */
import { Random } from '../random';
import { spectralRadius } from '../training/spectralRadius';
import { type StackLayer, type StackProblem, type StackUnit, widthBelow } from './stack';

export interface RandomStack {
  seed: number;
  /** Bottom first, one per layer. */
  units: readonly StackUnit[];
  /** n, of every layer; 16 by default. */
  width?: number;
  inputs?: number;
  outputs?: number;
  steps?: number;
  /** Of every R; 0.9 by default. */
  radius?: number;
  /** Whether every step counts or the last alone; every one by default. */
  loss?: 'every' | 'last';
  readout?: 'top' | 'all';
  readoutDecay?: number;
}

export function randomStack(options: RandomStack): StackProblem {
  const { units, width = 16, inputs = 4, outputs = 2, steps = 40, radius = 0.9, loss = 'every' } = options;
  const { readout = 'top', readoutDecay = 0 } = options;
  const random = new Random(options.seed);
  const layers = units.map((unit): StackLayer => ({ units: width, unit }));
  const stack = { inputs, outputs, layers, readout, readoutDecay, loss: 'regression' as const };
  const gaussian = (name: string, length: number, scale: number): Float64Array => {
    const branch = random.fork(name);
    return Float64Array.from({ length }, () => scale * branch.normal());
  };
  const weights = layers.map((_, l) => {
    const below = widthBelow(stack, l);
    const U = gaussian(`U ${l}`, width * below, 1 / Math.sqrt(below));
    const R = gaussian(`R ${l}`, width * width, 1);
    const scale = radius === 0 ? 0 : radius / spectralRadius(R, width);
    const b = gaussian(`b ${l}`, width, 0.1);
    const W = new Float64Array(width * (below + width + 1));
    for (let i = 0; i < width; i++) {
      const row = W.subarray(i * (below + width + 1), (i + 1) * (below + width + 1));
      row.set(U.subarray(i * below, (i + 1) * below));
      row.set(
        R.subarray(i * width, (i + 1) * width).map((weight) => scale * weight),
        below
      );
      row[below + width] = b[i];
    }
    return W;
  });
  return {
    stack,
    weights: {
      layers: weights,
      readout: layers.map((_, l) =>
        readout === 'all' || l === layers.length - 1
          ? gaussian(`O ${l}`, outputs * width, 1 / Math.sqrt(width))
          : new Float64Array(0)
      )
    },
    feedback: { kind: 'symmetric' },
    trial: {
      x: gaussian('x', steps * inputs, 1),
      target: gaussian('target', steps * outputs, 1),
      mask: Float64Array.from({ length: steps }, (_, t) => (loss === 'every' || t === steps - 1 ? 1 : 0))
    }
  };
}
