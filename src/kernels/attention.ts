/**
 * Causal softmax attention, forward: for each panel of 8 queries, tile after tile of keys (online softmax, Milakov & Gimelshein
 * 2018; tiles as by Dao et al. 2022)
 *
 *   S = scale K Q^T;  m' = max(m, max S);  P = exp(S - m');  l = l exp(m - m') + sum P;  O^T = O^T exp(m - m') + V^T P
 *
 * with logits counted in powers of two, for which an exponential is cheaper; 2 (keyWidth + valueWidth) flops and one exponential a query and key it sees. Threads take blocks of queries of one key head in
 * turn, so that each gets as many early ones, which see little, as late ones.
 */
import {
  AttendCall,
  KEYS,
  LOWEST,
  QUERIES,
  firstKey,
  hides,
  keyAt,
  packColumns,
  packQueries,
  packRows,
  panelsOf,
  positionsFrom,
  quads,
  sees,
  tileEnd,
} from './attentionTiles';
import { IN_TWOS, LN2, log4, power4, storeSome } from './math';
import { LANES } from './panels';
import { strips } from './tile';

/** Panels of a head that are done together: fewer where more heads share a key head. */
function panelsTogether(group: i32): i32 {
  return max(1, QUERIES / LANES / group);
}

/** Scratch of a thread, in parts. */
function logitBytes(): usize {
  return 32 * <usize>KEYS;
}
function tileBytes(width: i32): usize {
  return 4 * <usize>KEYS * <usize>quads(width);
}
/** Of a panel: its queries, O^T, m and l. */
function panelBytes(keyWidth: i32, valueWidth: i32): usize {
  return 32 * <usize>(keyWidth + quads(valueWidth)) + 64;
}
function threadBytes(heads: i32, keyHeads: i32, keyWidth: i32, valueWidth: i32): usize {
  const group = heads / keyHeads;
  const panels = <usize>(group * panelsTogether(group));
  return logitBytes() + tileBytes(keyWidth) + tileBytes(valueWidth) + panels * panelBytes(keyWidth, valueWidth);
}

export function attendScratch(heads: i32, keyHeads: i32, keyWidth: i32, valueWidth: i32, threads: i32): usize {
  return threadBytes(heads, keyHeads, keyWidth, valueWidth) * <usize>threads;
}

export function attend(call: AttendCall, thread: i32, threads: i32): void {
  const group = call.heads / call.keyHeads;
  const together = panelsTogether(group);
  const blocks = (panelsOf(call.ticks) + together - 1) / together;
  const space = threadBytes(call.heads, call.keyHeads, call.keyWidth, call.valueWidth);
  const scratch = call.scratch + space * <usize>thread;
  const units = call.batch * call.keyHeads * blocks;
  for (let unit = thread; unit < units; unit += threads) {
    const owner = unit / blocks;
    const from = (unit % blocks) * together * LANES;
    const to = min(call.ticks, from + together * LANES);
    attendBlock(call, owner / call.keyHeads, owner % call.keyHeads, from, to, scratch);
  }
}

/** Queries of ticks [from, to) of all heads that read one key head. */
function attendBlock(call: AttendCall, b: i32, keyHead: i32, from: i32, to: i32, scratch: usize): void {
  const keyWidth = call.keyWidth;
  const valueWidth = call.valueWidth;
  const group = call.heads / call.keyHeads;
  const panels = panelsOf(to - from);
  const size = panelBytes(keyWidth, valueWidth);
  const logits = scratch;
  const keys = logits + logitBytes();
  const values = keys + tileBytes(keyWidth);
  const state = values + tileBytes(valueWidth);

  const pitch = <usize>call.heads * <usize>keyWidth;
  for (let n = 0; n < group * panels; n++) {
    const t = from + (n % panels) * LANES;
    const head = <usize>(keyHead * group + n / panels);
    const row = <usize>b * <usize>call.ticks + <usize>t;
    const panel = state + <usize>n * size;
    packQueries(call.q + 4 * (row * pitch + head * <usize>keyWidth), pitch, to - t, keyWidth, panel);
    begin(panel + 32 * <usize>keyWidth, valueWidth);
  }

  const last = call.held + to;
  const keyPitch = <usize>call.keyHeads * <usize>keyWidth;
  const valuePitch = <usize>call.keyHeads * <usize>valueWidth;
  for (let s = firstKey(call, from), end = s; s < last; s = end) {
    end = tileEnd(call, s, last);
    const count = end - s;
    packRows(keyAt(call, b, keyHead, s, keyWidth, call.pastKeys, call.k), keyPitch, count, keyWidth, keys);
    const value = keyAt(call, b, keyHead, s, valueWidth, call.pastValues, call.v);
    packColumns(value, valuePitch, count, valueWidth, values);
    for (let n = 0; n < group * panels; n++) {
      const t = from + (n % panels) * LANES;
      const seen = min(count, call.held + t + LANES - s);
      if (seen <= 0 || end <= firstKey(call, t)) continue;
      const panel = state + <usize>n * size;
      strips(keys, panel, (seen + 3) >> 2, keyWidth, logits, IN_TWOS * call.scale, false);
      if (hides(call, t, s, s + seen)) {
        hide(call, t, s, seen, logits);
        weigh(true, logits, seen, panel + 32 * <usize>keyWidth, valueWidth);
      } else {
        weigh(false, logits, seen, panel + 32 * <usize>keyWidth, valueWidth);
      }
      addValues(values, count, logits, seen, panel + 32 * <usize>keyWidth + 64, valueWidth);
    }
  }

  for (let n = 0; n < group * panels; n++) {
    const t = from + (n % panels) * LANES;
    const head = keyHead * group + n / panels;
    finish(call, b, head, t, min(LANES, to - t), state + <usize>n * size + 32 * <usize>keyWidth);
  }
}

/** m = LOWEST, l = 0, O = 0. */
function begin(state: usize, valueWidth: i32): void {
  const lowest = f32x4.splat(LOWEST);
  v128.store(state, lowest);
  v128.store(state, lowest, 16);
  memory.fill(state + 32, 0, 32 + 32 * <usize>quads(valueWidth));
}

/** Gives keys that a query does not see the lowest of logits. */
function hide(call: AttendCall, t: i32, s: i32, count: i32, logits: usize): void {
  const lowest = f32x4.splat(LOWEST);
  const low = positionsFrom(call, t);
  const high = positionsFrom(call, t + 4);
  for (let key = 0; key < count; key++, logits += 32) {
    const seenLow = sees(low, call.window, s + key);
    const seenHigh = sees(high, call.window, s + key);
    v128.store(logits, v128.bitselect(v128.load(logits), lowest, seenLow));
    v128.store(logits, v128.bitselect(v128.load(logits, 16), lowest, seenHigh), 16);
  }
}

/** From logits to weights, in place, with m, l and O^T brought to the new maximum. */
// @ts-ignore: decorator
@inline
function weigh(hidden: bool, logits: usize, count: i32, state: usize, valueWidth: i32): void {
  const m0 = v128.load(state);
  const m1 = v128.load(state, 16);
  let top0 = m0;
  let top1 = m1;
  const end = logits + 32 * <usize>count;
  for (let at = logits; at < end; at += 32) {
    top0 = f32x4.pmax(top0, v128.load(at));
    top1 = f32x4.pmax(top1, v128.load(at, 16));
  }
  let l0 = v128.load(state, 32);
  let l1 = v128.load(state, 48);
  if (v128.any_true(v128.or(f32x4.ne(m0, top0), f32x4.ne(m1, top1)))) {
    const keep0 = power4(f32x4.sub(m0, top0));
    const keep1 = power4(f32x4.sub(m1, top1));
    l0 = f32x4.mul(l0, keep0);
    l1 = f32x4.mul(l1, keep1);
    v128.store(state, top0);
    v128.store(state, top1, 16);
    let out = state + 64;
    for (let i = 0; i < valueWidth; i++, out += 32) {
      v128.store(out, f32x4.mul(v128.load(out), keep0));
      v128.store(out, f32x4.mul(v128.load(out, 16), keep1), 16);
    }
  }
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  const lowest = f32x4.splat(LOWEST);
  for (let at = logits; at < end; at += 32) {
    const s0 = v128.load(at);
    const s1 = v128.load(at, 16);
    let p0 = power4(f32x4.sub(s0, top0));
    let p1 = power4(f32x4.sub(s1, top1));
    if (hidden) {
      p0 = v128.and(p0, f32x4.ne(s0, lowest));
      p1 = v128.and(p1, f32x4.ne(s1, lowest));
    }
    v128.store(at, p0);
    v128.store(at, p1, 16);
    sum0 = f32x4.add(sum0, p0);
    sum1 = f32x4.add(sum1, p1);
  }
  v128.store(state, f32x4.add(l0, sum0), 32);
  v128.store(state, f32x4.add(l1, sum1), 48);
}

/** O^T += V^T P over the first `seen` of `count` keys, which are packed as [count][4] a quad of columns. */
function addValues(values: usize, count: i32, weights: usize, seen: i32, out: usize, valueWidth: i32): void {
  if (seen == count) {
    strips(values, weights, quads(valueWidth) >> 2, count, out, 1, true);
    return;
  }
  for (let i = 0; i < valueWidth; i += 4, values += 16 * <usize>count, out += 128) {
    strips(values, weights, 1, seen, out, 1, true);
  }
}

/** Writes O / l and m + ln l of `rows` queries. */
function finish(call: AttendCall, b: i32, head: i32, t: i32, rows: i32, state: usize): void {
  const l0 = v128.load(state, 32);
  const l1 = v128.load(state, 48);
  const lse = call.lse + 4 * ((<usize>b * <usize>call.heads + <usize>head) * <usize>call.ticks + <usize>t);
  const ln2 = f32x4.splat(LN2);
  storeSome(lse, f32x4.add(f32x4.mul(ln2, v128.load(state)), log4(l0)), rows);
  if (rows > 4) storeSome(lse + 16, f32x4.add(f32x4.mul(ln2, v128.load(state, 16)), log4(l1)), rows - 4);
  const one = f32x4.splat(1);
  const by0 = f32x4.div(one, l0);
  const by1 = f32x4.div(one, l1);
  const width = <usize>call.valueWidth;
  const pitch = 4 * <usize>call.heads * width;
  let y = call.y + (<usize>b * <usize>call.ticks + <usize>t) * pitch + 4 * <usize>head * width;
  const out = state + 64;
  for (let at = out, end = out + 32 * width; at < end; at += 32) {
    v128.store(at, f32x4.mul(v128.load(at), by0));
    v128.store(at, f32x4.mul(v128.load(at, 16), by1), 16);
  }
  for (let row = 0; row < rows; row++, y += pitch) {
    for (let i: usize = 0; i < width; i++) store<f32>(y + 4 * i, load<f32>(out + 32 * i + 4 * <usize>row));
  }
}
