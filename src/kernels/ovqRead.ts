/**
 * How online vector-quantised attention reads a stretch of queries: logits over rows and over the block's tokens as two products,
 * their softmax row by row, and two products with the values; for one query, rows as they lie. Logits are counted in powers of two.
 */
import { IN_TWOS, LN2, log4, power4 } from './math';
import { Dictionary, OvqCall, OvqWork, rowsRead, tokenAt } from './ovq';
import { multiplyAlone } from './product';
import { dotRows, scaleRow, sumOfLanes, weightedSum } from './rows';

/** What a logit is that hides a row. */
const HIDDEN: f32 = -1e30;

/** What is added to the logits of `open` rows, in twos; zeros behind, for the tokens beside them. */
export function findBias(call: OvqCall, work: OvqWork, dictionary: Dictionary, open: i32): void {
  const bias = work.bias;
  const twos = f32x4.splat(call.countBias ? IN_TWOS : 0);
  for (let n = 0; n < open; n += 4) {
    const counts = v128.load(dictionary.counts + 4 * <usize>n);
    const seen = f32x4.gt(counts, f32x4.splat(0));
    const logs = log4(v128.bitselect(counts, f32x4.splat(1), seen));
    v128.store(bias + 4 * <usize>n, v128.bitselect(f32x4.mul(twos, logs), f32x4.splat(HIDDEN), seen));
  }
  const half: f32 = 0.5 * call.scale * IN_TWOS;
  for (let n = 0; call.normCorrection && n < open; n++) {
    const key = dictionary.keys + 4 * <usize>n * <usize>call.keyWidth;
    const at = bias + 4 * <usize>n;
    store<f32>(at, load<f32>(at) + half * (1 - dotRows(key, key, call.keyWidth)));
  }
  v128.store(bias + 4 * <usize>open, f32x4.splat(0));
}

/** Logits in twos of `count` queries over `open` rows and `tokens` tokens, `tokenPitch` floats apart. */
export function findLogits(
  call: OvqCall,
  work: OvqWork,
  dictionary: Dictionary,
  queries: usize,
  count: i32,
  open: i32,
  tokenKeys: usize,
  tokenPitch: i32,
  tokens: i32,
): void {
  const width = call.keyWidth;
  const pitch = call.heads * width;
  const scale = IN_TWOS * call.scale;
  const product = work.product;
  const logits = work.logits;
  if (count == 1) {
    meetRows(queries, dictionary.keys, width, open, width, scale, logits);
    meetRows(queries, tokenKeys, tokenPitch, tokens, width, scale, logits + 4 * <usize>open);
    return;
  }
  multiplyAlone(product, count, open, width, queries, pitch, 1, dictionary.keys, 1, width, logits, work.pitch, scale, false);
  const own = logits + 4 * <usize>open;
  multiplyAlone(product, count, tokens, width, queries, pitch, 1, tokenKeys, 1, tokenPitch, own, work.pitch, scale, false);
}

/** scale query . row for `count` rows, `pitch` floats apart. */
function meetRows(query: usize, rows: usize, pitch: i32, count: i32, width: i32, scale: f32, into: usize): void {
  const step = 4 * <usize>pitch;
  for (const end = into + 4 * <usize>count; into < end; into += 4, rows += step) {
    store<f32>(into, scale * dotRows(query, rows, width));
  }
}

/**
 * From a row of logits to weights that are still to be divided by their sum: the first `open` get their bias, those from `length` on
 * are 0 up to `end`. Stores 1 / sum at `factor` and returns the log sum exp.
 */
export function soften(row: usize, bias: usize, open: i32, length: i32, end: i32, factor: usize): f32 {
  const last = row + 4 * <usize>length;
  v128.store(last, f32x4.splat(HIDDEN));
  let greatest = f32x4.splat(HIDDEN);
  for (let i = 0; i < open; i += 4, bias += 16) {
    const at = row + 4 * <usize>i;
    v128.store(at, f32x4.add(v128.load(at), v128.load(bias)));
  }
  for (let at = row; at < last; at += 16) greatest = f32x4.pmax(greatest, v128.load(at));
  const pairs = f32x4.pmax(greatest, v128.shuffle<f32>(greatest, greatest, 2, 3, 0, 1));
  const top = f32x4.pmax(pairs, v128.shuffle<f32>(pairs, pairs, 1, 0, 3, 2));
  let sums = f32x4.splat(0);
  for (let at = row; at < last; at += 16) {
    const weight = power4(f32x4.sub(v128.load(at), top));
    v128.store(at, weight);
    sums = f32x4.add(sums, weight);
  }
  memory.fill(last, 0, 4 * <usize>(max(end, (length + 3) & ~3) - length));
  const sum = sumOfLanes(sums);
  store<f32>(factor, 1 / sum);
  return LN2 * f32x4.extract_lane(top, 0) + f32x4.extract_lane(log4(f32x4.splat(sum)), 0);
}

/** Reads ticks [from, to), whose block has `pending` tokens before them. */
export function readStretch(call: OvqCall, work: OvqWork, unit: i32, from: i32, to: i32, pending: i32): void {
  const open = rowsRead(call, call.tokens + from - pending);
  const dictionary = work.dictionary;
  findBias(call, work, dictionary, open);
  const keys = tokenAt(call, call.pendingKeys, call.block, call.keyWidth, unit, 0);
  const values = tokenAt(call, call.pendingValues, call.block, call.valueWidth, unit, 0);
  const width = call.valueWidth;
  const pitch = call.heads * width;
  const product = work.product;
  for (let t = from; t < to; t += work.rows) {
    const count = min(work.rows, to - t);
    const seen = pending + t - from;
    const tokens = seen + count;
    const queries = tokenAt(call, call.q, call.ticks, call.keyWidth, unit, t);
    findLogits(call, work, dictionary, queries, count, open, keys, call.heads * call.keyWidth, tokens);
    for (let i = 0; i < count; i++) {
      const row = work.logits + 4 * <usize>i * <usize>work.pitch;
      const factor = work.factors + 4 * <usize>i;
      const lse = soften(row, work.bias, open, open + seen + i + 1, open + tokens, factor);
      store<f32>(call.lse + 4 * (<usize>unit * <usize>call.ticks + <usize>(t + i)), lse);
    }
    const y = tokenAt(call, call.y, call.ticks, width, unit, t);
    const own = work.logits + 4 * <usize>open;
    if (count == 1) {
      weightedSum(y, work.logits, dictionary.values, width, open, width, false);
      weightedSum(y, own, values, pitch, tokens, width, true);
    } else {
      multiplyAlone(product, count, width, open, work.logits, work.pitch, 1, dictionary.values, width, 1, y, pitch, 1, false);
      multiplyAlone(product, count, width, tokens, own, work.pitch, 1, values, pitch, 1, y, pitch, 1, true);
    }
    for (let i = 0; i < count; i++) {
      scaleRow(y + 4 * <usize>i * <usize>pitch, load<f32>(work.factors + 4 * <usize>i), width);
    }
  }
}
