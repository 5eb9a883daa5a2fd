import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../src/models/random';
import { ziggurat } from '../../src/models/ziggurat';

const draws = (random: Random, count: number): number[] => Array.from({ length: count }, () => random.bits());

describe('the generator', () => {
  test('is xoshiro128**: the first outputs for the state 1, 2, 3, 4', () => {
    // From the recurrence of Blackman & Vigna 2018: result = rotl(s1 * 5, 7) * 9, worked by hand for the first three.
    const random = new Random(0);
    random.state = [1, 2, 3, 4];
    expect(draws(random, 3)).toEqual([11520, 0, 5927040]);
  });

  test('gives the same numbers for the same seed and others for another', () => {
    expect(draws(new Random(7), 20)).toEqual(draws(new Random(7), 20));
    expect(draws(new Random(7), 20)).not.toEqual(draws(new Random(8), 20));
  });

  test('a branch does not depend on what was drawn from its parent or its sisters', () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), fc.nat(50), (seed, name, drawn) => {
        const busy = new Random(seed);
        draws(busy, drawn);
        draws(busy.fork('sister'), drawn);
        expect(draws(busy.fork(name), 4)).toEqual(draws(new Random(seed).fork(name), 4));
      })
    );
  });

  test('branches of other names and depths differ', () => {
    const first = ['a', 'b', 'a/b', 'ab', ''].map((name) => new Random(1).fork(name).bits());
    expect(new Set([...first, new Random(1).bits(), new Random(1).fork('b').fork('a').bits()]).size).toBe(7);
  });

  test('a kept state goes on where it was', () => {
    const random = new Random(3);
    draws(random, 11);
    const { state } = random;
    const next = draws(random, 5);
    const other = new Random(99);
    other.state = state;
    expect(draws(other, 5)).toEqual(next);
  });
});

describe('its distributions', () => {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;

  test('uniform lies in [0, 1) with mean 1/2 and variance 1/12', () => {
    const random = new Random(1);
    const values = Array.from({ length: 20_000 }, () => random.uniform());
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(mean(values)).toBeCloseTo(0.5, 2);
    expect(mean(values.map((value) => (value - 0.5) ** 2))).toBeCloseTo(1 / 12, 2);
  });

  test('normal has moments 0, 1, 0, 3', () => {
    const random = new Random(2);
    const values = Array.from({ length: 40_000 }, () => random.normal());
    expect(Math.abs(mean(values))).toBeLessThan(0.02);
    expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1, 1);
    expect(Math.abs(mean(values.map((value) => value ** 3)))).toBeLessThan(0.1);
    expect(Math.abs(mean(values.map((value) => value ** 4)) - 3)).toBeLessThan(0.15);
  });

  describe('the quick normal', () => {
    const count = 1_000_000;
    const values = new Float64Array(count);
    new Random(5).quickNormals(values);
    const moment = (power: number): number => {
      let sum = 0;
      for (const value of values) sum += value ** power;
      return sum / count;
    };
    /** P(N <= x), the error function by its continued fraction or its series. */
    const normalBelow = (x: number): number => {
      if (x > 0) return 1 - normalBelow(-x);
      const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
      if (x < -3) {
        let fraction = -x;
        for (let k = 60; k >= 1; k--) fraction = -x + k / fraction;
        return density / fraction;
      }
      let term = x;
      let sum = x;
      for (let k = 1; k < 80; k++) {
        term *= (x * x) / (2 * k + 1);
        sum += term;
      }
      return 0.5 + density * sum;
    };

    test('has the moments 0, 1, 0, 3, 0, 15 within five standard errors', () => {
      const variances = [1, 2, 15, 96, 945, 10170];
      [0, 1, 0, 3, 0, 15].forEach((expected, k) => {
        const error = 5 * Math.sqrt(variances[k] / count);
        expect(Math.abs(moment(k + 1) - expected)).toBeLessThan(error);
      });
    });

    test('keeps to the normal distribution function (Kolmogorov and Smirnov)', () => {
      const sorted = values.slice().sort();
      let furthest = 0;
      sorted.forEach((value, k) => {
        const expected = normalBelow(value);
        furthest = Math.max(furthest, Math.abs((k + 1) / count - expected), Math.abs(k / count - expected));
      });
      // Exceeded by chance once in a thousand seeds.
      expect(furthest).toBeLessThan(1.95 / Math.sqrt(count));
    });

    test.each([2, 3, 3.5, 3.6541528853610088, 4])('has the right tails beyond %f', (edge) => {
      const expected = count * normalBelow(-edge);
      for (const tail of [values.filter((x) => x > edge), values.filter((x) => x < -edge)])
        expect(Math.abs(tail.length - expected)).toBeLessThan(5 * Math.sqrt(expected));
    });

    test('gives one by one what it gives in bulk', () => {
      const random = new Random(5);
      expect(values.subarray(0, 5000).every((value) => value === random.quickNormal())).toBe(true);
      const bulk = new Random(5);
      bulk.quickNormals(new Float64Array(5000));
      expect(bulk.state).toEqual(random.state);
    });

    test('draws from layers of equal area that reach the top of the bell', () => {
      const { density, edge } = ziggurat;
      const area = edge[1] * density[1] + Math.sqrt(2 * Math.PI) * normalBelow(-edge[1]);
      expect(edge[0] * density[1]).toBeCloseTo(area, 14);
      for (let i = 1; i < 256; i++) expect(edge[i] * (density[i + 1] - density[i])).toBeCloseTo(area, 14);
      expect(density[256]).toBe(1);
    });
  });

  test('below is whole, in range and even', () => {
    const random = new Random(3);
    const counts = new Array<number>(7).fill(0);
    for (let n = 0; n < 14_000; n++) counts[random.below(7)]++;
    expect(counts).toHaveLength(7);
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  test('a permutation holds every number once', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.integer(), (n, seed) => {
        expect([...new Random(seed).permutation(n)].sort((a, b) => a - b)).toEqual(
          Array.from({ length: n }, (_, i) => i)
        );
      })
    );
  });
});
