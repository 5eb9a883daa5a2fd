/**
 * Causal convolution over ticks within groups of columns (src/compute/sequences.ts), 2 taps groupWidth flops a float of y:
 *
 *   forward   Y_t = b + sum_l X_{t-l} W_l^T
 *   backward  dW_l += S_t^T X_{t-l},  db += S_t,  dX_{t-l} += S_t W_l
 *
 * With one column a group, four columns at a time; else a product a lag. Threads take columns or groups, for all sequences.
 */
import { share } from './barrier';
import { storeSome } from './math';
import { Product, multiplyAlone, productOf } from './product';

@unmanaged
export class ConvolveTicksCall {
  batch: i32;
  ticks: i32;
  groups: i32;
  groupWidth: i32;
  taps: i32;
  held: i32;
  parameters: usize;
  past: usize;
  x: usize;
  y: usize;
  scratch: usize;
  /** 0, these three, in the forward pass; the last two where nobody asks. */
  signal: usize;
  gradient: usize;
  inputSignal: usize;
}

/** Address of row `t` of sequence b, which may lie in the past; 0 before what is held. */
// @ts-ignore: decorator
@inline
function rowAt(call: ConvolveTicksCall, b: i32, t: i32): usize {
  const width = <usize>(call.groups * call.groupWidth);
  if (t >= 0) return call.x + 4 * (<usize>b * <usize>call.ticks + <usize>t) * width;
  const row = call.held + t;
  return row < 0 ? 0 : call.past + 4 * (<usize>b * <usize>(call.taps - 1) + <usize>row) * width;
}

// @ts-ignore: decorator
@inline
function signalAt(call: ConvolveTicksCall, base: usize, b: i32, t: i32): usize {
  return base + 4 * (<usize>b * <usize>call.ticks + <usize>t) * <usize>(call.groups * call.groupWidth);
}

/** Four floats `pitch` bytes apart, or as many as there are. */
// @ts-ignore: decorator
@inline
function gather(at: usize, pitch: usize, count: i32): v128 {
  let value = v128.load32_zero(at);
  if (count > 1) value = v128.load_lane<f32>(at + pitch, value, 1);
  if (count > 2) value = v128.load_lane<f32>(at + 2 * pitch, value, 2);
  if (count > 3) value = v128.load_lane<f32>(at + 3 * pitch, value, 3);
  return value;
}

// @ts-ignore: decorator
@inline
function scatterAdd(at: usize, pitch: usize, value: v128, count: i32): void {
  store<f32>(at, load<f32>(at) + f32x4.extract_lane(value, 0));
  if (count > 1) store<f32>(at + pitch, load<f32>(at + pitch) + f32x4.extract_lane(value, 1));
  if (count > 2) store<f32>(at + 2 * pitch, load<f32>(at + 2 * pitch) + f32x4.extract_lane(value, 2));
  if (count > 3) store<f32>(at + 3 * pitch, load<f32>(at + 3 * pitch) + f32x4.extract_lane(value, 3));
}

export function convolveTicks(call: ConvolveTicksCall, thread: i32, threads: i32): void {
  const backward = call.signal != 0;
  if (call.groupWidth == 1) {
    const last = share(call.groups, 4, thread + 1, threads);
    for (let c = share(call.groups, 4, thread, threads); c < last; c += 4) {
      const count = min(4, last - c);
      if (backward) columnsBackward(call, c, count);
      else columns(call, c, count);
    }
    return;
  }
  const product = productOf(call.scratch, thread);
  for (let g = thread; g < call.groups; g += threads) {
    if (backward) groupBackward(call, product, g);
    else group(call, product, g);
  }
}

/** Columns c .. c + count - 1. */
function columns(call: ConvolveTicksCall, c: i32, count: i32): void {
  const at = 4 * <usize>c;
  const taps = <usize>call.taps;
  const weights = call.parameters + at * taps;
  const bias = v128.load(call.parameters + 4 * <usize>call.groups * taps + at);
  for (let b = 0; b < call.batch; b++) {
    for (let t = 0; t < call.ticks; t++) {
      let sum = bias;
      for (let lag = 0; lag < call.taps; lag++) {
        const row = rowAt(call, b, t - lag);
        if (row == 0) break;
        sum = f32x4.add(sum, f32x4.mul(gather(weights + 4 * <usize>lag, 4 * taps, count), v128.load(row + at)));
      }
      storeSome(signalAt(call, call.y, b, t) + at, sum, count);
    }
  }
}

function columnsBackward(call: ConvolveTicksCall, c: i32, count: i32): void {
  const at = 4 * <usize>c;
  const taps = <usize>call.taps;
  const zero = f32x4.splat(0);
  for (let lag = 0; lag < call.taps && call.gradient; lag++) {
    let total = zero;
    for (let b = 0; b < call.batch; b++) {
      let sum = zero;
      for (let t = max(0, lag - call.held); t < call.ticks; t++) {
        const row = rowAt(call, b, t - lag);
        sum = f32x4.add(sum, f32x4.mul(v128.load(signalAt(call, call.signal, b, t) + at), v128.load(row + at)));
      }
      total = f32x4.add(total, sum);
    }
    scatterAdd(call.gradient + at * taps + 4 * <usize>lag, 4 * taps, total, count);
  }
  if (call.gradient) {
    let total = zero;
    for (let b = 0; b < call.batch; b++) {
      let sum = zero;
      for (let t = 0; t < call.ticks; t++) sum = f32x4.add(sum, v128.load(signalAt(call, call.signal, b, t) + at));
      total = f32x4.add(total, sum);
    }
    scatterAdd(call.gradient + 4 * <usize>call.groups * taps + at, 4, total, count);
  }
  if (!call.inputSignal) return;
  const weights = call.parameters + at * taps;
  for (let b = 0; b < call.batch; b++) {
    for (let t = 0; t < call.ticks; t++) {
      const into = signalAt(call, call.inputSignal, b, t) + at;
      let sum = v128.load(into);
      for (let lag = 0; lag < call.taps && t + lag < call.ticks; lag++) {
        const signal = v128.load(signalAt(call, call.signal, b, t + lag) + at);
        sum = f32x4.add(sum, f32x4.mul(gather(weights + 4 * <usize>lag, 4 * taps, count), signal));
      }
      storeSome(into, sum, count);
    }
  }
}

function group(call: ConvolveTicksCall, product: Product, g: i32): void {
  const w = call.groupWidth;
  const width = call.groups * w;
  const at = 4 * <usize>g * <usize>w;
  const square = 4 * <usize>w * <usize>w;
  const weights = call.parameters + <usize>(g * call.taps) * square;
  const bias = call.parameters + <usize>(call.groups * call.taps) * square + at;
  for (let b = 0; b < call.batch; b++) {
    for (let t = 0; t < call.ticks; t++) memory.copy(signalAt(call, call.y, b, t) + at, bias, 4 * <usize>w);
    for (let lag = 0; lag < call.taps; lag++) {
      const weight = weights + <usize>lag * square;
      const early = min(lag, call.ticks);
      const first = max(0, lag - call.held);
      if (first < early) {
        const y = signalAt(call, call.y, b, first) + at;
        const row = rowAt(call, b, first - lag) + at;
        multiplyAlone(product, early - first, w, w, row, width, 1, weight, 1, w, y, width, 1, true);
      }
      if (lag < call.ticks) {
        const y = signalAt(call, call.y, b, lag) + at;
        multiplyAlone(product, call.ticks - lag, w, w, rowAt(call, b, 0) + at, width, 1, weight, 1, w, y, width, 1, true);
      }
    }
  }
}

function groupBackward(call: ConvolveTicksCall, product: Product, g: i32): void {
  const w = call.groupWidth;
  const width = call.groups * w;
  const at = 4 * <usize>g * <usize>w;
  const square = 4 * <usize>w * <usize>w;
  const own = <usize>(g * call.taps) * square;
  const bias = call.gradient + <usize>(call.groups * call.taps) * square + at;
  for (let b = 0; b < call.batch; b++) {
    for (let lag = 0; lag < call.taps; lag++) {
      const gradient = call.gradient + own + <usize>lag * square;
      const early = min(lag, call.ticks);
      const first = max(0, lag - call.held);
      if (first < early && call.gradient) {
        const s = signalAt(call, call.signal, b, first) + at;
        const row = rowAt(call, b, first - lag) + at;
        multiplyAlone(product, w, w, early - first, s, 1, width, row, width, 1, gradient, w, 1, true);
      }
      if (lag >= call.ticks) continue;
      const s = signalAt(call, call.signal, b, lag) + at;
      const rest = call.ticks - lag;
      if (call.gradient) {
        multiplyAlone(product, w, w, rest, s, 1, width, rowAt(call, b, 0) + at, width, 1, gradient, w, 1, true);
      }
      if (call.inputSignal) {
        const weight = call.parameters + own + <usize>lag * square;
        const into = signalAt(call, call.inputSignal, b, 0) + at;
        multiplyAlone(product, rest, w, w, s, width, 1, weight, w, 1, into, width, 1, true);
      }
    }
    for (let i: usize = 0; i < <usize>w && call.gradient; i++) {
      let sum: f32 = 0;
      for (let t = 0; t < call.ticks; t++) sum += load<f32>(signalAt(call, call.signal, b, t) + at + 4 * i);
      store<f32>(bias + 4 * i, load<f32>(bias + 4 * i) + sum);
    }
  }
}
