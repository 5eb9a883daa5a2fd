import { describe, expect, it } from 'vitest';
import {
  type GroupedSettings,
  groupedAttention,
  groupedBackward,
  groupedShapes,
  groupedStart
} from '../../../src/models/memory/projected/grouped';
import { headedAttention } from '../../../src/models/memory/projected/heads';
import {
  type LatentSettings,
  latentAttention,
  latentBackward,
  latentShapes,
  latentStart
} from '../../../src/models/memory/projected/latent';
import { rmsNorm, rmsNormBackward } from '../../../src/models/memory/norms';
import { normaliseHeads, normaliseHeadsBackward } from '../../../src/models/memory/projected/norms';
import { rotate } from '../../../src/models/memory/rope';
import { checkWeights } from '../../../src/models/memory/projected/weights';
import { project } from '../../../src/models/memory/weights';
import {
  columnsOf,
  dot,
  MemoryError,
  type Rows,
  rowAt,
  sliceRows,
  zeroRows
} from '../../../src/models/memory/rows';
import {
  expectCausal,
  expectGradients,
  expectStreams,
  flat,
  plainHeads,
  plainRope,
  randomWeights,
  times,
  whole
} from './layerCases';
import { apart, differences, inner, randomRows } from './memoryCases';

const [T, width] = [9, 6];
const x = randomRows('x', T, width);
const theta = 100;

describe('rotary positions', () => {
  const rows = randomRows('rope', 5, 12);

  it.each([[4], [2], [0]])('turn %i of 4 columns of a head as the definition says', (turned) => {
    const turnedRows = rotate(rows, 3, { turned, theta }, 0);
    const lists = Array.from({ length: 5 }, (_, t) => [...rowAt(rows, t)]);
    expect(apart(turnedRows.data, flat(plainRope(lists, 3, turned, theta)))).toBeLessThan(1e-14);
  });

  it('keep the length of every head, and make products depend on the distance alone', () => {
    const q = randomRows('query', 1, 4);
    const k = randomRows('key', 1, 4);
    const at = (one: Rows, position: number): Rows => rotate(one, 1, { turned: 4, theta }, position);
    expect(dot(at(q, 17).data, at(q, 17).data)).toBeCloseTo(dot(q.data, q.data), 13);
    const product = (t: number, s: number): number => dot(at(q, t).data, at(k, s).data);
    expect(product(12, 9)).toBeCloseTo(product(1003, 1000), 11);
    expect(Math.abs(product(12, 9) - product(12, 8))).toBeGreaterThan(1e-3);
  });

  it('turn back by their adjoint', () => {
    const rope = { turned: 4, theta };
    expect(apart(rotate(rotate(rows, 3, rope, 7), 3, rope, 7, 'backwards').data, rows.data)).toBeLessThan(
      1e-14
    );
  });

  it('refuse what cannot turn', () => {
    expect(() => rotate(rows, 3, { turned: 3, theta }, 0)).toThrow(
      new MemoryError('3 columns of a head turn; expected an even number from 0 to 4, the width of a head.')
    );
    expect(() => rotate(rows, 3, { turned: 6, theta }, 0)).toThrow('expected an even number from 0 to 4');
    expect(() => rotate(rows, 3, { turned: 4, theta: 0 }, 0)).toThrow('expected a finite number above 0');
  });
});

describe('norms', () => {
  const rows = randomRows('norm', 4, 6);
  const weight = randomRows('loss of norm', 4, 6);

  it('give every head its length and keep its direction', () => {
    const y = normaliseHeads(rows, Float64Array.of(2, 0.5));
    for (let t = 0; t < 4; t++)
      [2, 0.5].forEach((length, h) => {
        const [from, to] = [rows, y].map((all) => rowAt(all, t).subarray(3 * h, 3 * h + 3));
        expect(Math.sqrt(dot(to, to))).toBeCloseTo(length, 14);
        expect(dot(from, to)).toBeCloseTo(length * Math.sqrt(dot(from, from)), 13);
      });
  });

  it('leave zero at zero, with a finite gradient', () => {
    const lengths = Float64Array.of(2, 3);
    expect(normaliseHeads(zeroRows(1, 6), lengths).data).toEqual(new Float64Array(6));
    const gradient = normaliseHeadsBackward(zeroRows(1, 6), lengths, randomRows('g', 1, 6));
    expect([...gradient.x.data, ...gradient.lengths].every(Number.isFinite)).toBe(true);
  });

  it('of heads have the gradient of finite differences', () => {
    const lengths = Float64Array.of(2, 0.5);
    const loss = () => inner(normaliseHeads(rows, lengths).data, weight.data);
    const gradient = normaliseHeadsBackward(rows, lengths, weight);
    expect(apart(gradient.x.data, differences(rows.data, loss))).toBeLessThan(1e-8);
    expect(apart(gradient.lengths, differences(lengths, loss))).toBeLessThan(1e-8);
  });

  it('of rows have mean square 1 and the gradient of finite differences', () => {
    const gain = { rows: 1, columns: 6, data: new Float64Array(6).fill(1) };
    const y = rowAt(rmsNorm(rows, gain, 1, 0), 2);
    expect(dot(y, y) / 6).toBeCloseTo(1, 13);
    const uneven = randomRows('gain', 1, 6);
    const loss = () => inner(rmsNorm(rows, uneven, 1, 0.1).data, weight.data);
    const ofGain = zeroRows(1, 6);
    const gradient = rmsNormBackward(rows, uneven, weight, ofGain, 1, 0.1);
    expect(apart(gradient.data, differences(rows.data, loss))).toBeLessThan(1e-8);
    expect(apart(ofGain.data, differences(uneven.data, loss))).toBeLessThan(1e-8);
  });
});

describe.each([
  ['multi-head', 4, 4, undefined],
  ['grouped-query', 4, 2, { turned: 2, theta }],
  ['multi-query', 4, 1, { turned: 4, theta }]
] as const)('%s attention', (_, heads, kvHeads, rope) => {
  const settings: GroupedSettings = { heads, kvHeads, headWidth: 4, rope };
  const weights = randomWeights(groupedShapes(settings, width));
  const layer = {
    weights,
    start: () => groupedStart(settings),
    forward: (state: ReturnType<typeof groupedStart>, rows: Rows) =>
      groupedAttention(weights, settings, state, rows),
    backward: (pass: ReturnType<typeof groupedAttention>, g: Rows) =>
      groupedBackward(weights, settings, pass, g)
  };

  it('is what its definition says', () => {
    const turn = (rows: number[][], count: number) =>
      rope ? plainRope(rows, count, rope.turned, rope.theta) : rows;
    const q = turn(times(x, weights.query), heads);
    const k = turn(times(x, weights.key), kvHeads);
    const read = plainHeads(q, k, times(x, weights.value), { heads, kvHeads, scale: 0.5 });
    const attended = { rows: T, columns: heads * 4, data: Float64Array.from(flat(read)) };
    expect(apart(whole(layer, x).data, flat(times(attended, weights.out)))).toBeLessThan(1e-13);
  });

  it('streams from a cache of 2 kvHeads d numbers a token', () => {
    const { k, v } = expectStreams(layer, x, [1, 2, 2, 7, T]);
    expect(k.data.length + v.data.length).toBe(2 * kvHeads * 4 * T);
  });

  it('is causal', () => expectCausal(layer, x, 5));

  it.each([[0], [3]])('has the gradient of finite differences after %i kept tokens', (from) =>
    expectGradients(layer, sliceRows(x, 0, 6), from)
  );
});

it('grouped-query attention is multi-head attention whose keys and values are repeated', () => {
  const settings = { heads: 6, kvHeads: 2, headWidth: 2, rope: { turned: 2, theta } };
  const weights = randomWeights(groupedShapes(settings, width));
  const repeat = (w: Rows): Rows => ({
    rows: width,
    columns: 12,
    data: Float64Array.from({ length: width * 12 }, (_, at) => {
      const [row, column] = [Math.floor(at / 12), at % 12];
      return w.data[row * 4 + 2 * Math.floor(column / 6) + (column % 2)];
    })
  });
  const grouped = groupedAttention(weights, settings, groupedStart(settings), x).out;
  const many = { ...settings, kvHeads: 6 };
  const repeated = { ...weights, key: repeat(weights.key), value: repeat(weights.value) };
  expect(groupedAttention(repeated, many, groupedStart(many), x).out.data).toEqual(grouped.data);
});

it('layers refuse what does not fit, in one line', () => {
  const settings = { heads: 4, kvHeads: 3, headWidth: 2, rope: undefined };
  const weights = randomWeights(groupedShapes(settings, width));
  expect(() => groupedAttention(weights, settings, groupedStart(settings), x)).toThrow(
    new MemoryError('4 heads cannot share 3 kv heads evenly; expected a multiple of 3 heads.')
  );
  expect(() => groupedAttention(weights, { ...settings, kvHeads: 0 }, groupedStart(settings), x)).toThrow(
    'There are 0 kv heads; expected a whole number from 1.'
  );
  expect(() => checkWeights({ query: [2, 3] }, { query: zeroRows(3, 2) })).toThrow(
    new MemoryError("The weight 'query' is 3 x 2; expected 2 x 3.")
  );
});

describe.each([
  ['with rotary keys and norms', 2, true, 4],
  ['with rotary keys', 4, false, 4],
  ['with norms', 0, true, 4],
  ['without a latent of queries', 2, true, 0]
])('latent attention %s', (_, ropeWidth, norm, queryLatent) => {
  const settings: LatentSettings = {
    heads: 2,
    headWidth: 3,
    queryLatent,
    kvLatent: 2,
    ropeWidth,
    theta,
    norm
  };
  const weights = randomWeights(latentShapes(settings, width));
  const layer = {
    weights,
    start: () => latentStart(settings),
    forward: (state: ReturnType<typeof latentStart>, rows: Rows) =>
      latentAttention(weights, settings, state, rows),
    backward: (pass: ReturnType<typeof latentAttention>, g: Rows) =>
      latentBackward(weights, settings, pass, g)
  };

  it('streams from a cache of the latent and the rotary key alone', () => {
    const { keys, latents } = expectStreams(layer, x, [1, 2, 2, 7, T]);
    expect(keys.data.length + latents.data.length).toBe((2 + ropeWidth) * T);
  });

  it('is causal', () => expectCausal(layer, x, 5));

  it.each([[0], [3]])('has the gradient of finite differences after %i kept tokens', (from) =>
    expectGradients(layer, sliceRows(x, 0, 6), from)
  );

  it('reads alike with the keys left in the latent: q W_UK^T against c, and the read latent times W_UV', () => {
    const pass = latentAttention(weights, settings, latentStart(settings), x);
    const step = 3 + ropeWidth;
    const heads = [0, 1].map((h) => {
      const up = (w: Rows): Rows => columnsOf(w, h * 3, h * 3 + 3);
      const query = columnsOf(pass.attention.q, h * step, h * step + 3);
      const logits = { ...pass.attention, heads: 1, kvHeads: 1 };
      const absorbed = project(query, transposed(up(weights.keyUp)));
      const beside = (left: Rows, right: Rows): Rows => ({
        rows: T,
        columns: left.columns + right.columns,
        data: Float64Array.from(
          Array.from({ length: T }, (_, t) => [...rowAt(left, t), ...rowAt(right, t)]).flat()
        )
      });
      const turnedQuery = columnsOf(pass.attention.q, h * step + 3, (h + 1) * step);
      const turnedKey = columnsOf(pass.attention.k, h * step + 3, (h + 1) * step);
      const read = headedAttention({
        ...logits,
        q: beside(absorbed, turnedQuery),
        k: beside(pass.latents, turnedKey),
        v: pass.latents
      });
      return project(read, up(weights.valueUp));
    });
    for (const [h, head] of heads.entries())
      expect(apart(head.data, columnsOf(pass.attended, h * 3, h * 3 + 3).data)).toBeLessThan(1e-13);
  });
});

const transposed = ({ columns, data, rows }: Rows): Rows => ({
  rows: columns,
  columns: rows,
  data: Float64Array.from(
    { length: data.length },
    (_, at) => data[(at % rows) * columns + Math.floor(at / rows)]
  )
});

it('latent attention with wide latents that copy is multi-head attention', () => {
  const same = (size: number): Rows => ({
    rows: size,
    columns: size,
    data: Float64Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 1 : 0))
  });
  const grouped: GroupedSettings = { heads: 2, kvHeads: 2, headWidth: 3, rope: undefined };
  const latent = {
    heads: 2,
    headWidth: 3,
    queryLatent: width,
    kvLatent: width,
    ropeWidth: 0,
    theta,
    norm: false
  };
  const { key, out, query, value } = randomWeights(groupedShapes(grouped, width));
  const weights = {
    ...randomWeights(latentShapes(latent, width)),
    queryDown: same(width),
    kvDown: same(width),
    queryUp: query,
    keyUp: key,
    valueUp: value,
    out
  };
  const expected = groupedAttention({ key, out, query, value }, grouped, groupedStart(grouped), x).out;
  expect(latentAttention(weights, latent, latentStart(latent), x).out.data).toEqual(expected.data);
});
