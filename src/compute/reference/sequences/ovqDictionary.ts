/** One dictionary of online vector-quantised attention, how many rows it has, and its write of one block, in float64. */
import { openingOrder } from '../../ovqOpening';
import type { OvqCall } from '../../sequences';

export interface Dictionary {
  /** [capacity, keyWidth], [capacity, valueWidth], [capacity]. A row is open where its count is above 0. */
  keys: Float64Array;
  values: Float64Array;
  counts: Float64Array;
}

/** Rows of one width that lie a stride apart: the tokens of a head. */
export interface Tokens {
  data: Float64Array;
  offset: number;
  stride: number;
  width: number;
  rows: number;
}

export const token = ({ data, offset, stride, width }: Tokens, j: number): Float64Array =>
  data.subarray(offset + j * stride, offset + j * stride + width);

export const row = (rows: Float64Array, width: number, n: number): Float64Array =>
  rows.subarray(n * width, (n + 1) * width);

export function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += left[i] * right[i];
  return sum;
}

/** to += factor from. */
export function addScaled(to: Float64Array, factor: number, from: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] += factor * from[i];
}

/** Rows after `t` written tokens: 0 without tokens, else at least 1, min(t, capacity) at most. */
export function rowsAfter(
  t: number,
  { capacity, growth, horizon }: Pick<OvqCall, 'capacity' | 'growth' | 'horizon'>
): number {
  if (t === 0) return 0;
  const rows = { plateau: (t * capacity) / (t + capacity), linear: (t * capacity) / horizon, min: t }[growth];
  return Math.max(1, Math.min(t, capacity, Math.floor(rows)));
}

/** The first of the rows 0 .. open - 1 that are most like `key`, and how like. */
export function mostLike(
  key: Float64Array,
  rows: Float64Array,
  open: number,
  nearest: boolean
): { n: number; likeness: number } {
  let best = { n: 0, likeness: Number.NEGATIVE_INFINITY };
  for (let n = 0; n < open; n++) {
    const candidate = row(rows, key.length, n);
    const likeness = dot(key, candidate) - (nearest ? dot(candidate, candidate) / 2 : 0);
    if (likeness > best.likeness) best = { n, likeness };
  }
  return best;
}

/** The row each token of a full block goes to; the tokens least like any row, or random ones, open the new rows. */
export function assign(
  { keys }: Dictionary,
  tokens: Tokens,
  head: number,
  written: number,
  call: OvqCall
): Int32Array {
  const nearest = call.rounded || call.assignment === 'nearest';
  if (call.rounded)
    return Int32Array.from(
      { length: tokens.rows },
      (_, j) => mostLike(token(tokens, j), keys, call.capacity, nearest).n
    );
  const open = rowsAfter(written, call);
  const first = Math.max(1, open);
  // Into an empty dictionary token 0 opens row 0, and likeness is to it.
  const known = open === 0 ? token(tokens, 0) : keys;
  const assigned = new Int32Array(tokens.rows);
  const order = new Float64Array(tokens.rows);
  for (let j = 0; j < tokens.rows; j++) {
    const key = token(tokens, j);
    const { n, likeness } = mostLike(key, known, first, nearest);
    assigned[j] = n;
    // Of two tokens that are as like their row, the one farther from it counts as less like.
    order[j] = likeness - (nearest ? dot(key, key) / 2 : 0);
    if (call.opening === 'random') order[j] = openingOrder(call.seed, head, written, j);
  }
  const opened = rowsAfter(written + tokens.rows, call) - first;
  Array.from(order.keys())
    .slice(open === 0 ? 1 : 0)
    .sort((left, right) => order[left] - order[right] || left - right)
    .slice(0, opened)
    .forEach((j, i) => {
      assigned[j] = first + i;
    });
  return assigned;
}

/** Of a write row' = kept row + sum of weight token, with assignments and counts before and after it. */
export interface Write {
  /** [capacity]. */
  kept: Float64Array;
  /** Of the tokens it is asked for, in their order. */
  weights: Float64Array;
}

/**
 * Running means: every token weighs 1 / count. With a constant rate a row follows its tokens one after another, and the first one
 * opens it, whatever the rate. `assigned` are the last tokens of the block: those before them are in `after` alone.
 */
export function weigh(before: Float64Array, after: Float64Array, assigned: Int32Array, rate: number): Write {
  if (rate === 0)
    return {
      kept: before.map((count, n) => (after[n] > 0 ? count / after[n] : 1)),
      weights: Float64Array.from(assigned, (n) => 1 / after[n])
    };
  // From the end: kept[n] is what is left of what came before token j, left[n] the tokens up to j.
  const kept = new Float64Array(before.length).fill(1);
  const left = after.map((count, n) => count - before[n]);
  const weights = new Float64Array(assigned.length);
  for (let j = assigned.length - 1; j >= 0; j--) {
    const n = assigned[j];
    const opening = before[n] === 0 && left[n] === 1;
    weights[j] = kept[n] * (opening ? 1 : rate);
    kept[n] *= opening ? 0 : 1 - rate;
    left[n]--;
  }
  // What tokens before those asked for leave.
  for (let n = 0; n < kept.length; n++)
    for (; left[n] > 0; left[n]--) kept[n] *= before[n] === 0 && left[n] === 1 ? 0 : 1 - rate;
  return { kept, weights };
}

/** row' = kept row + sum of weight token. */
export function carryOut(
  { kept, weights }: Write,
  assigned: Int32Array,
  rows: Float64Array,
  tokens: Tokens
): void {
  kept.forEach((share, n) => {
    const values = row(rows, tokens.width, n);
    for (let i = 0; i < values.length; i++) values[i] *= share;
  });
  assigned.forEach((n, j) => {
    addScaled(row(rows, tokens.width, n), weights[j], token(tokens, j));
  });
}
