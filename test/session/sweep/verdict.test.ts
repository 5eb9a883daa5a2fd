import { describe, expect, it } from 'vitest';
import type { Preset } from '../../../src/session/experiment';
import type { PointResult } from '../../../src/session/sweep/plan';
import { judge, verdictAxes } from '../../../src/session/sweep/verdict';
import { presets } from '../../../src/presets/registry';
import { failure, result } from './points';

const { experiment } = presets[0];
const base: Pick<Preset, 'id' | 'experiment'> = { id: 'test', experiment };
const goals = [
  { series: 'error', over: 1, below: 0.1, label: 'A' },
  { series: 'error', over: 1, above: 0.2, label: 'B' }
];
const seeds = (n: number, of: (seed: number) => PointResult['goals']): PointResult[] =>
  Array.from({ length: n }, (_, k) => result(k, {}, k + 1, {}, of(k + 1)));
const held = (a: number, b: number, holds = true) => [
  { told: a, holds },
  { told: b, holds: true }
];

describe('a verdict by goals', () => {
  const preset = { ...base, goals };
  it('is supported once five seeds of five held them all, and undecided before', () => {
    expect(
      judge(
        preset,
        seeds(5, () => held(0, 1))
      )
    ).toMatchObject({
      answer: 'supported',
      n: 5,
      goals: {
        held: 5,
        each: [
          { held: 5, told: { mean: 0 } },
          { label: 'B', told: { mean: 1 } }
        ]
      }
    });
    expect(
      judge(
        preset,
        seeds(3, () => held(0, 1))
      ).answer
    ).toBe('undecided');
  });

  it('is not supported where most seeds did not, and undecided where half did', () => {
    expect(
      judge(
        preset,
        seeds(6, () => held(1, 1, false))
      ).answer
    ).toBe('not supported');
    expect(
      judge(
        preset,
        seeds(10, (seed) => held(0, 1, seed % 2 === 0))
      ).answer
    ).toBe('undecided');
  });

  it('counts a run that failed as a seed in which they did not hold', () => {
    const outcomes = [...seeds(5, () => held(0, 1)), failure(5, {}, 6), failure(6, {}, 7)];
    expect(judge(preset, outcomes)).toMatchObject({ answer: 'undecided', n: 7, goals: { held: 5 } });
  });

  it('judges only runs with the settings of the preset', () => {
    const others = seeds(8, () => held(1, 1, false)).map((one) => ({ ...one, settings: { units: 7 } }));
    expect(judge(preset, [...seeds(5, () => held(0, 1)), ...others])).toMatchObject({
      answer: 'supported',
      n: 5
    });
  });
});

describe('a verdict by comparisons', () => {
  const preset = { ...base, goals, comparisons: [{ less: 0, than: 1 }] };
  it('pairs over seeds', () => {
    const verdict = judge(
      preset,
      seeds(6, (seed) => held(100 * seed, 100 * seed + 1 + 0.01 * seed))
    );
    expect(verdict.answer).toBe('supported');
    expect(verdict.comparisons[0]).toMatchObject({ label: 'A < B', answer: 'supported', effect: { n: 6 } });
    expect(verdict.comparisons[0].effect.difference).toBeCloseTo(1.035, 9);
  });

  it('takes back what goals alone would give', () => {
    expect(
      judge(
        preset,
        seeds(6, (seed) => held(seed, 0))
      ).answer
    ).toBe('not supported');
    expect(
      judge(
        preset,
        seeds(6, (seed) => held(seed % 2, (seed + 1) % 2))
      ).answer
    ).toBe('undecided');
    expect(
      judge(
        preset,
        seeds(6, () => held(1, 1))
      ).answer
    ).toBe('not supported');
  });
});

describe('a verdict by contrast', () => {
  const contrast = {
    setting: 'units',
    values: [10, 20, 30],
    metric: 'loss',
    settings: { learningRate: 0.1 }
  };
  const preset = { ...base, contrast };
  const point = (units: number, seed: number, loss: number) =>
    result(0, { learningRate: 0.1, units }, seed, { loss });

  it('asks for the points it needs', () => {
    expect(verdictAxes(preset)).toEqual([
      { setting: 'learningRate', values: [0.1] },
      { setting: 'units', values: [10, 20, 30] }
    ]);
    expect(verdictAxes({ ...base, goals })).toEqual([]);
  });

  it('compares each value with the next', () => {
    const outcomes = [1, 2, 3, 4].flatMap((seed) => [
      point(10, seed, seed),
      point(20, seed, seed + 1),
      point(30, seed, seed + (seed % 2 ? 3 : -1))
    ]);
    const { answer, comparisons, n } = judge(preset, outcomes);
    expect(comparisons.map((one) => one.answer)).toEqual(['supported', 'undecided']);
    expect([answer, n]).toEqual(['undecided', 4]);
    expect(comparisons[0].label).toBe('loss: units = 10 < units = 20');
  });

  it('counts a run that never reached its goal as one that took all its trials', () => {
    const slow = { ...base, contrast: { ...contrast, metric: 'goalReachedAfter', values: [10, 20] } };
    const reaching = (units: number, seed: number, reached?: number) => ({
      ...result(
        0,
        { learningRate: 0.1, units },
        seed,
        reached === undefined ? {} : { goalReachedAfter: reached }
      ),
      trials: 700
    });
    const outcomes = [1, 2, 3].flatMap((seed) => [
      reaching(10, seed, 100),
      reaching(20, seed, seed === 3 ? undefined : 400)
    ]);
    expect(judge(slow, outcomes).comparisons[0].effect).toMatchObject({ n: 3, difference: 400 });
  });

  it('leaves out seeds that lack a pair', () => {
    const outcomes = [point(10, 1, 1), point(10, 2, 1), point(20, 1, 2), point(30, 1, 3)];
    expect(judge(preset, outcomes).comparisons.map(({ effect }) => effect.n)).toEqual([1, 1]);
  });
});

describe('presets', () => {
  it('compare goals they have, and contrast settings and values their models know', () => {
    for (const preset of presets) {
      for (const { less, than } of preset.comparisons ?? [])
        for (const k of [less, than]) expect(preset.goals?.[k]?.label, preset.id).toBeTypeOf('string');
      expect(verdictAxes(preset).length === 0).toBe(preset.contrast === undefined);
    }
  });

  it('all have something to be judged by', () => {
    const unjudged = presets.filter(({ contrast, goals: own = [] }) => own.length === 0 && !contrast);
    expect(unjudged.map(({ id }) => id)).toEqual([]);
  });
});
