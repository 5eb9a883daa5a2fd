import { describe, expect, it } from 'vitest';
import { timeWindow, wholeTrials } from '../../src/renderer/lab/timeWindow';

const session = (steps: number) => ({ shape: { steps } }) as Parameters<typeof timeWindow>[0];
const view = (span = 0, reducedMotion = false) => ({ span: () => span, reducedMotion });
const at = (ticksPerSecond: number, running = true) => ({ running, ticksPerSecond });

describe('the stretch of time panels show', () => {
  it('is whole trials, of at least 200 ticks', () => {
    expect(wholeTrials(230)).toBe(230);
    expect(wholeTrials(8)).toBe(200);
    expect(wholeTrials(150)).toBe(300);
  });

  it('scrolls with the newest tick at a speed the eye can follow, and while paused', () => {
    expect(timeWindow(session(230), at(200), 1000, view())).toEqual({ ticks: 230, paged: false });
    expect(timeWindow(session(230), at(50_000, false), 1000, view())).toEqual({ ticks: 230, paged: false });
  });

  it('ends where the user looks at the past, at any speed', () => {
    for (const running of [true, false])
      expect(timeWindow(session(230), at(50_000, running), 1000, view(), 300)).toEqual({
        ticks: 230,
        paged: false,
        until: 300
      });
  });

  it('is the last whole trial once trials fly by', () => {
    expect(timeWindow(session(230), at(50_000), 1000, view())).toEqual({
      ticks: 230,
      paged: true,
      until: 920
    });
  });

  it('shows the first page while that is under way', () => {
    expect(timeWindow(session(230), at(50_000), 10, view())).toMatchObject({ until: 230 });
  });

  it('turns pages instead of scrolling where motion is to be reduced', () => {
    expect(timeWindow(session(230), at(50), 231, view(0, true))).toMatchObject({ paged: true, until: 460 });
  });

  it('keeps trials in place when several are shown', () => {
    const { until } = timeWindow(session(230), at(1e6), 10_000, view(500));
    expect(until! % 230).toBe(0);
  });
});
