import { describe, expect, it } from 'vitest';
import { copySource } from '../../../src/session/sources/copy';
import { open, shareError, take } from './source';

describe('the copy task', () => {
  it('has 48 steps with the default pad of 7, and the published phases', async () => {
    const { shape } = await open(copySource);
    expect([shape.steps, shape.inputs, shape.outputs, shape.loss]).toEqual([48, 8, 7, 'regression']);
    expect(shape.phases).toEqual([
      { label: 'Pattern', from: 0, to: 20 },
      { label: 'Pad', from: 20, to: 27 },
      { label: 'Delimiter', from: 27, to: 28 },
      { label: 'Recall', from: 28, to: 48 }
    ]);
    expect((await open(copySource, { pad: 5 })).shape.steps).toBe(46);
    expect((await open(copySource, { pad: 0 })).shape.phases.map(({ from, to }) => [from, to])).toEqual([
      [0, 20],
      [20, 21],
      [21, 41]
    ]);
  });

  it('asks for the bits it showed, in order, after one delimiter', async () => {
    for (const { x, target, mask } of await take(await open(copySource), 0, 20)) {
      for (let t = 0; t < 48; t++) {
        const shown = [...x.subarray(t * 8, t * 8 + 7)];
        const asked = [...target.subarray(t * 7, t * 7 + 7)];
        expect(x[t * 8 + 7]).toBe(t === 27 ? 1 : 0);
        expect(mask[t]).toBe(t >= 28 ? 1 : 0);
        if (t >= 20) expect(shown).toEqual([0, 0, 0, 0, 0, 0, 0]);
        if (t < 28) expect(asked).toEqual([0, 0, 0, 0, 0, 0, 0]);
        else expect(asked).toEqual([...x.subarray((t - 28) * 8, (t - 28) * 8 + 7)]);
      }
    }
  });

  it('draws every bit with equal chance', async () => {
    const trials = await take(await open(copySource), 0, 300);
    const bits = trials.flatMap(({ x }) => [...x].filter((_, i) => i < 160 && i % 8 < 7));
    expect(bits.length).toBe(300 * 140);
    const ones = bits.filter((bit) => bit === 1).length;
    expect(bits.filter((bit) => bit === 0).length).toBe(bits.length - ones);
    expect(Math.abs(ones / bits.length - 0.5)).toBeLessThan(shareError(0.5, bits.length));
    // Always answering 1/2, the best without memory, leaves half the squared target: (1/4) / (1/2).
    const power = trials.reduce((sum, { target }) => sum + target.reduce((a, b) => a + b * b, 0), 0);
    expect(Math.abs((0.25 * bits.length) / power - 0.5)).toBeLessThan(0.01);
  });

  it('is a function of seed and index, and holds trials out of the stream', async () => {
    const source = await open(copySource);
    const [, second] = await take(source, 4, 2);
    const [alone] = await take(await open(copySource), 5, 1);
    expect(alone).toEqual(second);
    expect((await take(await open(copySource, {}, 2), 5, 1))[0].x).not.toEqual(alone.x);
    expect(source.heldOut.length).toBe(256);
    const seen = new Set((await take(source, 0, 300)).map(({ x }) => x.join()));
    expect(source.heldOut.filter(({ x }) => seen.has(x.join()))).toEqual([]);
  });

  it('refuses to hold out more than fits in memory', async () => {
    await expect(open(copySource, { length: 10000, bits: 256 })).rejects.toThrow(
      "Setting 'heldOut' is 256; at most 6 trials of this size fit in memory."
    );
  });
});
