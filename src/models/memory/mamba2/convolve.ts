/** Causal depthwise convolution: y_t = bias + sum_k W_k x_{t - taps + 1 + k}, a column at a time. */
import { addScaled, type Rows, rowAt, zeroRows } from '../rows';

/** `seen` [taps + T, columns]: the inputs before the first token, then the tokens; of the former the oldest is not read. y [T, columns]. */
export const convolve = (seen: Rows, weights: Rows, bias: Rows): Rows => {
  const taps = weights.rows;
  const y = zeroRows(seen.rows - taps, seen.columns);
  for (let t = 0; t < y.rows; t++) {
    const out = rowAt(y, t);
    out.set(bias.data);
    for (let k = 0; k < taps; k++) {
      const [w, x] = [rowAt(weights, k), rowAt(seen, t + 1 + k)];
      for (let i = 0; i < out.length; i++) out[i] += w[i] * x[i];
    }
  }
  return y;
};

/** From dE/dy: adds to the gradients of weights and bias and returns that of the tokens, not of the past. */
export function convolveBackward(
  seen: Rows,
  weights: Rows,
  gradient: Rows,
  weightGradient: Rows,
  biasGradient: Rows
): Rows {
  const taps = weights.rows;
  const input = zeroRows(seen.rows, seen.columns);
  for (let t = 0; t < gradient.rows; t++) {
    const g = rowAt(gradient, t);
    addScaled(biasGradient.data, 1, g);
    for (let k = 0; k < taps; k++) {
      const [w, x] = [rowAt(weights, k), rowAt(seen, t + 1 + k)];
      const [toWeight, toInput] = [rowAt(weightGradient, k), rowAt(input, t + 1 + k)];
      for (let i = 0; i < g.length; i++) {
        toWeight[i] += g[i] * x[i];
        toInput[i] += g[i] * w[i];
      }
    }
  }
  return { rows: gradient.rows, columns: seen.columns, data: input.data.slice(taps * seen.columns) };
}
