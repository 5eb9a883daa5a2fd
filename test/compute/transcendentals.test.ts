import { describe, expect, it } from 'vitest';
import { cos, exp, integerPower, log, sin, tanh } from '../../src/compute/transcendentals';

/** Two units in the last place: ours and the engine's may each be one off. */
const tolerance = 5e-16;

function worst(
  ours: (x: number) => number,
  theirs: (x: number) => number,
  low: number,
  high: number
): number {
  let largest = 0;
  for (let n = 0; n <= 20_000; n++) {
    const x = low + ((high - low) * n) / 20_000;
    const wanted = theirs(x);
    largest = Math.max(largest, Math.abs(ours(x) - wanted) / (Math.abs(wanted) || 1));
  }
  return largest;
}

describe('transcendentals', () => {
  it('agree with the engine', () => {
    expect(worst(exp, Math.exp, -700, 700)).toBeLessThan(tolerance);
    expect(worst(exp, Math.exp, -1, 1)).toBeLessThan(tolerance);
    expect(worst(log, Math.log, 1e-300, 1)).toBeLessThan(tolerance);
    expect(worst(log, Math.log, 0.5, 2)).toBeLessThan(tolerance);
    expect(worst(tanh, Math.tanh, -20, 20)).toBeLessThan(tolerance);
    expect(worst(tanh, Math.tanh, -1, 1)).toBeLessThan(tolerance);
    expect(
      worst(
        (x) => 2 + sin(x),
        (x) => 2 + Math.sin(x),
        -1000,
        1000
      )
    ).toBeLessThan(tolerance);
    expect(
      worst(
        (x) => 2 + cos(x),
        (x) => 2 + Math.cos(x),
        -1000,
        1000
      )
    ).toBeLessThan(tolerance);
    expect(worst(sin, Math.sin, -3, 3)).toBeLessThan(tolerance);
  });

  it('keep their edges', () => {
    expect([exp(0), exp(-1000), exp(1000), log(1)]).toEqual([1, 0, Number.POSITIVE_INFINITY, 0]);
    expect([log(0), log(-1), log(Number.POSITIVE_INFINITY)]).toEqual([
      Number.NEGATIVE_INFINITY,
      Number.NaN,
      Number.POSITIVE_INFINITY
    ]);
    expect([exp(Number.NaN), tanh(Number.NaN), tanh(1e9), tanh(-1e9)]).toEqual([
      Number.NaN,
      Number.NaN,
      1,
      -1
    ]);
  });

  it('raise to whole powers', () => {
    expect([integerPower(2, 10), integerPower(0.5, 0), integerPower(-3, 3)]).toEqual([1024, 1, -27]);
  });
});
