/** float32 exp, log, tanh and their kin on four lanes, from + - * / alone, so that every engine computes the same bits. */

/** 2^k for whole k in [-126, 127], given as floats. */
// @ts-ignore: decorator
@inline
function powerOfTwo(k: v128): v128 {
  return i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(k), i32x4.splat(127)), 23);
}

/** r^2/2 + ... + r^7/7! = exp(r) - 1 - r. */
// @ts-ignore: decorator
@inline
function excessNear0(r: v128): v128 {
  let p = f32x4.splat(1.0 / 5040.0);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 720.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 120.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 24.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 6.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.5));
  return f32x4.mul(f32x4.mul(r, r), p);
}

/** exp(r) - 1, to 2e-8 relative for |r| <= ln 2 / 2. */
// @ts-ignore: decorator
@inline
function expm1Near0(r: v128): v128 {
  return f32x4.add(r, excessNear0(r));
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

/** x within [-87, 88]; pmin and pmax keep what is no number and, unlike min and max, are one instruction. */
// @ts-ignore: decorator
@inline
function clamped(x: v128): v128 {
  return f32x4.pmin(f32x4.pmax(x, f32x4.splat(-87)), f32x4.splat(88));
}

/** exp(x); arguments are clamped to [-87, 88]. */
// @ts-ignore: decorator
@inline
export function exp4(argument: v128): v128 {
  const x = clamped(argument);
  const k = f32x4.nearest(f32x4.mul(x, f32x4.splat(LOG2_E)));
  const scale = powerOfTwo(k);
  return f32x4.add(scale, f32x4.mul(scale, expm1Near0(reduced(x, k))));
}

/** log2(e) and ln 2, for what is counted in powers of two. */
export const IN_TWOS: f32 = LOG2_E;
export const LN2: f32 = 0.6931471806;

/** 1.5 * 2^23: what is added to it is rounded to a whole number, which then stands in its lowest bits. */
const WHOLE: f32 = 12582912;

/**
 * 2^x for x < 127 to 2e-7, exact for whole x, half as many operations as exp: the whole part goes straight to the exponent, the
 * rest through a polynomial of least relative error on [-1/2, 1/2] with value 1 at 0. Below 2^-125 it stays there.
 */
// @ts-ignore: decorator
@inline
export function power4(argument: v128): v128 {
  const x = f32x4.pmax(argument, f32x4.splat(-125));
  const whole = f32x4.add(x, f32x4.splat(WHOLE));
  const r = f32x4.sub(x, f32x4.sub(whole, f32x4.splat(WHOLE)));
  let p = f32x4.splat(0.0013264727490327206);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.009671512641778771));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.05550733742308033));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.240222420853574));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.6931469775997519));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1));
  return i32x4.add(p, i32x4.shl(whole, 23));
}

/** exp(x) - 1, to full relative accuracy near 0; arguments are clamped as for exp. */
// @ts-ignore: decorator
@inline
export function expm1x4(argument: v128): v128 {
  const x = clamped(argument);
  const k = f32x4.nearest(f32x4.mul(x, f32x4.splat(LOG2_E)));
  const scale = powerOfTwo(k);
  return f32x4.add(f32x4.sub(scale, f32x4.splat(1)), f32x4.mul(scale, expm1Near0(reduced(x, k))));
}

/** exp(x) - 1 - x, likewise: it is x^2 / 2 near 0. */
export function excess4(argument: v128): v128 {
  const far = f32x4.gt(f32x4.abs(argument), f32x4.splat(0.34));
  return v128.bitselect(f32x4.sub(expm1x4(argument), argument), excessNear0(argument), far);
}

/** tanh(x) = m / (m + 2) with m = exp(2|x|) - 1 and the sign of x; keeps its relative accuracy down to 0. */
// @ts-ignore: decorator
@inline
export function tanh4(argument: v128): v128 {
  const sign = v128.and(argument, i32x4.splat(0x80000000));
  const size = f32x4.pmin(f32x4.abs(argument), f32x4.splat(9.5));
  const m = expm1x4(f32x4.add(size, size));
  return v128.or(f32x4.div(m, f32x4.add(m, f32x4.splat(2))), sign);
}

/** 1 / (1 + exp(-x)). */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

// @ts-ignore: decorator
@inline
function pair(constant: f32, linear: f32, r: v128): v128 {
  return f32x4.add(f32x4.splat(constant), f32x4.mul(f32x4.splat(linear), r));
}

/** ln of positive, finite, normal x = m 2^k, sqrt(1/2) <= m < sqrt(2): a polynomial in m - 1 (Cephes, Moshier 1989). */
// @ts-ignore: decorator
@inline
export function log4(x: v128): v128 {
  const k = i32x4.shr_s(i32x4.sub(x, i32x4.splat(0x3f3504f3)), 23);
  const r = f32x4.sub(i32x4.sub(x, i32x4.shl(k, 23)), f32x4.splat(1));
  const power = f32x4.convert_i32x4_s(k);
  const square = f32x4.mul(r, r);
  const fourth = f32x4.mul(square, square);
  // Terms in pairs and pairs in fours: a chain of 24 cycles, where one term after the other would be one of 54.
  const p0 = pair(3.3333331174e-1, -2.4999993993e-1, r);
  const p2 = pair(2.0000714765e-1, -1.6668057665e-1, r);
  const p4 = pair(1.4249322787e-1, -1.2420140846e-1, r);
  const p6 = pair(1.167699874e-1, -1.151461031e-1, r);
  const low = f32x4.add(p0, f32x4.mul(p2, square));
  let high = f32x4.add(p4, f32x4.mul(p6, square));
  high = f32x4.add(high, f32x4.mul(f32x4.splat(7.0376836292e-2), fourth));
  const p = f32x4.add(low, f32x4.mul(high, fourth));
  let rest = f32x4.mul(f32x4.mul(r, square), p);
  rest = f32x4.add(rest, f32x4.mul(power, f32x4.splat(LN2_LOW)));
  rest = f32x4.sub(rest, f32x4.mul(f32x4.splat(0.5), square));
  // x - x is 0, or lets what is no number through.
  rest = f32x4.add(rest, f32x4.sub(x, x));
  return f32x4.add(f32x4.add(r, rest), f32x4.mul(power, f32x4.splat(LN2_HIGH)));
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
