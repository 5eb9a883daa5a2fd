/** Matrix products and reductions in float64. */
import type { GemmCall, GemvCall, Reduction } from '../compute';
import { dataOf } from './block';

export function gemm(call: GemmCall): void {
  const { m, n, k, transposeA, transposeB, alpha = 1, accumulate } = call;
  const { offsetA = 0, offsetB = 0, offsetC = 0 } = call;
  const { strideA = transposeA ? m : k, strideB = transposeB ? k : n, strideC = n } = call;
  const A = dataOf(call.a);
  const B = dataOf(call.b);
  const C = dataOf(call.c);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) {
        const a = A[offsetA + (transposeA ? p * strideA + i : i * strideA + p)];
        const b = B[offsetB + (transposeB ? j * strideB + p : p * strideB + j)];
        sum += a * b;
      }
      const at = offsetC + i * strideC + j;
      C[at] = alpha * sum + (accumulate ? C[at] : 0);
    }
  }
}

export function gemv({ rows, columns, a, x, y, transpose, alpha = 1, accumulate }: GemvCall): void {
  const A = dataOf(a);
  const X = dataOf(x);
  const Y = dataOf(y);
  const [outer, inner] = transpose ? [columns, rows] : [rows, columns];
  for (let i = 0; i < outer; i++) {
    let sum = 0;
    for (let p = 0; p < inner; p++) sum += (transpose ? A[p * columns + i] : A[i * columns + p]) * X[p];
    Y[i] = alpha * sum + (accumulate ? Y[i] : 0);
  }
}

/** Empty input: 0 for the sums, NaN for mean, min and max. */
export function reduce(kind: Reduction, data: Float64Array): number {
  if (kind === 'min' || kind === 'max') {
    if (data.length === 0) return Number.NaN;
    return data.reduce((best, value) => (kind === 'min' ? Math.min(best, value) : Math.max(best, value)));
  }
  let sum = 0;
  for (const value of data) sum += kind === 'sumOfSquares' ? value * value : value;
  return kind === 'mean' ? sum / data.length : sum;
}
