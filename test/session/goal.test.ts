import { describe, expect, it } from 'vitest';
import { progressTowards } from '../../src/session/goal';
import { Recording } from '../../src/session/recording';
import { errorSeries } from '../../src/session/scoreSeries';

function recordingOf(errors: readonly number[]): Recording {
  const recording = new Recording();
  const series = recording.open(errorSeries, 100);
  errors.forEach((error, trial) => {
    series.append(trial, [error]);
  });
  return recording;
}
const goal = { series: 'error', over: 3, below: 0.25 };

describe('progress towards a goal', () => {
  it('counts the trials made when the running mean first was below it', () => {
    const progress = progressTowards(goal, recordingOf([1, 0, 0, 0.5, 0, 0.125, 1]));
    expect(progress).toEqual({ lowest: 0.5 / 3, reachedAfter: 4 });
  });

  it('says how low the mean went where the goal was never reached', () => {
    expect(progressTowards(goal, recordingOf([1, 0.5, 0, 1]))).toEqual({ lowest: 0.5 });
  });

  it('does not take one lucky trial for a mean', () => {
    expect(progressTowards(goal, recordingOf([0, 0]))).toBeUndefined();
    expect(progressTowards({ ...goal, series: 'heldOutError' }, recordingOf([0, 0, 0]))).toBeUndefined();
  });
});
