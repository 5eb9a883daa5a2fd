import { describe, expect, it } from 'vitest';
import { type Goal, progressTowards, verdictOf } from '../../src/session/goal';
import { Recording } from '../../src/session/recording';
import { scoreSeries } from '../../src/session/scoreSeries';

function recordingOf(errors: readonly number[]): Recording {
  const recording = new Recording();
  const series = recording.open(scoreSeries(undefined)[1], 100);
  errors.forEach((error, trial) => {
    series.append(trial, [error]);
  });
  return recording;
}
const goal = { series: 'error', over: 3, below: 0.25 };

describe('progress towards a goal', () => {
  it('counts the trials made when the running mean first was below it', () => {
    const progress = progressTowards(goal, recordingOf([1, 0, 0, 0.5, 0, 0.125, 1]));
    expect(progress).toEqual({ lowest: 0.5 / 3, latest: 1.125 / 3, reachedAfter: 4, holds: true });
  });

  it('says how low the mean went where the goal was never reached', () => {
    expect(progressTowards(goal, recordingOf([1, 0.5, 0, 1]))).toEqual({
      lowest: 0.5,
      latest: 0.5,
      holds: false
    });
  });

  it('must last, come in time and stay above a bound where the goal says so', () => {
    const recording = recordingOf([1, 0, 0, 0.5, 0, 0.125, 1]);
    const holds = (more: Partial<Goal>) => progressTowards({ ...goal, ...more }, recording)?.holds;
    expect(holds({ lasting: true })).toBe(false);
    expect([holds({ by: 4 }), holds({ by: 3 }), holds({ notBefore: 4 }), holds({ notBefore: 5 })]).toEqual([
      true,
      false,
      true,
      false
    ]);
    expect([holds({ above: 0.1 }), holds({ above: 0.21 })]).toEqual([true, false]);
  });

  it('is supported when all goals hold, and undecided while one cannot be judged', () => {
    const recording = recordingOf([1, 0, 0, 0.5]);
    expect(verdictOf([goal], recording)).toBe('supported');
    expect(verdictOf([goal, { ...goal, above: 0.2 }], recording)).toBe('not supported');
    expect(verdictOf([goal, { ...goal, over: 9 }], recording)).toBeUndefined();
  });

  it('does not take one lucky trial for a mean', () => {
    expect(progressTowards(goal, recordingOf([0, 0]))).toBeUndefined();
    expect(progressTowards({ ...goal, series: 'heldOutError' }, recordingOf([0, 0, 0]))).toBeUndefined();
  });
});
