/**
 * The two products under convolutions, both of shifted copies of an image: step p of the sum reads the image `offsets[p]`
 * bytes further on. So no patch is ever copied out.
 *
 *   weighTaps  out[r][q] = sum_p w[p][r] image[q + offset_p]     4 rows x 8 pixels: 32 multiply-adds for 7 loads
 *   meetTaps   sums[r][p] = sum_q rows[r][q] image[q + offset_p]  4 rows x 2 taps: 32 multiply-adds for 6 loads
 *
 * Both sum in one order, in blocks that start from zero, as src/kernels/panels.ts does.
 */
import { BLOCK } from './panels';

// @ts-ignore: decorator
@inline
function put(at: usize, value: v128, add: bool): void {
  v128.store(at, add ? f32x4.add(v128.load(at), value) : value);
}

/** out (4 rows `pitch` bytes apart, 8 wide): `strip` holds the weights of `terms` taps as [terms][4]. */
function weigh4x8(strip: usize, image: usize, offsets: usize, terms: i32, out: usize, pitch: usize, add: bool): void {
  const zero = f32x4.splat(0);
  let c00 = zero;
  let c01 = zero;
  let c10 = zero;
  let c11 = zero;
  let c20 = zero;
  let c21 = zero;
  let c30 = zero;
  let c31 = zero;
  for (const end = strip + 16 * <usize>terms; strip < end; strip += 16, offsets += 4) {
    const at = image + <usize>load<i32>(offsets);
    const b0 = v128.load(at);
    const b1 = v128.load(at, 16);
    let a = v128.load_splat<f32>(strip);
    c00 = f32x4.add(c00, f32x4.mul(a, b0));
    c01 = f32x4.add(c01, f32x4.mul(a, b1));
    a = v128.load_splat<f32>(strip, 4);
    c10 = f32x4.add(c10, f32x4.mul(a, b0));
    c11 = f32x4.add(c11, f32x4.mul(a, b1));
    a = v128.load_splat<f32>(strip, 8);
    c20 = f32x4.add(c20, f32x4.mul(a, b0));
    c21 = f32x4.add(c21, f32x4.mul(a, b1));
    a = v128.load_splat<f32>(strip, 12);
    c30 = f32x4.add(c30, f32x4.mul(a, b0));
    c31 = f32x4.add(c31, f32x4.mul(a, b1));
  }
  put(out, c00, add);
  put(out + 16, c01, add);
  out += pitch;
  put(out, c10, add);
  put(out + 16, c11, add);
  out += pitch;
  put(out, c20, add);
  put(out + 16, c21, add);
  out += pitch;
  put(out, c30, add);
  put(out + 16, c31, add);
}

/** The same for one row, 32 wide; the strip is [terms][4] still, of which the first lane is read. */
function weigh1x32(strip: usize, image: usize, offsets: usize, terms: i32, out: usize, add: bool): void {
  const zero = f32x4.splat(0);
  let c0 = zero;
  let c1 = zero;
  let c2 = zero;
  let c3 = zero;
  let c4 = zero;
  let c5 = zero;
  let c6 = zero;
  let c7 = zero;
  for (const end = strip + 16 * <usize>terms; strip < end; strip += 16, offsets += 4) {
    const at = image + <usize>load<i32>(offsets);
    const a = v128.load_splat<f32>(strip);
    c0 = f32x4.add(c0, f32x4.mul(a, v128.load(at)));
    c1 = f32x4.add(c1, f32x4.mul(a, v128.load(at, 16)));
    c2 = f32x4.add(c2, f32x4.mul(a, v128.load(at, 32)));
    c3 = f32x4.add(c3, f32x4.mul(a, v128.load(at, 48)));
    c4 = f32x4.add(c4, f32x4.mul(a, v128.load(at, 64)));
    c5 = f32x4.add(c5, f32x4.mul(a, v128.load(at, 80)));
    c6 = f32x4.add(c6, f32x4.mul(a, v128.load(at, 96)));
    c7 = f32x4.add(c7, f32x4.mul(a, v128.load(at, 112)));
  }
  put(out, c0, add);
  put(out + 16, c1, add);
  put(out + 32, c2, add);
  put(out + 48, c3, add);
  put(out + 64, c4, add);
  put(out + 80, c5, add);
  put(out + 96, c6, add);
  put(out + 112, c7, add);
}

/**
 * `rows` (at most 4; all 4 are written unless there is one) rows of `out`, `pitch` bytes apart, over the floats
 * [0, length), which may be overrun by 31; without taps they are zero.
 */
export function weighTaps(
  rows: i32,
  strip: usize,
  image: usize,
  offsets: usize,
  taps: i32,
  out: usize,
  pitch: usize,
  length: i32,
): void {
  if (taps == 0) {
    for (let row = 0; row < rows; row++) memory.fill(out + <usize>row * pitch, 0, 4 * <usize>length);
    return;
  }
  const width = rows == 1 ? 32 : 8;
  for (let q = 0; q < length; q += width) {
    const o = 4 * <usize>q;
    for (let start = 0; start < taps; start += BLOCK) {
      const terms = min(BLOCK, taps - start);
      const part = strip + 16 * <usize>start;
      const shifts = offsets + 4 * <usize>start;
      if (rows == 1) weigh1x32(part, image + o, shifts, terms, out + o, start > 0);
      else weigh4x8(part, image + o, shifts, terms, out + o, pitch, start > 0);
    }
  }
}

/** Floats of a row summed in one go: with four lanes, BLOCK terms each. */
const STRETCH: i32 = 4 * BLOCK;

// @ts-ignore: decorator
@inline
function across(sum: v128): f32 {
  return (
    f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3))
  );
}

// @ts-ignore: decorator
@inline
function gather(at: usize, sum: v128): void {
  store<f32>(at, load<f32>(at) + across(sum));
}

/** sums (4 rows `pitch` bytes apart) += products of 4 rows with 2 taps, of which `wanted` count. */
function meet4x2(
  rows: usize,
  rowPitch: usize,
  image: usize,
  offsets: usize,
  wanted: i32,
  length: i32,
  sums: usize,
  pitch: usize,
): void {
  const zero = f32x4.splat(0);
  let s00 = zero;
  let s01 = zero;
  let s10 = zero;
  let s11 = zero;
  let s20 = zero;
  let s21 = zero;
  let s30 = zero;
  let s31 = zero;
  let t0 = image + <usize>load<i32>(offsets);
  let t1 = image + <usize>load<i32>(offsets + 4 * <usize>(wanted > 1));
  let r0 = rows;
  let r1 = r0 + rowPitch;
  let r2 = r1 + rowPitch;
  let r3 = r2 + rowPitch;
  for (const end = r0 + 4 * <usize>length; r0 < end; r0 += 16, r1 += 16, r2 += 16, r3 += 16) {
    const x0 = v128.load(t0);
    const x1 = v128.load(t1);
    let r = v128.load(r0);
    s00 = f32x4.add(s00, f32x4.mul(r, x0));
    s01 = f32x4.add(s01, f32x4.mul(r, x1));
    r = v128.load(r1);
    s10 = f32x4.add(s10, f32x4.mul(r, x0));
    s11 = f32x4.add(s11, f32x4.mul(r, x1));
    r = v128.load(r2);
    s20 = f32x4.add(s20, f32x4.mul(r, x0));
    s21 = f32x4.add(s21, f32x4.mul(r, x1));
    r = v128.load(r3);
    s30 = f32x4.add(s30, f32x4.mul(r, x0));
    s31 = f32x4.add(s31, f32x4.mul(r, x1));
    t0 += 16;
    t1 += 16;
  }
  gatherRow(sums, s00, s01, wanted);
  gatherRow(sums + pitch, s10, s11, wanted);
  gatherRow(sums + 2 * pitch, s20, s21, wanted);
  gatherRow(sums + 3 * pitch, s30, s31, wanted);
}

// @ts-ignore: decorator
@inline
function gatherRow(at: usize, s0: v128, s1: v128, wanted: i32): void {
  gather(at, s0);
  if (wanted > 1) gather(at + 4, s1);
}

/** The same for one row and one tap. */
function meet1x1(row: usize, image: usize, length: i32, sum: usize): void {
  let s = f32x4.splat(0);
  for (const end = row + 4 * <usize>length; row < end; row += 16, image += 16) {
    s = f32x4.add(s, f32x4.mul(v128.load(row), v128.load(image)));
  }
  gather(sum, s);
}

/** For one row and four taps. */
function meet1x4(row: usize, image: usize, offsets: usize, length: i32, sums: usize): void {
  const zero = f32x4.splat(0);
  let s0 = zero;
  let s1 = zero;
  let s2 = zero;
  let s3 = zero;
  let t0 = image + <usize>load<i32>(offsets);
  let t1 = image + <usize>load<i32>(offsets, 4);
  let t2 = image + <usize>load<i32>(offsets, 8);
  let t3 = image + <usize>load<i32>(offsets, 12);
  for (const end = row + 4 * <usize>length; row < end; row += 16, t0 += 16, t1 += 16, t2 += 16, t3 += 16) {
    const r = v128.load(row);
    s0 = f32x4.add(s0, f32x4.mul(r, v128.load(t0)));
    s1 = f32x4.add(s1, f32x4.mul(r, v128.load(t1)));
    s2 = f32x4.add(s2, f32x4.mul(r, v128.load(t2)));
    s3 = f32x4.add(s3, f32x4.mul(r, v128.load(t3)));
  }
  gather(sums, s0);
  gather(sums + 4, s1);
  gather(sums + 8, s2);
  gather(sums + 12, s3);
}

/**
 * sums (rows `pitch` bytes apart) += the products of 4 rows, or of one, with every tap over `length` floats, a multiple
 * of 4. Rows lie `rowPitch` bytes apart.
 */
export function meetTaps(
  one: bool,
  rows: usize,
  rowPitch: usize,
  image: usize,
  offsets: usize,
  taps: i32,
  length: i32,
  sums: usize,
  pitch: usize,
): void {
  for (let start = 0; start < length; start += STRETCH) {
    const floats = min(STRETCH, length - start);
    const row = rows + 4 * <usize>start;
    const pixels = image + 4 * <usize>start;
    let p = 0;
    if (one) {
      for (; p + 4 <= taps; p += 4) meet1x4(row, pixels, offsets + 4 * <usize>p, floats, sums + 4 * <usize>p);
      for (; p < taps; p++) {
        const o = 4 * <usize>p;
        meet1x1(row, pixels + <usize>load<i32>(offsets + o), floats, sums + o);
      }
    } else {
      for (; p < taps; p += 2) {
        const o = 4 * <usize>p;
        meet4x2(row, rowPitch, pixels, offsets + o, min(2, taps - p), floats, sums + o, pitch);
      }
    }
  }
}
