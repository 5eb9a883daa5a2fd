/**
 * Online vector-quantised attention in float64, sequence by sequence and head by head: stretches of tokens within a block are read,
 * then, where the block is full, written.
 */
import type { OvqCall } from '../../sequences';
import { dataOf } from '../block';
import {
  addScaled,
  assign,
  carryOut,
  type Dictionary,
  mostLike,
  row,
  type Tokens,
  token,
  weigh
} from './ovqDictionary';
import { biases, read } from './ovqRead';

/** Tokens of one call within one block. */
export interface Stretch {
  /** Blocks of this call before this one. */
  index: number;
  /** First token, counted from the first of the call. */
  from: number;
  to: number;
  /** Tokens of the block before `from`. */
  pending: number;
  /** Tokens in the dictionary. */
  written: number;
}

export function stretchesOf({
  block,
  ticks,
  tokens
}: Pick<OvqCall, 'block' | 'ticks' | 'tokens'>): Stretch[] {
  const stretches: Stretch[] = [];
  for (let from = 0; from < ticks; ) {
    const pending = (tokens + from) % block;
    const to = Math.min(ticks, from + block - pending);
    stretches.push({ index: stretches.length, from, to, pending, written: tokens + from - pending });
    from = to;
  }
  return stretches;
}

/** Rows of a head from a block [batch, length, heads width]. */
export const tokensOf = (
  data: Float64Array,
  length: number,
  width: number,
  heads: number,
  b: number,
  h: number
): Tokens => ({ data, width, rows: length, stride: heads * width, offset: (b * length * heads + h) * width });

/** Where the dictionary of a head begins in the blocks of a call, or in one entry of its trace. */
export function dictionaryOf(call: OvqCall, b: number, h: number, entry?: number): Dictionary {
  const { batch, block, capacity, heads, keyWidth, valueWidth } = call;
  const all = batch * heads * capacity;
  const data = call.trace && dataOf(call.trace);
  const start =
    batch * heads * block * (keyWidth + valueWidth) + (entry ?? 0) * all * (keyWidth + valueWidth + 1);
  const part = (whole: Float64Array, from: number, width: number): Float64Array => {
    const at = from + (b * heads + h) * capacity * width;
    return whole.subarray(at, at + capacity * width);
  };
  if (entry === undefined || !data)
    return {
      keys: part(dataOf(call.keys), 0, keyWidth),
      values: part(dataOf(call.values), 0, valueWidth),
      counts: part(dataOf(call.counts), 0, 1)
    };
  return {
    keys: part(data, start, keyWidth),
    values: part(data, start + all * keyWidth, valueWidth),
    counts: part(data, start + all * (keyWidth + valueWidth), 1)
  };
}

export function ovq(call: OvqCall): void {
  const { batch, heads } = call;
  if (call.trace) {
    const keys = call.batch * call.block * heads * call.keyWidth;
    const values = call.batch * call.block * heads * call.valueWidth;
    dataOf(call.trace).set(dataOf(call.pendingKeys).subarray(0, keys));
    dataOf(call.trace).set(dataOf(call.pendingValues).subarray(0, values), keys);
  }
  dataOf(call.assigned).fill(-1, 0, batch * call.ticks * heads);
  for (let b = 0; b < batch; b++) for (let h = 0; h < heads; h++) headOf(call, b, h);
}

function headOf(call: OvqCall, b: number, h: number): void {
  const { block, capacity, heads, keyWidth, ticks, valueWidth } = call;
  const dictionary = dictionaryOf(call, b, h);
  const keys = tokensOf(dataOf(call.pendingKeys), block, keyWidth, heads, b, h);
  const values = tokensOf(dataOf(call.pendingValues), block, valueWidth, heads, b, h);
  const [q, k] = [call.q, call.k].map((of) => tokensOf(dataOf(of), ticks, keyWidth, heads, b, h));
  const [v, y] = [call.v, call.y].map((of) => tokensOf(dataOf(of), ticks, valueWidth, heads, b, h));
  const weights = new Float64Array(capacity + block);
  for (const { index, from, to, pending, written } of stretchesOf(call)) {
    if (call.trace) {
      const entry = dictionaryOf(call, b, h, index);
      entry.keys.set(dictionary.keys);
      entry.values.set(dictionary.values);
      entry.counts.set(dictionary.counts);
    }
    const bias = biases(dictionary, call);
    for (let t = from; t < to; t++) {
      const j = pending + t - from;
      token(keys, j).set(asRead(token(k, t), dictionary, call));
      token(values, j).set(token(v, t));
      dataOf(call.lse)[(b * heads + h) * ticks + t] = read(
        token(q, t),
        dictionary,
        bias,
        keys,
        j + 1,
        call.scale,
        weights
      );
      const out = token(y, t).fill(0);
      for (let n = 0; n < capacity; n++) addScaled(out, weights[n], row(dictionary.values, valueWidth, n));
      for (let s = 0; s <= j; s++) addScaled(out, weights[capacity + s], token(values, s));
    }
    if (pending + to - from < block) continue;
    const assigned = assign(dictionary, keys, h, written, call);
    const before = dictionary.counts.slice();
    for (const n of assigned) dictionary.counts[n]++;
    const write = weigh(before, dictionary.counts, assigned, call.rate);
    if (!call.rounded) carryOut(write, assigned, dictionary.keys, keys);
    carryOut(write, assigned, dictionary.values, values);
    for (let t = from; t < to; t++)
      dataOf(call.assigned)[(b * ticks + t) * heads + h] = assigned[pending + t - from];
  }
}

/** A key as it is read: itself, or its code. */
export function asRead(
  key: Float64Array,
  { keys }: Dictionary,
  { capacity, rounded }: OvqCall
): Float64Array {
  return rounded ? row(keys, key.length, mostLike(key, keys, capacity, true).n) : key;
}
