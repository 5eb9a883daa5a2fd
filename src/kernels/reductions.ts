/** Whole-block sums in float64 (4 bytes a value), and extremes; NaN anywhere makes an extreme NaN. One thread. */

// @ts-ignore: decorator
@inline
function lanes(sum: v128): f64 {
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

export function sum(data: usize, length: i32): f64 {
  let s = f64x2.splat(0);
  let i = 0;
  for (; i + 2 <= length; i += 2, data += 8) s = f64x2.add(s, f64x2.promote_low_f32x4(v128.load64_zero(data)));
  return lanes(s) + (i < length ? <f64>load<f32>(data) : 0);
}

export function sumOfSquares(data: usize, length: i32): f64 {
  let s = f64x2.splat(0);
  let i = 0;
  for (; i + 2 <= length; i += 2, data += 8) {
    const x = f64x2.promote_low_f32x4(v128.load64_zero(data));
    s = f64x2.add(s, f64x2.mul(x, x));
  }
  const rest = i < length ? <f64>load<f32>(data) : 0;
  return lanes(s) + rest * rest;
}

export function smallest(data: usize, length: i32): f64 {
  let best: f32 = Infinity;
  for (let i = 0; i < length; i++, data += 4) best = min(best, load<f32>(data));
  return length > 0 ? <f64>best : NaN;
}

export function largest(data: usize, length: i32): f64 {
  let best: f32 = -Infinity;
  for (let i = 0; i < length; i++, data += 4) best = max(best, load<f32>(data));
  return length > 0 ? <f64>best : NaN;
}
