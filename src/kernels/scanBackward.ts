/**
 * The adjoint of the scan, block after block from the last. With scan.ts' names, S = dE/dY, Q = dE/dh at the block's end and w = E_Ls,
 *
 *   R = S X^T,  V_ts = E_ts dt_s R_ts:   dX += M^T S + D S + w dt B Q^T,  dC += V B + exp(a) S h0,  dB += V^T C + w dt X Q
 *   z_s = sum_t E_ts (C_t . B_s) R_ts + w_s x_s . Q B_s
 *   dE/d(dt_t A) = everything that crosses tick t: sum_{s < t} dt_s z_s over later ticks, exp(a_t') S_t' . h0 C_t' from t on, and h0 . Q
 *   Q <- exp(a_L) Q + (exp(a_t) S_t)^T C
 *
 * Sums over what crosses a tick have no differences of large numbers in them. Nine products. Threads take groups of heads of
 * sequences in turn; gradients of parameters are added up in the order of sequences when they have met.
 */
import { barrier } from './barrier';
import { multiplyAlone } from './product';
import { addScaled, dotRows, scaleRow } from './rows';
import {
  ScanCall,
  ScanWork,
  findSteps,
  inputAt,
  keptFrom,
  meet,
  partsOf,
  scaleShared,
  scanWork,
  sharedAt,
  startAt,
  takeHead,
} from './scanSteps';

export function scanBackward(call: ScanCall, control: usize, thread: i32, threads: i32): void {
  if (call.ticks == 0) return;
  const work = scanWork(call, true, thread, threads);
  const parts = partsOf(call, threads);
  const each = call.heads / call.groups;
  const blocks = (call.ticks + call.block - 1) / call.block;
  for (let unit = thread; unit < call.batch * call.groups; unit += threads) {
    const b = unit / call.groups;
    const first = (unit % call.groups) * each;
    for (let h = first; h < first + each; h++) {
      const part = parts + 12 * <usize>(b * call.heads + h);
      memory.fill(part, 0, 12);
      memory.fill(work.ahead, 0, 4 * <usize>call.headWidth * <usize>call.stateWidth);
      takeHead(call, work, h);
      for (let k = blocks - 1; k >= 0; k--) {
        const from = k * call.block;
        blockBackward(call, work, b, h, from, min(call.block, call.ticks - from), startAt(call, b, k, h), part);
      }
    }
  }
  if (!call.gradient) return;
  barrier(control, threads);
  if (thread != 0) return;
  for (let h: usize = 0; h < <usize>call.heads; h++) {
    for (let kind: usize = 0; kind < 3; kind++) {
      let sum: f32 = 0;
      for (let b: usize = 0; b < <usize>call.batch; b++) {
        sum += load<f32>(parts + 12 * (b * <usize>call.heads + h) + 4 * kind);
      }
      const at = call.gradient + 4 * (kind * <usize>call.heads + h);
      store<f32>(at, load<f32>(at) + sum);
    }
  }
}

function blockBackward(
  call: ScanCall,
  work: ScanWork,
  b: i32,
  h: i32,
  from: i32,
  length: i32,
  start: usize,
  part: usize,
): void {
  const width = call.headWidth;
  const n = call.stateWidth;
  const pitch = call.heads * width;
  const sharedPitch = call.groups * n;
  const product = work.product;
  const square = work.square;
  const other = work.other;
  const ahead = work.ahead;
  const states = work.states;
  const x = inputAt(call, call.x, b, from, h);
  const s = inputAt(call, call.signal, b, from, h);
  const dx = inputAt(call, call.xSignal, b, from, h);
  const B = sharedAt(call, call.b, b, from, h);
  const C = sharedAt(call, call.c, b, from, h);
  const dB = sharedAt(call, call.bSignal, b, from, h);
  const dC = sharedAt(call, call.cSignal, b, from, h);
  findSteps(call, work, b, h, from, length);
  meet(call, work, b, h, from, length);
  multiplyAlone(product, length, length, width, s, pitch, 1, x, 1, pitch, other, work.pitch, 1, false);
  memory.fill(work.toGain, 0, 4 * <usize>(length + 4));
  for (let t = length - 1; t >= 0; t--) weighRows(work, t, length);
  multiplyAlone(product, length, width, length, square, 1, work.pitch, s, pitch, 1, dx, pitch, 1, true);
  multiplyAlone(product, length, n, length, other, work.pitch, 1, B, sharedPitch, 1, dC, sharedPitch, 1, true);
  multiplyAlone(product, length, n, length, other, 1, work.pitch, C, sharedPitch, 1, dB, sharedPitch, 1, true);

  // What the start gave.
  multiplyAlone(product, length, n, width, s, pitch, 1, start, n, 1, states, n, 1, false);
  for (let t: usize = 0; t < <usize>length; t++) {
    const row = states + 4 * t * <usize>n;
    const at = 4 * t * <usize>sharedPitch;
    const factor = load<f32>(work.fromStart + 4 * t);
    store<f32>(work.toStart + 4 * t, factor * dotRows(row, C + at, n));
    addScaled(dC + at, factor, row, n);
  }
  // What the end took.
  multiplyAlone(product, length, n, width, x, pitch, 1, ahead, n, 1, states, n, 1, false);
  multiplyAlone(product, length, width, n, B, sharedPitch, 1, ahead, 1, n, work.inputs, width, 1, false);
  let toThrough: f32 = 0;
  for (let t: usize = 0; t < <usize>length; t++) {
    const row = work.inputs + 4 * t * <usize>width;
    const at = 4 * t * <usize>pitch;
    const kept = load<f32>(work.toEnd + 4 * t);
    const factor = kept * load<f32>(work.gains + 4 * t);
    store<f32>(work.toLast + 4 * t, kept * dotRows(row, x + at, width));
    addScaled(dx + at, factor, row, width);
    addScaled(dB + 4 * t * <usize>sharedPitch, factor, states + 4 * t * <usize>n, n);
    if (call.parameters == 0) continue;
    addScaled(dx + at, work.through, s + at, width);
    toThrough += dotRows(s + at, x + at, width);
  }
  const whole = load<f32>(work.fromStart + 4 * <usize>(length - 1));
  if (call.parameters) {
    toSteps(call, work, b, h, from, length, whole * dotRows(ahead, start, width * n), part);
    store<f32>(part + 8, load<f32>(part + 8) + toThrough);
  }
  scaleRow(ahead, whole, width * n);
  scaleShared(call, work, C, work.fromStart, 0, length);
  multiplyAlone(product, width, n, length, s, 1, pitch, states, n, 1, ahead, n, 1, true);
}

/** Rows t of M and V from those of C B^T and S X^T, and their part of z. */
function weighRows(work: ScanWork, t: i32, length: i32): void {
  const first = 4 * <usize>t * <usize>work.pitch;
  const seen = i32x4.splat(t);
  let lanes = i32x4(0, 1, 2, 3);
  for (let s = 0; s <= t; s += 4, lanes = i32x4.add(lanes, i32x4.splat(4))) {
    const at = 4 * <usize>s;
    const kept = v128.and(keptFrom(work, t, s), i32x4.le_s(lanes, seen));
    const gain = v128.load(work.gains + at);
    const u = f32x4.mul(kept, v128.load(work.square + first + at));
    const r = v128.load(work.other + first + at);
    v128.store(work.toGain + at, f32x4.add(v128.load(work.toGain + at), f32x4.mul(u, r)));
    v128.store(work.square + first + at, f32x4.mul(u, gain));
    v128.store(work.other + first + at, f32x4.mul(f32x4.mul(kept, gain), r));
  }
  // toGain holds the rows from t on: what of earlier ticks crosses t.
  store<f32>(work.crossing + 4 * <usize>t, dotRows(work.gains, work.toGain, t));
  const rest = 4 * <usize>(length - t - 1);
  memory.fill(work.square + first + 4 * <usize>(t + 1), 0, rest);
  memory.fill(work.other + first + 4 * <usize>(t + 1), 0, rest);
}

/** To dt and its parameters; `whole` is what the state at the start gave to the one at the end. */
function toSteps(
  call: ScanCall,
  work: ScanWork,
  b: i32,
  h: i32,
  from: i32,
  length: i32,
  whole: f32,
  part: usize,
): void {
  let later: f64 = 0;
  for (let t = length - 1; t >= 0; t--) {
    const at = 4 * <usize>t;
    later += <f64>load<f32>(work.toStart + at);
    store<f32>(work.crossing + at, load<f32>(work.crossing + at) + <f32>later);
  }
  let earlier: f64 = 0;
  let toRate: f64 = 0;
  let toBias: f64 = 0;
  for (let t: usize = 0; t < <usize>length; t++) {
    const at = 4 * t;
    const gain = load<f32>(work.gains + at);
    const last = load<f32>(work.toLast + at);
    const crossing = load<f32>(work.crossing + at) + whole + <f32>earlier;
    earlier += <f64>(gain * last);
    const toRaw = (load<f32>(work.toGain + at) + last + work.rate * crossing) * load<f32>(work.slopes + at);
    toRate += <f64>(gain * crossing);
    toBias += <f64>toRaw;
    if (!call.dtSignal) continue;
    const row = <usize>b * <usize>call.ticks + <usize>from + t;
    const signal = call.dtSignal + 4 * (row * <usize>call.heads + <usize>h);
    store<f32>(signal, load<f32>(signal) + toRaw);
  }
  store<f32>(part, load<f32>(part) + work.rate * <f32>toRate);
  store<f32>(part + 4, load<f32>(part + 4) + <f32>toBias);
}
