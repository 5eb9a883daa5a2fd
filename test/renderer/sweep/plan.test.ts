import { describe, expect, it } from 'vitest';
import type { SettingDescription } from '../../../src/models/settings';
import { presets } from '../../../src/presets/registry';
import { descriptionsOf } from '../../../src/renderer/lab/experiments';
import { type AxisDraft, axisOf, mostPoints, planOf } from '../../../src/renderer/sweep/plan';
import { sweepPoints } from '../../../src/session/sweep/plan';

const { experiment } = presets.find(({ id }) => id === 'evidence')!;
const settings: readonly SettingDescription[] = (['model', 'source'] as const).flatMap((owner) =>
  descriptionsOf(experiment, owner)
);
const axis = (setting: string, list: string, more: Partial<AxisDraft> = {}): AxisDraft => ({
  setting,
  form: 'list',
  list,
  from: '',
  to: '',
  count: '',
  ...more
});

describe('an axis', () => {
  it('takes a list, equal steps and equal ratios', () => {
    expect(axisOf(axis('units', '10, 20'), settings).values).toEqual([10, 20]);
    const steps = { form: 'linear', from: '10', to: '20', count: '3' } as const;
    expect(axisOf(axis('units', '', steps), settings).values).toEqual([10, 15, 20]);
    const ratios = { form: 'log', from: '0.001', to: '0.1', count: '3' } as const;
    expect(axisOf(axis('learningRate', '', ratios), settings).values).toEqual([0.001, 0.01, 0.1]);
  });

  it('of whole numbers has each once', () => {
    const steps = { form: 'linear', from: '10', to: '12', count: '9' } as const;
    expect(axisOf(axis('units', '', steps), settings).values).toEqual([10, 11, 12]);
  });

  it.each([
    [axis('units', '10, 10'), 'a value twice'],
    [axis('units', '10,,20'), 'needs values'],
    [axis('units', 'many'), "is 'many'"],
    [axis('height', '1'), "no setting 'height'"],
    [axis('units', '', { form: 'log', from: '0', to: '3', count: '3' }), 'above 0'],
    [axis('units', '', { form: 'linear', from: '', to: '3', count: '3' }), 'two numbers'],
    [axis('units', '', { form: 'linear', from: '1', to: '3', count: '1' }), '2 to 200 values']
  ])('refuses %j', (draft, message) => {
    expect(() => axisOf(draft, settings)).toThrow(message);
  });
});

describe('a plan', () => {
  const draft = { axes: [axis('units', '10, 20')], seeds: 3, trials: 5 };

  it('has seeds from the experiment on, and draws some combinations where asked', () => {
    const plan = planOf(draft, experiment, settings, 'evidence');
    expect(plan.seeds).toEqual([0, 1, 2].map((k) => experiment.seed + k));
    expect(sweepPoints(plan)).toHaveLength(6);
    expect(sweepPoints(planOf({ ...draft, draws: 1 }, experiment, settings))).toHaveLength(3);
  });

  it.each([
    [{ ...draft, seeds: Number.NaN }, 'Seeds: expected'],
    [{ ...draft, trials: 0.5 }, 'Trials: expected'],
    [{ ...draft, axes: [axis('units', '10'), axis('units', '20')] }, 'there twice'],
    [{ ...draft, seeds: mostPoints }, `at most ${mostPoints} runs`]
  ])('is refused where it does not fit: %#', (wrong, message) => {
    expect(() => planOf(wrong, experiment, settings)).toThrow(message);
  });
});
