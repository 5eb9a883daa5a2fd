import { describe, expect, it } from 'vitest';
import {
  clicksOf,
  highestTone,
  lowestTone,
  mostClicksPerSecond,
  mostTonesPerSecond,
  pitchOf,
  tonesOf
} from '../../../src/renderer/sound/mapping';

const rowsOf = (first: number, rows: readonly (readonly number[])[]) => ({
  times: Float64Array.from(rows, (_, r) => first + r),
  data: Float32Array.from(rows.flat()),
  width: rows[0]?.length ?? 0
});

describe('clicks', () => {
  it('come where in time their spikes were, from left to right by unit', () => {
    const rows = rowsOf(40, [
      [1, 0, 0],
      [0, 0, 0],
      [0, 1, 0],
      [0, 0, 1]
    ]);
    expect(clicksOf(rows, 0.2)).toEqual([
      { at: 0, pan: -1 },
      { at: 0.1, pan: 0 },
      { at: expect.closeTo(0.15), pan: 1 }
    ]);
  });

  it('of one unit come from the middle, and of none there are none', () => {
    expect(clicksOf(rowsOf(0, [[1]]), 1)).toEqual([{ at: 0, pan: 0 }]);
    expect(clicksOf(rowsOf(0, []), 1)).toEqual([]);
  });

  it('are never more than can be heard apart', () => {
    const dense = rowsOf(
      0,
      Array.from({ length: 100 }, () => Array.from({ length: 50 }, () => 1))
    );
    const clicks = clicksOf(dense, 0.1);
    expect(clicks.length).toBeGreaterThan(0.5 * mostClicksPerSecond * 0.1);
    expect(clicks.length).toBeLessThanOrEqual(mostClicksPerSecond * 0.1);
    for (const { at } of clicks) expect(at).toBeLessThan(0.1);
  });
});

describe('tones', () => {
  it('rise with the loss over two octaves, in equal ratios', () => {
    expect(pitchOf(0, 8)).toBe(lowestTone);
    expect(pitchOf(8, 8)).toBe(highestTone);
    expect(pitchOf(4, 8)).toBeCloseTo(2 * lowestTone);
    expect(pitchOf(99, 8)).toBe(highestTone);
    expect(pitchOf(0, 0)).toBe(lowestTone);
  });

  it('are of the newest trials where there are too many, and of numbers alone', () => {
    const rows = rowsOf(
      0,
      Array.from({ length: 40 }, (_, trial) => [trial])
    );
    const tones = tonesOf(rows, 0.5, 39);
    expect(tones).toHaveLength(mostTonesPerSecond * 0.5);
    expect(tones.at(-1)?.frequency).toBe(highestTone);
    expect(tonesOf(rowsOf(0, [[Number.NaN], [1]]), 1, 1).map(({ frequency }) => frequency)).toEqual([
      highestTone
    ]);
  });
});
