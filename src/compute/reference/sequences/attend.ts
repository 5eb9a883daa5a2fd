/** Causal softmax attention over the past and the chunk, in float64. */
import type { AttendBackwardCall, AttendCall } from '../../sequences';
import { exp, log } from '../../transcendentals';
import { dataOf } from '../block';

/** A row of numbers inside a block. */
interface Row {
  data: Float64Array;
  at: number;
}

const dot = (a: Row, b: Row, width: number): number => {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += a.data[a.at + i] * b.data[b.at + i];
  return sum;
};

const addScaled = (to: Row, factor: number, from: Row, width: number): void => {
  for (let i = 0; i < width; i++) to.data[to.at + i] += factor * from.data[from.at + i];
};

/** One query, and the keys it sees. */
interface Query {
  /** The chunk's row of all sequences, and the place of its log sum exp. */
  row: number;
  lse: number;
  head: number;
  /** Key s as told by `past` (row of the cache) or `own` (row of the chunk). */
  keys: { past?: number; own?: number }[];
  keyHead: number;
}

function eachQuery(call: AttendCall, visit: (query: Query) => void): void {
  const { batch, capacity = 0, held = 0, heads, keyHeads, ticks, window } = call;
  for (let b = 0; b < batch; b++)
    for (let head = 0; head < heads; head++)
      for (let t = 0; t < ticks; t++) {
        const seen = held + t + 1;
        const keys: Query['keys'] = [];
        for (let s = window > 0 ? Math.max(0, seen - window) : 0; s < seen; s++)
          keys.push(s < held ? { past: b * capacity + s } : { own: b * ticks + s - held });
        const keyHead = Math.floor((head * keyHeads) / heads);
        visit({ row: b * ticks + t, lse: (b * heads + head) * ticks + t, head, keys, keyHead });
      }
}

/** Reads rows of keys, or of values, wherever they lie. */
function reader(past: Float64Array | undefined, own: Float64Array, keyHeads: number, width: number) {
  return (key: Query['keys'][number], keyHead: number): Row => {
    const row = key.own ?? key.past ?? 0;
    return { data: key.own === undefined && past ? past : own, at: (row * keyHeads + keyHead) * width };
  };
}

function readersOf(call: AttendCall) {
  const { keyHeads, keyWidth, pastKeys, pastValues, valueWidth } = call;
  return {
    keyOf: reader(pastKeys && dataOf(pastKeys), dataOf(call.k), keyHeads, keyWidth),
    contentOf: reader(pastValues && dataOf(pastValues), dataOf(call.v), keyHeads, valueWidth)
  };
}

export function attend(call: AttendCall): void {
  const { heads, keyWidth, scale, valueWidth } = call;
  const { keyOf, contentOf } = readersOf(call);
  const [Q, Y, L] = [dataOf(call.q), dataOf(call.y), dataOf(call.lse)];
  eachQuery(call, ({ head, keyHead, keys, lse, row }) => {
    const query = { data: Q, at: (row * heads + head) * keyWidth };
    const logits = keys.map((key) => scale * dot(query, keyOf(key, keyHead), keyWidth));
    const top = logits.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
    const sum = logits.reduce((all, logit) => all + exp(logit - top), 0);
    L[lse] = top + log(sum);
    const out = { data: Y, at: (row * heads + head) * valueWidth };
    Y.fill(0, out.at, out.at + valueWidth);
    for (const [n, key] of keys.entries())
      addScaled(out, exp(logits[n] - top) / sum, contentOf(key, keyHead), valueWidth);
  });
}

/**
 * With p from the log sum exp and s = dE/do: dE/dv_s += p s; dE/dlogit = p (s . v_s - s . o), which goes on to q and k. The past
 * is not told.
 */
export function attendBackward(call: AttendBackwardCall): void {
  const { heads, keyHeads, keyWidth, scale, valueWidth } = call;
  const { keyOf, contentOf } = readersOf(call);
  const [Q, Y, L, S] = [dataOf(call.q), dataOf(call.y), dataOf(call.lse), dataOf(call.signal)];
  const [DQ, DK, DV] = [dataOf(call.qSignal), dataOf(call.kSignal), dataOf(call.vSignal)];
  eachQuery(call, ({ head, keyHead, keys, lse, row }) => {
    const at = (row * heads + head) * keyWidth;
    const out = (row * heads + head) * valueWidth;
    const query = { data: Q, at };
    const signal = { data: S, at: out };
    const mean = dot(signal, { data: Y, at: out }, valueWidth);
    for (const key of keys) {
      const ofKey = keyOf(key, keyHead);
      const p = exp(scale * dot(query, ofKey, keyWidth) - L[lse]);
      const logit = scale * p * (dot(signal, contentOf(key, keyHead), valueWidth) - mean);
      addScaled({ data: DQ, at }, logit, ofKey, keyWidth);
      if (key.own === undefined) continue;
      const place = key.own * keyHeads + keyHead;
      addScaled({ data: DK, at: place * keyWidth }, logit, query, keyWidth);
      addScaled({ data: DV, at: place * valueWidth }, p, signal, valueWidth);
    }
  });
}
