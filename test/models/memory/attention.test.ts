import { describe, expect, it } from 'vitest';
import { linearAttention, linearBackward, linearStart } from '../../../src/models/memory/attention/linear';
import {
  softmaxAttention,
  softmaxBackward,
  softmaxStart,
  softmaxStream
} from '../../../src/models/memory/attention/softmax';
import {
  codebookOf,
  quantised,
  vqAttention,
  vqBackward,
  vqStart
} from '../../../src/models/memory/attention/vectorQuantised';
import { joinRows, MemoryError, rowAt, rowsOf, sliceRows, zeroRows } from '../../../src/models/memory/rows';
import { apart, differences, inner, plainAttention, randomRows } from './memoryCases';

const [T, d, dv] = [13, 4, 3];
const q = randomRows('q', T, d);
const k = randomRows('k', T, d);
const v = randomRows('v', T, dv);
const weight = randomRows('weight', T, dv);
const scale = 1 / Math.sqrt(d);

describe('softmax attention', () => {
  it('is what its definition says', () => {
    const { out } = softmaxAttention({ q, k, v, scale });
    expect(apart(out.data, plainAttention(q, k, v, scale))).toBeLessThan(1e-14);
  });

  it('holds with logits of thousands, where exp alone overflows', () => {
    const { out, lse } = softmaxAttention({ q, k, v, scale: 5000 });
    expect([...out.data, ...lse].every(Number.isFinite)).toBe(true);
    expect(apart(out.data, plainAttention(q, k, v, 5000))).toBeLessThan(1e-10);
  });

  it('adds a constant to the lse alone when one is added to every logit', () => {
    const plain = softmaxAttention({ q, k, v, scale });
    const shifted = softmaxAttention({ q, k, v, scale, bias: new Float64Array(T).fill(3) });
    expect(apart(plain.out.data, shifted.out.data)).toBeLessThan(1e-14);
    expect(
      apart(
        plain.lse.map((x) => x + 3),
        shifted.lse
      )
    ).toBeLessThan(1e-13);
  });

  it('streams to the same numbers, whatever the cuts', () => {
    let state = softmaxStart(d, dv);
    const parts = [0, 1, 2, 7, 13].slice(1).map((end, i, ends) => {
      const cut = (rows: typeof q) => sliceRows(rows, ends[i - 1] ?? 0, end);
      const { out, state: next } = softmaxStream(state, cut(q), cut(k), cut(v), scale);
      state = structuredClone(next);
      return out;
    });
    expect(joinRows(...parts).data).toEqual(softmaxAttention({ q, k, v, scale }).out.data);
  });

  it('has the gradient of finite differences', () => {
    const attention = { q, k, v, scale };
    const loss = () => inner(softmaxAttention(attention).out.data, weight.data);
    const gradient = softmaxBackward(attention, softmaxAttention(attention), weight);
    for (const name of ['q', 'k', 'v'] as const)
      expect(apart(gradient[name].data, differences(attention[name].data, loss))).toBeLessThan(1e-8);
  });

  it('refuses shapes that do not fit, in one line', () => {
    expect(() => softmaxAttention({ q, k: randomRows('k', T, 5), v, scale })).toThrow(
      new MemoryError('Queries have 4 columns and keys 5; expected as many.')
    );
    expect(() => softmaxAttention({ q, k, v: zeroRows(3, dv), scale })).toThrow('13 keys and 3 values');
    expect(() => rowsOf(2, 3, [1])).toThrow('expected 6');
  });
});

describe.each(['elu', 'identity'] as const)('linear attention with %s', (feature) => {
  const settings = { feature, scale };
  const whole = () => linearAttention(linearStart(d, dv), q, k, v, settings);

  it('is the sum over pairs of tokens', () => {
    const phi = (x: number) => (feature === 'identity' ? x : x > 0 ? x + 1 : Math.exp(x));
    const expected = new Float64Array(T * dv);
    for (let t = 0; t < T; t++) {
      const products = Array.from({ length: t + 1 }, (_, s) =>
        inner(rowAt(q, t).map(phi), rowAt(k, s).map(phi))
      );
      const norm = feature === 'elu' ? products.reduce((a, b) => a + b, 0) : 1 / scale;
      products.forEach((product, s) => {
        for (let i = 0; i < dv; i++) expected[t * dv + i] += (product / norm) * v.data[s * dv + i];
      });
    }
    expect(apart(whole().data, expected)).toBeLessThan(1e-13);
  });

  it('streams from a state of constant size', () => {
    const first = linearStart(d, dv);
    const start = linearAttention(
      first,
      sliceRows(q, 0, 6),
      sliceRows(k, 0, 6),
      sliceRows(v, 0, 6),
      settings
    );
    const kept = structuredClone(first);
    const rest = linearAttention(kept, sliceRows(q, 6, T), sliceRows(k, 6, T), sliceRows(v, 6, T), settings);
    expect(joinRows(start, rest).data).toEqual(whole().data);
    expect(kept.sums.data.length).toBe(d * dv);
  });

  it('has the gradient of finite differences', () => {
    const gradient = linearBackward(q, k, v, settings, weight);
    const loss = () => inner(whole().data, weight.data);
    expect(apart(gradient.q.data, differences(q.data, loss))).toBeLessThan(1e-8);
    expect(apart(gradient.k.data, differences(k.data, loss))).toBeLessThan(1e-8);
    expect(apart(gradient.v.data, differences(v.data, loss))).toBeLessThan(1e-8);
  });
});

describe('vector-quantised attention', () => {
  const codebook = codebookOf(k, 5);
  const whole = () => vqAttention(vqStart(codebook.rows, dv), q, k, v, codebook, scale);

  it('over codes with log counts and mean values is softmax over rounded keys', () => {
    expect(apart(whole().data, plainAttention(q, quantised(k, codebook), v, scale))).toBeLessThan(1e-14);
  });

  it('is softmax attention where every key is a code', () => {
    expect(
      apart(vqAttention(vqStart(T, dv), q, k, v, k, scale).data, plainAttention(q, k, v, scale))
    ).toBeLessThan(1e-14);
  });

  it('streams from a state of constant size', () => {
    const state = vqStart(codebook.rows, dv);
    const parts = Array.from({ length: T }, (_, t) =>
      vqAttention(
        state,
        sliceRows(q, t, t + 1),
        sliceRows(k, t, t + 1),
        sliceRows(v, t, t + 1),
        codebook,
        scale
      )
    );
    expect(joinRows(...parts).data).toEqual(whole().data);
  });

  it('has the gradient of finite differences for queries and values, and for keys straight through', () => {
    const gradient = vqBackward(q, k, v, codebook, scale, weight);
    const loss = () => inner(whole().data, weight.data);
    expect(apart(gradient.q.data, differences(q.data, loss))).toBeLessThan(1e-8);
    expect(apart(gradient.v.data, differences(v.data, loss))).toBeLessThan(1e-8);
    const rounded = quantised(k, codebook);
    const roundedLoss = () => inner(softmaxAttention({ q, k: rounded, v, scale }).out.data, weight.data);
    expect(apart(gradient.k.data, differences(rounded.data, roundedLoss))).toBeLessThan(1e-8);
  });

  it('refuses a codebook of another width', () => {
    expect(() => vqAttention(vqStart(2, dv), q, k, v, zeroRows(2, 9), scale)).toThrow(
      '2 x 9; expected at least one code of 4'
    );
  });
});
