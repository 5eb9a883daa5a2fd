/**
 * The Gaussian code of a variational autoencoder and its adjoint (src/compute/feedForward.ts, CodeCall): some 40 flops a
 * latent and example. Threads take latents forward, where each sums its rates over the batch in float64, and examples backward.
 */
import { share } from './barrier';
import { excess4, exp4, expm1x4, storeSome } from './math';

@unmanaged
export class CodeCall {
  batch: i32;
  latents: i32;
  statistics: usize;
  noise: usize;
  code: usize;
  rate: usize;
  least: f32;
  most: f32;
}

export function code(call: CodeCall, thread: i32, threads: i32): void {
  const batch = call.batch;
  const pitch = 4 * <usize>call.latents;
  const half = f32x4.splat(0.5);
  const zero = f64x2.splat(0);
  const share2 = f64x2.splat(0.5 / <f64>batch);
  const last = share(call.latents, 4, thread + 1, threads);
  for (let k = share(call.latents, 4, thread, threads); k < last; k += 4) {
    let low = zero;
    let high = zero;
    let statistics = call.statistics + 4 * <usize>k;
    let at = 4 * <usize>k;
    for (let b = 0; b < batch; b++, statistics += 2 * pitch, at += pitch) {
      const mean = v128.load(statistics);
      const given = v128.load(statistics + pitch);
      const logVariance = f32x4.pmin(f32x4.pmax(given, f32x4.splat(call.least)), f32x4.splat(call.most));
      const deviation = exp4(f32x4.mul(half, logVariance));
      storeSome(call.code + at, f32x4.add(mean, f32x4.mul(deviation, v128.load(call.noise + at))), last - k);
      const rate = f32x4.add(f32x4.mul(mean, mean), excess4(logVariance));
      low = f64x2.add(low, f64x2.promote_low_f32x4(rate));
      high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<f32>(rate, rate, 2, 3, 2, 3)));
    }
    if (batch > 0) {
      low = f64x2.mul(low, share2);
      high = f64x2.mul(high, share2);
    }
    const rates = v128.shuffle<f32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
    storeSome(call.rate + 4 * <usize>k, rates, last - k);
  }
}

@unmanaged
export class CodeBackwardCall {
  batch: i32;
  latents: i32;
  statistics: usize;
  noise: usize;
  signal: usize;
  statisticsSignal: usize;
  rateWeight: f32;
  least: f32;
  most: f32;
}

export function codeBackward(call: CodeBackwardCall, thread: i32, threads: i32): void {
  const latents = call.latents;
  const pitch = 4 * <usize>latents;
  const half = f32x4.splat(0.5);
  const weight = f32x4.splat(call.rateWeight);
  const least = f32x4.splat(call.least);
  const most = f32x4.splat(call.most);
  const last = share(call.batch, 1, thread + 1, threads);
  for (let b = share(call.batch, 1, thread, threads); b < last; b++) {
    for (let k = 0; k < latents; k += 4) {
      const at = <usize>b * pitch + 4 * <usize>k;
      const pair = 2 * <usize>b * pitch + 4 * <usize>k;
      const signal = v128.load(call.signal + at);
      const mean = v128.load(call.statistics + pair);
      const logVariance = v128.load(call.statistics + pair + pitch);
      const deviation = exp4(f32x4.mul(half, logVariance));
      const moved = f32x4.add(
        f32x4.mul(f32x4.mul(signal, v128.load(call.noise + at)), deviation),
        f32x4.mul(weight, expm1x4(logVariance)),
      );
      const outside = v128.or(f32x4.lt(logVariance, least), f32x4.gt(logVariance, most));
      storeSome(call.statisticsSignal + pair, f32x4.add(signal, f32x4.mul(weight, mean)), latents - k);
      storeSome(call.statisticsSignal + pair + pitch, v128.andnot(f32x4.mul(half, moved), outside), latents - k);
    }
  }
}
