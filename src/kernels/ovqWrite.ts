/** How online vector-quantised attention writes a full block: assignment by one product, winner take all, and running means. */
import { OvqCall, OvqWork, rowsAfter, tokenAt } from './ovq';
import { multiplyAlone } from './product';
import { addScaled, dotRows, scaleRow } from './rows';

/**
 * For each of `count` keys, `pitch` floats apart, the first of the `open` rows that is most like it, into work.assigned, and how like,
 * into work.order.
 */
export function mostLike(
  call: OvqCall,
  work: OvqWork,
  keys: usize,
  pitch: i32,
  count: i32,
  rows: usize,
  open: i32,
): void {
  const width = call.keyWidth;
  for (let n = 0; n < open; n++) {
    const row = rows + 4 * <usize>n * <usize>width;
    const half: f32 = call.nearest ? -0.5 * dotRows(row, row, width) : 0;
    store<f32>(work.halves + 4 * <usize>n, half);
  }
  const first = 4 * <usize>pitch;
  for (let j = 0; j < count; j += work.rows) {
    const some = min(work.rows, count - j);
    const from = keys + <usize>j * first;
    multiplyAlone(work.product, some, open, width, from, pitch, 1, rows, 1, width, work.logits, work.pitch, 1, false);
    for (let i = 0; i < some; i++) {
      const row = work.logits + 4 * <usize>i * <usize>work.pitch;
      const n = greatestOf(row, work.halves, open);
      store<i32>(work.assigned + 4 * <usize>(j + i), n);
      store<f64>(work.order + 8 * <usize>(j + i), <f64>load<f32>(row + 4 * <usize>n));
    }
  }
}

/** Adds `halves` to a row and finds the first of its greatest. */
function greatestOf(row: usize, halves: usize, length: i32): i32 {
  const lowest = f32x4.splat(-f32.MAX_VALUE);
  let best = lowest;
  let where = i32x4.splat(0);
  let lanes = i32x4(0, 1, 2, 3);
  for (let i = 0; i < length; i += 4, lanes = i32x4.add(lanes, i32x4.splat(4))) {
    const at = row + 4 * <usize>i;
    const value = f32x4.add(v128.load(at), v128.load(halves + 4 * <usize>i));
    v128.store(at, value);
    const better = v128.and(f32x4.gt(value, best), i32x4.lt_s(lanes, i32x4.splat(length)));
    best = v128.bitselect(value, best, better);
    where = v128.bitselect(lanes, where, better);
  }
  let n = i32x4.extract_lane(where, 0);
  let most = f32x4.extract_lane(best, 0);
  for (let lane = 1; lane < 4; lane++) {
    best = v128.shuffle<f32>(best, best, 1, 2, 3, 0);
    where = v128.shuffle<i32>(where, where, 1, 2, 3, 0);
    const value = f32x4.extract_lane(best, 0);
    const other = i32x4.extract_lane(where, 0);
    if (value > most || (value == most && other < n)) {
      most = value;
      n = other;
    }
  }
  return n;
}

/** As src/compute/ovqOpening.ts. */
function mixed(word: i32): i32 {
  let bits = word + <i32>0x9e3779b9;
  bits = (bits ^ <i32>(<u32>bits >> 16)) * <i32>0x85ebca6b;
  bits = (bits ^ <i32>(<u32>bits >> 13)) * <i32>0xc2b2ae35;
  return bits ^ <i32>(<u32>bits >> 16);
}

/** Decides where the block goes that follows `written` tokens: into the row most like each token, or a new one. */
function assign(call: OvqCall, work: OvqWork, unit: i32, written: i32): void {
  const block = call.block;
  const keys = tokenAt(call, call.pendingKeys, block, call.keyWidth, unit, 0);
  const pitch = call.heads * call.keyWidth;
  const rows = work.dictionary.keys;
  if (call.rounded) {
    mostLike(call, work, keys, pitch, block, rows, call.capacity);
    return;
  }
  const open = rowsAfter(call, written);
  const known = max(1, open);
  // Into an empty dictionary token 0 opens row 0, and likeness is to it.
  mostLike(call, work, keys, pitch, block, open == 0 ? keys : rows, known);
  const order = work.order;
  const head = mixed(mixed(call.seed) ^ (unit % call.heads));
  for (let j = 0; j < block; j++) {
    const at = order + 8 * <usize>j;
    const key = keys + 4 * <usize>j * <usize>pitch;
    // Of two tokens that are as like their row, the one farther from it counts as less like.
    if (call.nearest) store<f64>(at, load<f64>(at) - 0.5 * <f64>dotRows(key, key, call.keyWidth));
    if (call.random) store<f64>(at, <f64>(<u32>mixed(mixed(head ^ written) ^ j)));
  }
  const opened = rowsAfter(call, written + block) - known;
  for (let i = 0; i < opened; i++) {
    let next = -1;
    let least = f64.MAX_VALUE;
    for (let j = open == 0 ? 1 : 0; j < block; j++) {
      const value = load<f64>(order + 8 * <usize>j);
      if (value >= least) continue;
      least = value;
      next = j;
    }
    if (next < 0) return;
    store<f64>(order + 8 * <usize>next, f64.MAX_VALUE);
    store<i32>(work.assigned + 4 * <usize>next, known + i);
  }
}

/**
 * Of row' = kept row + sum of weight token, from counts before and after: kept [capacity], weights [tokens] of the last tokens of the
 * block. Running means weigh every token by 1 / count; at a constant rate a row follows its tokens one after another, and the first
 * one opens it, whatever the rate.
 */
export function weigh(call: OvqCall, work: OvqWork, before: usize, after: usize, tokens: i32): void {
  const rate = call.rate;
  for (let n = 0; n < call.capacity; n++) {
    const at = 4 * <usize>n;
    const count = load<f32>(after + at);
    const old = load<f32>(before + at);
    store<f32>(work.left + at, count - old);
    store<f32>(work.kept + at, rate == 0 && count != old ? old / count : 1);
  }
  for (let j = tokens - 1; j >= 0; j--) {
    const at = 4 * <usize>load<i32>(work.assigned + 4 * <usize>j);
    const weight = work.weights + 4 * <usize>j;
    if (rate == 0) {
      store<f32>(weight, 1 / load<f32>(after + at));
      continue;
    }
    const left = load<f32>(work.left + at);
    const opening = left == 1 && load<f32>(before + at) == 0;
    const kept = load<f32>(work.kept + at);
    store<f32>(weight, opening ? kept : kept * rate);
    store<f32>(work.kept + at, opening ? 0 : kept * (1 - rate));
    store<f32>(work.left + at, left - 1);
  }
  if (rate == 0) return;
  // What tokens before those asked for leave.
  for (let n = 0; n < call.capacity; n++) {
    const at = 4 * <usize>n;
    const opened = load<f32>(before + at) == 0;
    for (let left = load<f32>(work.left + at); left > 0; left -= 1) {
      store<f32>(work.kept + at, opened && left == 1 ? 0 : load<f32>(work.kept + at) * (1 - rate));
    }
  }
}

/** row' = kept row + sum of weight token. */
function carryOut(call: OvqCall, work: OvqWork, rows: usize, tokens: usize, width: i32): void {
  for (let n = 0; n < call.capacity; n++) {
    const kept = load<f32>(work.kept + 4 * <usize>n);
    if (kept != 1) scaleRow(rows + 4 * <usize>n * <usize>width, kept, width);
  }
  const pitch = 4 * <usize>call.heads * <usize>width;
  for (let j = 0; j < call.block; j++, tokens += pitch) {
    const n = <usize>load<i32>(work.assigned + 4 * <usize>j);
    addScaled(rows + 4 * n * <usize>width, load<f32>(work.weights + 4 * <usize>j), tokens, width);
  }
}

/** Writes the full block that follows `written` tokens. */
export function write(call: OvqCall, work: OvqWork, unit: i32, written: i32): void {
  const dictionary = work.dictionary;
  const counts = dictionary.counts;
  assign(call, work, unit, written);
  memory.copy(work.before, counts, 4 * <usize>call.capacity);
  for (let j = 0; j < call.block; j++) {
    const at = counts + 4 * <usize>load<i32>(work.assigned + 4 * <usize>j);
    store<f32>(at, load<f32>(at) + 1);
  }
  weigh(call, work, work.before, counts, call.block);
  const keys = tokenAt(call, call.pendingKeys, call.block, call.keyWidth, unit, 0);
  const values = tokenAt(call, call.pendingValues, call.block, call.valueWidth, unit, 0);
  if (!call.rounded) carryOut(call, work, dictionary.keys, keys, call.keyWidth);
  carryOut(call, work, dictionary.values, values, call.valueWidth);
}
