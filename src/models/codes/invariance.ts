/** What can be read out of codes: numbers by least squares, classes by nearest neighbours, and the plane in which codes spread most. */
import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** Codes [count, width], row by row. */
export interface Codes {
  values: ArrayLike<number>;
  count: number;
  width: number;
}

/** Keeps the normal equations solvable where a latent is constant. */
const ridge = 1e-6;

/**
 * R^2 on the second half of the codes of a number regressed from [1, z, z^2] on the first half; at most 1, below 0 where it predicts
 * worse than the mean of the second half, NaN where there is nothing to explain.
 */
export function decodability({ count, values, width }: Codes, numbers: ArrayLike<number>): number {
  const half = Math.floor(count / 2);
  const features = 2 * width + 1;
  const row = (k: number): Float64Array => {
    const x = new Float64Array(features);
    x[0] = 1;
    for (let j = 0; j < width; j++) {
      const z = values[k * width + j];
      x[1 + j] = z;
      x[1 + width + j] = z * z;
    }
    return x;
  };
  const gram = new Float64Array(features * features);
  const moment = new Float64Array(features);
  for (let k = 0; k < half; k++) {
    const x = row(k);
    for (let i = 0; i < features; i++) {
      moment[i] += x[i] * numbers[k];
      for (let j = 0; j <= i; j++) gram[i * features + j] += x[i] * x[j];
    }
  }
  const matrix = Matrix.zeros(features, features);
  for (let i = 0; i < features; i++)
    for (let j = 0; j <= i; j++) {
      const value = gram[i * features + j] + (i === j ? ridge * half : 0);
      matrix.set(i, j, value);
      matrix.set(j, i, value);
    }
  const weights = new CholeskyDecomposition(matrix).solve(Matrix.columnVector([...moment]));
  let mean = 0;
  for (let k = half; k < count; k++) mean += numbers[k] / (count - half);
  let [left, whole] = [0, 0];
  for (let k = half; k < count; k++) {
    const x = row(k);
    let predicted = 0;
    for (let i = 0; i < features; i++) predicted += x[i] * weights.get(i, 0);
    const [missed, spread] = [numbers[k] - predicted, numbers[k] - mean];
    left += missed * missed;
    whole += spread * spread;
  }
  // Rounding alone makes a constant vary.
  return whole > 1e-20 * (1 + mean * mean) * count ? 1 - left / whole : Number.NaN;
}

/** [count - half, neighbours] of each code of the second half, the nearest of the first half, nearest first (places in the first half). */
export function nearestCodes({ count, values, width }: Codes, neighbours = 7): Int32Array {
  const half = Math.floor(count / 2);
  const near = Math.min(neighbours, half);
  const found = new Int32Array((count - half) * near);
  const own = Float64Array.from(values);
  const here = new Float64Array(width);
  const distance = new Float64Array(near);
  for (let k = half; k < count; k++) {
    distance.fill(Number.POSITIVE_INFINITY);
    const row = (k - half) * near;
    let worst = Number.POSITIVE_INFINITY;
    here.set(own.subarray(k * width, (k + 1) * width));
    for (let o = 0; o < half; o++) {
      const b = o * width;
      let squared = 0;
      for (let j = 0; j < width; j++) {
        const away = here[j] - own[b + j];
        squared += away * away;
      }
      if (squared >= worst) continue;
      let at = near - 1;
      for (; at > 0 && distance[at - 1] > squared; at--) {
        distance[at] = distance[at - 1];
        found[row + at] = found[row + at - 1];
      }
      distance[at] = squared;
      found[row + at] = o;
      worst = distance[near - 1];
    }
  }
  return found;
}

/** Share of the second half of the codes whose class most of their nearest (as `nearestCodes` found them) have; ties go to the nearer. */
export function neighbourAccuracy(nearest: Int32Array, classes: ArrayLike<number>): number {
  const half = Math.floor(classes.length / 2);
  const tests = classes.length - half;
  const near = nearest.length / tests;
  let right = 0;
  for (let k = 0; k < tests; k++) {
    const labels = nearest.subarray(k * near, (k + 1) * near).map((o) => classes[o]);
    if (mostFrequent(labels) === classes[half + k]) right++;
  }
  return right / tests;
}

/** The first, in order of distance, of those with the most votes. */
function mostFrequent(labels: Int32Array): number {
  let best = labels[0];
  let most = 0;
  for (const label of labels) {
    let votes = 0;
    for (const other of labels) if (other === label) votes++;
    if (votes > most) [best, most] = [label, votes];
  }
  return best;
}

export interface Plane {
  /** [width] mean code. */
  centre: Float64Array;
  /** [2][width] unit vectors; the second is zero for codes of one dimension. */
  axes: [Float64Array, Float64Array];
}

/** First two principal components, each with its largest entry positive. */
export function principalPlane({ count, values, width }: Codes): Plane {
  const centre = new Float64Array(width);
  for (let k = 0; k < count; k++) for (let j = 0; j < width; j++) centre[j] += values[k * width + j] / count;
  const covariance = Matrix.zeros(width, width);
  for (let i = 0; i < width; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < count; k++)
        sum += (values[k * width + i] - centre[i]) * (values[k * width + j] - centre[j]);
      covariance.set(i, j, sum / count);
      covariance.set(j, i, sum / count);
    }
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true
  });
  const order = realEigenvalues.map((_, k) => k).sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  const axis = (rank: number): Float64Array => {
    const vector = new Float64Array(width);
    if (rank >= width) return vector;
    for (let j = 0; j < width; j++) vector[j] = eigenvectorMatrix.get(j, order[rank]);
    const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    return largest < 0 ? vector.map((value) => -value) : vector;
  };
  return { centre, axes: [axis(0), axis(1)] };
}

/** [2] place of a code on the plane. */
export function onPlane({ axes, centre }: Plane, code: ArrayLike<number>, from = 0): [number, number] {
  const along = (axis: Float64Array): number => {
    let sum = 0;
    for (let j = 0; j < axis.length; j++) sum += axis[j] * (code[from + j] - centre[j]);
    return sum;
  };
  return [along(axes[0]), along(axes[1])];
}
