/**
 * The one product under everything: rows times packed panels.
 *
 * A panel holds 8 columns of the right-hand matrix as [k][8], padded with zeros, so that a step of the
 * inner loop reads 32 consecutive bytes. Every output is summed in ascending order of k, in blocks of
 * BLOCK terms that start from zero and are then added to the output. All three paths below (4 rows at
 * once, one dense row, one row by its non-zero entries) keep that order, hence give the same bits, and so
 * does any split of rows or panels among threads.
 */
import { put, tile } from './tile';

export const LANES: i32 = 8;

/** Terms per partial sum: keeps the rounding error near sqrt(BLOCK) ulp and 4 rows of them in L1. */
export const BLOCK: i32 = 256;

// @ts-ignore: decorator
@inline
export function panelCount(columns: i32): i32 {
  return (columns + LANES - 1) / LANES;
}

/** Writes 4 x 4 floats, read as the rows at `row` and r1, r2, r3 bytes further, as 4 columns `pitch` bytes apart. */
// @ts-ignore: decorator
@inline
export function transpose4x4(row: usize, r1: usize, r2: usize, r3: usize, target: usize, pitch: usize): void {
  const a = v128.load(row);
  const b = v128.load(row + r1);
  const c = v128.load(row + r2);
  const d = v128.load(row + r3);
  const lowAB = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const highAB = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const lowCD = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const highCD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(target, v128.shuffle<f32>(lowAB, lowCD, 0, 1, 4, 5));
  v128.store(target + pitch, v128.shuffle<f32>(lowAB, lowCD, 2, 3, 6, 7));
  v128.store(target + 2 * pitch, v128.shuffle<f32>(highAB, highCD, 0, 1, 4, 5));
  v128.store(target + 3 * pitch, v128.shuffle<f32>(highAB, highCD, 2, 3, 6, 7));
}

/**
 * Packs panels [first, last) of a k x columns matrix whose element (p, column) lies at
 * source + 4 (p kStride + column columnStride); one of the strides is 1.
 */
export function packPanels(
  source: usize,
  kStride: usize,
  columnStride: usize,
  k: i32,
  columns: i32,
  panels: usize,
  first: i32,
  last: i32,
): void {
  for (let panel = first; panel < last; panel++) {
    let target = panels + <usize>panel * <usize>k * 32;
    const column = panel * LANES;
    const width = min(LANES, columns - column);
    const from = source + 4 * <usize>column * columnStride;
    let p = 0;
    if (width == LANES && columnStride == 1) {
      for (; p < k; p++, target += 32) {
        const at = from + 4 * <usize>p * kStride;
        v128.store(target, v128.load(at));
        v128.store(target, v128.load(at, 16), 16);
      }
    } else if (width == LANES && kStride == 1) {
      const pitch = 4 * columnStride;
      for (; p + 4 <= k; p += 4, target += 128) {
        const at = from + 4 * <usize>p;
        transpose4x4(at, pitch, 2 * pitch, 3 * pitch, target, 32);
        transpose4x4(at + 4 * pitch, pitch, 2 * pitch, 3 * pitch, target + 16, 32);
      }
    }
    for (; p < k; p++, target += 32) {
      for (let lane = 0; lane < LANES; lane++) {
        const at = from + 4 * (<usize>p * kStride + <usize>lane * columnStride);
        store<f32>(target + 4 * <usize>lane, lane < width ? load<f32>(at) : 0);
      }
    }
  }
}

/**
 * Packs `rows` (at most 4) rows of k terms as strip[k][4]; where there are fewer the rest repeats the first. Strides
 * count floats.
 */
export function packStrip(source: usize, rowStride: usize, kStride: usize, rows: i32, k: i32, strip: usize): void {
  const r1 = 4 * rowStride * <usize>(rows > 1);
  const r2 = 8 * rowStride * <usize>(rows > 2);
  const r3 = 12 * rowStride * <usize>(rows > 3);
  const step = 4 * kStride;
  let p = 0;
  if (rowStride == 1 && rows == 4) {
    for (; p < k; p++, source += step, strip += 16) v128.store(strip, v128.load(source));
  } else if (kStride == 1) {
    for (; p + 4 <= k; p += 4, source += 16, strip += 64) transpose4x4(source, r1, r2, r3, strip, 16);
  }
  for (; p < k; p++, source += step, strip += 16) {
    store<f32>(strip, load<f32>(source));
    store<f32>(strip, load<f32>(source + r1), 4);
    store<f32>(strip, load<f32>(source + r2), 8);
    store<f32>(strip, load<f32>(source + r3), 12);
  }
}

/** How many of k floats are not zero. Reads up to 3 floats past the end. */
function countNonzero(row: usize, k: i32): i32 {
  const zero = f32x4.splat(0);
  let count = 0;
  let p = 0;
  for (; p + 4 <= k; p += 4, row += 16) count += popcnt(i32x4.bitmask(f32x4.ne(v128.load(row), zero)));
  if (p < k) count += popcnt(i32x4.bitmask(f32x4.ne(v128.load(row), zero)) & ((1 << (k - p)) - 1));
  return count;
}

/** Lists where k floats are not zero, ascending, and ends the list with k. */
function listNonzero(row: usize, k: i32, list: usize): void {
  const zero = f32x4.splat(0);
  for (let p = 0; p < k; p += 4, row += 16) {
    let mask = i32x4.bitmask(f32x4.ne(v128.load(row), zero));
    if (p + 4 > k) mask &= (1 << (k - p)) - 1;
    for (; mask != 0; mask &= mask - 1, list += 4) store<i32>(list, p + ctz(mask));
  }
  store<i32>(list, k);
}

/** out (8 per panel) = row panels + (add ? out : 0), over all k terms, or over the listed ones. */
// @ts-ignore: decorator
@inline
function rowTimesPanels(
  sparse: bool,
  row: usize,
  list: usize,
  k: i32,
  panels: usize,
  panelBytes: usize,
  count: i32,
  out: usize,
  add: bool,
): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  for (; count >= 4; count -= 4, panels += 4 * panelBytes, out += 128) {
    let more = add;
    let next = list;
    for (let start = 0; start < k; start += BLOCK, more = true) {
      let a0 = zero;
      let a1 = zero;
      let b0 = zero;
      let b1 = zero;
      let c0 = zero;
      let c1 = zero;
      let d0 = zero;
      let d1 = zero;
      const end = min(k, start + BLOCK);
      let p = sparse ? load<i32>(next) : start;
      while (p < end) {
        const x = v128.load_splat<f32>(row + 4 * <usize>p);
        const a = panels + 32 * <usize>p;
        const b = a + panelBytes;
        const c = b + panelBytes;
        const d = c + panelBytes;
        a0 = f32x4.add(a0, f32x4.mul(x, v128.load(a)));
        a1 = f32x4.add(a1, f32x4.mul(x, v128.load(a, 16)));
        b0 = f32x4.add(b0, f32x4.mul(x, v128.load(b)));
        b1 = f32x4.add(b1, f32x4.mul(x, v128.load(b, 16)));
        c0 = f32x4.add(c0, f32x4.mul(x, v128.load(c)));
        c1 = f32x4.add(c1, f32x4.mul(x, v128.load(c, 16)));
        d0 = f32x4.add(d0, f32x4.mul(x, v128.load(d)));
        d1 = f32x4.add(d1, f32x4.mul(x, v128.load(d, 16)));
        if (sparse) {
          next += 4;
          p = load<i32>(next);
        } else p++;
      }
      put(out, a0, one, more);
      put(out + 16, a1, one, more);
      put(out + 32, b0, one, more);
      put(out + 48, b1, one, more);
      put(out + 64, c0, one, more);
      put(out + 80, c1, one, more);
      put(out + 96, d0, one, more);
      put(out + 112, d1, one, more);
    }
  }
  for (; count > 0; count--, panels += panelBytes, out += 32) {
    let more = add;
    let next = list;
    for (let start = 0; start < k; start += BLOCK, more = true) {
      let a0 = zero;
      let a1 = zero;
      const end = min(k, start + BLOCK);
      let p = sparse ? load<i32>(next) : start;
      while (p < end) {
        const x = v128.load_splat<f32>(row + 4 * <usize>p);
        const a = panels + 32 * <usize>p;
        a0 = f32x4.add(a0, f32x4.mul(x, v128.load(a)));
        a1 = f32x4.add(a1, f32x4.mul(x, v128.load(a, 16)));
        if (sparse) {
          next += 4;
          p = load<i32>(next);
        } else p++;
      }
      put(out, a0, one, more);
      put(out + 16, a1, one, more);
    }
  }
}

/** Bytes of scratch `rowsTimesPanels` needs. */
export function rowsScratch(k: i32): i32 {
  return 16 * BLOCK + 128 + 4 * ((k + 4) & ~3);
}

/**
 * c = a panels + (add ? c : 0) for panels [0, count) of `panelBytes` each; a has rows of k floats, `aPitch`
 * bytes apart, c rows of 8 count floats, `cPitch` bytes apart. Rows that are mostly zeros (spikes) cost
 * only their non-zero entries.
 */
export function rowsTimesPanels(
  a: usize,
  aPitch: usize,
  rows: i32,
  k: i32,
  panels: usize,
  panelBytes: usize,
  count: i32,
  c: usize,
  cPitch: usize,
  add: bool,
  scratch: usize,
): void {
  if (k == 0 && !add) {
    for (let row = 0; row < rows; row++) memory.fill(c + <usize>row * cPitch, 0, 32 * <usize>count);
    return;
  }
  const strip = scratch;
  const spare = strip + 16 * <usize>BLOCK;
  const list = spare + 128;
  for (let row = 0; row < rows; row += 4, a += 4 * aPitch, c += 4 * cPitch) {
    const height = min(4, rows - row);
    let nonzero = 0;
    for (let r = 0; r < height; r++) nonzero += countNonzero(a + <usize>r * aPitch, k);
    if (height > 1 && 2 * nonzero > height * k) {
      for (let start = 0; start < k; start += BLOCK) {
        const terms = min(BLOCK, k - start);
        packStrip(a + 4 * <usize>start, aPitch >> 2, 1, height, terms, strip);
        for (let panel = 0; panel < count; panel++) {
          const at = panels + <usize>panel * panelBytes + 32 * <usize>start;
          tile(strip, at, terms, c + 32 * <usize>panel, cPitch, height, LANES, 1, add || start > 0, spare);
        }
      }
    } else {
      for (let r = 0; r < height; r++) {
        const from = a + <usize>r * aPitch;
        const to = c + <usize>r * cPitch;
        if (height == 1 && 2 * nonzero > k) {
          rowTimesPanels(false, from, list, k, panels, panelBytes, count, to, add);
        } else {
          listNonzero(from, k, list);
          rowTimesPanels(true, from, list, k, panels, panelBytes, count, to, add);
        }
      }
    }
  }
}

/** Packs a matrix once, for every row it will multiply; strides as for `packPanels`. */
@unmanaged
export class PackCall {
  source: usize;
  panels: usize;
  k: i32;
  columns: i32;
  kStride: i32;
  columnStride: i32;
}
