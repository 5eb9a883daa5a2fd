import { describe, expect, it } from 'vitest';
import type { Block } from '../../src/compute/compute';
import { blockOf, numbersFrom } from '../../src/compute/conformance/numbers';
import { createReference } from '../../src/compute/reference';
import { scanning } from '../../src/compute/reference/sequences/scanning';
import type { ConvolveTicksCall, DelayCall, ScanCall } from '../../src/compute/sequences';
import { linearAttention, linearStart } from '../../src/models/memory/attention/linear';
import { rowsOf } from '../../src/models/memory/rows';
import { ssdBackward, ssdScan } from '../../src/models/memory/ssd/scan';
import { checkAdjoint, expectNear, valuesOf } from './differences';

const compute = createReference();
const numbers = numbersFrom(37);
const drawn = (length: number, low = -1, high = 1): Block =>
  blockOf(compute, 'drawn', numbers.between(low, high, length));
const block = (...data: number[]): Block => blockOf(compute, 'block', data);
const empty = (length: number): Block => compute.alloc(length, 'empty');
const values = (of: Block): Promise<number[]> => valuesOf(compute, of);

type ConvolveSizes = Pick<ConvolveTicksCall, 'batch' | 'ticks' | 'groups' | 'groupWidth' | 'taps' | 'held'>;

function convolveCall(sizes: ConvolveSizes): ConvolveTicksCall {
  const { batch, groups, groupWidth, taps, ticks } = sizes;
  const width = groups * groupWidth;
  return {
    ...sizes,
    parameters: drawn(2 + width * (taps * groupWidth + 1)),
    from: 2,
    gradient: drawn(2 + width * (taps * groupWidth + 1)),
    past: drawn(batch * (taps - 1) * width),
    x: drawn(batch * ticks * width),
    y: empty(batch * ticks * width)
  };
}

describe('convolution over ticks', () => {
  it('weighs lags within groups, after what was held', async () => {
    const sizes = { batch: 1, ticks: 2, groups: 2, groupWidth: 1, taps: 3, held: 1 };
    const y = empty(4);
    await scanning.convolveTicks({
      ...sizes,
      parameters: block(1, 10, 100, 2, 20, 200, 0.5, 0.25),
      past: block(7, 8, 999, 999),
      x: block(1, 2, 3, 4),
      y
    });
    expect(await values(y)).toEqual([0.5 + 1 + 70, 0.25 + 4 + 160, 0.5 + 3 + 10 + 700, 0.25 + 8 + 40 + 1600]);
  });

  it.each([
    { batch: 2, ticks: 5, groups: 3, groupWidth: 1, taps: 4, held: 0 },
    { batch: 1, ticks: 4, groups: 2, groupWidth: 3, taps: 3, held: 1 },
    { batch: 2, ticks: 1, groups: 1, groupWidth: 2, taps: 1, held: 0 },
    { batch: 1, ticks: 2, groups: 1, groupWidth: 2, taps: 5, held: 4 }
  ])('has the adjoint that finite differences give, %o', async (sizes) => {
    const call = convolveCall(sizes);
    const [signal, inputSignal] = [drawn(call.y.length), drawn(call.x.length)];
    await checkAdjoint(
      compute,
      {
        y: call.y,
        signal,
        added: [
          [call.x, inputSignal],
          [call.parameters, call.gradient!]
        ]
      },
      () => scanning.convolveTicks(call),
      () => scanning.convolveTicksBackward({ ...call, signal, inputSignal })
    );
  });
});

describe('the row before', () => {
  const sizes = { batch: 2, ticks: 2, width: 1, past: block(8, 9), x: block(1, 2, 3, 4) };
  const delayed = async (more: Pick<DelayCall, 'held' | 'backwards'>): Promise<number[]> => {
    const y = block(10, 10, 10, 10);
    await scanning.delay({ ...sizes, ...more, y });
    return values(y);
  };

  it('is the past or zeros, then the ticks', async () => {
    expect(await delayed({ held: 1 })).toEqual([8, 1, 9, 3]);
    expect(await delayed({ held: 0 })).toEqual([0, 1, 0, 3]);
  });

  it('hears the row after, added', async () => {
    expect(await delayed({ held: 1, backwards: true })).toEqual([12, 10, 14, 10]);
  });
});

type ScanSizes = Pick<
  ScanCall,
  'batch' | 'ticks' | 'heads' | 'headWidth' | 'stateWidth' | 'groups' | 'block' | 'plain'
>;

function scanCall(sizes: ScanSizes): ScanCall {
  const { batch, groups, headWidth, heads, plain, stateWidth, ticks } = sizes;
  const states = batch * heads * headWidth * stateWidth;
  return {
    ...sizes,
    ...(!plain && {
      parameters: drawn(1 + 3 * heads, -1.5, 1.5),
      from: 1,
      gradient: drawn(1 + 3 * heads),
      dtRaw: drawn(batch * ticks * heads, -3, 2)
    }),
    x: drawn(batch * ticks * heads * headWidth),
    b: drawn(batch * ticks * groups * stateWidth),
    c: drawn(batch * ticks * groups * stateWidth),
    state: drawn(states),
    y: empty(batch * ticks * heads * headWidth),
    starts: empty(states * Math.ceil(ticks / sizes.block))
  };
}

const mixed: ScanSizes = {
  batch: 2,
  ticks: 7,
  heads: 4,
  headWidth: 3,
  stateWidth: 2,
  groups: 2,
  block: 3,
  plain: false
};

describe('the state-space scan', () => {
  it('is the recurrence', async () => {
    const call = scanCall({ ...mixed, batch: 1, heads: 1, headWidth: 1, stateWidth: 1, groups: 1 });
    const [[, aLog, bias, D], raw, x, b, c, [start]] = await Promise.all(
      [call.parameters!, call.dtRaw!, call.x, call.b, call.c, call.state].map(values)
    );
    await scanning.scan(call);
    let state = start;
    const wanted = x.map((value, t) => {
      const dt = Math.log1p(Math.exp(raw[t] + bias));
      state = Math.exp(-dt * Math.exp(aLog)) * state + dt * value * b[t];
      return state * c[t] + D * value;
    });
    expectNear(await values(call.y), wanted, 1e-12);
    expectNear(await values(call.state), [state], 1e-12);
  });

  it('is linear attention where plain', async () => {
    const sizes = {
      batch: 1,
      ticks: 9,
      heads: 1,
      headWidth: 4,
      stateWidth: 3,
      groups: 1,
      block: 2,
      plain: true
    };
    const call = scanCall(sizes);
    compute.fill(call.state, 0);
    const [q, k, v] = await Promise.all([call.c, call.b, call.x].map(values));
    const wanted = linearAttention(linearStart(3, 4), rowsOf(9, 3, q), rowsOf(9, 3, k), rowsOf(9, 4, v), {
      feature: 'identity',
      scale: 1
    });
    await scanning.scan(call);
    expectNear(await values(call.y), Array.from(wanted.data), 1e-12);
  });

  it('is the scan of the model, both ways', async () => {
    const sizes = { ...mixed, batch: 1 };
    const { groups, headWidth, heads, stateWidth, ticks } = sizes;
    const call = scanCall(sizes);
    const [parameters, raw, x, b, c, start] = await Promise.all(
      [call.parameters!, call.dtRaw!, call.x, call.b, call.c, call.state].map(values)
    );
    const [, ...own] = parameters;
    const a = Float64Array.from({ length: heads }, (_, h) => -Math.exp(own[h]));
    const shifted = raw.map((value, i) => value + own[heads + (i % heads)]);
    const input = {
      x: rowsOf(ticks, heads * headWidth, x),
      dt: rowsOf(
        ticks,
        heads,
        shifted.map((value) => Math.log1p(Math.exp(value)))
      ),
      a,
      b: rowsOf(ticks, groups * stateWidth, b),
      c: rowsOf(ticks, groups * stateWidth, c),
      d: Float64Array.from(own.slice(2 * heads))
    };
    const settings = { heads, headWidth, states: stateWidth, groups };
    const state = rowsOf(heads * headWidth, stateWidth, start);
    const signal = drawn(call.y.length);
    const gradient = ssdBackward(
      rowsOf(heads * headWidth, stateWidth, start),
      input,
      settings,
      rowsOf(ticks, heads * headWidth, await values(signal))
    );
    const y = ssdScan(state, input, settings);
    const [xSignal, bSignal, cSignal, dtSignal, into] = [
      call.x,
      call.b,
      call.c,
      call.dtRaw!,
      call.parameters!
    ].map(({ length }) => empty(length));
    await scanning.scan(call);
    await scanning.scanBackward({ ...call, gradient: into, signal, xSignal, bSignal, cSignal, dtSignal });
    expectNear(await values(call.y), Array.from(y.data), 1e-12);
    expectNear(await values(call.state), Array.from(state.data), 1e-12);
    expectNear(await values(xSignal), Array.from(gradient.x.data), 1e-12);
    expectNear(await values(bSignal), Array.from(gradient.b.data), 1e-12);
    expectNear(await values(cSignal), Array.from(gradient.c.data), 1e-12);
    const slope = shifted.map((value) => 1 / (1 + Math.exp(-value)));
    const toRaw = slope.map((value, i) => value * gradient.dt.data[i]);
    expectNear(await values(dtSignal), toRaw, 1e-12);
    const toBias = Array.from({ length: heads }, (_, h) =>
      toRaw.reduce((sum, value, i) => sum + (i % heads === h ? value : 0), 0)
    );
    const toLog = Array.from(gradient.a, (value, h) => value * a[h]);
    expectNear((await values(into)).slice(1), [...toLog, ...toBias, ...gradient.d], 1e-12);
  });

  it('shares B and C within groups of heads', async () => {
    const call = scanCall({ ...mixed, batch: 1 });
    const [start, c] = await Promise.all([call.state, call.c].map(values));
    await scanning.scan(call);
    const y = await values(call.y);
    // Changing what the second group reads moves heads 2 and 3 alone.
    const other = c.map((value, i) => (i % 4 >= 2 ? value + 1 : value));
    compute.write(call.state, start);
    compute.write(call.c, other);
    await scanning.scan(call);
    const moved = (await values(call.y)).flatMap((value, i) =>
      value === y[i] ? [] : [Math.floor((i % 12) / 3)]
    );
    expect([...new Set(moved)]).toEqual([2, 3]);
  });

  it.each([mixed, { ...mixed, block: 1 }, { ...mixed, block: 97, groups: 4 }, { ...mixed, plain: true }])(
    'has the adjoint that finite differences give, %o',
    async (sizes) => {
      const call = scanCall(sizes);
      const [signal, xSignal, bSignal, cSignal] = [call.y, call.x, call.b, call.c].map(({ length }) =>
        drawn(length)
      );
      const dtSignal = call.dtRaw && drawn(call.dtRaw.length);
      const start = await values(call.state);
      await checkAdjoint(
        compute,
        {
          y: call.y,
          signal,
          added: [
            [call.x, xSignal],
            [call.b, bSignal],
            [call.c, cSignal],
            ...(dtSignal
              ? ([
                  [call.dtRaw!, dtSignal],
                  [call.parameters!, call.gradient!]
                ] as const)
              : [])
          ]
        },
        async () => {
          compute.write(call.state, start);
          await scanning.scan(call);
        },
        () =>
          scanning.scanBackward({ ...call, signal, xSignal, bSignal, cSignal, ...(dtSignal && { dtSignal }) })
      );
    }
  );

  it('goes on from where it was', async () => {
    const whole = scanCall({ ...mixed, batch: 1 });
    const start = await values(whole.state);
    await scanning.scan(whole);
    const end = await values(whole.state);
    compute.write(whole.state, start);
    const got: number[] = [];
    for (const [from, to] of [
      [0, 2],
      [2, 3],
      [3, 7]
    ]) {
      const part = { ...scanCall({ ...mixed, batch: 1, ticks: to - from }), parameters: whole.parameters! };
      for (const name of ['x', 'dtRaw', 'b', 'c'] as const) {
        const width = whole[name]!.length / 7;
        compute.write(part[name]!, (await values(whole[name]!)).slice(from * width, to * width));
      }
      await scanning.scan({ ...part, state: whole.state });
      got.push(...(await values(part.y)));
    }
    expect(got).toEqual(await values(whole.y));
    expect(await values(whole.state)).toEqual(end);
  });
});

describe('calls that do not fit are refused', () => {
  it('says what was wrong', async () => {
    const call = scanCall(mixed);
    await expect(scanning.scan({ ...call, groups: 3 })).rejects.toThrow(
      'scan: 4 heads cannot share 3 groups evenly.'
    );
    await expect(scanning.scan({ ...call, block: 0 })).rejects.toThrow(
      'scan: block is 0; a whole number >= 1 is needed.'
    );
    await expect(scanning.scan({ ...call, y: call.x })).rejects.toThrow('give two blocks');
    await expect(scanning.scan({ ...call, state: empty(3) })).rejects.toThrow(
      'given as state holds 3 floats; 48 are needed'
    );
    const convolve = convolveCall({ batch: 1, ticks: 2, groups: 1, groupWidth: 1, taps: 2, held: 0 });
    await expect(scanning.convolveTicks({ ...convolve, held: 2 })).rejects.toThrow(
      '2 rows are held by a past of 1 rows'
    );
  });
});
