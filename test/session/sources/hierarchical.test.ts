import { describe, expect, it } from 'vitest';
import type { Trial } from '../../../src/models/stream';
import { hierarchicalSource } from '../../../src/session/sources/hierarchical';
import { labelOf, open, shareError, take } from './source';

/** Value of channel `channel` in step `t`. */
const at = (trial: Trial, t: number, channel: number): number => trial.x[t * 5 + channel];

describe('the hierarchical task', () => {
  it('has the published 28 steps of 5 channels, and the loss in the last alone', async () => {
    const source = await open(hierarchicalSource);
    const { shape } = source;
    expect([shape.steps, shape.inputs, shape.outputs]).toEqual([3 * (3 + 2) + 12 + 1, 5, 2]);
    expect(shape.phases).toEqual([
      { label: 'Cue 1', from: 0, to: 3 },
      { label: 'Cue 2', from: 5, to: 8 },
      { label: 'Cue 3', from: 10, to: 13 },
      { label: 'Delay', from: 13, to: 27 },
      { label: 'Decision', from: 27, to: 28 }
    ]);
    const [trial] = await take(source, 3, 1);
    expect([...trial.mask]).toEqual(Array.from({ length: 28 }, (_, t) => (t === 27 ? 1 : 0)));
  });

  it('shows ramps of -2, 0, 2 or reversed where cue noise is absent, a flag at the decision and a bias', async () => {
    const source = await open(hierarchicalSource, { cueNoise: 0, heldOut: 0 });
    for (const trial of await take(source, 0, 50)) {
      const shown = [0, 5, 10].map((from) => [0, 1, 2].map((t) => at(trial, from + t, 0)));
      for (const ramp of shown) expect(Math.abs(ramp[0])).toBe(2);
      for (const ramp of shown) expect([Math.abs(ramp[1]), ramp[2]]).toEqual([0, -ramp[0]]);
      const falling = shown.filter((ramp) => ramp[0] > 0).length;
      expect(labelOf(trial)).toBe(falling > 1 ? 1 : 0);
      const silent = Array.from({ length: 28 }, (_, t) => t).filter((t) => t >= 13 || t % 5 >= 3);
      for (const t of silent) expect(at(trial, t, 0)).toBe(0);
      for (let t = 0; t < 28; t++)
        expect([Math.abs(at(trial, t, 1)), at(trial, t, 2), at(trial, t, 4)]).toEqual([
          0,
          t === 27 ? 1 : 0,
          1
        ]);
    }
  });

  it('draws cues, classes and noise as stated', async () => {
    const trials = await take(await open(hierarchicalSource), 0, 4000);
    const falls = (trial: Trial, cue: number): boolean => at(trial, 5 * cue, 0) > 0;
    const share = (holds: (trial: Trial) => boolean): number => trials.filter(holds).length / 4000;
    for (let cue = 0; cue < 3; cue++)
      expect(Math.abs(share((trial) => falls(trial, cue)) - 0.5)).toBeLessThan(shareError(0.5, 4000));
    expect(Math.abs(share((trial) => labelOf(trial) === 1) - 0.5)).toBeLessThan(shareError(0.5, 4000));
    // Reporting one cue of three is wrong where both others differ from it: 1/4, whichever cue.
    for (let cue = 0; cue < 3; cue++) {
      const wrong = share((trial) => falls(trial, cue) !== (labelOf(trial) === 1));
      expect(Math.abs(wrong - 0.25)).toBeLessThan(shareError(0.25, 4000));
    }
    const spread = (values: number[]): number =>
      Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
    // The middle of a ramp is 0: what is left there is noise. Five standard errors: 5 / sqrt(2 * 4000) = 5.6 %.
    const near = (found: number, expected: number) =>
      expect(Math.abs(found / expected - 1)).toBeLessThan(0.056);
    near(spread(trials.map((trial) => at(trial, 6, 0))), 0.15);
    near(spread(trials.map((trial) => at(trial, 20, 1))), 0.15);
    near(spread(trials.map((trial) => at(trial, 20, 3))), 0.01);
  });

  it('tells nothing by the mean of a ramp and everything by its slope', async () => {
    const trials = await take(await open(hierarchicalSource), 0, 2000);
    const vote = (trial: Trial, weights: number[]): number =>
      [0, 5, 10].filter((from) => weights.reduce((sum, w, t) => sum + w * at(trial, from + t, 0), 0) > 0)
        .length;
    const wrong = (weights: number[]): number =>
      trials.filter((trial) => vote(trial, weights) > 1 !== (labelOf(trial) === 1)).length / 2000;
    // A slope of -4 against noise of sqrt(2) * 0.15: 19 standard deviations.
    expect(wrong([1, 0, -1])).toBe(0);
    expect(Math.abs(wrong([1, 1, 1]) - 0.5)).toBeLessThan(shareError(0.5, 2000));
  });

  it('gives trial k whatever was drawn before it, and another for another k or seed', async () => {
    const source = await open(hierarchicalSource);
    const [, , third] = await take(source, 0, 3);
    const [alone, fourth] = await take(await open(hierarchicalSource), 2, 2);
    const [foreign] = await take(await open(hierarchicalSource, {}, 2), 2, 1);
    expect(alone).toEqual(third);
    expect(fourth.x).not.toEqual(third.x);
    expect(foreign.x).not.toEqual(third.x);
  });

  it('holds out 1024 trials, the same for the same seed, none of them in the stream', async () => {
    const source = await open(hierarchicalSource);
    expect([source.heldOut.length, source.scoreEvery, source.trialsPerPass]).toEqual([1024, 480, undefined]);
    expect(source.heldOut[7]).toEqual((await open(hierarchicalSource)).heldOut[7]);
    const key = (trial: Trial): string => trial.x.subarray(0, 15).join();
    const seen = new Set((await take(source, 0, 1024)).map(key));
    expect(source.heldOut.filter((trial) => seen.has(key(trial)))).toEqual([]);
    expect((await open(hierarchicalSource, { heldOut: 0 })).heldOut).toEqual([]);
  });

  it('bridges any delay, none too, and refuses an even number of cues', async () => {
    const { shape } = await open(hierarchicalSource, { delaySteps: 0, gapSteps: 0, heldOut: 1 });
    expect(shape.steps).toBe(10);
    expect(shape.phases.map(({ label }) => label)).toEqual(['Cue 1', 'Cue 2', 'Cue 3', 'Decision']);
    await expect(open(hierarchicalSource, { cues: 2 })).rejects.toThrow(
      "Setting 'cues' is 2; expected an odd number"
    );
  });
});
