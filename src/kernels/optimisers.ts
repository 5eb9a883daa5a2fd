/**
 * Weight updates, elementwise: 12 bytes a weight for SGD, 28 for Adam. Threads take ranges.
 *
 *   sgd   w <- (1 - decay) w - rate g
 *   adam  m <- b1 m + (1 - b1) g;  v <- b2 v + (1 - b2) g^2;
 *         w <- (1 - decay) w - (rate / c1) m / (sqrt(v / c2) + epsilon),   c = 1 - b^step
 */
import { share } from './barrier';
import { storeSome } from './math';

@unmanaged
export class SgdCall {
  length: i32;
  weights: usize;
  gradient: usize;
  keep: f32;
  rate: f32;
}

export function sgd(call: SgdCall, thread: i32, threads: i32): void {
  const keep = f32x4.splat(call.keep);
  const rate = f32x4.splat(call.rate);
  const last = share(call.length, 16, thread + 1, threads);
  for (let i = share(call.length, 16, thread, threads); i < last; i += 4) {
    const o = 4 * <usize>i;
    const kept = f32x4.mul(keep, v128.load(call.weights + o));
    storeSome(call.weights + o, f32x4.sub(kept, f32x4.mul(rate, v128.load(call.gradient + o))), last - i);
  }
}

@unmanaged
export class AdamCall {
  length: i32;
  weights: usize;
  gradient: usize;
  firstMoment: usize;
  secondMoment: usize;
  keep: f32;
  rate: f32;
  beta1: f32;
  fresh1: f32;
  beta2: f32;
  fresh2: f32;
  /** 1 / c2; the rate comes divided by c1. */
  spread: f32;
  epsilon: f32;
}

export function adam(call: AdamCall, thread: i32, threads: i32): void {
  const keep = f32x4.splat(call.keep);
  const rate = f32x4.splat(call.rate);
  const beta1 = f32x4.splat(call.beta1);
  const fresh1 = f32x4.splat(call.fresh1);
  const beta2 = f32x4.splat(call.beta2);
  const fresh2 = f32x4.splat(call.fresh2);
  const spread = f32x4.splat(call.spread);
  const epsilon = f32x4.splat(call.epsilon);
  const last = share(call.length, 16, thread + 1, threads);
  for (let i = share(call.length, 16, thread, threads); i < last; i += 4) {
    const o = 4 * <usize>i;
    const g = v128.load(call.gradient + o);
    const m = f32x4.add(f32x4.mul(beta1, v128.load(call.firstMoment + o)), f32x4.mul(fresh1, g));
    const v = f32x4.add(f32x4.mul(beta2, v128.load(call.secondMoment + o)), f32x4.mul(fresh2, f32x4.mul(g, g)));
    const size = f32x4.add(f32x4.sqrt(f32x4.mul(v, spread)), epsilon);
    const move = f32x4.div(f32x4.mul(rate, m), size);
    storeSome(call.firstMoment + o, m, last - i);
    storeSome(call.secondMoment + o, v, last - i);
    storeSome(call.weights + o, f32x4.sub(f32x4.mul(keep, v128.load(call.weights + o)), move), last - i);
  }
}
