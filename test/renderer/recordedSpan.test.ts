import { describe, expect, it } from 'vitest';
import type { ProbeDescription } from '../../src/models/model';
import { recordedSpan } from '../../src/renderer/lab/recordedSpan';
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
