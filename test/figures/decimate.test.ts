import fc from 'fast-check';
import { expect, test } from 'vitest';
import { extreme, linePoints } from '../../src/figures/decimate';

const samples = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), {
  minLength: 1,
  maxLength: 2000
});

test('a decimated line keeps the lowest and highest sample of every pixel column', () => {
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 50 }), (values, pixels) => {
      const x = (i: number): number => (i * pixels) / values.length;
      const points = linePoints({ length: values.length, x, y: (i) => values[i] });
      const columns = (places: { x: number; y: number }[]) => {
        const ends = new Map<number, [number, number]>();
        for (const place of places) {
          const column = Math.floor(place.x);
          const [low, high] = ends.get(column) ?? [Infinity, -Infinity];
          ends.set(column, [Math.min(low, place.y), Math.max(high, place.y)]);
        }
        return [...ends.values()];
      };
      const drawn = Array.from({ length: points.length / 2 }, (_, i) => ({
        x: points[2 * i],
        y: points[2 * i + 1]
      }));
      // Only the y values are compared: a column's x may round across its edge in single precision.
      const wanted = columns(values.map((y, i) => ({ x: x(i), y: Math.fround(y) })));
      expect(drawn.length).toBeLessThanOrEqual(4 * (pixels + 1));
      const seen = new Set(drawn.map(({ y }) => y));
      for (const [low, high] of wanted) expect(seen.has(low) && seen.has(high)).toBe(true);
    })
  );
});

test('a decimated line begins with the first sample, ends with the last and never goes back in x', () => {
  fc.assert(
    fc.property(samples, (values) => {
      const points = linePoints({ length: values.length, x: (i) => i / 7, y: (i) => values[i] });
      expect([points[0], points[1]]).toEqual([0, Math.fround(values[0])]);
      expect(points.at(-1)).toBe(Math.fround(values.at(-1)!));
      for (let i = 2; i < points.length; i += 2) expect(points[i]).toBeGreaterThanOrEqual(points[i - 2]);
    })
  );
});

test('a missing value or a broken time leaves a gap in the line', () => {
  const values = [1, 2, Number.NaN, 3, 4];
  const x = (i: number): number => i * 10;
  const missing = linePoints({ length: 5, x, y: (i) => values[i] });
  expect([...missing]).toEqual([0, 1, 10, 2, Number.NaN, Number.NaN, 30, 3, 40, 4]);
  const broken = linePoints({ length: 4, x, y: (i) => i, breaks: (i) => i === 2 });
  expect([...broken]).toEqual([0, 0, 10, 1, Number.NaN, Number.NaN, 20, 2, 30, 3]);
});

test('merged cells keep the value farthest from zero, whatever its sign', () => {
  expect(extreme([1, -5, 3], 0, 1, 3)).toBe(-5);
  expect(extreme([Number.NaN, 0.5, Number.NaN], 0, 1, 3)).toBe(0.5);
  expect(extreme([9, 1, 9, -2, 9], 1, 2, 2)).toBe(-2);
  expect(extreme([Number.NaN], 0, 1, 1)).toBeNaN();
});
