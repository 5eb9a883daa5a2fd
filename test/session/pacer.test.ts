import { describe, expect, it } from 'vitest';
import { Pacer } from '../../src/session/pacer';

describe('a paced run', () => {
  it('makes as many ticks as its pace earns', () => {
    const pacer = new Pacer(0);
    let made = 0;
    for (let now = 0; now <= 3000; now += 7) {
      const allowed = pacer.allowed(200, now);
      if (allowed < 1) continue;
      pacer.spend(allowed);
      made += allowed;
    }
    // The first tick is free; 3 s at 200 ticks per second earn 600.
    expect(made).toBeGreaterThanOrEqual(599);
    expect(made).toBeLessThanOrEqual(601);
  });

  it('does not catch up on more than a tenth of a second', () => {
    const pacer = new Pacer(0);
    expect(pacer.allowed(200, 60_000)).toBe(20);
  });

  it('waits for the first tick of a slow pace only as long as it takes', () => {
    const pacer = new Pacer(0);
    pacer.spend(pacer.allowed(2, 0));
    expect(pacer.allowed(2, 250)).toBeCloseTo(0.5);
    expect(pacer.allowed(2, 500)).toBe(1);
  });

  it('is as fast as it goes at pace 0, and begins a new pace without debt', () => {
    const pacer = new Pacer(0);
    expect(pacer.allowed(0, 5)).toBe(Number.POSITIVE_INFINITY);
    expect(pacer.allowed(1000, 15)).toBe(10);
  });
});
