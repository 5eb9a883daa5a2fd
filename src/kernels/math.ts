/** float32 exp and tanh on four lanes, from + - * / alone, so that every engine computes the same bits. */

/** 2^k for whole k in [-126, 127], given as floats. */
// @ts-ignore: decorator
@inline
function powerOfTwo(k: v128): v128 {
  return i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(k), i32x4.splat(127)), 23);
}

/** r + r^2/2 + ... + r^7/7! = exp(r) - 1, to 2e-8 relative for |r| <= ln 2 / 2. */
// @ts-ignore: decorator
@inline
function expm1Near0(r: v128): v128 {
  let p = f32x4.splat(1.0 / 5040.0);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 720.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 120.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 24.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 6.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.5));
  return f32x4.add(r, f32x4.mul(f32x4.mul(r, r), p));
}

/** ln 2 in two parts; k * LN2_HIGH is exact for |k| < 2^9. */
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440e-4;
const LOG2_E: f32 = 1.44269504;

// @ts-ignore: decorator
@inline
function reduced(x: v128, k: v128): v128 {
  const high = f32x4.sub(x, f32x4.mul(k, f32x4.splat(LN2_HIGH)));
  return f32x4.sub(high, f32x4.mul(k, f32x4.splat(LN2_LOW)));
}

/** exp(x); arguments are clamped to [-87, 88]. */
export function exp4(argument: v128): v128 {
  const x = f32x4.min(f32x4.max(argument, f32x4.splat(-87)), f32x4.splat(88));
  const k = f32x4.nearest(f32x4.mul(x, f32x4.splat(LOG2_E)));
  const scale = powerOfTwo(k);
  return f32x4.add(scale, f32x4.mul(scale, expm1Near0(reduced(x, k))));
}

/** tanh(x) = m / (m + 2) with m = exp(2|x|) - 1 and the sign of x; keeps its relative accuracy down to 0. */
export function tanh4(argument: v128): v128 {
  const sign = v128.and(argument, i32x4.splat(0x80000000));
  const size = f32x4.min(f32x4.abs(argument), f32x4.splat(9.5));
  const x = f32x4.add(size, size);
  const k = f32x4.nearest(f32x4.mul(x, f32x4.splat(LOG2_E)));
  const scale = powerOfTwo(k);
  const m = f32x4.add(f32x4.sub(scale, f32x4.splat(1)), f32x4.mul(scale, expm1Near0(reduced(x, k))));
  return v128.or(f32x4.div(m, f32x4.add(m, f32x4.splat(2))), sign);
}

/** Stores the first `count` (at most 4) lanes. */
// @ts-ignore: decorator
@inline
export function storeSome(pointer: usize, value: v128, count: i32): void {
  if (count >= 4) {
    v128.store(pointer, value);
  } else {
    v128.store_lane<f32>(pointer, value, 0);
    if (count > 1) v128.store_lane<f32>(pointer, value, 1, 4);
    if (count > 2) v128.store_lane<f32>(pointer, value, 2, 8);
  }
}
