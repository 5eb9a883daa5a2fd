/** The activations of feed-forward layers and their derivatives, which all follow from what came out. */
import type { Activation } from '../feedForward';
import { exp, tanh } from '../transcendentals';

export const activate: Readonly<Record<Activation, (x: number) => number>> = {
  linear: (x) => x,
  relu: (x) => (x > 0 ? x : 0),
  tanh,
  sigmoid: (x) => (x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x)))
};

/** From y = activation(x) to dy/dx; relu has slope 0 at 0. */
export const slope: Readonly<Record<Activation, (y: number) => number>> = {
  linear: () => 1,
  relu: (y) => (y > 0 ? 1 : 0),
  tanh: (y) => 1 - y * y,
  sigmoid: (y) => y * (1 - y)
};
