import { describe, expect, it } from 'vitest';
import { gelus } from '../../../src/models/memory/activations';
import { columnsOf, joinRows, type Rows, rowAt, sliceRows } from '../../../src/models/memory/rows';
import { countOf, leavesOf, zerosOf } from '../../../src/models/memory/weights';
import { cacheStart, sharedAttention } from '../../../src/models/memory/zamba2/attention';
import { rotate } from '../../../src/models/memory/rope';
import {
  attentionScale,
  type Zamba2Settings,
  zamba2Published
} from '../../../src/models/memory/zamba2/settings';
import { sharedBlock } from '../../../src/models/memory/zamba2/shared';
import {
  initialZamba2,
  type SharedBlock,
  type Zamba2Weights,
  zamba2Shapes
} from '../../../src/models/memory/zamba2/weights';
import { zamba2, zamba2Backward, zamba2Start } from '../../../src/models/memory/zamba2/zamba2';
import { Random } from '../../../src/models/random';
import { apart, differences, inner, plainAttention, randomRows } from './memoryCases';

const base: Zamba2Settings = {
  vocabulary: 5,
  layers: 4,
  hybrids: [0, 1, 3],
  blocks: 2,
  mamba: { width: 4, expand: 2, headWidth: 2, states: 3, groups: 2, taps: 4 },
  heads: 2,
  hidden: 6,
  rank: 2,
  attentionAdapters: true,
  theta: 100,
  gelu: 'exact'
};
const tokens = [0, 3, 1, 1, 4, 2, 0, 3];
/** Of finite differences: norms of small embeddings are strongly curved. */
const step = 1e-6;

/** Weights with nothing at a special value. */
function weightsOf(settings: Zamba2Settings, seed = 5): Zamba2Weights {
  const weights = initialZamba2(settings, new Random(seed));
  for (const { leaf, path } of leavesOf<Rows>(weights)) {
    const noise = randomRows(path, leaf.rows, leaf.columns, 0.3).data;
    noise.forEach((value, i) => {
      leaf.data[i] += value;
    });
  }
  for (const { mamba } of weights.layers)
    mamba.dtBias.data.forEach((bias, h) => {
      mamba.dtBias.data[h] = bias + 2;
    });
  return weights;
}

const logitsOf = (weights: Zamba2Weights, settings: Zamba2Settings, read: ArrayLike<number> = tokens) =>
  zamba2(weights, settings, zamba2Start(settings), read).logits;

const gradientOf = (weights: Zamba2Weights, settings: Zamba2Settings, weight: Rows): Zamba2Weights => {
  const to: Zamba2Weights = zerosOf(weights);
  const pass = zamba2(weights, settings, zamba2Start(settings), tokens);
  zamba2Backward(weights, settings, pass, weight, to);
  return to;
};

/** x W from its definition. */
const times = (x: Rows, w: Rows): Rows => {
  const y = randomRows('y', x.rows, w.columns, 0);
  for (let t = 0; t < x.rows; t++)
    for (let j = 0; j < w.columns; j++)
      for (let i = 0; i < w.rows; i++) rowAt(y, t)[j] += rowAt(x, t)[i] * rowAt(w, i)[j];
  return y;
};

describe('the sizes of Zamba2', () => {
  it.each([
    ['zamba2-1.2b', 1_215_064_704],
    ['zamba2-2.7b', 2_662_214_560],
    ['zamba2-7b', 7_428_314_960]
  ] as const)('%s has %i parameters', (name, parameters) => {
    expect(countOf(zamba2Shapes(zamba2Published[name]))).toBe(parameters);
  });

  it('of 2.7B are of its parts as its formulas say', () => {
    const shapes = zamba2Shapes(zamba2Published['zamba2-2.7b']);
    const [d, di, H, N] = [2560, 5120, 80, 64];
    expect(countOf(shapes.layers[0])).toBe(
      d * (2 * di + 2 * N + H) + 5 * (di + 2 * N) + 3 * H + di + di * d + d
    );
    expect(countOf(shapes.blocks)).toBe(2 * (2 * d * 6 * d + 2 * d * d + 2 * d + d * 8 * d + 4 * d * d + d));
    expect(countOf(shapes.invocations)).toBe(9 * (d * d + 128 * (d + 8 * d)));
    expect(zamba2Published['zamba2-7b'].hybrids.length).toBe(13);
    expect(zamba2Published['zamba2-7b'].hybrids[12]).toBe(77);
    // Of the 7B without adapters of attention, by its note: 7.357e9.
    const without = { ...zamba2Published['zamba2-7b'], attentionAdapters: false };
    expect(countOf(zamba2Shapes(without)) / 1e9).toBeCloseTo(7.357, 3);
  });

  it('are those of a network that is made', () => {
    const made = leavesOf<Rows>(initialZamba2(base, new Random(1)));
    const counted = leavesOf(zamba2Shapes(base));
    expect(made.map(({ leaf, path }) => [path, leaf.rows, leaf.columns])).toEqual(
      counted.map(({ leaf, path }) => [path, leaf.rows, leaf.columns])
    );
    expect(made.every(({ leaf }) => leaf.data.length === leaf.rows * leaf.columns)).toBe(true);
  });
});

describe('the shared attention', () => {
  const weights = weightsOf(base);
  const [block, invocation] = [weights.blocks[0], weights.invocations[0]];

  it('is attention of each head over the cache, with the scale of half a head', () => {
    const settings = { ...base, theta: undefined };
    const u = randomRows('u', 9, 8);
    const { attended } = sharedAttention(block, invocation, settings, cacheStart(settings), u);
    const [q, k, v] = [0, 1, 2].map((part) => {
      const own = times(u, columnsOf(block.qkv, 8 * part, 8 * part + 8));
      const low = times(times(u, invocation.qkv[part].down), invocation.qkv[part].up);
      return { ...own, data: own.data.map((value, i) => value + low.data[i]) };
    });
    for (const h of [0, 1]) {
      const [qh, kh, vh] = [q, k, v].map((x) => columnsOf(x, 4 * h, 4 * h + 4));
      const found = columnsOf(attended, 4 * h, 4 * h + 4).data;
      expect(apart(found, plainAttention(qh, kh, vh, 1 / Math.sqrt(2)))).toBeLessThan(1e-13);
      expect(apart(found, plainAttention(qh, kh, vh, 1 / 2))).toBeGreaterThan(1e-3);
    }
  });

  it('of an input doubled with zeros is attention d wide with scale 1 / sqrt(d / heads)', () => {
    const settings = { ...base, theta: undefined, attentionAdapters: false };
    const narrow = ['q', 'k', 'v'].map((name) => randomRows(`narrow ${name}`, 4, 4));
    const wide: SharedBlock = zerosOf(block);
    // Each head of 2 numbers becomes the first half of one of 4.
    narrow.forEach((w, part) => {
      for (let i = 0; i < 4; i++)
        for (let j = 0; j < 4; j++)
          rowAt(wide.qkv, i)[8 * part + 4 * Math.floor(j / 2) + (j % 2)] = rowAt(w, i)[j];
    });
    const x = randomRows('x', 7, 4);
    const u = randomRows('u', 7, 8, 0);
    for (let t = 0; t < 7; t++) rowAt(u, t).set(rowAt(x, t));
    const { attended } = sharedAttention(wide, { ...invocation, qkv: [] }, settings, cacheStart(settings), u);
    const projected = narrow.map((w) => times(x, w));
    for (const h of [0, 1]) {
      const [q, k, v] = projected.map((y) => columnsOf(y, 2 * h, 2 * h + 2));
      expect(
        apart(columnsOf(attended, 4 * h, 4 * h + 2).data, plainAttention(q, k, v, 1 / Math.sqrt(4 / 2)))
      ).toBeLessThan(1e-13);
    }
  });

  it('with rotary positions depends on how far apart tokens are alone', () => {
    const [q, k] = [randomRows('q', 1, 8), randomRows('k', 1, 8)];
    const rope = { turned: 4, theta: 100 };
    const product = (at: number, before: number) =>
      [0, 4].map((from) =>
        inner(
          rotate(q, 2, rope, at).data.subarray(from, from + 4),
          rotate(k, 2, rope, before).data.subarray(from, from + 4)
        )
      );
    expect(apart(product(7, 3), product(1007, 1003))).toBeLessThan(1e-11);
    expect(apart(product(7, 3), product(7, 4))).toBeGreaterThan(1e-3);
    const turned = rotate(q, 2, rope, 3).data;
    const plane = [3, 3 / 10].map(
      (angle, i) => q.data[i] * Math.cos(angle) - q.data[i + 2] * Math.sin(angle)
    );
    expect(apart(turned.subarray(0, 2), plane)).toBeLessThan(1e-14);
    expect(apart(rotate(rotate(q, 2, rope, 5), 2, rope, 5, 'backwards').data, q.data)).toBeLessThan(1e-15);
  });

  it('with rotary positions gives the same from a cache as whole', () => {
    const u = randomRows('u', 9, 8);
    const whole = sharedAttention(block, invocation, base, cacheStart(base), u).out;
    const cache = cacheStart(base);
    const parts = [0, 4, 9].slice(1).map((end, i) => {
      const cut = sliceRows(u, [0, 4][i], end);
      return sharedAttention(block, invocation, base, cache, cut).out;
    });
    expect(joinRows(...parts).data).toEqual(whole.data);
    expect(
      apart(
        whole.data,
        sharedAttention(block, invocation, { ...base, theta: undefined }, cacheStart(base), u).out.data
      )
    ).toBeGreaterThan(1e-3);
  });

  it('has the scale of the published widths', () => {
    expect(attentionScale(zamba2Published['zamba2-2.7b'])).toBe(1 / Math.sqrt(80));
  });
});

describe('the shared block', () => {
  it.each(['exact', 'tanh'] as const)('replaces what it reads, part by part, with the %s GELU', (gelu) => {
    const settings = { ...base, gelu };
    const weights = weightsOf(settings);
    const [block, invocation] = [weights.blocks[1], weights.invocations[1]];
    const [residual, x0] = [randomRows('r', 6, 4), randomRows('x0', 6, 4)];
    const normed = (x: ArrayLike<number>, w: Rows): number[] => {
      const values = Array.from(x);
      const mean = inner(values, values) / values.length;
      return values.map((value, i) => (w.data[i] * value) / Math.sqrt(mean + 1e-5));
    };
    const eachRow = (rows: number, row: (t: number) => number[]): Rows => {
      const made = Array.from({ length: rows }, (_, t) => row(t));
      return { rows, columns: made[0].length, data: Float64Array.from(made.flat()) };
    };
    const u = eachRow(6, (t) => normed([...rowAt(residual, t), ...rowAt(x0, t)], block.norm));
    const { attended } = sharedAttention(block, invocation, settings, cacheStart(settings), u);
    const a = times(attended, block.output);
    const m = eachRow(6, (t) => normed(rowAt(a, t), block.mlpNorm));
    const [own, low] = [times(m, block.up), times(times(m, invocation.mlp.down), invocation.mlp.up)];
    const up = eachRow(6, (t) => [...rowAt(own, t)].map((value, i) => value + rowAt(low, t)[i]));
    const gated = eachRow(6, (t) =>
      [...rowAt(up, t).subarray(0, 6)].map((x, i) => gelus[gelu].value(x) * rowAt(up, t)[6 + i])
    );
    const expected = times(times(gated, block.down), invocation.output);
    const { out } = sharedBlock(block, invocation, settings, cacheStart(settings), residual, x0);
    expect(apart(out.data, expected.data)).toBeLessThan(1e-12);
    expect(inner(out.data, out.data)).toBeGreaterThan(0.1);
  });
});

describe('Zamba2', () => {
  it('decodes token by token to the same numbers, with a cache for each invocation', () => {
    const weights = weightsOf(base);
    let state = zamba2Start(base);
    const parts = tokens.map((token) => {
      state = structuredClone(state);
      return zamba2(weights, base, state, [token]).logits;
    });
    expect(joinRows(...parts).data).toEqual(logitsOf(weights, base).data);
    expect(state.caches.map(({ k, v }) => [k.rows, k.columns, v.columns])).toEqual([
      [8, 8, 8],
      [8, 8, 8],
      [8, 8, 8]
    ]);
    // Invocations 0 and 2 are of one block and keep different keys.
    expect(apart(state.caches[0].k.data, state.caches[2].k.data)).toBeGreaterThan(0.01);
    expect(state.layers.map(({ h, past }) => h.data.length + past.data.length)).toEqual(
      base.hybrids.concat(0).map(() => 4 * 2 * 3 + 4 * (8 + 12))
    );
  });

  it('does not see later tokens, and every earlier one', () => {
    const weights = weightsOf(base);
    const whole = logitsOf(weights, base);
    const later = logitsOf(weights, base, [...tokens.slice(0, 5), 1, 1, 1]);
    expect(later.data.slice(0, 25)).toEqual(whole.data.slice(0, 25));
    const earlier = logitsOf(weights, base, [2, ...tokens.slice(1)]);
    expect(apart(rowAt(earlier, 7), rowAt(whole, 7))).toBeGreaterThan(1e-4);
  });

  it('begins with adapters that do nothing', () => {
    const weights = initialZamba2(base, new Random(2));
    const changed: Zamba2Weights = structuredClone(weights);
    for (const { mlp, qkv } of changed.invocations) for (const { down } of [mlp, ...qkv]) down.data.fill(3);
    expect(logitsOf(changed, base).data).toEqual(logitsOf(weights, base).data);
    for (const { mlp, qkv } of changed.invocations) for (const { up } of [mlp, ...qkv]) up.data.fill(3);
    expect(apart(logitsOf(changed, base).data, logitsOf(weights, base).data)).toBeGreaterThan(1e-4);
  });

  it('with W_c = 0 is Mamba2 alone', () => {
    const weights = weightsOf(base);
    const pure = logitsOf(weights, { ...base, hybrids: [] });
    expect(apart(logitsOf(weights, base).data, pure.data)).toBeGreaterThan(1e-3);
    for (const { output } of weights.invocations) output.data.fill(0);
    expect(logitsOf(weights, base).data).toEqual(pure.data);
  });

  it('lets a shared block change the residual stream through Mamba2 only', () => {
    const settings = { ...base, hybrids: [1] };
    const weights = weightsOf(settings);
    const changed: Zamba2Weights = structuredClone(weights);
    changed.blocks[0].down.data.fill(2);
    expect(apart(logitsOf(changed, settings).data, logitsOf(weights, settings).data)).toBeGreaterThan(1e-3);
    for (const { layers } of [weights, changed]) layers[1].mamba.output.data.fill(0);
    expect(logitsOf(changed, settings).data).toEqual(logitsOf(weights, settings).data);
  });

  it('adds the gradients of a shared block over its invocations', () => {
    const weight = randomRows('weight', tokens.length, base.vocabulary);
    const shared = weightsOf(base);
    const unshared: Zamba2Weights = {
      ...shared,
      blocks: [shared.blocks[0], shared.blocks[1], structuredClone(shared.blocks[0])]
    };
    const tied = gradientOf(shared, base, weight);
    const own = gradientOf(unshared, { ...base, blocks: 3 }, weight);
    for (const name of Object.keys(tied.blocks[0]) as (keyof SharedBlock)[]) {
      const sum = own.blocks[0][name].data.map((value, i) => value + own.blocks[2][name].data[i]);
      expect(apart(tied.blocks[0][name].data, sum), name).toBeLessThan(1e-12);
      expect(inner(own.blocks[2][name].data, own.blocks[2][name].data), name).toBeGreaterThan(0);
    }
    expect(apart(tied.blocks[1].qkv.data, own.blocks[1].qkv.data)).toBeLessThan(1e-13);
  });

  it.each<[string, Partial<Zamba2Settings>]>([
    ['with rotary positions and adapters everywhere', { hybrids: [0, 1] }],
    ['as the 2.7B is wired', { hybrids: [1], theta: undefined, attentionAdapters: false, gelu: 'tanh' }]
  ])('has the gradient of finite differences for every weight, %s', { timeout: 120_000 }, (_, changes) => {
    const settings = { ...base, layers: 2, blocks: 1, hidden: 4, ...changes };
    const weights = weightsOf(settings);
    const read = tokens.slice(0, 4);
    const weight = randomRows('weight', 4, settings.vocabulary);
    const loss = () => inner(logitsOf(weights, settings, read).data, weight.data);
    const to: Zamba2Weights = zerosOf(weights);
    zamba2Backward(weights, settings, zamba2(weights, settings, zamba2Start(settings), read), weight, to);
    const gradients = new Map(leavesOf<Rows>(to).map(({ leaf, path }) => [path, leaf.data]));
    for (const { leaf, path } of leavesOf<Rows>(weights)) {
      const expected = differences(leaf.data, loss, step);
      const size = Math.max(1, ...expected.map(Math.abs));
      expect(apart(gradients.get(path) ?? [], expected) / size, path).toBeLessThan(1e-7);
      expect(inner(expected, expected), path).toBeGreaterThan(0);
    }
  });

  it('gives the gradient of a chunk with what came before held still', () => {
    const weights = weightsOf(base);
    const start = zamba2Start(base);
    zamba2(weights, base, start, tokens.slice(0, 4));
    const rest = tokens.slice(4);
    const weight = randomRows('weight', 4, base.vocabulary);
    const loss = () => inner(zamba2(weights, base, structuredClone(start), rest).logits.data, weight.data);
    const to: Zamba2Weights = zerosOf(weights);
    zamba2Backward(weights, base, zamba2(weights, base, structuredClone(start), rest), weight, to);
    for (const pick of [
      (w: Zamba2Weights) => w.blocks[0].norm,
      (w: Zamba2Weights) => w.invocations[1].qkv[1].up,
      (w: Zamba2Weights) => w.layers[0].mamba.convolution,
      (w: Zamba2Weights) => w.embedding
    ]) {
      const expected = differences(pick(weights).data, loss, step);
      expect(apart(pick(to).data, expected) / Math.max(1, ...expected.map(Math.abs))).toBeLessThan(1e-7);
    }
  });

  it('refuses what makes no network, in one line', () => {
    expect(() => zamba2Start({ ...base, hybrids: [1, 1] })).toThrow(
      'before the layers 1, 1; expected rising'
    );
    expect(() => zamba2Start({ ...base, heads: 3 })).toThrow('3 heads of the shared attention');
    expect(() => zamba2Shapes({ ...base, rank: 0 })).toThrow("'rank' of a network is 0");
    expect(() => zamba2Start({ ...base, theta: -1 })).toThrow('theta');
    expect(() => logitsOf(weightsOf(base), base, [1, 5])).toThrow(
      'Token 2 is 5; expected a whole number from 0 to 4, the vocabulary.'
    );
  });
});
