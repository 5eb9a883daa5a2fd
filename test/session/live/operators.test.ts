import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/models/random';
import { createChain } from '../../../src/session/live/operators/chain';
import { parseOperators } from '../../../src/session/live/operators/parse';

/** Rows that leave the chain. */
function through(text: string, rows: readonly (readonly number[])[], seed = 1): number[][] {
  const chain = createChain(text, rows[0].length, new Random(seed));
  const out: number[][] = [];
  for (const row of rows) chain.push(Float64Array.from(row), (input) => out.push([...input]));
  return out;
}

const ramp = (length: number, slope = 1): number[][] => Array.from({ length }, (_, k) => [slope * k]);

describe('operators', () => {
  it('window: the mean of a ramp lies (n - 1) / 2 behind', () => {
    expect(through('window(samples=5)', ramp(8)).flat()).toEqual([2, 3, 4, 5]);
    expect(through('window(samples=4, step=3)', ramp(10)).flat()).toEqual([1.5, 4.5, 7.5]);
  });

  it('resample: a straight line stays one, up and down', () => {
    const up = through('resample(from=100, to=250)', ramp(41)).flat();
    expect(up).toHaveLength(101);
    for (const [k, value] of up.entries()) expect(value).toBeCloseTo(k / 2.5, 12);
    const down = through('resample(from=3, to=2)', ramp(31)).flat();
    expect(down).toHaveLength(21);
    for (const [k, value] of down.entries()) expect(value).toBeCloseTo(1.5 * k, 12);
  });

  it('zscore: of all so far is the two-pass value', () => {
    const random = new Random(4);
    const rows = Array.from({ length: 500 }, () => [1e6 + random.normal(), -3 * random.uniform()]);
    const scaled = through('zscore', rows);
    for (const n of [2, 17, 500]) {
      for (const c of [0, 1]) {
        const seen = rows.slice(0, n).map((row) => row[c]);
        const mean = seen.reduce((a, b) => a + b, 0) / n;
        const sd = Math.sqrt(seen.reduce((a, b) => a + (b - mean) ** 2, 0) / n);
        expect(scaled[n - 1][c]).toBeCloseTo((seen[n - 1] - mean) / sd, 7);
      }
    }
    expect(through('zscore', [[5], [5], [5]]).flat()).toEqual([0, 0, 0]);
  });

  it('zscore: with tau it forgets a step', () => {
    const rows = Array.from({ length: 400 }, (_, k) => [k < 200 ? (k % 2 ? 1 : -1) : 100 + (k % 2 ? 1 : -1)]);
    const scaled = through('zscore(tau=10)', rows).flat();
    expect(Math.abs(scaled[200])).toBeGreaterThan(2);
    // An alternation of ±1 under a = 1/10 has mean ±a/(2 - a) and variance near 1.
    expect(Math.abs(scaled[399])).toBeCloseTo(1 - 0.1 / 1.9, 1);
  });

  it('delay, mix and noise', () => {
    expect(through('delay(samples=3)', ramp(6)).flat()).toEqual([0, 0, 0, 0, 1, 2]);
    expect(through('mix(1 -1; .5 .5)', [[3, 1]])).toEqual([[2, 2]]);
    const noisy = through('noise(sd=2)', ramp(20000, 0)).flat();
    const mean = noisy.reduce((a, b) => a + b, 0) / noisy.length;
    const sd = Math.sqrt(noisy.reduce((a, b) => a + (b - mean) ** 2, 0) / noisy.length);
    expect(mean).toBeCloseTo(0, 1);
    expect(sd).toBeCloseTo(2, 1);
    expect(through('noise(sd=1)', ramp(5))).toEqual(through('noise(sd=1)', ramp(5)));
    expect(through('noise(sd=1)', ramp(5), 2)).not.toEqual(through('noise(sd=1)', ramp(5)));
  });

  it('poisson: spikes as often as the value says', () => {
    const spikes = through(
      'poisson(gain=.5)',
      Array.from({ length: 20000 }, () => [0.4, -1, 9])
    );
    const share = [0, 1, 2].map((c) => spikes.reduce((sum, row) => sum + row[c], 0) / spikes.length);
    // Four standard errors of 0.2 are 0.011.
    expect(Math.abs(share[0] - 0.2)).toBeLessThan(0.012);
    expect(share.slice(1)).toEqual([0, 1]);
  });

  it('latency: one spike, the earlier the larger', () => {
    const rows = through('latency(steps=5)', [[1, 0.5, 0.01, 0]]);
    expect(rows).toHaveLength(5);
    const when = [0, 1, 2, 3].map((c) => rows.findIndex((row) => row[c] === 1));
    expect(when).toEqual([0, 2, 4, -1]);
  });

  it('delta: as many spikes as thresholds were crossed, and the level follows', () => {
    const rows = through('delta(threshold=.5)', [
      ...ramp(101, 0.25),
      ...ramp(101, -0.25).map(([x]) => [25 + x])
    ]);
    const up = rows.reduce((sum, row) => sum + row[0], 0);
    const down = rows.reduce((sum, row) => sum + row[1], 0);
    expect([up, down]).toEqual([50, 50]);
  });

  it('says which part of a chain is wrong', () => {
    expect(() => parseOperators('zscoer')).toThrow("has 'zscoer'; expected window, resample");
    expect(() => parseOperators('zscore(tua=3)')).toThrow(
      "has 'tua=3' in 'zscore(tua=3)'; expected tau=number"
    );
    expect(() => parseOperators('delta')).toThrow('threshold (change that makes a spike) is missing');
    expect(() => parseOperators('window(samples=2.5)')).toThrow('expected a whole number from 1 to 100000');
    expect(() => parseOperators('delay(samples=1) |')).toThrow("has ''");
    expect(() => parseOperators('mix(1 x)')).toThrow('lists of weights');
    expect(() => through('mix(1 2 3)', [[1, 2]])).toThrow('2 channels come to it');
  });
});
