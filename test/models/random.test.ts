import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../src/models/random';

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
