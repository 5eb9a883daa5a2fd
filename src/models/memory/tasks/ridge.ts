/**
 * Ridge regression in context: y of tick t from the examples of the same function before it,
 *   y'_t = x_t . (lambda I + sum x x^T)^-1 sum y x.
 * With w ~ N(0, I / d) and noise of variance s^2, lambda = d s^2 gives the least expected squared error of any reader.
 */
import { dot, MemoryError, type Rows, rowAt } from '../rows';

/**
 * `functions` [T]: which function each tick is an example of, from 0; `x` [T, d]; `y` [T]; `penalty` is lambda. Returns predictions [T],
 * 0 at the first example of each function; every one from earlier ticks alone. Throws MemoryError for arrays that do not fit together
 * and a penalty that is not positive.
 */
export function ridgeInContext(
  functions: ArrayLike<number>,
  x: Rows,
  y: ArrayLike<number>,
  penalty: number
): Float64Array {
  if (functions.length !== x.rows || y.length !== x.rows)
    throw new MemoryError(
      `There are ${x.rows} rows of x, ${functions.length} functions and ${y.length} values y; expected as many of each.`
    );
  if (!(penalty > 0)) throw new MemoryError(`The penalty is ${penalty}; expected a number above 0.`);
  const d = x.columns;
  const seen = new Map<number, { moments: Float64Array; products: Float64Array }>();
  return Float64Array.from({ length: x.rows }, (_, t) => {
    let of = seen.get(functions[t]);
    if (!of) {
      of = { moments: new Float64Array(d * d), products: new Float64Array(d) };
      for (let i = 0; i < d; i++) of.moments[i * d + i] = penalty;
      seen.set(functions[t], of);
    }
    const row = rowAt(x, t);
    const answer = dot(row, solved(of.moments, of.products));
    for (let i = 0; i < d; i++) {
      of.products[i] += y[t] * row[i];
      for (let j = 0; j < d; j++) of.moments[i * d + j] += row[i] * row[j];
    }
    return answer;
  });
}

/** w with `matrix` w = `right`, for a symmetric positive definite matrix [d, d]: by its Cholesky factor. */
function solved(matrix: Float64Array, right: Float64Array): Float64Array {
  const d = right.length;
  const lower = matrix.slice();
  const w = right.slice();
  for (let j = 0; j < d; j++) {
    for (let k = 0; k < j; k++) lower[j * d + j] -= lower[j * d + k] * lower[j * d + k];
    lower[j * d + j] = Math.sqrt(lower[j * d + j]);
    for (let i = j + 1; i < d; i++) {
      for (let k = 0; k < j; k++) lower[i * d + j] -= lower[i * d + k] * lower[j * d + k];
      lower[i * d + j] /= lower[j * d + j];
    }
  }
  for (let i = 0; i < d; i++) {
    for (let k = 0; k < i; k++) w[i] -= lower[i * d + k] * w[k];
    w[i] /= lower[i * d + i];
  }
  for (let i = d - 1; i >= 0; i--) {
    for (let k = i + 1; k < d; k++) w[i] -= lower[k * d + i] * w[k];
    w[i] /= lower[i * d + i];
  }
  return w;
}
