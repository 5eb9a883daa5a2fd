import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/models/random';
import { bootstrapInterval } from '../../../src/session/statistics/bootstrap';
import { mean, standardDeviation } from '../../../src/session/statistics/moments';
import { normalQuantile, normalShare } from '../../../src/session/statistics/normal';
import { pairedEffect } from '../../../src/session/statistics/paired';
import { shareInterval } from '../../../src/session/statistics/share';

describe('the normal distribution', () => {
  // Abramowitz & Stegun, table 26.1.
  it.each([
    [0, 0.5],
    [1, 0.841344746068543],
    [1.96, 0.97500210485178],
    [3, 0.99865010196837],
    [-2.5, 0.006209665325776],
    [-6, 9.86587645037698e-10]
  ])('below %d lies %d', (x, share) => {
    expect(Math.abs(normalShare(x) / share - 1)).toBeLessThan(1e-12);
  });

  it('has quantiles that undo it', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 13);
    for (const x of [-5.5, -2, -0.3, 0, 0.7, 2.9, 3.1, 5])
      expect(normalQuantile(normalShare(x))).toBeCloseTo(x, 7);
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
  });
});

describe('moments', () => {
  it('are those of the sample', () => {
    expect(mean([2, 4, 4, 4, 5, 5, 7, 9])).toBe(5);
    expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 14);
    expect(standardDeviation([1])).toBeNaN();
  });
});

describe('a bootstrap interval', () => {
  it('covers the mean of a skewed distribution about as often as it says', () => {
    let covered = 0;
    const random = new Random('coverage');
    const rounds = 400;
    for (let round = 0; round < rounds; round++) {
      // Exponential with mean 1, the hard case for symmetric intervals.
      const sample = Array.from({ length: 30 }, () => -Math.log(1 - random.uniform()));
      const { low, high } = bootstrapInterval(sample, { resamples: 600 })!;
      if (low <= 1 && high >= 1) covered++;
    }
    expect(covered / rounds).toBeGreaterThan(0.89);
    expect(covered / rounds).toBeLessThan(0.985);
  });

  it('is near the normal interval of a large symmetric sample', () => {
    const random = new Random(5);
    const sample = Array.from({ length: 400 }, () => random.normal());
    const half = (1.96 * standardDeviation(sample)) / 20;
    const { low, high } = bootstrapInterval(sample)!;
    expect(low).toBeCloseTo(mean(sample) - half, 1);
    expect(high).toBeCloseTo(mean(sample) + half, 1);
    expect((high - low) / (2 * half)).toBeCloseTo(1, 1);
  });

  it('is the same every time, moves and grows with the values, and is a point where all are equal', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6];
    const once = bootstrapInterval(values)!;
    expect(bootstrapInterval(values)).toEqual(once);
    const moved = bootstrapInterval(values.map((value) => 10 + 2 * value))!;
    expect(moved.low).toBeCloseTo(10 + 2 * once.low, 10);
    expect(moved.high).toBeCloseTo(10 + 2 * once.high, 10);
    expect(bootstrapInterval([2, 2, 2])).toEqual({ low: 2, high: 2 });
  });

  it('says nothing of two values', () => {
    expect(bootstrapInterval([1, 2])).toBeUndefined();
  });
});

describe('a paired effect', () => {
  it('takes out what pairs have in common', () => {
    const pairs = [10, 200, 3000, 40000, 500000].map((base, k): [number, number] => [
      base,
      base + 1 + 0.1 * k
    ]);
    const { difference, interval, n, size } = pairedEffect(pairs);
    expect(n).toBe(5);
    expect(difference).toBeCloseTo(1.2, 9);
    expect(interval!.low).toBeGreaterThan(1);
    expect(interval!.high).toBeLessThan(1.4);
    // d_z = 1.2 / sd(1, 1.1, 1.2, 1.3, 1.4) = 1.2 / 0.158114, times 1 - 3/15.
    expect(size).toBeCloseTo((1.2 / 0.15811388300841897) * 0.8, 6);
  });

  it('is infinite where every pair differs alike, and none where none differs', () => {
    expect(
      pairedEffect([
        [1, 2],
        [3, 4],
        [5, 6]
      ]).size
    ).toBe(Infinity);
    expect(
      pairedEffect([
        [1, 1],
        [3, 3],
        [5, 5]
      ]).size
    ).toBe(0);
  });
});

describe('the interval of a share', () => {
  // Newcombe (1998), Statist. Med. 17, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718]
  ])('%d of %d', (held, n, low, high) => {
    expect(shareInterval(held, n).low).toBeCloseTo(low, 4);
    expect(shareInterval(held, n).high).toBeCloseTo(high, 4);
  });

  it('is everything where nothing was tried', () => {
    expect(shareInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });
});
