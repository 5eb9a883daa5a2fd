import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createFigureMemory,
  extent,
  heldRange,
  keep,
  lookingBack,
  type Range,
  roundRange,
  roundUp,
  signedRange
} from '../../src/figures/ranges';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 });
const range = fc.tuple(finite, finite).map(([a, b]): Range => (a < b ? [a, b] : [b, a]));

test('a held range always holds the data', () => {
  fc.assert(
    fc.property(range, range, (first, second) => {
      const before = heldRange(undefined, first);
      const held = heldRange(before, second);
      const slack = 1e-9 * Math.max(Math.abs(second[0]), Math.abs(second[1]));
      expect(held[0]).toBeLessThanOrEqual(second[0] + slack);
      expect(held[1]).toBeGreaterThanOrEqual(second[1] - slack);
      expect(held[1]).toBeGreaterThan(held[0]);
    })
  );
});

test('a range stays while the data fit and fill a fair part of it', () => {
  const before: Range = [0, 10];
  expect(heldRange(before, [0, 9])).toBe(before);
  expect(heldRange(before, [2, 7])).toBe(before);
  expect(heldRange(before, [5, 5])).toBe(before);
});

test('looking back begins with the ranges that are held and leaves them so', () => {
  const memory = createFigureMemory();
  memory.ranges.set('rate', [0, 10]);
  const back = lookingBack(memory);
  expect(back.ranges.get('rate')).toEqual([0, 10]);
  back.ranges.set('rate', [0, 50]);
  expect(memory.ranges.get('rate')).toEqual([0, 10]);
  expect(keep(back, 'ranking', [1], () => 'made')).toBe(keep(memory, 'ranking', [1], () => 'made twice'));
});

test('a range follows data that leave it or shrink to a small part of it', () => {
  expect(heldRange([0, 10], [0, 11])[1]).toBeGreaterThan(11);
  const shrunk = heldRange([0, 10], [0, 1]);
  expect(shrunk[1]).toBeLessThan(2);
});

test('noise around a level changes the range at most once', () => {
  let held: Range | undefined;
  let changes = 0;
  for (let i = 0; i < 200; i++) {
    const next = heldRange(held, [-1 + 0.05 * Math.cos(i), 1 + 0.05 * Math.sin(1.7 * i)]);
    if (next !== held) changes++;
    held = next;
  }
  expect(changes).toBe(1);
});

test('zero stays an end of data that do not cross it', () => {
  expect(roundRange([0, 7.3])[0]).toBe(0);
  expect(roundRange([-3.1, 0])[1]).toBe(0);
  expect(roundRange([0, 0])).toEqual([0, 1]);
  expect(roundRange([5e-324, 5e-324])).toEqual([0, 1]);
});

test('no data leave the range as it was', () => {
  expect(heldRange([2, 3], extent([]))).toEqual([2, 3]);
  expect(heldRange(undefined, extent([Number.NaN]))).toEqual([0, 1]);
});

test('a signed range is symmetric and holds the largest size', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, min: 1e-12, max: 1e12 }), (largest) => {
      const [low, high] = signedRange(undefined, largest);
      expect(low).toBe(-high);
      expect(high).toBeGreaterThanOrEqual(largest * (1 - 1e-9));
      expect(high).toBeLessThanOrEqual(largest * 2.0000001);
    })
  );
  expect(signedRange(undefined, 0)).toEqual([-1, 1]);
});

test('rounding up gives the next round number', () => {
  expect([0.9, 1, 1.2, 2.4, 0.073, 640].map(roundUp)).toEqual([1, 1, 1.5, 3, 0.08, 800]);
});

test('what is kept is made anew only when its origin changes', () => {
  const memory = createFigureMemory();
  let made = 0;
  const origin = new Float32Array(2);
  const make = () => ++made;
  expect(keep(memory, 'a', [origin, 3], make)).toBe(1);
  expect(keep(memory, 'a', [origin, 3], make)).toBe(1);
  expect(keep(memory, 'a', [origin, 4], make)).toBe(2);
  expect(keep(undefined, 'a', [origin, 4], make)).toBe(3);
});
