import { describe, expect, it } from 'vitest';
import { Meter } from '../../src/session/meter';

describe('the measured speed', () => {
  it('is that of the last second, busy time for ticks and wall time for ticks per second', () => {
    const meter = new Meter();
    expect([meter.microsecondsPerTick, meter.ticksPerSecond]).toEqual([0, 0]);
    for (let start = 0; start < 5000; start += 10) meter.add(start, start + 10, 10, 1);
    for (let start = 5000; start < 7000; start += 10) meter.add(start, start + 10, 4, 20);
    expect(meter.microsecondsPerTick).toBeCloseTo(200);
    expect(meter.ticksPerSecond).toBeCloseTo(2000);
  });
});
