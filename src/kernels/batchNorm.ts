/**
 * Batch normalisation of channels and its adjoint (src/compute/feedForward.ts, BatchNormCall, gives the equations).
 *
 * Two passes over x in training, and two over x, y and signal backward; means and sums are float64. Threads take channels.
 */
import { activate4, slope4 } from './activation';
import { share } from './barrier';
import { storeSome } from './math';

@unmanaged
export class BatchNormCall {
  batch: i32;
  channels: i32;
  plane: i32;
  activation: i32;
  training: i32;
  x: usize;
  y: usize;
  /** Scales [channels], then shifts [channels]. */
  parameters: usize;
  running: usize;
  used: usize;
  momentum: f32;
  epsilon: f32;
}

@unmanaged
export class BatchNormBackwardCall {
  batch: i32;
  channels: i32;
  plane: i32;
  activation: i32;
  training: i32;
  accumulate: i32;
  x: usize;
  y: usize;
  parameters: usize;
  used: usize;
  signal: usize;
  /** Where the parameters' gradient begins, or 0. */
  gradient: usize;
  /** Or 0. */
  inputSignal: usize;
}

// @ts-ignore: decorator
@inline
function total(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

// @ts-ignore: decorator
@inline
function low(x: v128): v128 {
  return f64x2.promote_low_f32x4(x);
}

// @ts-ignore: decorator
@inline
function high(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 2, 3));
}

/** Zeros in the lanes from `count` on. */
// @ts-ignore: decorator
@inline
function firstOf(x: v128, count: i32): v128 {
  return v128.and(x, i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count)));
}

/** The sum of a channel, or of its squared distances from `centre`. */
function sumOf(x: usize, batch: i32, pitch: usize, plane: i32, squares: bool, centre: f64): f64 {
  let s = f64x2.splat(0);
  const c = f64x2.splat(centre);
  let rest: f64 = 0;
  for (let b = 0; b < batch; b++) {
    let at = x + <usize>b * pitch;
    let p = 0;
    for (; p + 4 <= plane; p += 4, at += 16) {
      const value = v128.load(at);
      const first = f64x2.sub(low(value), c);
      const second = f64x2.sub(high(value), c);
      if (squares) s = f64x2.add(s, f64x2.add(f64x2.mul(first, first), f64x2.mul(second, second)));
      else s = f64x2.add(s, f64x2.add(first, second));
    }
    for (; p < plane; p++, at += 4) {
      const away = <f64>load<f32>(at) - centre;
      rest += squares ? away * away : away;
    }
  }
  return total(s) + rest;
}

// @ts-ignore: decorator
@inline
function approach(at: usize, value: f64, by: f32): void {
  const old = <f64>load<f32>(at);
  store<f32>(at, <f32>(old + <f64>by * (value - old)));
}

export function batchNorm(call: BatchNormCall, thread: i32, threads: i32): void {
  const channels = call.channels;
  const plane = call.plane;
  const pitch = 4 * <usize>channels * <usize>plane;
  const count = <f64>call.batch * <f64>plane;
  const last = share(channels, 1, thread + 1, threads);
  for (let c = share(channels, 1, thread, threads); c < last; c++) {
    const o = 4 * <usize>c;
    const second = o + 4 * <usize>channels;
    const x = call.x + o * <usize>plane;
    const y = call.y + o * <usize>plane;
    let mean = <f64>load<f32>(call.running + o);
    let variance = <f64>load<f32>(call.running + second);
    if (call.training) {
      mean = sumOf(x, call.batch, pitch, plane, false, 0) / count;
      const squares = sumOf(x, call.batch, pitch, plane, true, mean);
      variance = squares / count;
      approach(call.running + o, mean, call.momentum);
      approach(call.running + second, squares / max<f64>(1, count - 1), call.momentum);
    }
    const inverse = 1 / Math.sqrt(variance + <f64>call.epsilon);
    store<f32>(call.used + o, <f32>mean);
    store<f32>(call.used + second, <f32>inverse);
    const centre = f32x4.splat(<f32>mean);
    const gain = f32x4.splat(<f32>(<f64>load<f32>(call.parameters + o) * inverse));
    const shift = v128.load_splat<f32>(call.parameters + second);
    for (let b: usize = 0; b < <usize>call.batch; b++) {
      for (let p = 0; p < plane; p += 4) {
        const at = b * pitch + 4 * <usize>p;
        const value = f32x4.add(f32x4.mul(f32x4.sub(v128.load(x + at), centre), gain), shift);
        storeSome(y + at, activate4(call.activation, value), plane - p);
      }
    }
  }
}

/**
 * dscale = sum s xhat, dshift = sum s; dx = scale r (s - mean(s) - xhat mean(s xhat)) in training, else scale r s, with
 * xhat = (x - mean) r.
 */
export function batchNormBackward(call: BatchNormBackwardCall, thread: i32, threads: i32): void {
  const channels = call.channels;
  const plane = call.plane;
  const pitch = 4 * <usize>channels * <usize>plane;
  const count = <f64>call.batch * <f64>plane;
  const last = share(channels, 1, thread + 1, threads);
  for (let c = share(channels, 1, thread, threads); c < last; c++) {
    const o = 4 * <usize>c;
    const second = o + 4 * <usize>channels;
    const start = o * <usize>plane;
    const centre = v128.load_splat<f32>(call.used + o);
    const inverse = <f64>load<f32>(call.used + second);
    let sums = f64x2.splat(0);
    let meets = sums;
    for (let b: usize = 0; b < <usize>call.batch; b++) {
      for (let p = 0; p < plane; p += 4) {
        const at = start + b * pitch + 4 * <usize>p;
        const slope = slope4(call.activation, v128.load(call.y + at));
        const s = f32x4.mul(v128.load(call.signal + at), slope);
        storeSome(call.signal + at, s, plane - p);
        const own = firstOf(s, plane - p);
        const met = firstOf(f32x4.mul(s, f32x4.sub(v128.load(call.x + at), centre)), plane - p);
        sums = f64x2.add(sums, f64x2.add(low(own), high(own)));
        meets = f64x2.add(meets, f64x2.add(low(met), high(met)));
      }
    }
    const sum = total(sums);
    const along = total(meets) * inverse;
    if (call.gradient) {
      store<f32>(call.gradient + o, <f32>along);
      store<f32>(call.gradient + second, <f32>sum);
    }
    if (call.inputSignal) {
      const training = call.training != 0;
      const gain = f32x4.splat(<f32>(<f64>load<f32>(call.parameters + o) * inverse));
      const mean = f32x4.splat(training ? <f32>(sum / count) : 0);
      const slant = f32x4.splat(training ? <f32>((inverse * along) / count) : 0);
      for (let b: usize = 0; b < <usize>call.batch; b++) {
        for (let p = 0; p < plane; p += 4) {
          const at = start + b * pitch + 4 * <usize>p;
          const away = f32x4.sub(v128.load(call.x + at), centre);
          const s = f32x4.sub(v128.load(call.signal + at), f32x4.add(mean, f32x4.mul(away, slant)));
          let dx = f32x4.mul(gain, s);
          if (call.accumulate) dx = f32x4.add(dx, v128.load(call.inputSignal + at));
          storeSome(call.inputSignal + at, dx, plane - p);
        }
      }
    }
  }
}
