/**
 * The adjoint of online vector-quantised attention, stretch after stretch from the last: back through the write of its block,
 *
 *   dE/dtoken += weight dE/drow',   dE/drow = kept dE/drow'
 *
 * and through its reading, with P recomputed, g = dE/do and D = g . o,
 *
 *   dL = P (g V^T - D);  dQ += scale dL K;  dK += scale dL^T Q;  dV += P^T g
 *
 * over the rows and over the block's tokens alike: six products of what reading costs. Threads take dictionaries in turn.
 */
import { Dictionary, OvqCall, OvqWork, pointTo, rowsRead, tokenAt, workOf } from './ovq';
import { findBias, findLogits, soften } from './ovqRead';
import { mostLike, weigh } from './ovqWrite';
import { multiplyAlone } from './product';
import { addScaled, dotRows, scaleRow } from './rows';

export function ovqBackward(call: OvqCall, thread: i32, threads: i32): void {
  if (call.ticks == 0) return;
  const work = workOf(call, true, thread, threads);
  const held = call.tokens % call.block;
  const blocks = (held + call.ticks - 1) / call.block + 1;
  for (let unit = thread; unit < call.batch * call.heads; unit += threads) {
    memory.fill(work.rowKeys, 0, 4 * <usize>call.capacity * <usize>call.keyWidth);
    memory.fill(work.rowValues, 0, 4 * <usize>call.capacity * <usize>call.valueWidth);
    for (let index = blocks - 1; index >= 0; index--) {
      const pending = index == 0 ? held : 0;
      const from = index * call.block - held + pending;
      const to = min(call.ticks, (index + 1) * call.block - held);
      pointTo(work.dictionary, call, unit, index);
      // Nothing of this call is read from what the last block wrote.
      if (index + 1 < blocks) writeBackward(call, work, unit, from, to, index);
      gatherTokens(call, work, unit, from, to, pending);
      for (let t = from; t < to; t += work.rows) {
        readBackward(call, work, unit, from, t, min(to, t + work.rows), pending);
      }
    }
  }
}

/** Moves dE/d(rows) from after to before the write of a block whose tokens of this call are [from, to). */
function writeBackward(call: OvqCall, work: OvqWork, unit: i32, from: i32, to: i32, index: i32): void {
  pointTo(work.after, call, unit, index + 1);
  for (let t = from; t < to; t++) {
    const row = <i32>load<f32>(tokenAt(call, call.assigned, call.ticks, 1, unit, t));
    store<i32>(work.assigned + 4 * <usize>(t - from), row);
  }
  weigh(call, work, work.dictionary.counts, work.after.counts, to - from);
  if (!call.rounded) throughWrite(call, work, unit, from, to, work.rowKeys, call.kSignal, call.keyWidth);
  throughWrite(call, work, unit, from, to, work.rowValues, call.vSignal, call.valueWidth);
}

function throughWrite(
  call: OvqCall,
  work: OvqWork,
  unit: i32,
  from: i32,
  to: i32,
  rows: usize,
  signal: usize,
  width: i32,
): void {
  for (let t = from; t < to; t++) {
    const j = <usize>(t - from);
    const row = rows + 4 * <usize>load<i32>(work.assigned + 4 * j) * <usize>width;
    addScaled(tokenAt(call, signal, call.ticks, width, unit, t), load<f32>(work.weights + 4 * j), row, width);
  }
  for (let n = 0; n < call.capacity; n++) {
    const kept = load<f32>(work.kept + 4 * <usize>n);
    if (kept != 1) scaleRow(rows + 4 * <usize>n * <usize>width, kept, width);
  }
}

/** The tokens of a block up to `to`, side by side, their keys as they are read. */
function gatherTokens(call: OvqCall, work: OvqWork, unit: i32, from: i32, to: i32, pending: i32): void {
  const keyBytes = 4 * <usize>call.keyWidth;
  const valueBytes = 4 * <usize>call.valueWidth;
  const traced = call.trace + <usize>call.batch * <usize>call.heads * <usize>call.block * keyBytes;
  let toKey = work.tokenKeys;
  let toValue = work.tokenValues;
  for (let j = 0; j < pending; j++, toKey += keyBytes, toValue += valueBytes) {
    memory.copy(toKey, tokenAt(call, call.trace, call.block, call.keyWidth, unit, j), keyBytes);
    memory.copy(toValue, tokenAt(call, traced, call.block, call.valueWidth, unit, j), valueBytes);
  }
  const codes = work.dictionary.keys;
  if (call.rounded) {
    const first = tokenAt(call, call.k, call.ticks, call.keyWidth, unit, from);
    mostLike(call, work, first, call.heads * call.keyWidth, to - from, codes, call.capacity);
  }
  for (let t = from; t < to; t++, toKey += keyBytes, toValue += valueBytes) {
    let key = tokenAt(call, call.k, call.ticks, call.keyWidth, unit, t);
    if (call.rounded) key = codes + <usize>load<i32>(work.assigned + 4 * <usize>(t - from)) * keyBytes;
    memory.copy(toKey, key, keyBytes);
    memory.copy(toValue, tokenAt(call, call.v, call.ticks, call.valueWidth, unit, t), valueBytes);
  }
}

/** Of the queries of ticks [t, to) in the stretch that begins at `from`. */
function readBackward(call: OvqCall, work: OvqWork, unit: i32, from: i32, t: i32, to: i32, pending: i32): void {
  const open = rowsRead(call, call.tokens + from - pending);
  const count = to - t;
  const seen = pending + t - from;
  const tokens = seen + count;
  const pitch = work.pitch;
  const dictionary = work.dictionary;
  const queries = tokenAt(call, call.q, call.ticks, call.keyWidth, unit, t);
  const signal = tokenAt(call, call.signal, call.ticks, call.valueWidth, unit, t);
  findBias(call, work, dictionary, open);
  findLogits(call, work, dictionary, queries, count, open, work.tokenKeys, call.keyWidth, tokens);
  const own = 4 * <usize>open;
  const keyPitch = call.heads * call.keyWidth;
  const valuePitch = call.heads * call.valueWidth;
  const product = work.product;
  const slopes = work.slopes;
  const weights = work.logits;
  const width = call.valueWidth;
  multiplyAlone(product, count, open, width, signal, valuePitch, 1, dictionary.values, 1, width, slopes, pitch, 1, false);
  multiplyAlone(product, count, tokens, width, signal, valuePitch, 1, work.tokenValues, 1, width, slopes + own, pitch, 1, false);
  for (let i = 0; i < count; i++) {
    const row = weights + 4 * <usize>i * <usize>pitch;
    soften(row, work.bias, open, open + seen + i + 1, open + tokens, work.factors);
    const y = tokenAt(call, call.y, call.ticks, width, unit, t + i);
    const along = dotRows(signal + 4 * <usize>i * <usize>valuePitch, y, width);
    slope(row, slopes + 4 * <usize>i * <usize>pitch, load<f32>(work.factors), along, open + tokens);
  }
  const scale = call.scale;
  const dq = tokenAt(call, call.qSignal, call.ticks, call.keyWidth, unit, t);
  const keyWidth = call.keyWidth;
  multiplyAlone(product, count, keyWidth, open, slopes, pitch, 1, dictionary.keys, keyWidth, 1, dq, keyPitch, scale, true);
  multiplyAlone(product, count, keyWidth, tokens, slopes + own, pitch, 1, work.tokenKeys, keyWidth, 1, dq, keyPitch, scale, true);
  // Tokens from before the call are constants.
  const mine = own + 4 * <usize>pending;
  const dk = tokenAt(call, call.kSignal, call.ticks, keyWidth, unit, from);
  const dv = tokenAt(call, call.vSignal, call.ticks, width, unit, from);
  const those = tokens - pending;
  multiplyAlone(product, those, keyWidth, count, slopes + mine, 1, pitch, queries, keyPitch, 1, dk, keyPitch, scale, true);
  multiplyAlone(product, those, width, count, weights + mine, 1, pitch, signal, valuePitch, 1, dv, valuePitch, 1, true);
  multiplyAlone(product, open, width, count, weights, 1, pitch, signal, valuePitch, 1, work.rowValues, width, 1, true);
  if (call.rounded) return;
  multiplyAlone(product, open, keyWidth, count, slopes, 1, pitch, queries, keyPitch, 1, work.rowKeys, keyWidth, scale, true);
  if (call.normCorrection) correct(call, work, dictionary, open, count);
}

/** From weights to their values, and from dE/d(weights) to dE/d(logits). */
function slope(weights: usize, slopes: usize, factor: f32, along: f32, length: i32): void {
  const by = f32x4.splat(factor);
  const less = f32x4.splat(along);
  for (let i = 0; i < length; i += 4, weights += 16, slopes += 16) {
    const weight = f32x4.mul(v128.load(weights), by);
    v128.store(weights, weight);
    v128.store(slopes, f32x4.mul(weight, f32x4.sub(v128.load(slopes), less)));
  }
}

/** d(bias_n) / d(mu_n) = -scale mu_n, and dE/d(bias_n) is the sum over queries of dE/dlogit. */
function correct(call: OvqCall, work: OvqWork, dictionary: Dictionary, open: i32, count: i32): void {
  for (let n = 0; n < open; n++) {
    let sum: f32 = 0;
    for (let i = 0; i < count; i++) sum += load<f32>(work.slopes + 4 * (<usize>i * <usize>work.pitch + <usize>n));
    const at = 4 * <usize>n * <usize>call.keyWidth;
    addScaled(work.rowKeys + at, -call.scale * sum, dictionary.keys + at, call.keyWidth);
  }
}
