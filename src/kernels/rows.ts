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
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let i = 0;
  for (; i + 16 <= width; i += 16, left += 64, right += 64) {
    a = f32x4.add(a, f32x4.mul(v128.load(left), v128.load(right)));
    b = f32x4.add(b, f32x4.mul(v128.load(left, 16), v128.load(right, 16)));
    c = f32x4.add(c, f32x4.mul(v128.load(left, 32), v128.load(right, 32)));
    d = f32x4.add(d, f32x4.mul(v128.load(left, 48), v128.load(right, 48)));
  }
  for (; i + 4 <= width; i += 4, left += 16, right += 16) {
    a = f32x4.add(a, f32x4.mul(v128.load(left), v128.load(right)));
  }
  let total = sumOfLanes(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
  for (; i < width; i++, left += 4, right += 4) total += load<f32>(left) * load<f32>(right);
  return total;
}

/** sums (width) = (add ? sums : 0) + sum over `count` rows, `pitch` floats apart, of factor row; 16 columns at a time. */
export function weightedSum(sums: usize, factors: usize, rows: usize, pitch: i32, count: i32, width: i32, add: bool): void {
  const step = 4 * <usize>pitch;
  const zero = f32x4.splat(0);
  let i = 0;
  for (; i + 16 <= width; i += 16, sums += 64, rows += 64) {
    let a = add ? v128.load(sums) : zero;
    let b = add ? v128.load(sums, 16) : zero;
    let c = add ? v128.load(sums, 32) : zero;
    let d = add ? v128.load(sums, 48) : zero;
    let row = rows;
    for (let n = 0; n < count; n++, row += step) {
      const by = v128.load_splat<f32>(factors + 4 * <usize>n);
      a = f32x4.add(a, f32x4.mul(by, v128.load(row)));
      b = f32x4.add(b, f32x4.mul(by, v128.load(row, 16)));
      c = f32x4.add(c, f32x4.mul(by, v128.load(row, 32)));
      d = f32x4.add(d, f32x4.mul(by, v128.load(row, 48)));
    }
    v128.store(sums, a);
    v128.store(sums, b, 16);
    v128.store(sums, c, 32);
    v128.store(sums, d, 48);
  }
  for (; i < width; i += 4, sums += 16, rows += 16) {
    let a = add ? v128.load(sums) : zero;
    let row = rows;
    for (let n = 0; n < count; n++, row += step) {
      a = f32x4.add(a, f32x4.mul(v128.load_splat<f32>(factors + 4 * <usize>n), v128.load(row)));
    }
    storeSome(sums, a, width - i);
  }
}
