import { describe, expect, it } from 'vitest';
import type { ProbeDescription } from '../../src/models/model';
import { recordedEnd, recordedSpan } from '../../src/renderer/lab/recordedSpan';
import { Recording } from '../../src/session/recording';

const probe = (name: string, kind: 'tick' | 'trial'): ProbeDescription =>
  ({ name, kind, width: 1, label: name, symbol: name, unit: '', help: '' }) as ProbeDescription;

describe('the time that can be looked at', () => {
  it('is none before anything was kept', () => {
    expect(recordedSpan(new Recording())).toBeUndefined();
  });

  it('reaches back to what every ring of ticks still has, and on to the newest', () => {
    const recording = new Recording();
    const long = recording.open(probe('long', 'tick'), 100);
    const short = recording.open(probe('short', 'tick'), 10);
    const trials = recording.open(probe('trials', 'trial'), 10);
    for (let tick = 0; tick < 60; tick++) {
      long.append(tick, [tick]);
      if (tick < 55) short.append(tick, [tick]);
    }
    trials.append(0, [1]);
    expect([short.oldest, short.newest, long.oldest, long.newest]).toEqual([45, 54, 0, 59]);
    expect(recordedSpan(recording)).toEqual({ from: 46, to: 60 });
  });
});

describe('where the time shown ends', () => {
  const recording = new Recording();
  const ring = recording.open(probe('v', 'tick'), 100);
  for (const tick of [10, 11, 12, 40, 41, 42]) ring.append(tick, [tick]);

  it('is where it is asked for, if the tick before was recorded or nothing is known', () => {
    for (const end of [12, 13, 41, 43]) expect(recordedEnd(recording, end, undefined)).toBe(end);
    expect(recordedEnd(new Recording(), 7, undefined)).toBe(7);
    expect(recordedEnd(recording, 5, undefined)).toBe(5);
    expect(recordedEnd(recording, 60, undefined)).toBe(60);
  });

  it('is where a gap began, for all of the gap', () => {
    for (const end of [14, 25, 40]) expect(recordedEnd(recording, end, undefined)).toBe(13);
    expect(recordedEnd(recording, 40, 41)).toBe(13);
  });

  it('leads over the gap by a step onward', () => {
    expect(recordedEnd(recording, 14, 13)).toBe(41);
    expect(recordedEnd(recording, 12, 13)).toBe(12);
  });
});
