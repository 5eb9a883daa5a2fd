import { describe, expect, it } from 'vitest';
import { sweepPoints } from '../../../src/session/sweep/plan';

const axes = [
  { setting: 'a', values: [1, 2, 3] },
  { setting: 'b', values: ['x', 'y'] }
];

describe('points of a sweep', () => {
  it('are every combination, the last axis fastest, seeds within it', () => {
    const points = sweepPoints({ axes, seeds: [5, 6] });
    expect(points).toHaveLength(12);
    expect(points.map(({ index }) => index)).toEqual([...points.keys()]);
    expect(points[0]).toEqual({ index: 0, settings: { a: 1, b: 'x' }, seed: 5 });
    expect(points[3]).toEqual({ index: 3, settings: { a: 1, b: 'y' }, seed: 6 });
    expect(points[11]).toEqual({ index: 11, settings: { a: 3, b: 'y' }, seed: 6 });
  });

  it('without axes are the seeds alone', () => {
    expect(sweepPoints({ axes: [], seeds: [1, 2] })).toEqual([
      { index: 0, settings: {}, seed: 1 },
      { index: 1, settings: {}, seed: 2 }
    ]);
  });

  it('can be drawn: no combination twice, the same ones again from the same seed, others from another', () => {
    const draw = (seed: number) => sweepPoints({ axes, seeds: [1], draws: { count: 4, seed } });
    const told = draw(1).map(({ settings }) => JSON.stringify(settings));
    expect(new Set(told).size).toBe(4);
    expect(draw(1)).toEqual(draw(1));
    expect([2, 3, 4].some((seed) => JSON.stringify(draw(seed)) !== JSON.stringify(draw(1)))).toBe(true);
    expect(sweepPoints({ axes, seeds: [1], draws: { count: 99, seed: 1 } })).toHaveLength(6);
  });
});
