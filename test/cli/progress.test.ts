import { describe, expect, it } from 'vitest';
import { duration, progressLine } from '../../src/cli/run/progress';
import type { SessionStatus } from '../../src/session/protocol';

const status = (trial: number, tickInTrial: number, more: Partial<SessionStatus> = {}): SessionStatus =>
  ({ clock: { tick: 0, trial, tickInTrial, stepsPerTrial: 10 }, ...more }) as SessionStatus;

describe('the line of progress', () => {
  it('counts the part of a trial already done and says when it will be over', () => {
    const line = progressLine(status(4, 5, { recent: { loss: 1.2345, error: 0.25 } }), 10, 9);
    expect(line).toBe('trial 4 of 10  45 %  0.500 trials/s  0:11 left  loss 1.23  error 0.250');
  });

  it('promises nothing before it has begun', () => {
    expect(progressLine(status(0, 0), 10, 0)).toBe('trial 0 of 10  0 %');
  });

  it('is not ahead at the end of a trial, when all its ticks are done', () => {
    expect(progressLine(status(5, 10), 10, 5)).toBe('trial 5 of 10  50 %  1.00 trials/s  0:05 left');
  });

  it('writes durations as a clock does', () => {
    expect([0, 59.6, 754, 3723].map(duration)).toEqual(['0:00', '1:00', '12:34', '1:02:03']);
  });
});
