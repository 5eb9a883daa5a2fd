/** Activations of layers over sequences, plain or gated, in float64. */
import type { ActivateBackwardCall, ActivateCall, SequenceActivation } from '../../sequences';
import { exp, log, tanh } from '../../transcendentals';
import { activate as feedForward } from '../activation';
import { dataOf } from '../block';

interface Form {
  value(x: number): number;
  /** d value / dx. */
  slope(x: number): number;
}

const { sigmoid } = feedForward;

/** What is inside the tanh of GELU, and its derivative. */
const root = Math.sqrt(0.6366197723675814);
const inner = (x: number): number => root * (x + 0.044715 * x * x * x);
const innerSlope = (x: number): number => root * (1 + 3 * 0.044715 * x * x);

export const activations: Readonly<Record<SequenceActivation, Form>> = {
  silu: {
    value: (x) => x * sigmoid(x),
    slope: (x) => sigmoid(x) * (1 + x * sigmoid(-x))
  },
  gelu: {
    value: (x) => (x * (1 + tanh(inner(x)))) / 2,
    slope: (x) => {
      const t = tanh(inner(x));
      return (1 + t + x * (1 - t * t) * innerSlope(x)) / 2;
    }
  },
  eluPlusOne: {
    value: (x) => (x > 0 ? x + 1 : exp(x)),
    slope: (x) => (x > 0 ? 1 : exp(x))
  },
  softplus: {
    value: (x) => Math.max(x, 0) + log(1 + exp(-Math.abs(x))),
    slope: sigmoid
  },
  exp: { value: exp, slope: exp }
};

export function activate({ activation, gated, rows, width, x, y }: ActivateCall): void {
  const [X, Y] = [dataOf(x), dataOf(y)];
  const { value } = activations[activation];
  for (let r = 0; r < rows; r++)
    for (let i = 0; i < width; i++) {
      const left = r * width * (gated ? 2 : 1) + i;
      Y[r * width + i] = value(X[left]) * (gated ? X[left + width] : 1);
    }
}

export function activateBackward(call: ActivateBackwardCall): void {
  const { activation, gated, inputSignal, rows, signal, width, x } = call;
  const [X, S, D] = [dataOf(x), dataOf(signal), dataOf(inputSignal)];
  const { slope, value } = activations[activation];
  for (let r = 0; r < rows; r++)
    for (let i = 0; i < width; i++) {
      const left = r * width * (gated ? 2 : 1) + i;
      const s = S[r * width + i];
      D[left] += s * slope(X[left]) * (gated ? X[left + width] : 1);
      if (gated) D[left + width] += s * value(X[left]);
    }
}
