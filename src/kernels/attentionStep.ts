/**
 * Causal softmax attention of one tick, as when a sequence is generated: every key and value is read once, 8 bytes for 4 flops, so
 * nothing is packed. Logits of four keys at a time, in powers of two. The past is dealt to shares where there are few sequences;
 * their maxima, sums and values are put together in order when the threads have met. How many shares there are depends on
 * the sizes alone, so bits do not depend on threads.
 */
import { AttendCall, KEYS, LOWEST, firstKey, keyAt, quads, tileEnd } from './attentionTiles';
import { barrier, share } from './barrier';
import { IN_TWOS, LN2, log4, power4, storeSome } from './math';

/** Shares of work there should be, and the fewest keys worth one. */
const SHARES: i32 = 8;
const KEYS_OF_SHARE: i32 = 1024;

function sharesOf(batch: i32, keys: i32): i32 {
  if (batch == 0) return 1;
  return max(1, min(keys / KEYS_OF_SHARE, (SHARES + batch - 1) / batch));
}

/** Of a query and a share of its keys: m, l, 8 bytes of nothing, O. */
function stateBytes(valueWidth: i32): usize {
  return 16 + 4 * <usize>quads(valueWidth);
}

/** Of a thread: the queries of a sequence, weights of a tile, its values. */
function threadBytes(heads: i32, keyWidth: i32, valueWidth: i32): usize {
  return 4 * <usize>(heads * quads(keyWidth) + KEYS + quads(valueWidth));
}

export function attendStepScratch(
  batch: i32,
  heads: i32,
  keyWidth: i32,
  valueWidth: i32,
  held: i32,
  threads: i32,
): usize {
  const states = <usize>(batch * heads * sharesOf(batch, held + 1));
  return states * stateBytes(valueWidth) + threadBytes(heads, keyWidth, valueWidth) * <usize>threads;
}

export function attendStep(call: AttendCall, control: usize, thread: i32, threads: i32): void {
  const heads = call.heads;
  const shares = sharesOf(call.batch, call.held + 1);
  const size = stateBytes(call.valueWidth);
  const first = firstKey(call, 0);
  const keys = call.held + 1 - first;
  const states = call.scratch;
  const own = threadBytes(heads, call.keyWidth, call.valueWidth);
  const scratch = states + <usize>(call.batch * heads * shares) * size + own * <usize>thread;
  for (let n = thread; n < call.batch * shares; n += threads) {
    const from = first + share(keys, KEYS, n % shares, shares);
    const to = first + share(keys, KEYS, (n % shares) + 1, shares);
    attendShare(call, n / shares, from, to, states + <usize>(n * heads) * size, scratch);
  }
  barrier(control, threads);
  const last = share(call.batch * heads, 1, thread + 1, threads);
  for (let n = share(call.batch * heads, 1, thread, threads); n < last; n++) {
    const state = states + <usize>((n / heads) * shares * heads + (n % heads)) * size;
    // Queries of all sequences in the order of heads: n is both its row of y and the place of its lse.
    join(call, n, state, <usize>heads * size, shares);
  }
}

/** Keys [from, to) of a sequence: a tile of all heads, whose rows lie together, before the next. */
function attendShare(call: AttendCall, b: i32, from: i32, to: i32, states: usize, scratch: usize): void {
  const keyWidth = call.keyWidth;
  const valueWidth = call.valueWidth;
  const heads = call.heads;
  const queryBytes = 4 * <usize>quads(keyWidth);
  const size = stateBytes(valueWidth);
  const weights = scratch + <usize>heads * queryBytes;
  const values = weights + 4 * <usize>KEYS;
  const factor = IN_TWOS * call.scale;
  const q = call.q + 4 * (<usize>(b * heads) * <usize>keyWidth);
  for (let head = 0; head < heads; head++) {
    const query = scratch + <usize>head * queryBytes;
    memory.fill(query, 0, queryBytes);
    for (let i: usize = 0; i < <usize>keyWidth; i++) {
      store<f32>(query + 4 * i, factor * load<f32>(q + 4 * (<usize>head * <usize>keyWidth + i)));
    }
    const state = states + <usize>head * size;
    memory.fill(state, 0, size);
    store<f32>(state, LOWEST);
  }
  const group = heads / call.keyHeads;
  const keyPitch = 4 * <usize>call.keyHeads * <usize>keyWidth;
  const valuePitch = 4 * <usize>call.keyHeads * <usize>valueWidth;
  for (let s = from, end = s; s < to; s = end) {
    end = tileEnd(call, s, to);
    const count = end - s;
    for (let head = 0; head < heads; head++) {
      const keyHead = head / group;
      const key = keyAt(call, b, keyHead, s, keyWidth, call.pastKeys, call.k);
      const value = keyAt(call, b, keyHead, s, valueWidth, call.pastValues, call.v);
      const state = states + <usize>head * size;
      multiplyKeys(scratch + <usize>head * queryBytes, key, keyPitch, count, keyWidth, weights);
      weigh(weights, count, state, valueWidth);
      addValues(weights, value, valuePitch, count, valueWidth, values);
      for (let i = 0; i < valueWidth; i += 4) {
        const o = 4 * <usize>i;
        v128.store(state + o, f32x4.add(v128.load(state + o, 16), v128.load(values + o)), 16);
      }
    }
  }
}

/** The first `count` of four floats, the rest 0. */
// @ts-ignore: decorator
@inline
function firstOf(values: v128, count: i32): v128 {
  return count >= 4 ? values : v128.and(values, i32x4.gt_s(i32x4.splat(count), i32x4(0, 1, 2, 3)));
}

/** Logits of `count` keys; the lowest for those that fill the last four up. */
function multiplyKeys(query: usize, key: usize, pitch: usize, count: i32, width: i32, logits: usize): void {
  const zero = f32x4.splat(0);
  for (let n = 0; n < count; n += 4, key += 4 * pitch, logits += 16) {
    // Keys beyond the last are the last again.
    const k1 = key + pitch * <usize>(n + 1 < count);
    const k2 = k1 + pitch * <usize>(n + 2 < count);
    const k3 = k2 + pitch * <usize>(n + 3 < count);
    let a0 = zero;
    let a1 = zero;
    let a2 = zero;
    let a3 = zero;
    let i = 0;
    for (; i + 4 <= width; i += 4) {
      const o = 4 * <usize>i;
      const q = v128.load(query + o);
      a0 = f32x4.add(a0, f32x4.mul(q, v128.load(key + o)));
      a1 = f32x4.add(a1, f32x4.mul(q, v128.load(k1 + o)));
      a2 = f32x4.add(a2, f32x4.mul(q, v128.load(k2 + o)));
      a3 = f32x4.add(a3, f32x4.mul(q, v128.load(k3 + o)));
    }
    if (i < width) {
      const o = 4 * <usize>i;
      const q = v128.load(query + o);
      a0 = f32x4.add(a0, f32x4.mul(q, firstOf(v128.load(key + o), width - i)));
      a1 = f32x4.add(a1, f32x4.mul(q, firstOf(v128.load(k1 + o), width - i)));
      a2 = f32x4.add(a2, f32x4.mul(q, firstOf(v128.load(k2 + o), width - i)));
      a3 = f32x4.add(a3, f32x4.mul(q, firstOf(v128.load(k3 + o), width - i)));
    }
    const s01 = f32x4.add(v128.shuffle<f32>(a0, a1, 0, 4, 1, 5), v128.shuffle<f32>(a0, a1, 2, 6, 3, 7));
    const s23 = f32x4.add(v128.shuffle<f32>(a2, a3, 0, 4, 1, 5), v128.shuffle<f32>(a2, a3, 2, 6, 3, 7));
    v128.store(logits, f32x4.add(v128.shuffle<f32>(s01, s23, 0, 1, 4, 5), v128.shuffle<f32>(s01, s23, 2, 3, 6, 7)));
    for (let rest = count - n; rest < 4; rest++) store<f32>(logits + 4 * <usize>rest, LOWEST);
  }
}

/** From logits to weights, in place, with m, l and O brought to the new maximum. */
function weigh(logits: usize, count: i32, state: usize, valueWidth: i32): void {
  const last = load<f32>(state);
  let four = f32x4.splat(last);
  for (let n = 0; n < count; n += 4) four = f32x4.pmax(four, v128.load(logits + 4 * <usize>n));
  const top = max(
    max(f32x4.extract_lane(four, 0), f32x4.extract_lane(four, 1)),
    max(f32x4.extract_lane(four, 2), f32x4.extract_lane(four, 3)),
  );
  let l = load<f32>(state, 4);
  if (top != last) {
    const keep = power4(f32x4.splat(last - top));
    store<f32>(state, top);
    l *= f32x4.extract_lane(keep, 0);
    for (let i = 0; i < valueWidth; i += 4) {
      const o = 4 * <usize>i;
      v128.store(state + o, f32x4.mul(v128.load(state + o, 16), keep), 16);
    }
  }
  const offset = f32x4.splat(top);
  let sum = f32x4.splat(0);
  for (let n = 0; n < count; n += 4) {
    const at = logits + 4 * <usize>n;
    const p = firstOf(power4(f32x4.sub(v128.load(at), offset)), count - n);
    v128.store(at, p);
    sum = f32x4.add(sum, p);
  }
  const halves = f32x4.add(sum, v128.shuffle<f32>(sum, sum, 2, 3, 0, 1));
  store<f32>(state, l + (f32x4.extract_lane(halves, 0) + f32x4.extract_lane(halves, 1)), 4);
}

/** sum_s p_s v_s over `count` keys; weights that fill the last four up are 0. */
function addValues(weights: usize, value: usize, pitch: usize, count: i32, width: i32, into: usize): void {
  memory.fill(into, 0, 4 * <usize>quads(width));
  for (let n = 0; n < count; n += 4, value += 4 * pitch, weights += 16) {
    const v1 = value + pitch * <usize>(n + 1 < count);
    const v2 = v1 + pitch * <usize>(n + 2 < count);
    const v3 = v2 + pitch * <usize>(n + 3 < count);
    const p0 = v128.load_splat<f32>(weights);
    const p1 = v128.load_splat<f32>(weights, 4);
    const p2 = v128.load_splat<f32>(weights, 8);
    const p3 = v128.load_splat<f32>(weights, 12);
    for (let i = 0; i < width; i += 4) {
      const o = 4 * <usize>i;
      const low = f32x4.add(f32x4.mul(p0, v128.load(value + o)), f32x4.mul(p1, v128.load(v1 + o)));
      const high = f32x4.add(f32x4.mul(p2, v128.load(v2 + o)), f32x4.mul(p3, v128.load(v3 + o)));
      v128.store(into + o, f32x4.add(v128.load(into + o), f32x4.add(low, high)));
    }
  }
}

/** Puts the shares of query `n` together, `next` bytes apart, and writes O / l and m + ln l. */
function join(call: AttendCall, n: i32, state: usize, next: usize, shares: i32): void {
  let top = load<f32>(state);
  for (let i = 1; i < shares; i++) top = max(top, load<f32>(state + <usize>i * next));
  const width = call.valueWidth;
  const first = f32x4.extract_lane(power4(f32x4.splat(load<f32>(state) - top)), 0);
  let l = first * load<f32>(state, 4);
  const out = state + 16;
  for (let i = 0; i < width; i += 4) {
    const o = out + 4 * <usize>i;
    v128.store(o, f32x4.mul(f32x4.splat(first), v128.load(o)));
  }
  for (let other = 1; other < shares; other++) {
    const at = state + <usize>other * next;
    const factor = power4(f32x4.splat(load<f32>(at) - top));
    l += f32x4.extract_lane(factor, 0) * load<f32>(at, 4);
    for (let i = 0; i < width; i += 4) {
      const o = 4 * <usize>i;
      v128.store(out + o, f32x4.add(v128.load(out + o), f32x4.mul(factor, v128.load(at + o, 16))));
    }
  }
  const lse = LN2 * top + f32x4.extract_lane(log4(f32x4.splat(l)), 0);
  store<f32>(call.lse + 4 * <usize>n, lse);
  const y = call.y + 4 * <usize>n * <usize>width;
  const by = f32x4.splat(1 / l);
  for (let i = 0; i < width; i += 4) {
    const o = 4 * <usize>i;
    storeSome(y + o, f32x4.mul(by, v128.load(out + o)), width - i);
  }
}
