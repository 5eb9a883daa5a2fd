import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/models/random';
import { spectralRadius } from '../../../src/models/training/spectralRadius';

describe('spectral radius', () => {
  it.each<[string, number[], number]>([
    ['of a number', [-3], 3],
    ['of a diagonal', [1, 0, 0, 0, -5, 0, 0, 0, 2], 5],
    ['of an identity', [1, 0, 0, 0, 1, 0, 0, 0, 1], 1],
    [
      'of a scaled rotation: 0.9 (cos 1 +- i sin 1)',
      [0.4862720753, -0.7573238863, 0.7573238863, 0.4862720753],
      0.9
    ],
    ['of a quarter turn', [0, -2, 2, 0], 2],
    ['of equal and opposite eigenvalues', [0, 4, 1, 0], 2],
    ['of a cycle of five', [0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0], 1],
    ['of the golden ratio', [1, 1, 1, 0], (1 + Math.sqrt(5)) / 2],
    ['of one that is not normal', [0.5, 1e6, 0, 0.25], 0.5],
    ['of very large numbers', [3e200, 0, 0, 1e200], 3e200],
    ['of very small numbers', [3e-200, 0, 0, 1e-200], 3e-200],
    ['of a nilpotent matrix', [0, 1, 5, 0, 0, 2, 0, 0, 0], 0],
    ['of nothing', [], 0]
  ])('%s', (_, entries, radius) => {
    const found = spectralRadius(entries, Math.sqrt(entries.length));
    expect(Math.abs(found - radius)).toBeLessThanOrEqual(1e-9 * radius);
  });

  it('has no number for what is none', () => {
    expect(spectralRadius([1, Number.NaN, 0, 1], 2)).toBeNaN();
    expect(spectralRadius([Number.POSITIVE_INFINITY], 1)).toBeNaN();
  });

  it.each([2, 3, 8, 16, 40])('agrees with the QR algorithm on random matrices of %i', (n) => {
    const random = new Random(n);
    for (let trial = 0; trial < 10; trial++) {
      const entries = Float64Array.from({ length: n * n }, () => random.normal());
      const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(
        Matrix.from1DArray(n, n, entries)
      );
      const exact = Math.max(...realEigenvalues.map((re, k) => Math.hypot(re, imaginaryEigenvalues[k])));
      expect(Math.abs(spectralRadius(entries, n) / exact - 1)).toBeLessThan(1e-11);
    }
  });
});
