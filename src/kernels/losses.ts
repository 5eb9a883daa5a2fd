/**
 * Losses of reconstructions and of answers, with their signals (src/compute/feedForward.ts). Threads take examples; the
 * sums of an example are float64. Two logarithms a pixel (some 50 flops) of the Bernoulli loss are what costs.
 */
import { share } from './barrier';
import { exp4, log4, storeSome } from './math';

@unmanaged
export class ImageLossCall {
  /** 0 Bernoulli, 1 squared. */
  squared: i32;
  batch: i32;
  pixels: i32;
  image: usize;
  target: usize;
  loss: usize;
  signal: usize;
  scale: f32;
}

/** How far in the logarithms y is kept from 0 and 1. */
const CERTAIN: f32 = 1e-7;

export function imageLoss(call: ImageLossCall, thread: i32, threads: i32): void {
  const pixels = call.pixels;
  const last = share(call.batch, 1, thread + 1, threads);
  for (let b = share(call.batch, 1, thread, threads); b < last; b++) {
    const row = 4 * <usize>b * <usize>pixels;
    const image = call.image + row;
    const target = call.target + row;
    const lost = call.squared ? squaredLoss(image, target, pixels) : bernoulliLoss(image, target, pixels);
    store<f32>(call.loss + 4 * <usize>b, <f32>lost);
    const scale = f32x4.splat(call.scale);
    for (let i = 0; i < pixels; i += 4) {
      const o = 4 * <usize>i;
      const away = f32x4.sub(v128.load(image + o), v128.load(target + o));
      storeSome(call.signal + row + o, f32x4.mul(scale, away), pixels - i);
    }
  }
}

function squaredLoss(image: usize, target: usize, pixels: i32): f64 {
  let sum = f64x2.splat(0);
  for (let i = 0; i < pixels; i += 4, image += 16, target += 16) {
    const away = f32x4.sub(v128.load(image), v128.load(target));
    sum = added(sum, f32x4.mul(away, away), pixels - i);
  }
  return 0.5 * (f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1));
}

function bernoulliLoss(image: usize, target: usize, pixels: i32): f64 {
  const one = f32x4.splat(1);
  const least = f32x4.splat(CERTAIN);
  let sum = f64x2.splat(0);
  for (let i = 0; i < pixels; i += 4, image += 16, target += 16) {
    const y = v128.load(image);
    const x = v128.load(target);
    const yes = f32x4.mul(x, log4(within(y, least, one)));
    const no = f32x4.mul(f32x4.sub(one, x), log4(within(f32x4.sub(one, y), least, one)));
    sum = added(sum, f32x4.add(yes, no), pixels - i);
  }
  return -(f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1));
}

/** y between two bounds; what is no number stays so. */
// @ts-ignore: decorator
@inline
function within(y: v128, least: v128, most: v128): v128 {
  return f32x4.pmin(f32x4.pmax(y, least), most);
}

/** Adds the first `count` of four floats to two sums. */
// @ts-ignore: decorator
@inline
function added(sum: v128, values: v128, count: i32): v128 {
  const own = count >= 4 ? values : firstOf(values, count);
  return f64x2.add(
    f64x2.add(sum, f64x2.promote_low_f32x4(own)),
    f64x2.promote_low_f32x4(v128.shuffle<f32>(own, own, 2, 3, 2, 3)),
  );
}

/** The first `count` of four floats, the rest 0. */
function firstOf(values: v128, count: i32): v128 {
  return v128.and(values, i32x4.gt_s(i32x4.splat(count), i32x4(0, 1, 2, 3)));
}

@unmanaged
export class AnswerLossCall {
  /** 0 forward, 1 reverse, 2 label. */
  kind: i32;
  batch: i32;
  classes: i32;
  logits: usize;
  target: usize;
  loss: usize;
  signal: usize;
  scratch: usize;
  scale: f32;
}

const REVERSE: i32 = 1;
const LABEL: i32 = 2;

/** exp(logits - largest) of both answers. */
function answerBytes(classes: i32): usize {
  return 4 * <usize>((classes + 3) & ~3);
}

export function answerLossScratch(classes: i32, threads: i32): usize {
  return 2 * answerBytes(classes) * <usize>threads;
}

export function answerLoss(call: AnswerLossCall, thread: i32, threads: i32): void {
  const last = share(call.batch, 1, thread + 1, threads);
  const scratch = call.scratch + 2 * answerBytes(call.classes) * <usize>thread;
  for (let b = share(call.batch, 1, thread, threads); b < last; b++) answerLossOf(call, b, scratch);
}

function answerLossOf(call: AnswerLossCall, b: i32, scratch: usize): void {
  const classes = call.classes;
  const end: usize = 4 * <usize>classes;
  const row: usize = end * <usize>b;
  const label = call.kind == LABEL;
  const reverse = call.kind == REVERSE;
  const logits = call.logits + row;
  const target = call.target + row;
  const signal = call.signal + row;
  const powersP = scratch;
  const powersQ = scratch + answerBytes(classes);
  const topP = <f64>largest(logits, classes);
  const topQ = label ? 0 : <f64>largest(target, classes);
  const sumP = powers(logits, classes, <f32>topP, powersP);
  const sumQ = label ? 1 : powers(target, classes, <f32>topQ, powersQ);
  const restP = topP + Math.log(sumP);
  const restQ = topQ + Math.log(sumQ);

  let loss: f64 = 0;
  for (let o: usize = 0; o < end; o += 4) {
    const logP = <f64>load<f32>(logits + o) - restP;
    if (label) {
      loss -= <f64>load<f32>(target + o) * logP;
    } else {
      const apart = <f64>load<f32>(target + o) - restQ - logP;
      loss += reverse ? (-<f64>load<f32>(powersP + o) * apart) / sumP : (<f64>load<f32>(powersQ + o) * apart) / sumQ;
    }
  }
  store<f32>(call.loss + 4 * <usize>b, <f32>loss);

  const scale = <f64>call.scale;
  for (let o: usize = 0; o < end; o += 4) {
    const p = <f64>load<f32>(powersP + o) / sumP;
    if (reverse) {
      const apart = <f64>load<f32>(logits + o) - restP - (<f64>load<f32>(target + o) - restQ);
      store<f32>(signal + o, <f32>(scale * p * (apart - loss)));
    } else {
      const q = label ? <f64>load<f32>(target + o) : <f64>load<f32>(powersQ + o) / sumQ;
      store<f32>(signal + o, <f32>(scale * (p - q)));
    }
  }
}

function largest(values: usize, count: i32): f32 {
  let most: f32 = -Infinity;
  for (let k = 0; k < count; k++, values += 4) most = max(most, load<f32>(values));
  return most;
}

/** exp(values - top), and their sum. */
function powers(values: usize, count: i32, top: f32, into: usize): f64 {
  const offset = f32x4.splat(top);
  for (let k = 0; k < count; k += 4) {
    const o = 4 * <usize>k;
    v128.store(into + o, exp4(f32x4.sub(v128.load(values + o), offset)));
  }
  let sum: f64 = 0;
  for (let k = 0; k < count; k++, into += 4) sum += <f64>load<f32>(into);
  return sum;
}
