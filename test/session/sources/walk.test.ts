import { describe, expect, it } from 'vitest';
import { walkSource } from '../../../src/session/sources/walk';
import { open, take } from './source';

describe('walk', () => {
  it('draws four chances a tick, the same for a seed and an index whatever was asked before', async () => {
    const source = await open(walkSource, { steps: 50 });
    expect([source.shape.inputs, source.shape.outputs, source.shape.inputKind]).toEqual([4, 0, 'draws']);
    const [first, second] = await take(source, 0, 2);
    const [again] = await take(source, 1, 1);
    expect(again).toEqual(second);
    expect(first.x).not.toEqual(second.x);
    expect([first.x.length, first.target.length, first.mask.length]).toEqual([200, 0, 50]);
    const [other] = await take(await open(walkSource, { steps: 50 }, 2), 0, 1);
    expect(other.x).not.toEqual(first.x);
  });

  it('draws evenly from 0 to 1', async () => {
    const [{ x }] = await take(await open(walkSource, { steps: 10_000 }), 0, 1);
    const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / x.length));
    expect(x.every((value) => value >= 0 && value < 1)).toBe(true);
  });
});
