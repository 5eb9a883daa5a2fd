import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/models/random';
import { completeSettings, type Settings } from '../../../src/models/settings';
import { createCutter } from '../../../src/session/live/createCutter';
import { mostAside } from '../../../src/session/live/pictureCutter';
import { type RowSettings, rowSettings } from '../../../src/session/live/streamOfRows';

const cutter = (settings: Settings, channels: number) =>
  createCutter(completeSettings(rowSettings, settings) as Settings & RowSettings, channels, new Random(1));

describe('samples as pictures', () => {
  const pictures = (settings: Settings = {}) =>
    cutter({ samplesAre: 'images', trialSteps: 3, asideEvery: 4, ...settings }, 16);
  /** The number of each picture, as its first pixel tells. */
  const numbers = (x: Float64Array): number[] =>
    Array.from({ length: x.length / 16 }, (_, t) => Math.round(1000 * x[16 * t]));

  it('are squares of grey in [0, 1], in the order in which they came', () => {
    const made = pictures({ asideEvery: 0 });
    expect(made.shape).toMatchObject({
      inputKind: 'images',
      inputs: 16,
      outputs: 0,
      steps: 3,
      images: { channels: 1, rows: 4, columns: 4 }
    });
    for (let k = 0; k < 3; k++) made.push(Float32Array.from({ length: 16 }, (_, p) => (p < 8 ? -1 : 2) * k));
    expect(made.ready).toBe(true);
    const { index, mask, x } = made.take(7);
    expect([index, ...mask]).toEqual([7, 1, 1, 1]);
    expect([x[16], x[16 + 15]]).toEqual([0, 1]);
    expect([made.ready, made.heldOut.length]).toEqual([false, 0]);
  });

  it('are kept aside in whole stretches, which no trial has, and of which the latest stay', () => {
    const made = pictures();
    const learned: number[] = [];
    for (let k = 0; k < 3 * 4 * (mostAside + 3); k++) {
      made.push(new Float32Array(16).fill(k / 1000));
      if (made.ready) learned.push(...numbers(made.take(0).x));
    }
    const aside = made.heldOut.flatMap(({ x }) => numbers(x));
    expect(aside).toHaveLength(3 * mostAside);
    // Three stretches of old made room; each begins at a multiple of 12.
    expect(aside.slice(0, 4)).toEqual([36, 37, 38, 48]);
    expect(learned.slice(0, 10)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 15]);
    expect(aside.filter((k) => learned.includes(k))).toEqual([]);
    expect(learned).toHaveLength(9 * (mostAside + 3));
  });

  it.each([
    [{}, 15, 'a sample has 15 values; expected the pixels of a square'],
    [{ operators: 'poisson()' }, 16, 'a sample has 16 spikes'],
    [{ asideEvery: 1 }, 16, 'leaves nothing to learn from']
  ])('are refused with %j of %i channels', (settings, channels, said) => {
    expect(() => cutter({ samplesAre: 'images', ...settings }, channels)).toThrow(said);
  });
});

describe('samples as a path', () => {
  it('are positions within the box, of which the first follows from none', () => {
    const made = cutter({ samplesAre: 'positions', trialSteps: 2, stepMs: 100 }, 2);
    expect(made.shape).toMatchObject({ inputKind: 'positions', inputs: 2, outputs: 0, dtMs: 100 });
    for (const row of [
      [0.25, 0.5],
      [-1, 2],
      [0.5, 0.5]
    ])
      made.push(row);
    const first = made.take(0);
    expect([...first.x, ...first.mask]).toEqual([0.25, 0.5, 0, 1, 0, 1]);
    expect(made.ready).toBe(false);
    made.push([1, 0]);
    const second = made.take(1);
    expect([second.index, ...second.x, ...second.mask]).toEqual([1, 0.5, 0.5, 1, 0, 1, 1]);
  });

  it('pass through operators, which have to leave two values', () => {
    const made = cutter(
      { samplesAre: 'positions', operators: 'window(samples=2, step=2)', trialSteps: 1 },
      2
    );
    made.push([0, 0.25]);
    expect(made.ready).toBe(false);
    made.push([1, 0.75]);
    expect([...made.take(0).x]).toEqual([0.5, 0.5]);
    expect(() => cutter({ samplesAre: 'positions' }, 3)).toThrow(
      'a sample has 3 values; expected 2, x and y'
    );
    expect(() => cutter({ samplesAre: 'positions', operators: 'delta(threshold=.1)' }, 1)).toThrow(
      '2 spikes'
    );
  });
});
