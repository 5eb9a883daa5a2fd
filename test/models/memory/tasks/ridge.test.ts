import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../../src/models/memory/rows';
import { ridgeInContext } from '../../../../src/models/memory/tasks/ridge';
import { Random } from '../../../../src/models/random';

describe('ridge regression in context', () => {
  it('answers as by hand, for each function apart', () => {
    // Function 0: after x = (1, 2), y = 3 with lambda 1: w = x y / (1 + |x|^2) = (1, 2) / 2. Function 1 knows nothing of it.
    const x = rowsOf(4, 2, [1, 2, 5, 5, 1, 0, 0, 1]);
    const answers = ridgeInContext([0, 1, 0, 0], x, [3, 7, 0, 0], 1);
    expect(answers[0]).toBe(0);
    expect(answers[1]).toBe(0);
    expect(answers[2]).toBeCloseTo(0.5, 14);
    // Then (2 + 0, 2; 2, 5) w = (3, 6): w = (1/2 + ..) solved: det = 3 * 5 - 4 = 11, w2 = (3 * 6 - 2 * 3) / 11.
    expect(answers[3]).toBeCloseTo(12 / 11, 14);
  });

  it('knows a function without noise once it has seen as many examples as dimensions', () => {
    const random = new Random(3);
    const weights = Float64Array.from({ length: 5 }, () => random.normal());
    const x = rowsOf(
      12,
      5,
      Array.from({ length: 60 }, () => random.normal())
    );
    const y = Array.from({ length: 12 }, (_, t) =>
      weights.reduce((sum, w, i) => sum + w * x.data[5 * t + i], 0)
    );
    const answers = ridgeInContext(new Uint8Array(12), x, y, 1e-10);
    const errors = y.map((wanted, t) => Math.abs(wanted - answers[t]));
    expect(Math.max(...errors.slice(5))).toBeLessThan(1e-6);
    expect(Math.max(...errors.slice(0, 5))).toBeGreaterThan(0.1);
  });

  it('says what does not fit', () => {
    expect(() => ridgeInContext([0], rowsOf(2, 1, [1, 2]), [1, 2], 1)).toThrow(
      'There are 2 rows of x, 1 functions and 2 values y; expected as many of each.'
    );
    expect(() => ridgeInContext([0], rowsOf(1, 1, [1]), [1], 0)).toThrow('The penalty is 0');
  });
});
