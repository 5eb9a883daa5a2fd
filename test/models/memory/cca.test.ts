import { describe, expect, it } from 'vitest';
import { ccaBackward } from '../../../src/models/memory/cca/backward';
import { type CcaState, ccaAttention, ccaStart } from '../../../src/models/memory/cca/cca';
import { convolve, convolveBackward } from '../../../src/models/memory/cca/convolve';
import { latentMeans, latentMeansBackward } from '../../../src/models/memory/cca/mean';
import {
  type CcaSettings,
  type CcaWeight,
  ccaDefaults,
  ccaShapes,
  naiveCompression
} from '../../../src/models/memory/cca/settings';
import { groupedAttention, groupedStart } from '../../../src/models/memory/projected/grouped';
import type { Weights } from '../../../src/models/memory/projected/weights';
import {
  besideRows,
  columnsOf,
  dot,
  joinRows,
  MemoryError,
  type Rows,
  rowAt,
  sliceRows,
  sumOf,
  zeroRows
} from '../../../src/models/memory/rows';
import {
  expectCausal,
  expectGradients,
  expectStreams,
  flat,
  type Layer,
  plainHeads,
  plainRope,
  randomWeights,
  times,
  whole
} from './layerCases';
import { apart, differences, inner, randomRows } from './memoryCases';

const [T, width] = [9, 6];
const x = randomRows('x', T, width);

const base: CcaSettings = {
  ...ccaDefaults,
  heads: 4,
  kvHeads: 2,
  headWidth: 4,
  rope: { turned: 2, theta: 100 }
};
/** Of which every weight can be moved one by one. */
const small: CcaSettings = { ...base, headWidth: 2 };
const naive: CcaSettings = { ...base, ...naiveCompression };

type CcaLayer = Layer<CcaWeight, CcaState, ReturnType<typeof ccaAttention>>;

function layerOf(settings: CcaSettings, weights = randomWeights(ccaShapes(settings, width))): CcaLayer {
  return {
    weights,
    start: () => ccaStart(settings),
    forward: (state, rows) => ccaAttention(weights, settings, state, rows),
    backward: (pass, g) => ccaBackward(weights, settings, pass, g)
  };
}

const outOf = (settings: CcaSettings, weights: Weights<CcaWeight>, input = x): Rows =>
  whole(layerOf(settings, weights), input);

/** The layer as the paper's pseudo-code has it, over lists of numbers and with nothing shared with the layer under test. */
function plain(settings: CcaSettings, w: Weights<CcaWeight>, input: Rows): number[] {
  const { headWidth: d, heads, kernels, kvHeads, rope } = settings;
  const [q0, k0] = [times(input, w.query), times(input, w.key)];
  let s = q0.map((row, t) => [...row, ...k0[t]]);
  const channels = (heads + kvHeads) * d;
  const pads = kernels.reduce((sum, taps) => sum + taps - 1, 0);
  s = [...Array.from({ length: pads }, () => new Array<number>(channels).fill(0)), ...s];
  kernels.forEach((lags, which) => {
    const [taps, bias] = which === 0 ? [w.depthwise, w.depthwiseBias] : [w.grouped, w.groupedBias];
    const reach = which === 0 ? 1 : d;
    s = s.slice(lags - 1).map((_, at) =>
      Array.from({ length: channels }, (_, c) => {
        let sum = bias.data[c];
        for (let lag = 0; lag < lags; lag++)
          for (let i = 0; i < reach; i++)
            sum +=
              taps.data[(lag * channels + c) * reach + i] *
              s[at + lags - 1 - lag][Math.floor(c / reach) * reach + i];
        return sum;
      })
    );
  });
  const g = heads / kvHeads;
  const [q, k] = [s.map((row) => row.slice(0, heads * d)), s.map((row) => row.slice(heads * d))];
  if (settings.mean)
    q.forEach((row, t) => {
      for (let h = 0; h < heads; h++)
        for (let i = 0; i < d; i++) {
          const j = Math.floor(h / g);
          const mean = (q0[t][h * d + i] + k0[t][j * d + i]) / 2;
          row[h * d + i] += mean;
          k[t][j * d + i] += mean / g;
        }
    });
  const [now, before] = [times(input, w.valueNow), times(input, w.valueBefore)];
  const none = before[0].map(() => 0);
  const v = now.map((row, t) => [...row, ...(settings.shift ? (before[t - 1] ?? none) : before[t])]);
  const unit = (rows: number[][], lengths: (h: number) => number): number[][] =>
    rows.map((row) =>
      row.map((value, c) => {
        const h = Math.floor(c / d);
        return (value * lengths(h)) / Math.hypot(...row.slice(h * d, (h + 1) * d));
      })
    );
  const beta = (j: number): number =>
    settings.temperature === 'exp' ? Math.exp(w.temperature.data[j]) : w.temperature.data[j];
  const turn = (rows: number[][], count: number): number[][] =>
    rope ? plainRope(rows, count, rope.turned, rope.theta) : rows;
  const normed = settings.norm
    ? [unit(q, () => Math.sqrt(d)), unit(k, (j) => beta(j) * Math.sqrt(d))]
    : [q, k];
  const sizes = { heads, kvHeads, scale: 1 / Math.sqrt(d) };
  const read = plainHeads(turn(normed[0], heads), turn(normed[1], kvHeads), v, sizes);
  return flat(times({ rows: T, columns: heads * d, data: Float64Array.from(flat(read)) }, w.out));
}

/** The rows of the paper's ablation, and what else can be switched. */
const switched: [string, Partial<CcaSettings>][] = [
  ['everything', {}],
  ['a raw temperature', { temperature: 'raw' }],
  ['one kv head for every head', { kvHeads: 4 }],
  ['one kv head', { kvHeads: 1, headWidth: 4, rope: undefined }],
  ['wider kernels', { kernels: [3, 4] }],
  ['no convolution', { kernels: [], mean: false, shift: false }],
  ['one convolution', { kernels: [2], mean: false, shift: false }],
  ['both convolutions', { mean: false, shift: false }],
  ['both convolutions and the shift', { mean: false }],
  ['no norm', { norm: false }],
  ['no shift', { shift: false }],
  ['nothing', naiveCompression]
];

describe.each(switched)('compressed convolutional attention with %s', (_, change) => {
  const settings = { ...small, ...change };
  const layer = layerOf(settings);

  it('is what the pseudo-code says', () => {
    expect(apart(whole(layer, x).data, plain(settings, layer.weights, x))).toBeLessThan(1e-13);
  });

  it('streams to the same numbers, handing over the last raw latents and the delayed value', () => {
    const state = expectStreams(layer, x, [1, 2, 2, 7, T]);
    const { headWidth, heads, kernels, kvHeads, shift } = settings;
    const earlier = kernels.reduce((sum, taps) => sum + taps - 1, 0);
    expect(state.k.data.length + state.v.data.length).toBe(2 * kvHeads * headWidth * T);
    expect(state.latents.data.length).toBe(earlier * (heads + kvHeads) * headWidth);
    expect(state.delayed.data.length).toBe(shift ? (kvHeads * headWidth) / 2 : 0);
  });

  it('is causal', () => expectCausal(layer, x, 7));

  it.each([[0], [3]])('has the gradient of finite differences after %i kept tokens', (from) =>
    expectGradients(layer, sliceRows(x, 0, 6), from)
  );
});

/** Conv1 as the tap 1 at lag 0 and conv2 as the identity there, without biases. */
function passing(weights: Weights<CcaWeight>, d: number): Weights<CcaWeight> {
  const channels = weights.depthwiseBias.columns;
  const depthwise = {
    ...weights.depthwise,
    data: weights.depthwise.data.map((_, at) => (at < channels ? 1 : 0))
  };
  const grouped = {
    ...weights.grouped,
    data: weights.grouped.data.map((_, at) => {
      const [row, i] = [Math.floor(at / d), at % d];
      return row < channels && row % d === i ? 1 : 0;
    })
  };
  const bias = zeroRows(1, channels);
  return { ...weights, depthwise, depthwiseBias: bias, grouped, groupedBias: bias };
}

const valuesOf = ({ valueBefore, valueNow }: Weights<CcaWeight>): Rows => besideRows(valueNow, valueBefore);

describe('with convolutions that pass', () => {
  const noRope = { rope: undefined, mean: false, shift: false };

  it('and no mean, norm or shift it is multi-head attention without compression, to the bit', () => {
    const settings = { ...base, ...noRope, heads: 3, kvHeads: 3, headWidth: 2, norm: false };
    const weights = passing(randomWeights(ccaShapes(settings, width)), 2);
    const grouped = groupedAttention(
      { query: weights.query, key: weights.key, value: valuesOf(weights), out: weights.out },
      settings,
      groupedStart(settings),
      x
    );
    expect(outOf(settings, weights).data).toEqual(grouped.out.data);
  });

  it.each([
    [3, 'multi-head'],
    [1, 'grouped-query']
  ])(
    'and the norm at beta 1 with %i kv heads it is %s attention of normalised queries and keys',
    (kvHeads) => {
      const settings = { ...base, ...noRope, heads: 3, kvHeads, headWidth: 2 };
      const weights = passing(randomWeights(ccaShapes(settings, width)), 2);
      const cold = { ...weights, temperature: zeroRows(1, kvHeads) };
      const unit = (rows: number[][]): number[][] =>
        rows.map((row) =>
          row.map((value, c) => (value * Math.SQRT2) / Math.hypot(row[c - (c % 2)], row[c - (c % 2) + 1]))
        );
      const sizes = { heads: 3, kvHeads, scale: 1 / Math.SQRT2 };
      const values = times(x, valuesOf(weights));
      const read = plainHeads(unit(times(x, weights.query)), unit(times(x, weights.key)), values, sizes);
      const attended = { rows: T, columns: 6, data: Float64Array.from(flat(read)) };
      expect(apart(outOf(settings, cold).data, flat(times(attended, weights.out)))).toBeLessThan(1e-14);
    }
  );

  it('naive compression is grouped-query attention with narrow heads', () => {
    const weights = randomWeights(ccaShapes(naive, width));
    const { key, out, query } = weights;
    const grouped = groupedAttention(
      { query, key, value: valuesOf(weights), out },
      naive,
      groupedStart(naive),
      x
    );
    expect(outOf(naive, weights).data).toEqual(grouped.out.data);
  });
});

describe('the two convolutions', () => {
  const [d, heads, lags] = [3, 2, 2];
  const channels = heads * d;
  const taps1 = randomRows('taps 1', lags * channels, 1);
  const taps2 = randomRows('taps 2', lags * channels, d);
  const [bias1, bias2] = [randomRows('bias 1', 1, channels), randomRows('bias 2', 1, channels)];
  const z = randomRows('z', T, channels);
  const padded = joinRows(zeroRows(2, channels), z);
  const both = (rows: Rows): Rows => convolve(convolve(rows, taps1, bias1), taps2, bias2);

  it('are one of three taps a head: B0 A0, B0 A1 + B1 A0, B1 A1 with bias (B0 + B1) b + b', () => {
    const composed = zeroRows(3 * channels, d);
    const bias = zeroRows(1, channels);
    bias.data.set(bias2.data);
    for (let c = 0; c < channels; c++)
      for (let i = 0; i < d; i++) {
        const source = c - (c % d) + i;
        for (let outer = 0; outer < lags; outer++) {
          const b = rowAt(taps2, outer * channels + c)[i];
          bias.data[c] += b * bias1.data[source];
          for (let lag = 0; lag < lags; lag++)
            rowAt(composed, (outer + lag) * channels + c)[i] += b * taps1.data[lag * channels + source];
        }
      }
    expect(apart(both(padded).data, convolve(padded, composed, bias).data)).toBeLessThan(1e-14);
    expect((taps1.data.length + taps2.data.length) / heads).toBe(2 * d + 2 * d * d);
    expect(composed.data.length / heads).toBe(3 * d * d);
  });

  it('padded once differ from each padded by itself at the first token alone, by B1 b', () => {
    const once = both(padded);
    const inner1 = convolve(joinRows(zeroRows(1, channels), z), taps1, bias1);
    const each = convolve(joinRows(zeroRows(1, channels), inner1), taps2, bias2);
    expect(sliceRows(once, 1, T).data).toEqual(sliceRows(each, 1, T).data);
    const difference = rowAt(once, 0).map((value, c) => value - rowAt(each, 0)[c]);
    const expected = difference.map((_, c) =>
      dot(rowAt(taps2, channels + c), bias1.data.subarray(c - (c % d), c - (c % d) + d))
    );
    expect(apart(difference, expected)).toBeLessThan(1e-14);
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.1);
  });

  it('have the gradient of finite differences, earlier tokens included', () => {
    const weight = randomRows('loss', T + 1, channels);
    const loss = () => inner(convolve(padded, taps2, bias2).data, weight.data);
    const into = { taps: zeroRows(lags * channels, d), bias: zeroRows(1, channels) };
    const input = convolveBackward(padded, taps2, weight, into);
    expect(apart(input.data, differences(padded.data, loss))).toBeLessThan(1e-8);
    expect(apart(into.taps.data, differences(taps2.data, loss))).toBeLessThan(1e-8);
    expect(apart(into.bias.data, differences(bias2.data, loss))).toBeLessThan(1e-8);
  });
});

describe('the temperature', () => {
  it('at 0 makes every head read the mean of the values so far', () => {
    const settings = { ...base, temperature: 'raw' } as const;
    const weights = {
      ...randomWeights(ccaShapes(settings, width)),
      temperature: zeroRows(1, 2)
    };
    const now = times(x, weights.valueNow);
    const before = [now[0].map(() => 0), ...times(x, weights.valueBefore)];
    const means = now.map((_, t) => {
      const mean = (rows: number[][], i: number): number =>
        rows.slice(0, t + 1).reduce((sum, row) => sum + row[i], 0) / (t + 1);
      const kv = [0, 1].map((j) => now[0].map((_, i) => mean(j === 0 ? now : before, i)));
      return [...kv[0], ...kv[0], ...kv[1], ...kv[1]];
    });
    const attended = { rows: T, columns: 16, data: Float64Array.from(flat(means)) };
    expect(apart(outOf(settings, weights).data, flat(times(attended, weights.out)))).toBeLessThan(1e-14);
  });

  it('in the raw form at 0 lets neither queries nor keys learn, and itself does', () => {
    const settings = { ...small, temperature: 'raw' } as const;
    const weights = { ...randomWeights(ccaShapes(settings, width)), temperature: zeroRows(1, 2) };
    expectGradients(layerOf(settings, weights), sliceRows(x, 0, 6), 0, [
      'query',
      'key',
      'depthwise',
      'depthwiseBias',
      'grouped',
      'groupedBias'
    ]);
  });

  it('bounds every logit by beta sqrt(d), rotated or not', () => {
    const weights = randomWeights(ccaShapes(base, width), 3);
    const pass = ccaAttention(weights, base, ccaStart(base), x);
    const { k, q, scale } = pass.attention;
    let nearest = 0;
    for (let h = 0; h < 4; h++)
      for (let t = 0; t < T; t++)
        for (let s = 0; s < T; s++) {
          const j = Math.floor(h / 2);
          const key = rowAt(k, s).subarray(4 * j, 4 * j + 4);
          const bound = Math.exp(weights.temperature.data[j]) * 2;
          nearest = Math.max(
            nearest,
            Math.abs(scale * dot(rowAt(q, t).subarray(4 * h, 4 * h + 4), key)) / bound
          );
        }
    expect(nearest).toBeLessThanOrEqual(1 + 1e-14);
    expect(nearest).toBeGreaterThan(0.5);
  });
});

describe('the means of queries and keys', () => {
  const sizes = { heads: 3, kvHeads: 3, headWidth: 2 };

  it('are the same where no head shares', () => {
    const means = latentMeans(randomRows('z', T, 12), sizes);
    expect(columnsOf(means, 0, 6).data).toEqual(columnsOf(means, 6, 12).data);
  });

  it('alone make a token meet itself at beta sqrt(d), the most there is', () => {
    const settings = { ...base, heads: 4, kvHeads: 4 };
    const random = randomWeights(ccaShapes(settings, width));
    const silent = (name: 'depthwise' | 'depthwiseBias' | 'grouped' | 'groupedBias') =>
      zeroRows(random[name].rows, random[name].columns);
    const weights = {
      ...random,
      depthwise: silent('depthwise'),
      depthwiseBias: silent('depthwiseBias'),
      grouped: silent('grouped'),
      groupedBias: silent('groupedBias')
    };
    const { k, q, scale } = ccaAttention(weights, settings, ccaStart(settings), x).attention;
    for (let t = 0; t < T; t++)
      for (let h = 0; h < 4; h++) {
        const part = (rows: Rows) => rowAt(rows, t).subarray(4 * h, 4 * h + 4);
        expect(scale * dot(part(q), part(k))).toBeCloseTo(2 * Math.exp(weights.temperature.data[h]), 12);
      }
  });

  it('have the adjoint that inner products ask for', () => {
    const shared = { heads: 6, kvHeads: 2, headWidth: 2 };
    const [z, g] = [randomRows('z', T, 16), randomRows('g', T, 16)];
    expect(inner(latentMeans(z, shared).data, g.data)).toBeCloseTo(
      inner(z.data, latentMeansBackward(g, shared).data),
      12
    );
  });
});

describe('symmetries', () => {
  it('scaling queries and keys together leaves outputs as they are where convolutions have no bias', () => {
    const random = randomWeights(ccaShapes(base, width));
    const bias = zeroRows(1, 24);
    const weights = { ...random, depthwiseBias: bias, groupedBias: bias };
    const scaled = (rows: Rows): Rows => ({ ...rows, data: rows.data.map((value) => 3.7 * value) });
    const both = { ...weights, query: scaled(weights.query), key: scaled(weights.key) };
    const expected = outOf(base, weights).data;
    expect(apart(outOf(base, both).data, expected)).toBeLessThan(1e-13);
    expect(apart(outOf(base, { ...weights, query: scaled(weights.query) }).data, expected)).toBeGreaterThan(
      1e-3
    );
  });

  it('tokens all alike meet at logits that depend on their distance alone, after the padding', () => {
    const row = rowAt(x, 0);
    const alike = joinRows(...Array.from({ length: T }, () => ({ rows: 1, columns: width, data: row })));
    const weights = randomWeights(ccaShapes(base, width));
    const { k, q } = ccaAttention(weights, base, ccaStart(base), alike).attention;
    const logit = (t: number, s: number): number =>
      dot(rowAt(q, t).subarray(4, 8), rowAt(k, s).subarray(0, 4));
    expect(logit(8, 5)).toBeCloseTo(logit(5, 2), 12);
    expect(Math.abs(logit(8, 5) - logit(8, 6))).toBeGreaterThan(1e-3);
  });

  it('of the shift: without W_V2 the second half of the heads reads nothing; the first token sees no token before', () => {
    const random = randomWeights(ccaShapes(base, width));
    const weights = { ...random, valueBefore: zeroRows(width, 4) };
    const { attended } = ccaAttention(weights, base, ccaStart(base), x);
    expect(columnsOf(attended, 8, 16).data).toEqual(new Float64Array(8 * T));
    expect(columnsOf(attended, 0, 8).data.every((value) => value !== 0)).toBe(true);
    const { v } = ccaAttention(random, base, ccaStart(base), x).attention;
    expect(rowAt(v, 0).subarray(4)).toEqual(new Float64Array(4));
    const earlier = times(sliceRows(x, 2, 3), random.valueBefore)[0];
    expect(apart(rowAt(v, 3).subarray(4), earlier)).toBeLessThan(1e-15);
  });

  it('the skip adds the means to the convolved latents', () => {
    const weights = randomWeights(ccaShapes(base, width));
    const { mixed, x: read } = ccaAttention(weights, base, ccaStart(base), x);
    const without = ccaAttention(weights, { ...base, mean: false }, ccaStart(base), read).mixed;
    const rows = (list: number[][]): Rows => ({
      rows: T,
      columns: list[0].length,
      data: Float64Array.from(flat(list))
    });
    const z = besideRows(rows(times(x, weights.query)), rows(times(x, weights.key)));
    expect(apart(mixed.data, sumOf(without, latentMeans(z, base)).data)).toBeLessThan(1e-14);
  });
});

describe('what makes no sense', () => {
  it.each([
    [{ kvHeads: 3 }, '4 heads cannot share 3 kv heads evenly'],
    [{ kvHeads: 1, headWidth: 3, rope: undefined }, 'Values are 1 x 3 wide; expected an even width'],
    [
      { kernels: [2, 2, 2] },
      'The convolutions have 2 and 2 and 2 taps; expected at most two whole numbers from 1.'
    ],
    [{ kernels: [0] }, 'The convolutions have 0 taps'],
    [{ headWidth: 0.5 }, 'Heads are 0.5 wide; expected a whole number from 1.'],
    [{ rope: { turned: 6, theta: 100 } }, 'expected an even number from 0 to 4']
  ] as [Partial<CcaSettings>, string][])('is refused: %j', (change, problem) => {
    const start = () => ccaStart({ ...base, ...change });
    expect(start).toThrow(MemoryError);
    expect(start).toThrow(problem);
  });

  it('is refused of weights of another shape', () => {
    const weights = { ...randomWeights(ccaShapes(base, width)), temperature: zeroRows(1, 4) };
    expect(() => outOf(base, weights)).toThrow("The weight 'temperature' is 1 x 4; expected 1 x 2.");
  });
});
