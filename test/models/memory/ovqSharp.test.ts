/** Online vector-quantised attention as beta goes to infinity: it answers with one row, and rows that are equally similar by their counts. */
import { describe, expect, it } from 'vitest';
import { ovqAttention, ovqStart, type OvqStretch } from '../../../src/models/memory/ovq/ovq';
import { type OvqSettings, ovqDefaults } from '../../../src/models/memory/ovq/settings';
import { type Rows, rowAt, rowsOf, zeroRows } from '../../../src/models/memory/rows';
import { apart, inner, randomRows } from './memoryCases';

const [d, dv] = [6, 3];

function unitRows(name: string, rows: number): Rows {
  const made = randomRows(name, rows, d);
  for (let t = 0; t < rows; t++) {
    const row = rowAt(made, t);
    row.set(row.map((value) => value / Math.sqrt(inner(row, row))));
  }
  return made;
}

const sharp = (changes: Partial<OvqSettings>): OvqSettings => ({
  ...ovqDefaults,
  capacity: 8,
  chunk: 5,
  horizon: 60,
  scale: 1e9,
  ...changes
});

describe('a huge scale', () => {
  it.each<[string, Partial<OvqSettings>]>([
    ['published', {}],
    ['a row a token', { growth: 'min' }],
    ['linear growth', { growth: 'linear' }],
    ['random rows', { opening: 'random' }],
    ['nearest rows', { assignment: 'nearest' }],
    ['constant rate', { rate: 0.3 }],
    ['no count bias', { countBias: false }]
  ])('answers every query with the value of the most similar row or token (%s)', (_, changes) => {
    const T = 63;
    const [q, k, v] = [unitRows('q', T), unitRows('k', T), randomRows('v', T, dv)];
    const settings = sharp(changes);
    const trace: OvqStretch[] = [];
    const out = ovqAttention(ovqStart(d, dv, settings), q, k, v, settings, trace);
    let fromRows = 0;
    for (const { attention, from, rows } of trace)
      for (let i = 0; i < attention.q.rows; i++) {
        const seen = attention.k.rows - attention.q.rows + i + 1;
        const likeness = Array.from({ length: seen }, (_unused, a) =>
          inner(rowAt(attention.k, a), rowAt(attention.q, i))
        );
        const best = likeness.indexOf(Math.max(...likeness));
        if (best < rows) fromRows++;
        expect(apart(rowAt(out, from + i), rowAt(attention.v, best))).toBeLessThan(1e-9);
      }
    // Both kinds of answers have come up.
    expect(fromRows).toBeGreaterThan(5);
    expect(fromRows).toBeLessThan(T - 5);
  });

  it.each([
    [true, [3, 1]],
    [false, [1, 1]]
  ])('parts ties by counts where they are a bias (%s)', (countBias, counts) => {
    // Keys e1 three times and e2 once; a query that is as like e1 as e2, and less like the token of its own chunk.
    const e = (i: number): number[] => Array.from({ length: d }, (_, c) => (c === i ? 1 : 0));
    const k = rowsOf(5, d, [e(0), e(1), e(0), e(0), e(2)].flat());
    const v = rowsOf(5, 1, [2, 7, 2, 2, 100]);
    const q = zeroRows(5, d);
    rowAt(q, 4).set([Math.SQRT1_2, Math.SQRT1_2, 0, 0, 0, 0]);
    // No more rows than keys, so that equal keys share one.
    const settings = sharp({ capacity: 2, chunk: 4, growth: 'min', countBias });
    const out = ovqAttention(ovqStart(d, 1, settings), q, k, v, settings);
    const [ones, twos] = counts;
    // The log of a count beside a logit of 7e8 keeps seven digits.
    expect(rowAt(out, 4)[0]).toBeCloseTo((2 * ones + 7 * twos) / (ones + twos), 6);
  });
});
