import { describe, expect, it } from 'vitest';
import {
  decodability,
  nearestCodes,
  neighbourAccuracy,
  onPlane,
  principalPlane
} from '../../../src/models/codes/invariance';
import { Random } from '../../../src/models/random';

function codes(count: number, width: number, seed = 1) {
  const random = new Random(seed);
  return { count, width, values: Float64Array.from({ length: count * width }, () => random.normal()) };
}

describe('decodability', () => {
  it('is 1 of a number that is quadratic in the code, with independent halves', () => {
    const own = codes(400, 3);
    const numbers = Float64Array.from(
      { length: 400 },
      (_, k) => 2 + 3 * own.values[3 * k] - own.values[3 * k + 1] ** 2
    );
    expect(decodability(own, numbers)).toBeCloseTo(1, 8);
  });

  it('is the share of variance that is not noise', () => {
    const own = codes(20000, 2);
    const noise = codes(20000, 1, 7);
    const numbers = Float64Array.from({ length: 20000 }, (_, k) => own.values[2 * k] + noise.values[k]);
    expect(decodability(own, numbers)).toBeCloseTo(0.5, 1);
  });

  it('is about 0, and never above by much, of a number the code knows nothing of', () => {
    const score = decodability(codes(2000, 4), codes(2000, 1, 5).values);
    expect(Math.abs(score)).toBeLessThan(0.03);
  });

  it('is no number where there is nothing to explain, and survives a latent that is constant', () => {
    const own = codes(100, 2);
    for (let k = 0; k < 100; k++) own.values[2 * k] = 0.5;
    expect(decodability(own, new Float64Array(100).fill(3))).toBeNaN();
    const numbers = Float64Array.from({ length: 100 }, (_, k) => own.values[2 * k + 1]);
    expect(decodability(own, numbers)).toBeCloseTo(1, 5);
  });
});

describe('neighbourAccuracy', () => {
  it('is 1 of classes in clusters and near chance of classes that are not in the code', () => {
    const random = new Random(4);
    const classes = Uint8Array.from({ length: 600 }, () => random.below(4));
    const clustered = {
      count: 600,
      width: 2,
      values: Float64Array.from({ length: 1200 }, (_, k) =>
        k % 2 === 0 ? 10 * classes[k >> 1] + random.normal() : random.normal()
      )
    };
    expect(neighbourAccuracy(nearestCodes(clustered), classes)).toBe(1);
    expect(neighbourAccuracy(nearestCodes(codes(600, 2)), classes)).toBeLessThan(0.35);
  });

  it('counts by hand: one neighbour, two points', () => {
    const own = { count: 4, width: 1, values: [0, 10, 1, 9] };
    expect(neighbourAccuracy(nearestCodes(own, 1), [5, 6, 5, 5])).toBe(0.5);
  });
});

describe('principalPlane', () => {
  it('finds the directions of largest spread, signs settled', () => {
    const random = new Random(2);
    const values = new Float64Array(3 * 5000);
    for (let k = 0; k < 5000; k++) {
      const [a, b] = [5 * random.normal(), 2 * random.normal()];
      values.set([1 + 0.6 * a, 0.1 * random.normal(), -2 - 0.8 * a], 3 * k);
      values[3 * k + 1] += b;
    }
    const plane = principalPlane({ count: 5000, width: 3, values });
    [-0.6, 0, 0.8].forEach((entry, j) => {
      expect(plane.axes[0][j]).toBeCloseTo(entry, 1);
    });
    expect(Math.abs(plane.axes[1][1])).toBeGreaterThan(0.99);
    expect(plane.axes[1][1]).toBeGreaterThan(0);
    const [x, y] = onPlane(plane, plane.centre);
    expect([x, y]).toEqual([0, 0]);
  });

  it('has a second axis of nothing for codes of one dimension', () => {
    const plane = principalPlane({ count: 3, width: 1, values: [1, 2, 3] });
    expect([...plane.axes[0]]).toEqual([1]);
    expect([...plane.axes[1]]).toEqual([0]);
  });
});
