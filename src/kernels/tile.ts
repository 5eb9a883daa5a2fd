/**
 * The innermost loop: 4 rows of a packed strip times 8 columns of a packed panel, summed in registers.
 *
 * Eight terms are written out because an engine looks at its stack at every turn of a loop; the test between them keeps
 * each term's sums together, where V8 would otherwise move the additions to one sum next to each other and wait for them.
 * 8 sums leave registers for what is multiplied; 12 would not.
 */
// @ts-ignore: decorator
@inline
export function put(c: usize, value: v128, alpha: v128, add: bool): void {
  const scaled = f32x4.mul(alpha, value);
  v128.store(c, add ? f32x4.add(v128.load(c), scaled) : scaled);
}

/**
 * c (4 x 8, rows `pitch` bytes apart) = alpha strip^T panel + (add ? c : 0): 32 multiply-adds for 6 loads a term. Returns
 * where the next panel begins.
 */
// @ts-ignore: decorator
@inline
function tile4x8(strip: usize, panel: usize, k: i32, c: usize, pitch: usize, alpha: f32, add: bool): usize {
  const zero = f32x4.splat(0);
  let c00 = zero;
  let c01 = zero;
  let c10 = zero;
  let c11 = zero;
  let c20 = zero;
  let c21 = zero;
  let c30 = zero;
  let c31 = zero;
  const end = strip + 16 * <usize>k;
  let a: v128;
  let b0: v128;
  let b1: v128;
  while (strip < end) {
    b0 = v128.load(panel);
    b1 = v128.load(panel, 16);
    a = v128.load_splat<f32>(strip);
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
    strip += 16;
    panel += 32;
    if (strip >= end) break;
    b0 = v128.load(panel);
    b1 = v128.load(panel, 16);
    a = v128.load_splat<f32>(strip);
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
    strip += 16;
    panel += 32;
    if (strip >= end) break;
    b0 = v128.load(panel);
    b1 = v128.load(panel, 16);
    a = v128.load_splat<f32>(strip);
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
    strip += 16;
    panel += 32;
    if (strip >= end) break;
    b0 = v128.load(panel);
    b1 = v128.load(panel, 16);
    a = v128.load_splat<f32>(strip);
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
    strip += 16;
    panel += 32;
    if (strip >= end) break;
    b0 = v128.load(panel);
    b1 = v128.load(panel, 16);
    a = v128.load_splat<f32>(strip);
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
    strip += 16;
    panel += 32;
    if (strip >= end) break;
    b0 = v128.load(panel);
    b1 = v128.load(panel, 16);
    a = v128.load_splat<f32>(strip);
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
    strip += 16;
    panel += 32;
    if (strip >= end) break;
    b0 = v128.load(panel);
    b1 = v128.load(panel, 16);
    a = v128.load_splat<f32>(strip);
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
    strip += 16;
    panel += 32;
    if (strip >= end) break;
    b0 = v128.load(panel);
    b1 = v128.load(panel, 16);
    a = v128.load_splat<f32>(strip);
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
    strip += 16;
    panel += 32;
  }
  const s = f32x4.splat(alpha);
  put(c, c00, s, add);
  put(c + 16, c01, s, add);
  c += pitch;
  put(c, c10, s, add);
  put(c + 16, c11, s, add);
  c += pitch;
  put(c, c20, s, add);
  put(c + 16, c21, s, add);
  c += pitch;
  put(c, c30, s, add);
  put(c + 16, c31, s, add);
  return panel;
}

/** The same for `count` panels side by side. */
export function tiles(
  strip: usize,
  panels: usize,
  count: i32,
  k: i32,
  c: usize,
  pitch: usize,
  alpha: f32,
  add: bool,
): void {
  for (; count > 0; count--, c += 32) panels = tile4x8(strip, panels, k, c, pitch, alpha, add);
}

/** The same for `count` strips one below the other: c has 4 `count` rows of 8 columns, 32 bytes apart. */
export function strips(strip: usize, panel: usize, count: i32, k: i32, c: usize, alpha: f32, add: bool): void {
  const next = 16 * <usize>k;
  for (; count > 0; count--, c += 128, strip += next) tile4x8(strip, panel, k, c, 32, alpha, add);
}

/** A tile of which only `rows` x `columns` exist; `spare` holds 32 floats. */
export function tile(
  strip: usize,
  panel: usize,
  k: i32,
  c: usize,
  pitch: usize,
  rows: i32,
  columns: i32,
  alpha: f32,
  add: bool,
  spare: usize,
): void {
  if (rows >= 4 && columns >= 8) {
    tiles(strip, panel, 1, k, c, pitch, alpha, add);
    return;
  }
  tiles(strip, panel, 1, k, spare, 32, alpha, false);
  for (let row = 0; row < rows; row++, c += pitch, spare += 32) {
    for (let column: usize = 0; column < <usize>min(columns, 8); column++) {
      const value = load<f32>(spare + 4 * column);
      store<f32>(c + 4 * column, add ? load<f32>(c + 4 * column) + value : value);
    }
  }
}

