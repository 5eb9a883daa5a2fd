import { describe, expect, it } from 'vitest';
import { presets } from '../../../src/presets/registry';
import { withSetting } from '../../../src/session/experiment';
import { compareSubjects, differencesOf } from '../../../src/session/sweep/comparison';
import type { PointResult } from '../../../src/session/sweep/plan';

const { experiment } = presets.find(({ id }) => id === 'evidence')!;
const run = (seed: number, error: number, settings: PointResult['settings'] = {}): PointResult => ({
  index: 0,
  settings,
  seed,
  metrics: { error },
  curves: [],
  trials: 1,
  stateHash: '0123456789abcdef',
  backend: 'wasm'
});

describe('a comparison', () => {
  const small = withSetting(experiment, 'units', 10);
  const subjects = [
    { name: 'a', experiment, outcomes: [run(1, 0.5), run(2, 0.6), run(3, 0.4)] },
    { name: 'b', experiment: small, outcomes: [run(3, 0.2), run(1, 0.4), run(2, 0.5), run(9, 0)] }
  ];

  it('shows only the settings that differ, defaults filled in', () => {
    const groups = compareSubjects(subjects);
    expect(groups.map(({ settings }) => settings)).toEqual([
      { of: 'a', units: expect.any(Number) },
      { of: 'b', units: 10 }
    ]);
    expect(groups.map(({ results }) => results.length)).toEqual([3, 4]);
  });

  it('pairs by seed, not by order, and leaves out seeds of one side', () => {
    const [difference, ...more] = differencesOf(compareSubjects(subjects));
    expect(more).toEqual([]);
    expect(difference.metric).toBe('error');
    expect(difference.effect.n).toBe(3);
    // -0.1, -0.1, -0.2
    expect(difference.effect.difference).toBeCloseTo(-0.4 / 3, 12);
    expect(difference.effect.interval!.high).toBeLessThan(0);
  });

  it('keeps equal settings of two subjects apart, and the points of one sweep', () => {
    expect(compareSubjects(subjects.map((own) => ({ ...own, experiment })))).toHaveLength(2);
    const swept = [run(1, 1, { units: 10 }), run(1, 2, { units: 20 })];
    const groups = compareSubjects([{ name: 'sweep', experiment, outcomes: swept }]);
    expect(groups.map(({ settings }) => settings)).toEqual([{ units: 10 }, { units: 20 }]);
  });

  it('pairs nothing where no seed is shared', () => {
    const apart = [subjects[0], { ...subjects[1], outcomes: [run(8, 1)] }];
    expect(differencesOf(compareSubjects(apart))).toEqual([]);
  });
});
