/**
 * What the scan forward and backward have in common: the call, a thread's work, and the steps dt and decays of a block. Logarithms of
 * decays are summed in float64: what a state has kept is the exponential of a difference of sums.
 */
import { exp4, sigmoid4, storeSome } from './math';
import { Product, multiplyAlone, productOf, productScratch } from './product';
import { softplus4 } from './sequenceActivation';

@unmanaged
export class ScanCall {
  batch: i32;
  ticks: i32;
  heads: i32;
  headWidth: i32;
  stateWidth: i32;
  groups: i32;
  block: i32;
  /** 0 where the scan is plain. */
  parameters: usize;
  x: usize;
  dtRaw: usize;
  b: usize;
  c: usize;
  state: usize;
  y: usize;
  starts: usize;
  scratch: usize;
  /** 0, these six, in the forward pass; the first and the last where nobody asks. */
  gradient: usize;
  signal: usize;
  xSignal: usize;
  bSignal: usize;
  cSignal: usize;
  dtSignal: usize;
}

/** What a thread works with; behind it the arrays it points to, all of L ticks. */
@unmanaged
export class ScanWork {
  product: Product;
  /** Floats from one row of a square to the next. */
  pitch: i32;
  /** A, D. */
  rate: f32;
  through: f32;
  /** [L] sums of dt A, f64; dt; d dt / d dtRaw. */
  sums: usize;
  gains: usize;
  slopes: usize;
  /** [L] exp of the sum, and of what is left of it to the end. */
  fromStart: usize;
  toEnd: usize;
  /** [L] sums of the adjoint. */
  toGain: usize;
  toStart: usize;
  toLast: usize;
  crossing: usize;
  /** [L][pitch]. */
  square: usize;
  other: usize;
  /** [L][stateWidth], [L][headWidth], [headWidth][stateWidth]. */
  states: usize;
  inputs: usize;
  ahead: usize;
}

/** On cache lines, with room for two vectors more. */
function lines(floats: i32): usize {
  return (4 * <usize>floats + 95) & ~63;
}

function layOut(work: ScanWork, block: i32, headWidth: i32, stateWidth: i32, backward: bool): usize {
  const pitch = (block + 7) & ~3;
  const row = lines(block);
  const sums: usize = 128;
  const gains = sums + lines(2 * block);
  const square = gains + 8 * row;
  const other = square + lines(block * pitch);
  const states = other + (backward ? lines(block * pitch) : 0);
  const inputs = states + lines(block * stateWidth);
  const ahead = inputs + (backward ? lines(block * headWidth) : 0);
  const at = changetype<usize>(work);
  if (at) {
    work.pitch = pitch;
    work.sums = at + sums;
    work.gains = at + gains;
    work.slopes = at + gains + row;
    work.fromStart = at + gains + 2 * row;
    work.toEnd = at + gains + 3 * row;
    work.toGain = at + gains + 4 * row;
    work.toStart = at + gains + 5 * row;
    work.toLast = at + gains + 6 * row;
    work.crossing = at + gains + 7 * row;
    work.square = at + square;
    work.other = at + other;
    work.states = at + states;
    work.inputs = at + inputs;
    work.ahead = at + ahead;
  }
  return ahead + (backward ? lines(headWidth * stateWidth) : 0);
}

/** Where the parts of the parameters' gradient are kept, a head of a sequence after the other: behind every thread's work. */
export function partsOf(call: ScanCall, threads: i32): usize {
  const block = min(call.block, call.ticks);
  const own = layOut(changetype<ScanWork>(0), block, call.headWidth, call.stateWidth, true);
  return call.scratch + productScratch(threads) + own * <usize>threads;
}

export function scanScratch(
  batch: i32,
  ticks: i32,
  heads: i32,
  headWidth: i32,
  stateWidth: i32,
  block: i32,
  backward: i32,
  threads: i32,
): usize {
  const own = layOut(changetype<ScanWork>(0), min(block, ticks), headWidth, stateWidth, backward != 0);
  return productScratch(threads) + own * <usize>threads + (backward ? lines(3 * batch * heads) : 0);
}

export function scanWork(call: ScanCall, backward: bool, thread: i32, threads: i32): ScanWork {
  const block = min(call.block, call.ticks);
  const own = layOut(changetype<ScanWork>(0), block, call.headWidth, call.stateWidth, backward);
  const work = changetype<ScanWork>(call.scratch + productScratch(threads) + own * <usize>thread);
  layOut(work, block, call.headWidth, call.stateWidth, backward);
  work.product = productOf(call.scratch, thread);
  return work;
}

/** x, y and their signals at tick t of head h. */
// @ts-ignore: decorator
@inline
export function inputAt(call: ScanCall, base: usize, b: i32, t: i32, h: i32): usize {
  const row = (<usize>b * <usize>call.ticks + <usize>t) * <usize>call.heads + <usize>h;
  return base + 4 * row * <usize>call.headWidth;
}

/** B, C and their signals at tick t of what head h reads. */
// @ts-ignore: decorator
@inline
export function sharedAt(call: ScanCall, base: usize, b: i32, t: i32, h: i32): usize {
  const group = (h * call.groups) / call.heads;
  const row = (<usize>b * <usize>call.ticks + <usize>t) * <usize>call.groups + <usize>group;
  return base + 4 * row * <usize>call.stateWidth;
}

/** The state at the start of block k. */
export function startAt(call: ScanCall, b: i32, k: i32, h: i32): usize {
  const blocks = (call.ticks + call.block - 1) / call.block;
  const row = (<usize>b * <usize>blocks + <usize>k) * <usize>call.heads + <usize>h;
  return call.starts + 4 * row * <usize>call.headWidth * <usize>call.stateWidth;
}

/** Reads a head's own parameters. */
export function takeHead(call: ScanCall, work: ScanWork, h: i32): void {
  work.rate = 0;
  work.through = 0;
  if (call.parameters == 0) return;
  const at = call.parameters + 4 * <usize>h;
  const heads = 4 * <usize>call.heads;
  work.rate = -f32x4.extract_lane(exp4(v128.load_splat<f32>(at)), 0);
  work.through = load<f32>(at + 2 * heads);
}

/** Steps and decays of the `length` ticks of a block that begins at tick `from`. */
export function findSteps(call: ScanCall, work: ScanWork, b: i32, h: i32, from: i32, length: i32): void {
  const gains = work.gains;
  if (call.parameters == 0) {
    const one = f32x4.splat(1);
    for (let t = 0; t < length; t += 4) {
      v128.store(gains + 4 * <usize>t, one);
      v128.store(work.fromStart + 4 * <usize>t, one);
      v128.store(work.toEnd + 4 * <usize>t, one);
    }
    memory.fill(work.sums, 0, 8 * <usize>(length + 4));
    return;
  }
  const heads = <usize>call.heads;
  const bias = load<f32>(call.parameters + 4 * (heads + <usize>h));
  const raw = call.dtRaw + 4 * ((<usize>b * <usize>call.ticks + <usize>from) * heads + <usize>h);
  for (let t: usize = 0; t < <usize>length; t++) {
    store<f32>(work.slopes + 4 * t, load<f32>(raw + 4 * t * heads) + bias);
  }
  let sum: f64 = 0;
  for (let t: usize = 0; t < <usize>length; t += 4) {
    const at = work.slopes + 4 * t;
    v128.store(gains + 4 * t, softplus4(v128.load(at)));
    v128.store(at, sigmoid4(v128.load(at)));
    for (let lane = t; lane < t + 4; lane++) {
      if (lane < <usize>length) sum += <f64>load<f32>(gains + 4 * lane) * <f64>work.rate;
      store<f64>(work.sums + 8 * lane, sum);
    }
  }
  for (let t: usize = 0; t < <usize>length; t += 4) {
    const sums = work.sums + 8 * t;
    v128.store(work.fromStart + 4 * t, decays(f64x2.splat(0), sums, -1));
    v128.store(work.toEnd + 4 * t, decays(f64x2.splat(sum), sums, 1));
  }
}

/** exp(sign (whole - sums)) of four sums. */
// @ts-ignore: decorator
@inline
function decays(whole: v128, sums: usize, sign: f32): v128 {
  const low = f32x4.demote_f64x2_zero(f64x2.sub(whole, v128.load(sums)));
  const high = f32x4.demote_f64x2_zero(f64x2.sub(whole, v128.load(sums, 16)));
  return exp4(f32x4.mul(f32x4.splat(sign), v128.shuffle<f32>(low, high, 0, 1, 4, 5)));
}

/** E_ts of four ticks s, from s on. */
// @ts-ignore: decorator
@inline
export function keptFrom(work: ScanWork, t: i32, s: i32): v128 {
  return decays(v128.load_splat<f64>(work.sums + 8 * <usize>t), work.sums + 8 * <usize>s, 1);
}

/** work.square = C B^T of a block. */
export function meet(call: ScanCall, work: ScanWork, b: i32, h: i32, from: i32, length: i32): void {
  const c = sharedAt(call, call.c, b, from, h);
  const rows = sharedAt(call, call.b, b, from, h);
  const width = call.groups * call.stateWidth;
  const n = call.stateWidth;
  multiplyAlone(work.product, length, length, n, c, width, 1, rows, 1, width, work.square, work.pitch, 1, false);
}

/** work.states = rows of B or C, each times its factor, and times dt where `gains` is not 0. */
export function scaleShared(call: ScanCall, work: ScanWork, rows: usize, factors: usize, gains: usize, length: i32): void {
  const width = call.stateWidth;
  let into = work.states;
  for (let t: usize = 0; t < <usize>length; t++) {
    let factor = load<f32>(factors + 4 * t);
    if (gains) factor *= load<f32>(gains + 4 * t);
    const by = f32x4.splat(factor);
    for (let i = 0; i < width; i += 4) {
      storeSome(into + 4 * <usize>i, f32x4.mul(by, v128.load(rows + 4 * <usize>i)), width - i);
    }
    rows += 4 * <usize>call.groups * <usize>width;
    into += 4 * <usize>width;
  }
}
