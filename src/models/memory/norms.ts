/**
 * Root-mean-square norm (Zhang & Sennrich 2019, arXiv 1910.07467), of whole rows or of groups of their columns:
 *
 *   y = w x / sqrt(mean over the group of x^2 + epsilon)
 */
import { dot, type Rows, rowAt, zeroRows } from './rows';

/** Zamba2's, in all its norms; others say theirs. */
const usual = 1e-5;

/** x [T, columns], weight [1, columns]; groups are columns / groups neighbours each. */
export function rmsNorm(x: Rows, weight: Rows, groups = 1, epsilon = usual): Rows {
  const y = zeroRows(x.rows, x.columns);
  eachGroup(x, groups, epsilon, (t, from, values, inverse) => {
    values.forEach((value, i) => {
      rowAt(y, t)[from + i] = weight.data[from + i] * value * inverse;
    });
  });
  return y;
}

/** From dE/dy: adds to dE/d(weight) and returns dE/dx = (w g - x mean(w g x) / (mean x^2 + epsilon)) / sqrt(mean x^2 + epsilon). */
export function rmsNormBackward(
  x: Rows,
  weight: Rows,
  gradient: Rows,
  weightGradient: Rows,
  groups = 1,
  epsilon = usual
): Rows {
  const input = zeroRows(x.rows, x.columns);
  eachGroup(x, groups, epsilon, (t, from, values, inverse) => {
    const g = rowAt(gradient, t).subarray(from, from + values.length);
    const pulls = g.map((value, i) => value * weight.data[from + i]);
    const along = (dot(pulls, values) / values.length) * inverse * inverse;
    values.forEach((value, i) => {
      weightGradient.data[from + i] += g[i] * value * inverse;
      rowAt(input, t)[from + i] = inverse * (pulls[i] - value * along);
    });
  });
  return input;
}

function eachGroup(
  x: Rows,
  groups: number,
  epsilon: number,
  visit: (t: number, from: number, values: Float64Array, inverse: number) => void
): void {
  const width = x.columns / groups;
  for (let t = 0; t < x.rows; t++)
    for (let from = 0; from < x.columns; from += width) {
      const values = rowAt(x, t).subarray(from, from + width);
      visit(t, from, values, 1 / Math.sqrt(dot(values, values) / width + epsilon));
    }
}
