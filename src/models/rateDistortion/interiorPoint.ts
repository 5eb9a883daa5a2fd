/**
 * The same minimum by Newton's method, for where the iteration creeps: -sum p ln Z(q) + sum q over q >= 0 is convex, and its
 * conditions are s = 1 - c >= 0 and q s = 0. A primal-dual interior-point method follows q s = mu to mu = 0; each step solves
 *
 *   (H + diag(s / q)) dq = c - 1 + mu / q,   H = sum_x p A_x A_x^T / Z^2,   A = exp(-b d)
 *
 * It shares no step with the iteration, so that one may be held against the other.
 */
import type { Kernel } from './kernel';
import { scaled } from './kernel';

/** Reproductions beyond which m^3 a step is too much. */
export const mostNewtonOutputs = 600;

const mostSteps = 80;

/** [outputs] q whose gap is below `tolerance`, or the best that rounding allows. */
export function newtonOutput(kernel: Kernel, start: Float64Array, tolerance: number): Float64Array {
  const m = start.length;
  // Away from the walls, where Newton's steps are long.
  let q = start.map((share) => 0.9 * share + 0.1 / m);
  const s = new Float64Array(m).fill(1);
  let best = start;
  let smallest = Number.POSITIVE_INFINITY;
  let shrink = 0.2;
  for (let step = 0; step < mostSteps; step++) {
    let sum = 0;
    for (const share of q) sum += share;
    const unit = scaled(q.slice());
    const { c, gap } = kernel.evaluate(unit);
    if (gap < smallest) [best, smallest] = [unit, gap];
    // Its own dead end: the gap of a converged q rises again by rounding alone.
    if (gap <= tolerance || (step > 20 && gap > 100 * smallest)) break;
    let mu = 0;
    for (let y = 0; y < m; y++) mu += (q[y] * s[y]) / m;
    mu *= shrink;
    const hessian = curvature(kernel, sum);
    const move = new Float64Array(m);
    for (let y = 0; y < m; y++) {
      hessian[y * m + y] += s[y] / q[y];
      // c at q, not at q scaled to 1.
      move[y] = c[y] / sum - 1 + mu / q[y];
    }
    solveInPlace(hessian, move, m);
    let forward = 1;
    let dual = 1;
    const turn = new Float64Array(m);
    for (let y = 0; y < m; y++) {
      turn[y] = (mu - s[y] * move[y]) / q[y] - s[y];
      if (move[y] < 0) forward = Math.min(forward, (-0.99 * q[y]) / move[y]);
      if (turn[y] < 0) dual = Math.min(dual, (-0.99 * s[y]) / turn[y]);
    }
    for (let y = 0; y < m; y++) s[y] += dual * turn[y];
    q = q.map((share, y) => share + forward * move[y]);
    shrink = Math.min(forward, dual) > 0.9 ? 0.05 : 0.3;
  }
  return best;
}

/** [outputs, outputs] H, its lower half, at the last q evaluated times `sum`. */
function curvature({ partition, source, weights }: Kernel, sum: number): Float64Array {
  const { letters, outputs: m, probabilities } = source;
  const hessian = new Float64Array(m * m);
  // Four letters at once: a matrix is read and written for each.
  const rows = Array.from({ length: 4 }, () => new Float64Array(m));
  for (let x = 0; x < letters; x += 4) {
    let [first, last] = [m, -1];
    rows.forEach((row, k) => {
      row.fill(0);
      if (x + k >= letters || probabilities[x + k] === 0) return;
      const scale = Math.sqrt(probabilities[x + k]) / (partition[x + k] * sum);
      for (let y = 0; y < m; y++) {
        const weight = weights[(x + k) * m + y];
        // A steep slope leaves a letter few reproductions: what lies outside them adds nothing.
        if (weight < 1e-15) continue;
        row[y] = weight * scale;
        first = Math.min(first, y);
        last = Math.max(last, y);
      }
    });
    const [a, b, c, d] = rows;
    for (let y = first; y <= last; y++) {
      const at = y * m;
      const [ay, by, cy, dy] = [a[y], b[y], c[y], d[y]];
      for (let k = first; k <= y; k++) hessian[at + k] += ay * a[k] + by * b[k] + (cy * c[k] + dy * d[k]);
    }
  }
  return hessian;
}

/** Cholesky of the lower half of a positive definite matrix [m, m], then both triangles on `right` [m]; all in place. */
function solveInPlace(matrix: Float64Array, right: Float64Array, m: number): void {
  for (let i = 0; i < m; i++) {
    const row = i * m;
    for (let j = 0; j <= i; j++) {
      const other = j * m;
      const even = j & ~1;
      let [sum, more] = [matrix[row + j], 0];
      for (let k = 0; k < even; k += 2) {
        sum -= matrix[row + k] * matrix[other + k];
        more -= matrix[row + k + 1] * matrix[other + k + 1];
      }
      if (j > even) more -= matrix[row + even] * matrix[other + even];
      sum += more;
      // A pivot lost to rounding: that direction stays where it is.
      if (i === j) matrix[row + i] = sum > 0 ? Math.sqrt(sum) : 1e150;
      else matrix[row + j] = sum / matrix[other + j];
    }
  }
  for (let i = 0; i < m; i++) {
    let sum = right[i];
    for (let k = 0; k < i; k++) sum -= matrix[i * m + k] * right[k];
    right[i] = sum / matrix[i * m + i];
  }
  for (let i = m - 1; i >= 0; i--) {
    let sum = right[i];
    for (let k = i + 1; k < m; k++) sum -= matrix[k * m + i] * right[k];
    right[i] = sum / matrix[i * m + i];
  }
}
