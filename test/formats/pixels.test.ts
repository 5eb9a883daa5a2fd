import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaAverage, channelsFirst, type PixelShape } from '../../src/formats/pixels';
import { Random } from '../../src/models/random';

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

const resized = (image: number[] | Float64Array, shape: PixelShape, side: number): Float64Array => {
  const into = new Float64Array(shape.channels * side * side);
  areaAverage(shape, side)(Float64Array.from(image), 0, into, 0);
  return into;
};

describe('another size', () => {
  it('averages over areas', () => {
    const four = Array.from({ length: 16 }, (_, i) => i + 1);
    expect([...resized(four, { channels: 1, rows: 4, columns: 4 }, 2)]).toEqual([3.5, 5.5, 11.5, 13.5]);
    // The first takes all of 0, half of 1 and 3, a quarter of 4.
    const three = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    expect(resized(three, { channels: 1, rows: 3, columns: 3 }, 2)[0]).toBeCloseTo(
      (0 + 0.5 * 1 + 0.5 * 3 + 0.25 * 4) / 2.25,
      12
    );
  });

  it('keeps the mean of every channel and stays within its bounds, whatever the sides', () => {
    const side = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(
        side,
        side,
        side,
        fc.integer({ min: 1, max: 3 }),
        fc.integer(),
        (rows, columns, to, channels, seed) => {
          const random = new Random(seed);
          const plane = rows * columns;
          const image = Float64Array.from({ length: channels * plane }, () => random.uniform());
          const small = resized(image, { channels, rows, columns }, to);
          for (let c = 0; c < channels; c++) {
            const before = image.subarray(c * plane, (c + 1) * plane);
            const after = small.subarray(c * to * to, (c + 1) * to * to);
            expect(mean(after)).toBeCloseTo(mean(before), 10);
            expect(Math.max(...after)).toBeLessThanOrEqual(Math.max(...before) + 1e-12);
            expect(Math.min(...after)).toBeGreaterThanOrEqual(Math.min(...before) - 1e-12);
          }
        }
      )
    );
  });

  it('of the same side is the same image', () => {
    const image = Float64Array.from({ length: 25 }, (_, i) => i / 25);
    expect(resized(image, { channels: 1, rows: 5, columns: 5 }, 5)).toEqual(image);
  });

  it('reads and writes where it is told', () => {
    const into = new Float64Array(6);
    areaAverage({ channels: 1, rows: 1, columns: 2 }, 1)(Uint8Array.of(9, 1, 3), 1, into, 4);
    expect([...into]).toEqual([0, 0, 0, 0, 2, 0]);
  });
});

it('puts channels first', () => {
  const shape = { channels: 3, rows: 1, columns: 2 };
  expect([...channelsFirst(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), shape)]).toEqual([
    1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12
  ]);
});
