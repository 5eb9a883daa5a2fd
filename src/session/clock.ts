/**
 * The clock is one number, the ticks since the run began; trial and tick in the trial follow from it. Between two
 * trials the tick in the trial is 0.
 */
import { SettingError } from '../models/settings';

/** Where the clock stands. */
export interface ClockTime {
  /** Ticks since the run began. */
  tick: number;
  /** Trials ended since the run began (each is `batch` copies in lock-step). */
  trial: number;
  /** Ticks done in the current trial, and its length. */
  tickInTrial: number;
  stepsPerTrial: number;
}

export function clockAt(tick: number, stepsPerTrial: number): ClockTime {
  return {
    tick,
    trial: Math.floor(tick / stepsPerTrial),
    tickInTrial: tick % stepsPerTrial,
    stepsPerTrial
  };
}

/** Where `count` more ticks, or trial ends, from `tick` lie. A trial under way counts as the first. */
export function tickAfter(
  tick: number,
  level: 'tick' | 'trial',
  count: number,
  stepsPerTrial: number
): number {
  return level === 'tick' ? tick + count : (Math.floor(tick / stepsPerTrial) + count) * stepsPerTrial;
}

/** The number itself; throws SettingError unless it is a whole number of steps from 0. */
export function checkCount(count: number): number {
  if (Number.isInteger(count) && count >= 0) return count;
  throw new SettingError(`The number of steps is ${count}; expected a whole number from 0.`);
}
