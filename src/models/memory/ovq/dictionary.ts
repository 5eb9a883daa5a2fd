/**
 * The dictionary of online vector-quantised attention and its update by one chunk (online k-means, winner take all):
 *
 *   z_j  = the row most like k_j; the tokens least like any row open the new rows
 *   mu_z <- mu_z + sum_j (x_j - mu_z) / count_z        with the count after the chunk, all from the old rows
 *
 * so that a row is the plain mean of every token it was ever given: one Newton step on the mixture's likelihood. A write touches
 * one row a token. Alonso, Figliolia & Millidge 2026 (arXiv 2602.03922).
 */
import { Random } from '../../random';
import { addScaled, dot, type Rows, rowAt, zeroRows } from '../rows';
import { rowsAfter } from './growth';
import type { OvqSettings } from './settings';

/** Of constant size: capacity (d + dv + 1) numbers. */
export interface Dictionary {
  /** [capacity, d] and [capacity, dv]; rows not yet opened are 0. */
  keys: Rows;
  values: Rows;
  /** [capacity]. */
  counts: Float64Array;
  /** n, the rows that are open. */
  open: number;
  /** Tokens written. */
  tokens: number;
}

export const emptyDictionary = (capacity: number, d: number, dv: number): Dictionary => ({
  keys: zeroRows(capacity, d),
  values: zeroRows(capacity, dv),
  counts: new Float64Array(capacity),
  open: 0,
  tokens: 0
});

/** One chunk's write, row' = kept row + sum of weight token: linear in rows and tokens, so that its gradient needs nothing else. */
export interface Write {
  /** [tokens] z. */
  assigned: Int32Array;
  /** [tokens]. */
  weights: Float64Array;
  /** [capacity]. */
  kept: Float64Array;
  /** Rows that were opened. */
  opened: number;
}

/** Decides where a chunk goes and moves the counts, `open` and `tokens`, not yet the rows. */
export function planWrite(dictionary: Dictionary, k: Rows, settings: OvqSettings): Write {
  const { counts, open } = dictionary;
  const wanted = rowsAfter(dictionary.tokens + k.rows, settings);
  const opened = Math.max(0, Math.min(k.rows, wanted - open));
  const assigned = assign(dictionary, k, opened, settings);
  const { weights, kept } =
    settings.rate === undefined ? means(counts, assigned) : followed(counts, assigned, settings.rate);
  for (const row of assigned) counts[row]++;
  dictionary.open += opened;
  dictionary.tokens += k.rows;
  return { assigned, weights, kept, opened };
}

export function carryOut({ assigned, weights, kept }: Write, rows: Rows, tokens: Rows): void {
  kept.forEach((share, n) => {
    const row = rowAt(rows, n);
    for (let i = 0; i < row.length; i++) row[i] *= share;
  });
  assigned.forEach((n, j) => {
    addScaled(rowAt(rows, n), weights[j], rowAt(tokens, j));
  });
}

function assign(dictionary: Dictionary, k: Rows, opened: number, settings: OvqSettings): Int32Array {
  const { open, keys, tokens } = dictionary;
  const assigned = new Int32Array(k.rows);
  const likeness = new Float64Array(k.rows);
  // Into an empty dictionary token 0 opens row 0, and likeness is to it.
  const known = open === 0 ? { rows: 1, columns: k.columns, data: rowAt(k, 0) } : keys;
  for (let j = 0; j < k.rows; j++) {
    likeness[j] = Number.NEGATIVE_INFINITY;
    for (let n = 0; n < Math.max(1, open); n++) {
      const row = rowAt(known, n);
      const like = dot(rowAt(k, j), row) - (settings.assignment === 'nearest' ? dot(row, row) / 2 : 0);
      if (like > likeness[j]) [assigned[j], likeness[j]] = [n, like];
    }
    // Of two tokens that are as like their row, the one farther from it counts as less like.
    if (settings.assignment === 'nearest') likeness[j] -= dot(rowAt(k, j), rowAt(k, j)) / 2;
  }
  const candidates = Array.from({ length: k.rows }, (_, j) => j).slice(open === 0 ? 1 : 0);
  const order =
    settings.opening === 'spread'
      ? candidates.sort((a, b) => likeness[a] - likeness[b] || a - b)
      : shuffled(candidates, new Random(settings.seed).fork(`rows opened after ${tokens}`));
  const first = Math.max(1, open);
  order.slice(0, open === 0 ? opened - 1 : opened).forEach((j, i) => {
    assigned[j] = first + i;
  });
  return assigned;
}

const shuffled = (list: readonly number[], random: Random): number[] =>
  Array.from(random.permutation(list.length), (at) => list[at]);

/** Running means: every token, old or new, weighs 1 / count. */
function means(counts: Float64Array, assigned: Int32Array): Pick<Write, 'weights' | 'kept'> {
  const after = counts.slice();
  for (const n of assigned) after[n]++;
  return {
    weights: Float64Array.from(assigned, (n) => 1 / after[n]),
    kept: counts.map((count, n) => (after[n] > 0 ? count / after[n] : 1))
  };
}

/** A row follows its tokens one after another at a constant rate; the first one opens it, whatever the rate. */
function followed(counts: Float64Array, assigned: Int32Array, rate: number): Pick<Write, 'weights' | 'kept'> {
  const weights = new Float64Array(assigned.length);
  const kept = new Float64Array(counts.length).fill(1);
  // From the end: kept[n] is what is left of what came before token j.
  const first = new Map<number, number>();
  assigned.forEach((n, j) => {
    if (counts[n] === 0 && !first.has(n)) first.set(n, j);
  });
  for (let j = assigned.length - 1; j >= 0; j--) {
    const n = assigned[j];
    const opening = first.get(n) === j;
    weights[j] = kept[n] * (opening ? 1 : rate);
    kept[n] *= opening ? 0 : 1 - rate;
  }
  return { weights, kept };
}
