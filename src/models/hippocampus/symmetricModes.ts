/**
 * The largest eigenvalues of a symmetric matrix, and their eigenvectors. Reflections make it tridiagonal, T = H^T S H (Householder 1958);
 * counting the signs of T - x brackets each eigenvalue by itself (Givens 1954), and solving (T - lambda) y = y some times over gives its
 * vector, held orthogonal to those before (Wilkinson 1958). Nothing here has to converge slowly, however near two modes are.
 */
import { Random } from '../random';

export interface Mode {
  value: number;
  /** [n], of length 1. */
  vector: Float64Array;
}

/** T: diagonal [n], and beside it [n - 1]; the reflections 1 - 2 v v^T that led there, v over the states from k + 1 on. */
interface Tridiagonal {
  diagonal: Float64Array;
  beside: Float64Array;
  reflections: readonly Float64Array[];
}

const halvings = 64;
const solves = 4;

/** `count` modes of `matrix` [n, n], the largest eigenvalue first. Overwrites the matrix. */
export function symmetricModes(matrix: Float64Array, n: number, count: number): Mode[] {
  const wanted = Math.min(count, n);
  if (wanted <= 0) return [];
  const { beside, diagonal, reflections } = tridiagonal(matrix, n);
  const random = new Random('modes');
  const found: Float64Array[] = [];
  const modes = Array.from({ length: wanted }, (_, k): Mode => {
    const near = largest(diagonal, beside, k);
    let vector: Float64Array = Float64Array.from({ length: n }, () => random.uniform() - 0.5);
    for (let round = 0; round < solves; round++) {
      vector = solved(diagonal, beside, near, vector);
      // Twice: once leaves what rounding put back.
      for (const other of [...found, ...found]) add(vector, -dot(vector, other), other);
      const length = Math.sqrt(dot(vector, vector));
      vector = vector.map((value) => value / length);
    }
    found.push(vector);
    return { value: rayleigh(diagonal, beside, vector), vector: reflected(reflections, vector) };
  });
  return modes.sort((a, b) => b.value - a.value);
}

/** Reads and overwrites the lower triangle alone. */
function tridiagonal(matrix: Float64Array, n: number): Tridiagonal {
  const beside = new Float64Array(Math.max(0, n - 1));
  const reflections: Float64Array[] = [];
  for (let k = 0; k + 1 < n; k++) {
    const m = n - k - 1;
    const v = Float64Array.from({ length: m }, (_, i) => matrix[(k + 1 + i) * n + k]);
    const length = norm(v);
    beside[k] = v[0] > 0 ? -length : length;
    v[0] -= beside[k];
    const reach = norm(v);
    if (reach > 0) for (let i = 0; i < m; i++) v[i] /= reach;
    reflections.push(v);
    if (reach === 0) continue;
    // A - v w^T - w v^T with w = 2 (A v - (v^T A v) v).
    const w = new Float64Array(m);
    for (let i = 0; i < m; i++) {
      const row = (k + 1 + i) * n + k + 1;
      const vi = v[i];
      let sum = matrix[row + i] * vi;
      for (let j = 0; j < i; j++) {
        sum += matrix[row + j] * v[j];
        w[j] += matrix[row + j] * vi;
      }
      w[i] += sum;
    }
    add(w, -dot(v, w), v);
    for (let i = 0; i < m; i++) {
      const row = (k + 1 + i) * n + k + 1;
      const vi = 2 * v[i];
      const wi = 2 * w[i];
      for (let j = 0; j <= i; j++) matrix[row + j] -= vi * w[j] + wi * v[j];
    }
  }
  return { diagonal: Float64Array.from({ length: n }, (_, i) => matrix[i * n + i]), beside, reflections };
}

/** The eigenvalue of T that k others exceed. */
function largest(diagonal: Float64Array, beside: Float64Array, k: number): number {
  const n = diagonal.length;
  let high = 0;
  for (let i = 0; i < n; i++)
    high = Math.max(high, Math.abs(diagonal[i]) + Math.abs(beside[i - 1] ?? 0) + Math.abs(beside[i] ?? 0));
  let low = -high;
  for (let halving = 0; halving < halvings; halving++) {
    const middle = (low + high) / 2;
    let above = 0;
    let pivot = 1;
    for (let i = 0; i < n; i++) {
      const by = i === 0 ? 0 : (beside[i - 1] * beside[i - 1]) / pivot;
      pivot = diagonal[i] - middle - by;
      if (pivot === 0) pivot = -1e-300;
      if (pivot > 0) above++;
    }
    if (above > k) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** y of (T - x) y = right, by elimination with row exchanges; a pivot that vanishes counts as a very small one. */
function solved(diagonal: Float64Array, beside: Float64Array, x: number, right: Float64Array): Float64Array {
  const n = diagonal.length;
  const y = right.slice();
  // Row i of the triangle: pivot, and the two beside it.
  const pivots = diagonal.map((value) => value - x);
  const first = Float64Array.from({ length: n }, (_, i) => beside[i] ?? 0);
  const second = new Float64Array(n);
  const least = 1e-17;
  for (let i = 0; i + 1 < n; i++) {
    const below = beside[i];
    if (Math.abs(below) > Math.abs(pivots[i])) {
      const share = pivots[i] / below;
      [pivots[i], first[i], second[i], pivots[i + 1], first[i + 1]] = [
        below,
        pivots[i + 1],
        first[i + 1],
        first[i] - share * pivots[i + 1],
        -share * first[i + 1]
      ];
      [y[i], y[i + 1]] = [y[i + 1], y[i] - share * y[i + 1]];
    } else {
      if (Math.abs(pivots[i]) < least) pivots[i] = least;
      const share = below / pivots[i];
      pivots[i + 1] -= share * first[i];
      y[i + 1] -= share * y[i];
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    if (Math.abs(pivots[i]) < least) pivots[i] = least;
    y[i] = (y[i] - first[i] * (y[i + 1] ?? 0) - second[i] * (y[i + 2] ?? 0)) / pivots[i];
    // Only the direction matters, and it must not grow out of float64.
    if (Math.abs(y[i]) > 1e100) for (let j = 0; j < n; j++) y[j] *= 1e-100;
  }
  return y;
}

function rayleigh(diagonal: Float64Array, beside: Float64Array, vector: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++)
    sum += vector[i] * (diagonal[i] * vector[i] + (i > 0 ? 2 * beside[i - 1] * vector[i - 1] : 0));
  return sum;
}

/** H y. */
function reflected(reflections: readonly Float64Array[], y: Float64Array): Float64Array {
  const vector = y.slice();
  for (let k = reflections.length - 1; k >= 0; k--) {
    const part = vector.subarray(k + 1);
    add(part, -2 * dot(reflections[k], part), reflections[k]);
  }
  return vector;
}

const norm = (vector: Float64Array): number => Math.sqrt(dot(vector, vector));

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += left[i] * right[i];
  return sum;
}

function add(to: Float64Array, factor: number, vector: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] += factor * vector[i];
}
