/**
 * Rotary positions (src/compute/sequences.ts): 6 flops a pair. A tick's cosines and sines serve all sequences and heads; they
 * are turned on from tick to tick in float64 and computed anew every LUMP ticks, which threads share.
 */
import { share } from './barrier';
import { storeSome } from './math';

/** Ticks between two exact angles. */
const LUMP: i32 = 64;

@unmanaged
export class RotateCall {
  batch: i32;
  ticks: i32;
  heads: i32;
  headWidth: i32;
  turned: i32;
  first: i32;
  backwards: i32;
  x: usize;
  y: usize;
  scratch: usize;
  /** ln theta in two parts. */
  logHigh: f32;
  logLow: f32;
}

/** Of a thread: cosine and sine of each pair and of its step in float64, then as they are used, in float32. */
function threadBytes(turned: i32): usize {
  const half = <usize>(turned / 2);
  return 32 * half + 2 * (4 * half + 16);
}

export function rotateScratch(turned: i32, threads: i32): usize {
  return threadBytes(turned) * <usize>threads;
}

export function rotate(call: RotateCall, thread: i32, threads: i32): void {
  const half = call.turned / 2;
  const angles = call.scratch + threadBytes(call.turned) * <usize>thread;
  const cosines = angles + 32 * <usize>half;
  const sines = cosines + 4 * <usize>half + 16;
  const last = share(call.ticks, LUMP, thread + 1, threads);
  for (let t = share(call.ticks, LUMP, thread, threads); t < last; t++) {
    turn(call, t, half, angles, cosines, sines);
    for (let b = 0; b < call.batch; b++) {
      const row = 4 * (<usize>b * <usize>call.ticks + <usize>t) * <usize>call.heads * <usize>call.headWidth;
      for (let h = 0; h < call.heads; h++) {
        const at = row + 4 * <usize>h * <usize>call.headWidth;
        turnHead(call, call.x + at, call.y + at, half, cosines, sines);
      }
    }
  }
}

/** The cosines and sines of tick t, from those of the tick before it or anew. */
function turn(call: RotateCall, t: i32, half: i32, angles: usize, cosines: usize, sines: usize): void {
  const fresh = t % LUMP == 0;
  const log = <f64>call.logHigh + <f64>call.logLow;
  for (let i = 0; i < half; i++, angles += 32) {
    let c: f64;
    let s: f64;
    if (fresh) {
      const rate = Math.exp((-2 * <f64>i * log) / <f64>call.turned);
      const angle = (<f64>call.first + <f64>t) * rate;
      c = Math.cos(angle);
      s = Math.sin(angle);
      store<f64>(angles, Math.cos(rate), 16);
      store<f64>(angles, Math.sin(rate), 24);
    } else {
      const stepC = load<f64>(angles, 16);
      const stepS = load<f64>(angles, 24);
      const c0 = load<f64>(angles);
      const s0 = load<f64>(angles, 8);
      c = c0 * stepC - s0 * stepS;
      s = s0 * stepC + c0 * stepS;
    }
    store<f64>(angles, c);
    store<f64>(angles, s, 8);
    store<f32>(cosines + 4 * <usize>i, <f32>c);
    store<f32>(sines + 4 * <usize>i, <f32>(call.backwards ? -s : s));
  }
}

function turnHead(call: RotateCall, x: usize, y: usize, half: i32, cosines: usize, sines: usize): void {
  const other = 4 * <usize>half;
  for (let i = 0; i < half; i += 4) {
    const o = 4 * <usize>i;
    const c = v128.load(cosines + o);
    const s = v128.load(sines + o);
    const left = v128.load(x + o);
    const right = v128.load(x + other + o);
    put(call, y + o, f32x4.sub(f32x4.mul(left, c), f32x4.mul(right, s)), half - i);
    put(call, y + other + o, f32x4.add(f32x4.mul(left, s), f32x4.mul(right, c)), half - i);
  }
  for (let i = call.turned; i < call.headWidth; i += 4) {
    const o = 4 * <usize>i;
    put(call, y + o, v128.load(x + o), call.headWidth - i);
  }
}

// @ts-ignore: decorator
@inline
function put(call: RotateCall, y: usize, value: v128, count: i32): void {
  storeSome(y, call.backwards ? f32x4.add(v128.load(y), value) : value, count);
}
