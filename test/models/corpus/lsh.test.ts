import { describe, expect, it } from 'vitest';
import { BandIndex } from '../../../src/models/corpus/dedup/bandIndex';
import {
  areCandidates,
  bandKeys,
  candidateProbability,
  errorAreas,
  optimalBands
} from '../../../src/models/corpus/dedup/lsh';
import { Random } from '../../../src/models/random';

describe('the S-curve', () => {
  it('runs from 0 to 1, rises with similarity and bands, falls with rows', () => {
    for (const bands of [1, 8, 32])
      for (const rows of [1, 4, 16]) {
        expect(candidateProbability(0, { bands, rows })).toBe(0);
        expect(candidateProbability(1, { bands, rows })).toBe(1);
        for (let j = 0.05; j < 1; j += 0.05) {
          const here = candidateProbability(j, { bands, rows });
          expect(candidateProbability(j + 0.04, { bands, rows })).toBeGreaterThanOrEqual(here);
          expect(candidateProbability(j, { bands: bands + 1, rows })).toBeGreaterThanOrEqual(here);
          expect(candidateProbability(j, { bands, rows: rows + 1 })).toBeLessThanOrEqual(here);
        }
      }
  });

  it('has the published values', () => {
    expect(candidateProbability(0.4, { bands: 32, rows: 4 })).toBeCloseTo(0.564, 3);
    expect(candidateProbability(0.383, { bands: 32, rows: 4 })).toBeCloseTo(0.5, 2);
    expect(candidateProbability(0.856, { bands: 8, rows: 16 })).toBeCloseTo(0.5, 2);
    const at40 = errorAreas(0.4, { bands: 32, rows: 4 });
    expect(at40.falsePositive).toBeCloseTo(0.053, 3);
    expect(at40.falseNegative).toBeCloseTo(0.033, 3);
    const at80 = errorAreas(0.8, { bands: 9, rows: 13 });
    expect(at80.falsePositive).toBeCloseTo(0.025, 3);
    expect(at80.falseNegative).toBeCloseTo(0.033, 3);
  });

  it.each([
    [0.4, 32, 4],
    [0.8, 9, 13],
    [0.85, 8, 16]
  ])('is cut at %f best by %i bands of %i', (threshold, bands, rows) => {
    expect(optimalBands(threshold, 128)).toEqual({ bands, rows });
  });

  it('refuses a threshold that is none', () => {
    expect(() => optimalBands(1, 128)).toThrow('above 0 and below 1');
    expect(() => optimalBands(Number.NaN, 128)).toThrow('above 0 and below 1');
  });
});

describe('buckets', () => {
  const random = new Random(1);
  const signature = (): Uint32Array => Uint32Array.from({ length: 128 }, () => random.bits());

  it('are shared in every band by equal signatures, in none by unrelated ones', () => {
    const bands = { bands: 32, rows: 4 };
    const [a, b] = [signature(), signature()];
    const keys = (s: Uint32Array): Uint32Array => {
      const written = new Uint32Array(64);
      bandKeys(s, bands, written);
      return written;
    };
    expect(keys(a)).toEqual(keys(a.slice()));
    expect(areCandidates(a, a.slice(), bands)).toBe(true);
    const [first, second] = [keys(a), keys(b)];
    for (let band = 0; band < 32; band++)
      expect([first[2 * band], first[2 * band + 1]]).not.toEqual([second[2 * band], second[2 * band + 1]]);
  });

  it('differ where one value of a band or the place of two does', () => {
    const bands = { bands: 1, rows: 8 };
    const key = (s: Uint32Array): string => {
      const written = new Uint32Array(2);
      bandKeys(s, bands, written);
      return written.join();
    };
    const seen = new Set<string>();
    const base = signature().slice(0, 8);
    for (let i = 0; i < 8; i++)
      for (const bit of [0, 7, 31]) {
        const changed = base.slice();
        changed[i] ^= 1 << bit;
        seen.add(key(changed));
      }
    const swapped = base.slice();
    [swapped[0], swapped[5]] = [swapped[5], swapped[0]];
    seen.add(key(base)).add(key(swapped));
    expect(seen.size).toBe(8 * 3 + 2);
  });

  it('of an index find what signatures have in common, as pairs with the first of a bucket', () => {
    const bands = { bands: 4, rows: 2 };
    const index = new BandIndex(bands);
    const a = Uint32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    const b = Uint32Array.of(1, 2, 9, 9, 9, 9, 9, 9);
    const c = Uint32Array.of(0, 0, 3, 4, 0, 0, 9, 9);
    expect(index.add(0, a)).toEqual([]);
    expect(index.add(1, b)).toEqual([0]);
    expect(index.add(2, c)).toEqual([0, 1]);
    const again = new BandIndex(bands);
    again.restore(index.snapshot());
    expect(again.size).toBe(index.size);
    expect(again.add(3, c)).toEqual(index.add(3, c));
  });
});
