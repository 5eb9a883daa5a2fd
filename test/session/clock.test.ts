import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockAt, tickAfter } from '../../src/session/clock';

const time = fc.record({
  tick: fc.nat({ max: 1e6 }),
  steps: fc.integer({ min: 1, max: 5000 }),
  count: fc.nat({ max: 50 })
});

describe('the clock', () => {
  it('cuts ticks into whole trials', () => {
    fc.assert(
      fc.property(time, ({ tick, steps }) => {
        const { trial, tickInTrial, stepsPerTrial } = clockAt(tick, steps);
        expect(trial * stepsPerTrial + tickInTrial).toBe(tick);
        expect(tickInTrial).toBeLessThan(steps);
      })
    );
  });

  it('steps N trials as it steps one trial N times, and always ends a trial', () => {
    fc.assert(
      fc.property(time, ({ tick, steps, count }) => {
        let one = tick;
        for (let i = 0; i < count; i++) one = tickAfter(one, 'trial', 1, steps);
        if (count > 0) {
          expect(tickAfter(tick, 'trial', count, steps)).toBe(one);
          expect(clockAt(one, steps).tickInTrial).toBe(0);
          expect(one).toBeGreaterThan(tick);
        }
      })
    );
  });

  it('counts a trial under way as the first', () => {
    expect(tickAfter(0, 'trial', 1, 230)).toBe(230);
    expect(tickAfter(1, 'trial', 1, 230)).toBe(230);
    expect(tickAfter(229, 'trial', 2, 230)).toBe(460);
    expect(tickAfter(230, 'trial', 1, 230)).toBe(460);
    expect(tickAfter(229, 'tick', 2, 230)).toBe(231);
  });
});
