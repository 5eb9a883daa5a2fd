import { describe, expect, it } from 'vitest';
import { linearAttention, linearStart } from '../../../src/models/memory/attention/linear';
import { columnsOf, joinRows, type Rows, rowAt, zeroRows } from '../../../src/models/memory/rows';
import { ssdChunked } from '../../../src/models/memory/ssd/chunked';
import { ssdDense, ssdMatrix } from '../../../src/models/memory/ssd/dense';
import { shareKept, stateNorms, timeConstants } from '../../../src/models/memory/ssd/forgetting';
import { ssdBackward, ssdScan, ssdStart, tokens } from '../../../src/models/memory/ssd/scan';
import type { SsdInput, SsdSettings } from '../../../src/models/memory/ssd/settings';
import { apart, differences, inner, randomRows } from './memoryCases';

const settings: SsdSettings = { heads: 4, headWidth: 3, states: 5, groups: 2 };

function inputOf(T: number, { groups, headWidth, heads, states }: SsdSettings = settings): SsdInput {
  const spread = randomRows('dt', T, heads);
  return {
    x: randomRows('x', T, heads * headWidth),
    dt: { ...spread, data: spread.data.map((value) => Math.exp(value - 1)) },
    a: Float64Array.from({ length: heads }, (_, h) => -0.2 - 0.6 * h),
    b: randomRows('b', T, groups * states),
    c: randomRows('c', T, groups * states),
    d: randomRows('d', 1, heads).data
  };
}

const T = 97;
const input = inputOf(T);
const started = (): Rows => randomRows('state', settings.heads * settings.headWidth, settings.states);
const copy = (rows: Rows): Rows => ({ ...rows, data: rows.data.slice() });

describe('the state-space scan', () => {
  it.each([1, 8, 16, 97, 256])('in chunks of %i is the scan token by token', (chunk) => {
    const [plain, chunked] = [started(), started()];
    const y = ssdScan(plain, input, settings);
    expect(apart(ssdChunked(chunked, input, settings, chunk).data, y.data)).toBeLessThan(1e-13);
    expect(apart(chunked.data, plain.data)).toBeLessThan(1e-13);
    expect(apart(plain.data, started().data)).toBeGreaterThan(0.1);
  });

  it('is the matrix over pairs of tokens', () => {
    const y = ssdScan(started(), input, settings);
    expect(apart(ssdDense(started(), input, settings).data, y.data)).toBeLessThan(1e-13);
  });

  it('has the matrix of the definition, also where sums of later tokens would overflow', () => {
    const far = { ...input, a: input.a.map((a) => 300 * a) };
    for (const read of [input, far])
      for (const h of [1, 2]) {
        const matrix = ssdMatrix(read, settings, h);
        const group = h < 2 ? 0 : 1;
        for (let t = 0; t < T; t += 7)
          for (let s = 0; s < T; s += 5) {
            let sum = 0;
            for (let r = s + 1; r <= t; r++) sum += rowAt(read.dt, r)[h] * read.a[h];
            const [c, b] = [rowAt(read.c, t), rowAt(read.b, s)].map((row) =>
              row.subarray(group * 5, group * 5 + 5)
            );
            const expected = s > t ? 0 : inner(c, b) * Math.exp(sum) * rowAt(read.dt, s)[h];
            expect(Math.abs(rowAt(matrix, t)[s] - expected)).toBeLessThan(1e-14);
          }
      }
  });

  it('without decay and with dt = 1 is linear attention', () => {
    const one: SsdSettings = { heads: 1, headWidth: 3, states: 5, groups: 1 };
    const read = inputOf(T, one);
    read.dt.data.fill(1);
    const plain = { ...read, a: new Float64Array(1), d: new Float64Array(1) };
    const attended = linearAttention(linearStart(5, 3), read.c, read.b, read.x, {
      feature: 'identity',
      scale: 1
    });
    expect(apart(ssdScan(ssdStart(one), plain, one).data, attended.data)).toBeLessThan(1e-13);
    expect(apart(ssdChunked(ssdStart(one), plain, one, 16).data, attended.data)).toBeLessThan(1e-12);
  });

  it('goes on from a state that was kept, to the bit', () => {
    const whole = ssdScan(ssdStart(settings), input, settings);
    const state = ssdStart(settings);
    const first = ssdScan(state, tokens(input, 0, 40), settings);
    const rest = ssdScan(structuredClone(state), tokens(input, 40, T), settings);
    expect(joinRows(first, rest).data).toEqual(whole.data);
    expect(state.data.length).toBe(4 * 3 * 5);
  });

  it('does not see later tokens', () => {
    const changed = { ...input, x: copy(input.x), b: copy(input.b) };
    rowAt(changed.x, 50).fill(9);
    rowAt(changed.b, 50).fill(9);
    const [before, after] = [input, changed].map((read) => ssdScan(ssdStart(settings), read, settings));
    expect(after.data.slice(0, 50 * 12)).toEqual(before.data.slice(0, 50 * 12));
    expect(after.data.slice(50 * 12)).not.toEqual(before.data.slice(50 * 12));
  });

  it('with one number of everything is a leaky integrator', () => {
    const one: SsdSettings = { heads: 1, headWidth: 1, states: 1, groups: 1 };
    const ones = { rows: 400, columns: 1, data: new Float64Array(400).fill(1) };
    const [dt, level] = [0.25, 1.7];
    const read = {
      x: { ...ones, data: ones.data.map(() => level) },
      dt: { ...ones, data: ones.data.map(() => dt) },
      a: Float64Array.of(-0.8),
      b: ones,
      c: ones,
      d: new Float64Array(1)
    };
    const y = ssdScan(ssdStart(one), read, one).data;
    const a = Math.exp(-0.2);
    expect(Math.abs(y[399] - (dt * level) / (1 - a))).toBeLessThan(1e-14);
    y.forEach((value, t) => {
      expect(Math.abs(value - (dt * level * (1 - a ** (t + 1))) / (1 - a))).toBeLessThan(1e-13);
    });
  });

  it('skips a token with dt = 0 and forgets all before one with a large dt', () => {
    const skipped = { ...tokens(input, 0, 1), dt: zeroRows(1, 4) };
    const state = started();
    ssdScan(state, skipped, settings);
    expect(state.data).toEqual(started().data);
    const large = { ...tokens(input, 0, 1), dt: { ...zeroRows(1, 4), data: new Float64Array(4).fill(1e4) } };
    const empty = ssdStart(settings);
    ssdScan(state, large, settings);
    ssdScan(empty, large, settings);
    expect(state.data).toEqual(empty.data);
  });

  it('shares B and C among the heads of a group', () => {
    const grouped = ssdScan(started(), input, settings);
    const repeat = (rows: Rows): Rows => {
      const wide = zeroRows(rows.rows, 20);
      for (let t = 0; t < rows.rows; t++)
        for (let h = 0; h < 4; h++) {
          const group = h < 2 ? 0 : 1;
          wide.data.set(rowAt(rows, t).subarray(5 * group, 5 * group + 5), t * 20 + h * 5);
        }
      return wide;
    };
    const own = ssdScan(
      started(),
      { ...input, b: repeat(input.b), c: repeat(input.c) },
      { ...settings, groups: 4 }
    );
    expect(own.data).toEqual(grouped.data);
  });

  it('has the gradient of finite differences, for a start and for what reads its end', () => {
    const read = inputOf(9);
    const start = started();
    const weight = randomRows('weight', 9, 12);
    const endWeight = randomRows('end', 12, 5);
    const loss = () => {
      const state = copy(start);
      return inner(ssdScan(state, read, settings).data, weight.data) + inner(state.data, endWeight.data);
    };
    const gradient = ssdBackward(start, read, settings, weight, endWeight);
    for (const name of ['x', 'dt', 'b', 'c'] as const)
      expect(apart(gradient[name].data, differences(read[name].data, loss))).toBeLessThan(1e-8);
    for (const name of ['a', 'd'] as const)
      expect(apart(gradient[name], differences(read[name], loss))).toBeLessThan(1e-8);
    expect(apart(gradient.state.data, differences(start.data, loss))).toBeLessThan(1e-8);
  });

  it('refuses shapes that do not fit, in one line', () => {
    expect(() => ssdScan(zeroRows(1, 1), input, settings)).toThrow(
      'The state of a scan is 1 x 1; expected 12 x 5.'
    );
    expect(() => ssdScan(started(), input, { ...settings, groups: 3 })).toThrow('expected a multiple of 3');
    expect(() => ssdScan(started(), { ...input, b: columnsOf(input.b, 0, 5) }, settings)).toThrow(
      'The B of a scan is 97 x 5; expected 97 x 10.'
    );
    expect(() => ssdChunked(started(), input, settings, 0)).toThrow('A chunk has 0 tokens');
    expect(() => ssdScan(started(), { ...input, a: new Float64Array(1) }, settings)).toThrow('1 A and 4 D');
  });
});

describe('forgetting', () => {
  it('has the time constant after which 1 / e of a state is left', () => {
    const dt = { rows: 20, columns: 2, data: new Float64Array(40).fill(0.5) };
    const a = Float64Array.of(-0.1, -0);
    const constants = timeConstants(dt, a);
    expect(constants.data[0]).toBeCloseTo(20, 12);
    expect(constants.data[1]).toBe(Number.POSITIVE_INFINITY);
    const kept = shareKept(dt, a);
    expect(rowAt(kept, 19)[0]).toBeCloseTo(Math.exp(-1), 12);
    expect(rowAt(kept, 19)[1]).toBe(1);
  });

  it('is what a scan does to the size of a state that nothing is written to', () => {
    const silent = { ...input, x: zeroRows(T, 12) };
    const state = started();
    const before = stateNorms(state, settings);
    ssdScan(state, silent, settings);
    const left = rowAt(shareKept(input.dt, input.a), T - 1);
    const after = stateNorms(state, settings);
    after.forEach((norm, h) => {
      expect(Math.abs(norm / before[h] - left[h])).toBeLessThan(1e-13);
    });
    expect(before[1]).toBeCloseTo(Math.hypot(...started().data.slice(15, 30)), 12);
  });
});
