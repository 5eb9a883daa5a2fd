/** Activations of sequence layers and their slopes, in float64. */
import { exp, log, tanh } from '../../compute/transcendentals';

export interface Activation {
  value(x: number): number;
  /** d value / dx. */
  slope(x: number): number;
}

export const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x)));

/** x sigmoid(x). */
export const silu: Activation = {
  value: (x) => x * sigmoid(x),
  slope: (x) => sigmoid(x) * (1 + x * sigmoid(-x))
};

/** log(1 + exp x), of full relative accuracy where it is small (Kahan's form of log(1 + e)). */
export const softplus: Activation = {
  value(x) {
    const e = exp(-Math.abs(x));
    const above = 1 + e;
    return Math.max(x, 0) + (above === 1 ? e : (log(above) * e) / (above - 1));
  },
  slope: sigmoid
};

/** The x with softplus(x) = y > 0: y + log(1 - exp(-y)). */
export const inverseSoftplus = (y: number): number => y + log(1 - exp(-y));

/** 1 / sqrt(2 pi) and 2 / pi, to the last digit. */
const density = 0.3989422804014327;
const twoOverPi = 0.6366197723675814;

/** Phi(x), the normal distribution: 1 / 2 + phi(x) (x + x^3 / 3 + x^5 / (3 5) + ..), a sum without cancellation. */
function normalShare(x: number): number {
  if (Math.abs(x) > 9) return x > 0 ? 1 : 0;
  let sum = 0;
  for (let term = x, n = 3; sum + term !== sum; n += 2) {
    sum += term;
    term *= (x * x) / n;
  }
  return 0.5 + density * exp((-x * x) / 2) * sum;
}

/** x Phi(x) (Hendrycks & Gimpel 2016, arXiv 1606.08415). */
const exactGelu: Activation = {
  value: (x) => x * normalShare(x),
  slope: (x) => normalShare(x) + x * density * exp((-x * x) / 2)
};

const inside = (x: number): number => Math.sqrt(twoOverPi) * (x + 0.044715 * x * x * x);

/** x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2, the approximation of the same paper. */
const tanhGelu: Activation = {
  value: (x) => (x * (1 + tanh(inside(x)))) / 2,
  slope(x) {
    const t = tanh(inside(x));
    return (1 + t + x * (1 - t * t) * Math.sqrt(twoOverPi) * (1 + 3 * 0.044715 * x * x)) / 2;
  }
};

export const gelus = { exact: exactGelu, tanh: tanhGelu } as const;
export type Gelu = keyof typeof gelus;
