import { describe, expect, it } from 'vitest';
import type { Trial } from '../../../src/models/stream';
import { delayedMatchSource } from '../../../src/session/sources/delayedMatch';
import { labelOf, open, shareError, take } from './source';

/** Three stimuli of one channel each, legible from one step: sample at 0, delay at 1, test at 2, question at 3. */
const legible = {
  stimuli: 3,
  groupSize: 1,
  sampleSteps: 1,
  delaySteps: 1,
  testSteps: 1,
  decisionSteps: 1,
  inputKind: 'analogue',
  inputNoise: 0,
  heldOut: 0
};
const shown = (trial: Trial, t: number): number[] => [...trial.x.subarray(4 * t, 4 * t + 4)].map(Math.abs);

describe('the delayed match to sample', () => {
  it('shades sample, delay, test and decision over 120 ticks of 15 channels', async () => {
    const { shape } = await open(delayedMatchSource);
    expect([shape.steps, shape.inputs, shape.outputs, shape.inputKind]).toEqual([120, 15, 2, 'spikes']);
    expect(shape.phases).toEqual([
      { label: 'Sample', from: 0, to: 20 },
      { label: 'Delay', from: 20, to: 80 },
      { label: 'Test', from: 80, to: 100 },
      { label: 'Decision', from: 100, to: 120 }
    ]);
    const [{ mask }] = await take(await open(delayedMatchSource), 3, 1);
    expect([...mask]).toEqual(Array.from({ length: 120 }, (_, t) => (t >= 100 ? 1 : 0)));
  });

  it('says match where sample and test are the same, and shows nothing else', async () => {
    for (const trial of await take(await open(delayedMatchSource, legible), 0, 200)) {
      const [sample, delay, test, question] = [0, 1, 2, 3].map((t) => shown(trial, t));
      expect(sample.slice(0, 3).filter((value) => value === 1).length).toBe(1);
      expect(labelOf(trial)).toBe(sample.join() === test.join() ? 0 : 1);
      expect([delay, question]).toEqual([
        [0, 0, 0, 0],
        [0, 0, 0, 1]
      ]);
    }
  });

  it('matches half of the time, and draws each pair that differs alike', async () => {
    const trials = await take(await open(delayedMatchSource, legible), 0, 6000);
    const pairs = new Map<string, number>();
    for (const trial of trials) {
      const pair = `${shown(trial, 0).indexOf(1)} ${shown(trial, 2).indexOf(1)}`;
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    }
    expect(pairs.size).toBe(9);
    for (const [pair, count] of pairs) {
      const [sample, test] = pair.split(' ');
      const expected = sample === test ? 1 / 6 : 1 / 12;
      expect(Math.abs(count / 6000 - expected)).toBeLessThan(shareError(expected, 6000));
    }
    // Whatever one stimulus alone is taken to mean, half of the answers are wrong.
    for (const t of [0, 2])
      for (const stimulus of [0, 1, 2]) {
        const seen = trials.filter((trial) => shown(trial, t)[stimulus] === 1);
        const differ = seen.filter((trial) => labelOf(trial) === 1).length / seen.length;
        expect(Math.abs(differ - 0.5)).toBeLessThan(shareError(0.5, seen.length));
      }
  });

  it('fires at its rates, or is noisy as stated', async () => {
    const spikes = await take(await open(delayedMatchSource, { heldOut: 0 }), 0, 300);
    const sum = (from: number, to: number, channels: readonly [number, number]): number =>
      spikes.reduce((total, { x }) => {
        for (let t = from; t < to; t++)
          for (let i = channels[0]; i < channels[1]; i++) total += x[15 * t + i];
        return total;
      }, 0);
    const near = (found: number, expected: number) =>
      expect(Math.abs(found - expected)).toBeLessThan(5 * Math.sqrt(expected));
    // One of two stimuli is on, the other fires noise.
    near(sum(0, 20, [0, 10]), 300 * 20 * 5 * (0.12 + 0.005));
    near(sum(20, 80, [0, 15]), 300 * 60 * 15 * 0.005);
    near(sum(100, 120, [10, 15]), 300 * 20 * 5 * 0.12);
    const values = await take(await open(delayedMatchSource, { ...legible, inputNoise: 0.3 }), 0, 4000);
    const power = values.reduce((total, { x }) => total + x[4] * x[4], 0) / 4000;
    // Five standard errors of a variance from 4000 draws: 5 sqrt(2 / 4000) = 11 %.
    expect(Math.abs(power / 0.09 - 1)).toBeLessThan(0.112);
  });

  it('is a function of seed and index, and holds trials out of the stream', async () => {
    const source = await open(delayedMatchSource);
    const [, second] = await take(source, 4, 2);
    const [alone] = await take(await open(delayedMatchSource), 5, 1);
    expect(alone).toEqual(second);
    expect((await take(await open(delayedMatchSource, {}, 2), 5, 1))[0].x).not.toEqual(alone.x);
    expect([source.heldOut.length, source.scoreEvery]).toEqual([256, 480]);
    const seen = new Set((await take(source, 0, 300)).map(({ x }) => x.join()));
    expect(source.heldOut.filter(({ x }) => seen.has(x.join()))).toEqual([]);
  });
});
