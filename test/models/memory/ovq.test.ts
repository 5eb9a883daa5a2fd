import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ovqBackward } from '../../../src/models/memory/ovq/backward';
import { emptyDictionary, planWrite } from '../../../src/models/memory/ovq/dictionary';
import { rowsAfter } from '../../../src/models/memory/ovq/growth';
import { type OvqStretch, ovqAttention, ovqStart } from '../../../src/models/memory/ovq/ovq';
import { type OvqSettings, ovqDefaults } from '../../../src/models/memory/ovq/settings';
import { joinRows, type Rows, rowAt, sliceRows } from '../../../src/models/memory/rows';
import { apart, differences, inner, plainAttention, randomRows } from './memoryCases';

const [d, dv] = [6, 3];

function unitRows(name: string, rows: number, columns = d): Rows {
  const made = randomRows(name, rows, columns);
  for (let i = 0; i < rows; i++) {
    const row = rowAt(made, i);
    const norm = Math.sqrt(inner(row, row));
    for (let c = 0; c < columns; c++) row[c] /= norm;
  }
  return made;
}

const settingsOf = (changes: Partial<OvqSettings>): OvqSettings => ({
  ...ovqDefaults,
  capacity: 8,
  chunk: 5,
  horizon: 60,
  scale: Math.sqrt(d),
  ...changes
});

function sequence(T: number, seed = 0) {
  return { q: unitRows(`q${seed}`, T), k: unitRows(`k${seed}`, T), v: randomRows(`v${seed}`, T, dv) };
}

function whole({ q, k, v }: ReturnType<typeof sequence>, settings: OvqSettings) {
  const state = ovqStart(d, v.columns, settings);
  const trace: OvqStretch[] = [];
  return { out: ovqAttention(state, q, k, v, settings, trace), state, trace };
}

const switches: [string, Partial<OvqSettings>][] = [
  ['published', {}],
  ['linear growth', { growth: 'linear' }],
  ['a row a token', { growth: 'min' }],
  ['random rows', { opening: 'random' }],
  ['nearest rows', { assignment: 'nearest' }],
  ['constant rate', { rate: 0.3 }],
  ['no count bias', { countBias: false }],
  ['norm correction', { normCorrection: true }]
];

describe('online vector-quantised attention', () => {
  it('is softmax attention while every token has a row of its own, or the chunk is never left', () => {
    const s = sequence(40);
    const expected = plainAttention(s.q, s.k, s.v, Math.sqrt(d));
    expect(apart(whole(s, settingsOf({ growth: 'min', capacity: 40 })).out.data, expected)).toBeLessThan(
      1e-14
    );
    expect(
      apart(whole(s, settingsOf({ growth: 'min', capacity: 64, chunk: 7 })).out.data, expected)
    ).toBeLessThan(1e-14);
    expect(apart(whole(s, settingsOf({ chunk: 40 })).out.data, expected)).toBeLessThan(1e-14);
    expect(apart(whole(s, settingsOf({})).out.data, expected)).toBeGreaterThan(1e-3);
  });

  it('is exact for repeated keys because of the log counts, and not without them', () => {
    const M = 6;
    const base = unitRows('distinct', M);
    const k = joinRows(...Array.from({ length: 5 }, () => base), sliceRows(base, 0, 3));
    // A key twice as often, so that counts differ.
    for (let t = M; t < k.rows; t += 3) rowAt(k, t).set(rowAt(base, 0));
    const values = randomRows('values', M, dv);
    const q = unitRows('q', k.rows);
    const v = randomRows('v', k.rows, dv);
    for (let t = 0; t < k.rows; t++) {
      const which =
        Array.from({ length: M }, (_, m) => m).find((m) => apart(rowAt(base, m), rowAt(k, t)) === 0) ?? 0;
      rowAt(v, t).set(rowAt(values, which));
    }
    const repeated = { q, k, v };
    const settings = settingsOf({ growth: 'min', capacity: M, chunk: M });
    const expected = plainAttention(q, k, v, Math.sqrt(d));
    expect(apart(whole(repeated, settings).out.data, expected)).toBeLessThan(1e-14);
    expect(apart(whole(repeated, { ...settings, countBias: false }).out.data, expected)).toBeGreaterThan(
      1e-2
    );
  });

  it.each(['plateau', 'linear', 'min'] as const)(
    'keeps rows that are plain means of their tokens (%s)',
    (growth) => {
      const settings = settingsOf({ growth });
      const s = sequence(63);
      const { state, trace } = whole(s, settings);
      const assigned = trace.flatMap(({ write }) => (write ? [...write.assigned] : []));
      expect(assigned).toHaveLength(60);
      const { dictionary } = state;
      expect(dictionary.counts.reduce((sum, count) => sum + count, 0)).toBe(60);
      for (let n = 0; n < dictionary.open; n++) {
        const mine = assigned.flatMap((row, t) => (row === n ? [t] : []));
        expect(dictionary.counts[n]).toBe(mine.length);
        for (const [rows, tokens] of [
          [dictionary.keys, s.k],
          [dictionary.values, s.v]
        ] as const) {
          const mean = Float64Array.from(
            { length: rows.columns },
            (_, i) => mine.reduce((sum, t) => sum + rowAt(tokens, t)[i], 0) / mine.length
          );
          expect(apart(rowAt(rows, n), mean)).toBeLessThan(1e-14);
        }
      }
    }
  );

  it.each([undefined, 0.3])(
    'has the same rows whatever the chunk, where tokens go to the same ones (rate %s)',
    (rate) => {
      // Two clouds a world apart, one token of the second among the first eight: the first chunk opens a row for each.
      const T = 120;
      const s = sequence(T);
      for (let t = 0; t < T; t++) {
        const side = t === 1 || (t >= 8 && t % 3 === 1) ? -1 : 1;
        const key = rowAt(s.k, t);
        for (let i = 0; i < d; i++) key[i] = 0.05 * key[i] + (i === 0 ? side : 0);
      }
      const of = (chunk: number) => {
        const { state, trace } = whole(
          s,
          settingsOf({ growth: 'min', capacity: 2, chunk, ...(rate && { rate }) })
        );
        return {
          ...state.dictionary,
          assigned: trace.flatMap(({ write }) => (write ? [...write.assigned] : []))
        };
      };
      const one = of(2);
      expect(one.assigned).toHaveLength(T);
      expect(new Set(one.assigned).size).toBe(2);
      for (const chunk of [3, 5, 8]) {
        const other = of(chunk);
        expect(other.assigned).toEqual(one.assigned);
        expect(other.counts).toEqual(one.counts);
        expect(apart(other.keys.data, one.keys.data)).toBeLessThan(1e-13);
        expect(apart(other.values.data, one.values.data)).toBeLessThan(1e-13);
      }
    }
  );

  it('with one row holds the mean key and the mean value', () => {
    const s = sequence(20);
    const { dictionary } = whole(s, settingsOf({ capacity: 1 })).state;
    const mean = (rows: Rows, i: number) =>
      Array.from({ length: 20 }, (_, t) => rowAt(rows, t)[i] / 20).reduce((a, b) => a + b, 0);
    expect(
      apart(
        rowAt(dictionary.keys, 0),
        Float64Array.from({ length: d }, (_, i) => mean(s.k, i))
      )
    ).toBeLessThan(1e-14);
    expect(
      apart(
        rowAt(dictionary.values, 0),
        Float64Array.from({ length: dv }, (_, i) => mean(s.v, i))
      )
    ).toBeLessThan(1e-14);
  });

  it.each(switches)(
    'is causal and streams to the same bits from a state of bounded size (%s)',
    (_, changes) => {
      const settings = settingsOf(changes);
      const s = sequence(33);
      const { out } = whole(s, settings);
      const later = { q: s.q, k: joinRows(sliceRows(s.k, 0, 17), unitRows('other', 16)), v: s.v };
      const changed = whole(later, settings).out;
      expect(changed.data.subarray(0, 17 * dv)).toEqual(out.data.subarray(0, 17 * dv));
      expect(apart(changed.data, out.data)).toBeGreaterThan(0);

      let state = ovqStart(d, dv, settings);
      const parts: Rows[] = [];
      for (const [from, to] of [
        [0, 1],
        [1, 4],
        [4, 12],
        [12, 13],
        [13, 33]
      ]) {
        parts.push(
          ovqAttention(
            state,
            sliceRows(s.q, from, to),
            sliceRows(s.k, from, to),
            sliceRows(s.v, from, to),
            settings
          )
        );
        state = structuredClone(state);
        expect(state.k.rows).toBeLessThan(settings.chunk);
        expect(state.dictionary.keys.data.length).toBe(settings.capacity * d);
        const prefix = { q: sliceRows(s.q, 0, to), k: sliceRows(s.k, 0, to), v: sliceRows(s.v, 0, to) };
        expect(joinRows(...parts).data).toEqual(whole(prefix, settings).out.data);
      }
    }
  );

  it.each(switches)('has the gradient of finite differences, assignments held (%s)', (_, changes) => {
    const settings = settingsOf(changes);
    const s = sequence(23);
    const weight = randomRows('weight', 23, dv);
    const { trace } = whole(s, settings);
    const gradient = ovqBackward(trace, settings, weight);
    const loss = () => inner(whole(s, settings).out.data, weight.data);
    for (const name of ['q', 'k', 'v'] as const)
      expect(apart(gradient[name].data, differences(s[name].data, loss, 1e-6))).toBeLessThan(1e-7);
  });

  it('goes on from a chunk under way with the gradient of what is new', () => {
    const settings = settingsOf({});
    const s = sequence(23);
    const weight = randomRows('weight', 16, dv);
    const start = ovqStart(d, dv, settings);
    ovqAttention(start, sliceRows(s.q, 0, 7), sliceRows(s.k, 0, 7), sliceRows(s.v, 0, 7), settings);
    const rest = { q: sliceRows(s.q, 7, 23), k: sliceRows(s.k, 7, 23), v: sliceRows(s.v, 7, 23) };
    const run = (trace?: OvqStretch[]) =>
      ovqAttention(structuredClone(start), rest.q, rest.k, rest.v, settings, trace);
    const trace: OvqStretch[] = [];
    run(trace);
    const gradient = ovqBackward(trace, settings, weight);
    for (const name of ['q', 'k', 'v'] as const)
      expect(
        apart(
          gradient[name].data,
          differences(rest[name].data, () => inner(run().data, weight.data), 1e-6)
        )
      ).toBeLessThan(1e-7);
  });

  it('answers with the mean of all values where the scale is 0, so every count is right', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 20 }),
        (T, chunk, capacity) => {
          const s = sequence(T, 1);
          const { out } = whole(s, settingsOf({ scale: 0, chunk, capacity }));
          const sums = new Float64Array(dv);
          for (let t = 0; t < T; t++) {
            rowAt(s.v, t).forEach((x, i) => {
              sums[i] += x;
            });
            expect(
              apart(
                rowAt(out, t),
                sums.map((sum) => sum / (t + 1))
              )
            ).toBeLessThan(1e-13);
          }
        }
      ),
      { numRuns: 30 }
    );
  });

  it('never leaves the range of the values seen', () => {
    const s = sequence(60);
    for (const [, changes] of switches) {
      const { out } = whole(s, settingsOf(changes));
      for (let t = 0; t < 60; t++)
        for (let i = 0; i < dv; i++) {
          const seen = Array.from({ length: t + 1 }, (_, a) => rowAt(s.v, a)[i]);
          expect(rowAt(out, t)[i]).toBeGreaterThanOrEqual(Math.min(...seen) - 1e-12);
          expect(rowAt(out, t)[i]).toBeLessThanOrEqual(Math.max(...seen) + 1e-12);
        }
    }
  });

  it('with the norm correction is the regression of a Gaussian mixture', () => {
    const settings = settingsOf({ normCorrection: true });
    const s = sequence(11);
    const { out, trace } = whole(s, settings);
    const { attention, rows } = trace[2];
    expect(attention.q.rows).toBe(1);
    const counts = [...trace[0].write!.assigned, ...trace[1].write!.assigned];
    const shares = Array.from({ length: attention.k.rows }, (_, n) => {
      const count = n < rows ? counts.filter((row) => row === n).length : 1;
      const apartFrom = rowAt(attention.k, n).map((x, i) => x - rowAt(s.q, 10)[i]);
      return count * Math.exp((-settings.scale / 2) * inner(apartFrom, apartFrom));
    });
    const total = shares.reduce((a, b) => a + b, 0);
    const expected = Float64Array.from({ length: dv }, (_, i) =>
      shares.reduce((sum, share, n) => sum + (share / total) * rowAt(attention.v, n)[i], 0)
    );
    expect(apart(rowAt(out, 10), expected)).toBeLessThan(1e-14);
  });

  it('refuses settings that make no sense', () => {
    expect(() => ovqStart(2, 2, settingsOf({ capacity: 0 }))).toThrow(
      'The capacity is 0; expected a whole number from 1.'
    );
    expect(() => ovqStart(2, 2, settingsOf({ rate: 1.5 }))).toThrow('The rate is 1.5');
    expect(() => ovqStart(2, 2, settingsOf({ scale: Number.NaN }))).toThrow('The scale is NaN');
  });
});

describe('the growth of a dictionary', () => {
  it('is the published plateau', () => {
    const rows = (t: number) => rowsAfter(t, { growth: 'plateau', capacity: 1024, horizon: 1 });
    expect([128, 256, 512, 1024, 2048, 4096, 8192, 16384, 65536].map(rows)).toEqual([
      113, 204, 341, 512, 682, 819, 910, 963, 1008
    ]);
    expect(rowsAfter(77, { growth: 'plateau', capacity: 77, horizon: 1 })).toBe(38);
  });

  it('never falls, has a row as soon as there is a token, and never more than tokens or capacity', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 1, max: 3000 }),
        fc.constantFrom('plateau', 'linear', 'min'),
        (t, capacity, growth) => {
          const settings = { growth, capacity, horizon: 2000 } as const;
          const rows = rowsAfter(t, settings);
          expect(rows).toBeGreaterThanOrEqual(Math.max(1, rowsAfter(t - 1, settings)));
          expect(rows).toBeLessThanOrEqual(Math.min(t, capacity));
        }
      )
    );
    expect(rowsAfter(0, { growth: 'min', capacity: 4, horizon: 1 })).toBe(0);
  });
});

describe('a write', () => {
  it('is a Newton step on the likelihood of a mixture, with the old count as its prior', () => {
    const dictionary = emptyDictionary(1, 1, 1);
    dictionary.counts[0] = 4;
    dictionary.open = 1;
    dictionary.tokens = 4;
    const tokens = { rows: 3, columns: 1, data: Float64Array.of(2, 5, 8) };
    const { weights, kept } = planWrite(dictionary, tokens, settingsOf({ capacity: 1 }));
    // mu - gradient / Hessian with gradient -sum (x - mu), Hessian c + m, at mu = 1.
    const newton = 1 + (1 + 4 + 7) / 7;
    expect(kept[0] * 1 + inner(weights, tokens.data)).toBeCloseTo(newton, 14);
  });

  it('at a constant rate follows its tokens one by one', () => {
    const settings = settingsOf({ capacity: 1, rate: 0.25, chunk: 4 });
    const s = sequence(12);
    const { dictionary } = whole(s, settings).state;
    let value = rowAt(s.v, 0)[0];
    for (let t = 1; t < 12; t++) value += 0.25 * (rowAt(s.v, t)[0] - value);
    expect(rowAt(dictionary.values, 0)[0]).toBeCloseTo(value, 13);
  });

  it('opens rows with the tokens least like any, or with random ones', () => {
    const s = sequence(5);
    const assigned = (opening: 'spread' | 'random', seed = 1) => [
      ...planWrite(emptyDictionary(3, d, dv), s.k, settingsOf({ capacity: 3, growth: 'min', opening, seed }))
        .assigned
    ];
    const likeness = [1, 2, 3, 4]
      .map((t) => ({ t, like: inner(rowAt(s.k, t), rowAt(s.k, 0)) }))
      .sort((a, b) => a.like - b.like);
    const expected = [0, 0, 0, 0, 0];
    expected[likeness[0].t] = 1;
    expected[likeness[1].t] = 2;
    expect(assigned('spread')).toEqual(expected);
    expect(new Set([1, 2, 3, 4, 5, 6].map((seed) => assigned('random', seed).join())).size).toBeGreaterThan(
      2
    );
    expect(assigned('random', 4)).toEqual(assigned('random', 4));
  });
});
