import { firstValueFrom, of } from 'rxjs';
import { toArray } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/models/random';
import { completeSettings, type Settings } from '../../../src/models/settings';
import type { Trial } from '../../../src/models/stream';
import type { Source } from '../../../src/session/source';
import { evidenceSource } from '../../../src/session/sources/evidence';

const files = { read: () => Promise.reject(new Error('This source reads no files.')) };

async function create(settings: Settings = {}, seed = 1): Promise<Source> {
  return evidenceSource.create({
    settings: completeSettings(evidenceSource.settings, settings),
    random: new Random(seed).fork('source'),
    files
  });
}

const take = (source: Source, from: number, count: number): Promise<Trial[]> =>
  firstValueFrom(source.trials(from, of(count)).pipe(toArray()));

const published = {
  cues: 7,
  cueSteps: 100,
  gapSteps: 50,
  delaySteps: 1050,
  recallSteps: 150,
  inputs: 40,
  cueRate: 40,
  recallRate: 40,
  noiseRate: 10
};

/** Spikes of channels [from, to) in ticks [start, end). */
function count(trial: Trial, inputs: number, from: number, to: number, start: number, end: number): number {
  let spikes = 0;
  for (let t = start; t < end; t++) for (let i = from; i < to; i++) spikes += trial.x[t * inputs + i];
  return spikes;
}

describe('the evidence task', () => {
  it('has the published timing at the published scale', async () => {
    const { shape } = await create(published);
    expect(shape.steps).toBe(2250);
    expect(shape.phases[0]).toEqual({ label: 'Cue 1', from: 50, to: 150 });
    expect(shape.phases[6]).toEqual({ label: 'Cue 7', from: 950, to: 1050 });
    expect(shape.phases.slice(7)).toEqual([
      { label: 'Delay', from: 1050, to: 2100 },
      { label: 'Recall', from: 2100, to: 2250 }
    ]);
    expect(shape.inputGroups.map(({ from, to }) => [from, to])).toEqual([
      [0, 10],
      [10, 20],
      [20, 30],
      [30, 40]
    ]);
  });

  it('has 230 ticks of 20 channels by default', async () => {
    const { shape } = await create();
    expect([shape.steps, shape.inputs, shape.outputs]).toEqual([230, 20, 2]);
  });

  it('gives trial k whatever was drawn before it, and another for another k or seed', async () => {
    const [, , third] = await take(await create(), 0, 3);
    const [alone] = await take(await create(), 2, 1);
    const [, fourth] = await take(await create(), 2, 2);
    const [foreign] = await take(await create({}, 2), 2, 1);
    expect(alone).toEqual(third);
    expect(third.index).toBe(2);
    expect(fourth.x).not.toEqual(third.x);
    expect(foreign.x).not.toEqual(third.x);
  });

  it('labels the side that showed more cues, which is not always the side they were drawn from', async () => {
    const source = await create({ cueRate: 1000 });
    let right = 0;
    let reliable = 0;
    const trials = await take(source, 0, 2000);
    for (const trial of trials) {
      const shownRight = source.shape.phases
        .filter(({ label }) => label.startsWith('Cue'))
        .filter(({ from, to }) => count(trial, 20, 5, 10, from, to) > 0).length;
      const label = shownRight > 2 ? 1 : 0;
      expect(trial.target[label]).toBe(1);
      expect(trial.target[1 - label]).toBe(0);
      right += label;
      reliable += Math.max(shownRight, 5 - shownRight);
    }
    // Each side is as likely; 0.5 +- 4 standard errors.
    expect(Math.abs(right / 2000 - 0.5)).toBeLessThan(0.045);
    // Mean size of the majority of 5 cues with p = 0.7: sum over k of max(k, 5 - k) B(k; 5, 0.7) = 3.7295.
    expect(Math.abs(reliable / 2000 - 3.7295)).toBeLessThan(0.065);
  });

  it('fires each group at its rate in its phase and nowhere else', async () => {
    const source = await create(published);
    const trials = await take(source, 0, 20);
    let [cues, recall, noise, astray] = [0, 0, 0, 0];
    for (const trial of trials) {
      for (const { from, to } of source.shape.phases.slice(0, 7)) cues += count(trial, 40, 0, 20, from, to);
      recall += count(trial, 40, 20, 30, 2100, 2250);
      noise += count(trial, 40, 30, 40, 0, 2250);
      astray +=
        count(trial, 40, 0, 20, 1050, 2250) +
        count(trial, 40, 20, 30, 0, 2100) +
        count(trial, 40, 0, 30, 0, 50);
    }
    expect(astray).toBe(0);
    // Expected counts with 5 standard deviations of a Poisson number around them.
    const near = (found: number, expected: number) =>
      expect(Math.abs(found - expected)).toBeLessThan(5 * Math.sqrt(expected));
    near(cues, 20 * 7 * 100 * 10 * 0.04);
    near(recall, 20 * 150 * 10 * 0.04);
    near(noise, 20 * 2250 * 10 * 0.01);
  });

  it('shows one side at a time, and counts the loss in the recall alone', async () => {
    const source = await create();
    const [trial] = await take(source, 7, 1);
    for (const { from, to } of source.shape.phases.slice(0, 5)) {
      const sides = [count(trial, 20, 0, 5, from, to), count(trial, 20, 5, 10, from, to)];
      expect(sides.filter((spikes) => spikes > 0).length).toBe(1);
    }
    expect([...trial.mask]).toEqual(Array.from({ length: 230 }, (_, t) => (t >= 200 ? 1 : 0)));
  });

  it('refuses settings that make no task', async () => {
    await expect(create({ cues: 4 })).rejects.toThrow("Setting 'cues' is 4; expected an odd number");
    await expect(create({ inputs: 21 })).rejects.toThrow("Setting 'inputs' is 21; expected a multiple of 4");
  });
});
