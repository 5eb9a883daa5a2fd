/**
 * The spectral radius of a square matrix, max |lambda|, by repeated squaring: after j squarings the powers of all but the
 * largest eigenvalues have faded, and the traces of M = A^(2^j) and M^2 give the one or two that are left,
 *
 *   p = tr M = mu_1 + mu_2,   q = det = (p^2 - tr M^2) / 2,   max |mu| of mu^2 - p mu + q = 0,   rho = max|mu|^(1 / 2^j)
 *
 * What surprises: where more than two share the modulus (an identity, a rotation), the same formula, or the norm in its place
 * (Gelfand 1941), still leads there, only more slowly.
 */

const SQUARINGS = 52;

/** `matrix`: [n, n]. Takes about 15 n^3 multiplications for a random matrix. 0 for an empty one, NaN for one with NaN or infinities. */
export function spectralRadius(matrix: ArrayLike<number>, n: number): number {
  let power = Float64Array.from(matrix);
  let scale = 1;
  let norm = 0;
  let before = 0;
  for (let j = 0; j <= SQUARINGS; j++) {
    const size = largest(power);
    if (size === 0) return 0;
    if (!Number.isFinite(size)) return Number.NaN;
    for (let at = 0; at < power.length; at++) power[at] /= size;
    scale *= nestedRoot(size, j);
    norm = scale * nestedRoot(frobenius(power), j);
    const estimate = scale * nestedRoot(leading(power, n), j);
    if (estimate > 0 && Math.abs(estimate - before) <= 1e-13 * estimate) return estimate;
    before = estimate;
    if (j < SQUARINGS) power = square(power, n);
  }
  return norm;
}

/** x^(1 / 2^j). */
function nestedRoot(x: number, j: number): number {
  let root = x;
  for (let k = 0; k < j; k++) root = Math.sqrt(root);
  return root;
}

/** The larger modulus of the two eigenvalues of a matrix of rank two. */
function leading(m: Float64Array, n: number): number {
  let p = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    p += m[i * n + i];
    for (let j = 0; j < n; j++) squares += m[i * n + j] * m[j * n + i];
  }
  const q = (p * p - squares) / 2;
  const quarter = (p * p) / 4 - q;
  return quarter < 0 ? Math.sqrt(q) : Math.abs(p) / 2 + Math.sqrt(quarter);
}

/** NaN where one of them is. */
function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) {
    const size = Math.abs(value);
    if (!(size <= most)) most = size;
    if (Number.isNaN(most)) return most;
  }
  return most;
}

function frobenius(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}

/** Four rows at a time, so that each sum is read and written once for four products. */
function square(m: Float64Array, n: number): Float64Array<ArrayBuffer> {
  const product = new Float64Array(n * n);
  const row = (k: number): Float64Array => m.subarray(k * n, (k + 1) * n);
  for (let i = 0; i < n; i++) {
    const sums = product.subarray(i * n, (i + 1) * n);
    const factors = row(i);
    let k = 0;
    for (; k + 3 < n; k += 4) {
      const [a, b, c, d] = [row(k), row(k + 1), row(k + 2), row(k + 3)];
      const [fa, fb, fc, fd] = [factors[k], factors[k + 1], factors[k + 2], factors[k + 3]];
      for (let j = 0; j < n; j++) sums[j] += fa * a[j] + fb * b[j] + fc * c[j] + fd * d[j];
    }
    for (; k < n; k++) {
      const a = row(k);
      for (let j = 0; j < n; j++) sums[j] += factors[k] * a[j];
    }
  }
  return product;
}
