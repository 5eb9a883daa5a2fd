/** Rows of floats that are added up, scaled and met, four lanes at a time and always in one order. */
import { storeSome } from './math';

/** to += factor from, `width` floats. */
export function addScaled(to: usize, factor: f32, from: usize, width: i32): void {
  const by = f32x4.splat(factor);
  for (let i = 0; i < width; i += 4, to += 16, from += 16) {
    storeSome(to, f32x4.add(v128.load(to), f32x4.mul(by, v128.load(from))), width - i);
  }
}

/** values *= factor. */
export function scaleRow(values: usize, factor: f32, width: i32): void {
  const by = f32x4.splat(factor);
  for (let i = 0; i < width; i += 4, values += 16) storeSome(values, f32x4.mul(v128.load(values), by), width - i);
}

/** The lanes of a vector added up. */
// @ts-ignore: decorator
@inline
export function sumOfLanes(value: v128): f32 {
  const low = f32x4.extract_lane(value, 0) + f32x4.extract_lane(value, 1);
  return low + (f32x4.extract_lane(value, 2) + f32x4.extract_lane(value, 3));
}

/** left . right over `width` floats. */
export function dotRows(left: usize, right: usize, width: i32): f32 {
  let sum = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= width; i += 4, left += 16, right += 16) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(left), v128.load(right)));
  }
  let total = sumOfLanes(sum);
  for (; i < width; i++, left += 4, right += 4) total += load<f32>(left) * load<f32>(right);
  return total;
}
