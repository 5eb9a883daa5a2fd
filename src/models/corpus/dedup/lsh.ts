/**
 * Locality-sensitive hashing of MinHash signatures (Indyk & Motwani 1998): k values are cut into b bands of r, and two documents are
 * candidates where a whole band agrees. Two documents of Jaccard similarity J are with probability
 *
 *   S(J) = 1 - (1 - J^r)^b.
 *
 * A threshold is no cut: at J = 0.4 the 32 bands of 4 of Zyda-1 find 56 in 100.
 */
import { integerPower } from '../../../compute/transcendentals';
import { CorpusError } from '../document';

export interface Bands {
  bands: number;
  /** Values in a band. */
  rows: number;
}

/** S(J) for J in [0, 1]. */
export function candidateProbability(jaccard: number, { bands, rows }: Bands): number {
  return 1 - integerPower(1 - integerPower(jaccard, rows), bands);
}

/** Area of S below the threshold, and of 1 - S above it, by Simpson's rule. */
export function errorAreas(
  threshold: number,
  bands: Bands
): { falsePositive: number; falseNegative: number } {
  return {
    falsePositive: simpson((j) => candidateProbability(j, bands), 0, threshold),
    falseNegative: simpson((j) => 1 - candidateProbability(j, bands), threshold, 1)
  };
}

const intervals = 200;

function simpson(f: (x: number) => number, from: number, to: number): number {
  const step = (to - from) / intervals;
  let sum = f(from) + f(to);
  for (let i = 1; i < intervals; i++) sum += (i % 2 === 1 ? 4 : 2) * f(from + i * step);
  return (sum * step) / 3;
}

/**
 * The bands and rows within `permutations` values that make the weighted error areas smallest, as datasketch chooses them: (32, 4) at
 * 0.4, (9, 13) at 0.8, (8, 16) at 0.85 of 128 values. `weight`: of false positives, against 1 - weight of false negatives.
 * Throws CorpusError for a threshold outside (0, 1).
 */
export function optimalBands(threshold: number, permutations: number, weight = 0.5): Bands {
  if (!(threshold > 0 && threshold < 1))
    throw new CorpusError(`The Jaccard threshold is ${threshold}; expected a number above 0 and below 1.`);
  let best: Bands = { bands: 1, rows: 1 };
  let least = Number.POSITIVE_INFINITY;
  for (let bands = 1; bands <= permutations; bands++)
    for (let rows = 1; rows * bands <= permutations; rows++) {
      const { falseNegative, falsePositive } = errorAreas(threshold, { bands, rows });
      const error = weight * falsePositive + (1 - weight) * falseNegative;
      if (error < least) {
        least = error;
        best = { bands, rows };
      }
    }
  return best;
}

/**
 * Writes two 32-bit words a band at `at` of `keys`: documents whose band agrees have equal ones. Bands do not share buckets, for their
 * numbers are mixed in.
 */
export function bandKeys(signature: Uint32Array, { bands, rows }: Bands, keys: Uint32Array, at = 0): void {
  for (let band = 0; band < bands; band++) {
    let high = 0x9e3779b9 ^ band;
    let low = 0x7f4a7c15 + band;
    for (let i = band * rows; i < (band + 1) * rows; i++) {
      high = Math.imul(high ^ signature[i], 0x85ebca6b);
      high ^= high >>> 13;
      low = Math.imul(low ^ signature[i], 0xc2b2ae35);
      low ^= low >>> 16;
    }
    keys[at + 2 * band] = finished(high ^ Math.imul(low, 0x27d4eb2f));
    keys[at + 2 * band + 1] = finished(low ^ Math.imul(high, 0x165667b1));
  }
}

function finished(word: number): number {
  let h = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Whether a band of two signatures agrees: what an index finds, told from the signatures alone. */
export function areCandidates(a: Uint32Array, b: Uint32Array, { bands, rows }: Bands): boolean {
  for (let band = 0; band < bands; band++) {
    let i = band * rows;
    const end = i + rows;
    while (i < end && a[i] === b[i]) i++;
    if (i === end) return true;
  }
  return false;
}
