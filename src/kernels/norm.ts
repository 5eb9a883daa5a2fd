/**
 * The root-mean-square norm of groups of columns, with or without a gate (src/compute/sequences.ts); some 6 flops a value, 25 with
 * a gate; backward
 *
 *   g = w dE/dy;   dE/du = r (g - u r^2 mean(g u));   dE/dw = sum dE/dy u r
 *
 * Sums over a group are float64. Threads take rows; for the gradient of weights columns, so that rows are added in one order.
 */
import { share } from './barrier';
import { storeSome } from './math';
import { silu4, siluSlope4 } from './sequenceActivation';

const NONE: i32 = 0;
const PER_COLUMN: i32 = 1;

@unmanaged
export class NormCall {
  rows: i32;
  groups: i32;
  groupWidth: i32;
  /** 0 none, 1 a column, 2 a group. */
  weighted: i32;
  x: usize;
  /** 0 for none. */
  gate: usize;
  weights: usize;
  y: usize;
  inverse: usize;
  epsilon: f32;
}

/** The first `count` of four floats, the rest 0. */
// @ts-ignore: decorator
@inline
function firstOf(values: v128, count: i32): v128 {
  return count >= 4 ? values : v128.and(values, i32x4.gt_s(i32x4.splat(count), i32x4(0, 1, 2, 3)));
}

/** Adds four floats to two sums. */
// @ts-ignore: decorator
@inline
function added(sum: v128, values: v128): v128 {
  const high = v128.shuffle<f32>(values, values, 2, 3, 2, 3);
  return f64x2.add(f64x2.add(sum, f64x2.promote_low_f32x4(values)), f64x2.promote_low_f32x4(high));
}

// @ts-ignore: decorator
@inline
function total(sum: v128): f64 {
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** u = x SiLU(gate), or x. */
// @ts-ignore: decorator
@inline
function gated(x: usize, gate: usize, o: usize): v128 {
  const value = v128.load(x + o);
  return gate ? f32x4.mul(value, silu4(v128.load(gate + o))) : value;
}

/** Four weights of columns from byte `o` of a group on. */
// @ts-ignore: decorator
@inline
function weightsAt(weighted: i32, weights: usize, group: usize, width: usize, o: usize): v128 {
  if (weighted == NONE) return f32x4.splat(1);
  return weighted == PER_COLUMN
    ? v128.load(weights + group * width + o)
    : v128.load_splat<f32>(weights + 4 * group);
}

export function norm(call: NormCall, thread: i32, threads: i32): void {
  const columns = call.groupWidth;
  const width = 4 * <usize>columns;
  const last = share(call.rows, 1, thread + 1, threads) * call.groups;
  for (let at = share(call.rows, 1, thread, threads) * call.groups; at < last; at++) {
    const from = <usize>at * width;
    const x = call.x + from;
    const y = call.y + from;
    const gate = call.gate ? call.gate + from : 0;
    let squares = f64x2.splat(0);
    for (let i = 0; i < columns; i += 4) {
      const o = 4 * <usize>i;
      const u = gated(x, gate, o);
      if (gate) storeSome(y + o, u, columns - i);
      const own = firstOf(u, columns - i);
      squares = added(squares, f32x4.mul(own, own));
    }
    const size = Math.sqrt(total(squares) / <f64>columns + <f64>call.epsilon);
    const r: f32 = size > 0 ? <f32>(1 / size) : size == 0 ? 0 : <f32>size;
    store<f32>(call.inverse + 4 * <usize>at, r);
    const group = <usize>(at % call.groups);
    const u = gate ? y : x;
    for (let i = 0; i < columns; i += 4) {
      const o = 4 * <usize>i;
      const w = weightsAt(call.weighted, call.weights, group, width, o);
      storeSome(y + o, f32x4.mul(f32x4.mul(w, v128.load(u + o)), f32x4.splat(r)), columns - i);
    }
  }
}

@unmanaged
export class NormBackwardCall {
  rows: i32;
  groups: i32;
  groupWidth: i32;
  weighted: i32;
  x: usize;
  gate: usize;
  weights: usize;
  inverse: usize;
  signal: usize;
  /** 0 for none, each. */
  gradient: usize;
  inputSignal: usize;
  gateSignal: usize;
}

export function normBackward(call: NormBackwardCall, thread: i32, threads: i32): void {
  if (call.inputSignal != 0 || call.gateSignal != 0) {
    const last = share(call.rows, 1, thread + 1, threads) * call.groups;
    for (let at = share(call.rows, 1, thread, threads) * call.groups; at < last; at++) groupBackward(call, at);
  }
  if (call.gradient == 0) return;
  if (call.weighted == PER_COLUMN) {
    const chunks = (call.groupWidth + 15) / 16;
    const last = share(call.groups * chunks, 1, thread + 1, threads);
    for (let n = share(call.groups * chunks, 1, thread, threads); n < last; n++) {
      columnGradient(call, n / chunks, (n % chunks) * 16);
    }
  } else if (call.weighted != NONE) {
    const last = share(call.groups, 1, thread + 1, threads);
    for (let group = share(call.groups, 1, thread, threads); group < last; group++) groupGradient(call, group);
  }
}

function groupBackward(call: NormBackwardCall, at: i32): void {
  const columns = call.groupWidth;
  const width = 4 * <usize>columns;
  const from = <usize>at * width;
  const group = <usize>(at % call.groups);
  const x = call.x + from;
  const signal = call.signal + from;
  const gate = call.gate ? call.gate + from : 0;
  let sum = f64x2.splat(0);
  for (let i = 0; i < columns; i += 4) {
    const o = 4 * <usize>i;
    const g = f32x4.mul(weightsAt(call.weighted, call.weights, group, width, o), v128.load(signal + o));
    sum = added(sum, firstOf(f32x4.mul(g, gated(x, gate, o)), columns - i));
  }
  const inverse = load<f32>(call.inverse + 4 * <usize>at);
  const along = <f64>inverse * <f64>inverse * (total(sum) / <f64>columns);
  const r = f32x4.splat(inverse);
  const back = f32x4.splat(<f32>along);
  for (let i = 0; i < columns; i += 4) {
    const o = 4 * <usize>i;
    const count = columns - i;
    const value = v128.load(x + o);
    const z = gate ? v128.load(gate + o) : value;
    const open = gate ? silu4(z) : f32x4.splat(1);
    const u = f32x4.mul(value, open);
    const g = f32x4.mul(weightsAt(call.weighted, call.weights, group, width, o), v128.load(signal + o));
    const du = f32x4.mul(r, f32x4.sub(g, f32x4.mul(u, back)));
    if (call.inputSignal) {
      const to = call.inputSignal + from + o;
      storeSome(to, f32x4.add(v128.load(to), f32x4.mul(du, open)), count);
    }
    if (gate != 0 && call.gateSignal != 0) {
      const to = call.gateSignal + from + o;
      storeSome(to, f32x4.add(v128.load(to), f32x4.mul(f32x4.mul(du, value), siluSlope4(z))), count);
    }
  }
}

/** Rows whose products are added up in float32 before they join the sum. */
const ROWS: i32 = 256;

/** Of at most 16 columns of a group from `first` on. */
function columnGradient(call: NormBackwardCall, group: i32, first: i32): void {
  const width = <usize>call.groupWidth;
  const last = min(first + 16, call.groupWidth);
  const pitch = 4 * <usize>call.groups * width;
  for (let i = first; i < last; i += 4) {
    const from = 4 * (<usize>group * width + <usize>i);
    let sum = f32x4.splat(0);
    for (let start = 0; start < call.rows; start += ROWS) {
      let part = f32x4.splat(0);
      const end = min(call.rows, start + ROWS);
      for (let row = start; row < end; row++) {
        const o = <usize>row * pitch + from;
        const u = gated(call.x, call.gate, o);
        const r = v128.load_splat<f32>(call.inverse + 4 * <usize>(row * call.groups + group));
        part = f32x4.add(part, f32x4.mul(f32x4.mul(v128.load(call.signal + o), u), r));
      }
      sum = f32x4.add(sum, part);
    }
    const to = call.gradient + from;
    storeSome(to, f32x4.add(v128.load(to), sum), last - i);
  }
}

/** Of the one weight of a group. */
function groupGradient(call: NormBackwardCall, group: i32): void {
  const columns = call.groupWidth;
  const width = 4 * <usize>columns;
  let sum: f64 = 0;
  for (let row = 0; row < call.rows; row++) {
    const at = <usize>(row * call.groups + group);
    let part = f64x2.splat(0);
    for (let i = 0; i < columns; i += 4) {
      const o = at * width + 4 * <usize>i;
      const product = f32x4.mul(v128.load(call.signal + o), gated(call.x, call.gate, o));
      part = added(part, firstOf(product, columns - i));
    }
    sum += total(part) * <f64>load<f32>(call.inverse + 4 * at);
  }
  const to = call.gradient + 4 * <usize>group;
  store<f32>(to, <f32>(<f64>load<f32>(to) + sum));
}
