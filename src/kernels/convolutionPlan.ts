/**
 * How a convolution lies in memory, so that its taps become shifts of one flat image.
 *
 * Of an image, enlarged and with its zeros around it, pixel (Y, X) belongs to the sub-image (Y mod stride, X mod stride),
 * at row Y / stride and column X / stride. Each sub-image has the width `pitch` of the output plus what a kernel reaches
 * over, so that output (y, x) = q = y pitch + x reads tap (ky, kx) at q + (ky / stride) pitch + kx / stride of a sub-image that
 * depends on the tap alone: whatever the stride, the sum runs over shifted copies of flat rows. The `reach` columns
 * between two rows of output are computed and thrown away. Of signals, which are laid out alike, they hold zeros.
 *
 * Every thread has an instance of the module to itself, so that the plan of a call may lie in globals.
 */
/** Sizes of the output, and of a kernel in strides. */
export let height: i32 = 0;
export let width: i32 = 0;
export let reach: i32 = 0;
/** Floats of a row, rows of a sub-image, sub-images along a side. */
export let pitch: i32 = 0;
export let deep: i32 = 0;
export let phases: i32 = 0;
/** Floats of a sub-image of all examples laid out together, and of all of a channel. */
export let phase: i32 = 0;
export let imagePlane: i32 = 0;
/** Taps of a filter. */
export let taps: i32 = 0;
/** Floats of a filter's signal, the first `margin` of them zeros. */
export let margin: i32 = 0;
export let signalPlane: i32 = 0;
/** Floats between rows of flat outputs. */
export let flatPitch: i32 = 0;

export let channels: i32 = 0;
export let rows: i32 = 0;
export let columns: i32 = 0;
export let filters: i32 = 0;
export let kernel: i32 = 0;
export let stride: i32 = 0;
export let padding: i32 = 0;
export let enlarge: i32 = 0;

/** Examples laid one under the other, each `examplePlane` floats below the one before. */
export let stack: i32 = 0;
export let examplePlane: i32 = 0;

/** Floats that may be read behind an image or a signal. */
export const OVERRUN: i32 = 40;

export function plan(
  ofChannels: i32,
  ofRows: i32,
  ofColumns: i32,
  ofFilters: i32,
  ofKernel: i32,
  ofStride: i32,
  ofPadding: i32,
  ofEnlarge: i32,
): void {
  channels = ofChannels;
  rows = ofRows;
  columns = ofColumns;
  filters = ofFilters;
  kernel = ofKernel;
  stride = ofStride;
  padding = ofPadding;
  enlarge = ofEnlarge;
  height = (rows * enlarge + 2 * padding - kernel) / stride + 1;
  width = (columns * enlarge + 2 * padding - kernel) / stride + 1;
  reach = (kernel - 1) / stride;
  pitch = width + reach;
  deep = height + reach;
  phases = min(kernel, stride);
  examplePlane = deep * pitch;
  taps = channels * kernel * kernel;
  margin = reach * pitch + reach;
  signalPlane = margin + examplePlane;
  flatPitch = phases * phases * examplePlane + 32;
  stackUp(1);
}

/** Lays so many examples under each other from here on, so that sums over their pixels run on. */
export function stackUp(examples: i32): void {
  stack = examples;
  phase = stack * examplePlane;
  imagePlane = phases * phases * phase;
}

/** Strips of 4 rows. */
// @ts-ignore: decorator
@inline
export function strips(count: i32): i32 {
  return (count + 3) >> 2;
}

/** Bytes of so many floats, in whole cache lines. */
export function lines(floats: i32): usize {
  return (4 * <usize>floats + 63) & ~63;
}

/** Where tap (ky, kx) reads, in floats from where it would with ky = kx = 0, counted within a channel. */
export function tapOffset(ky: i32, kx: i32): i32 {
  return ((ky % stride) * phases + (kx % stride)) * phase + (ky / stride) * pitch + kx / stride;
}

/** The first row (or column) of sub-image `which` that is not in the zeros before the image. */
export function firstInside(which: i32): i32 {
  return (max(0, padding - which) + stride - 1) / stride;
}

/** The one after the last row (or column) that is not in the zeros after an image of that side; at most `limit`. */
export function endInside(side: i32, which: i32, limit: i32): i32 {
  return min(limit, (side * enlarge + padding - which + stride - 1) / stride);
}

/** target[0 .. count) = source, or += with `add`. */
export function moveRow(source: usize, target: usize, count: i32, add: bool): void {
  let i = 0;
  for (; i + 4 <= count; i += 4, source += 16, target += 16) {
    const value = v128.load(source);
    v128.store(target, add ? f32x4.add(v128.load(target), value) : value);
  }
  for (; i < count; i++, source += 4, target += 4) {
    store<f32>(target, load<f32>(source) + (add ? load<f32>(target) : 0));
  }
}

/** Every second of 2 count floats. */
function moveEven(source: usize, target: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4, source += 32, target += 16) {
    v128.store(target, v128.shuffle<f32>(v128.load(source), v128.load(source, 16), 0, 2, 4, 6));
  }
  for (; i < count; i++, source += 8, target += 4) store<f32>(target, load<f32>(source));
}

/**
 * Writes the pixels of an example into `image`, whose other floats are zero. With `back` the other way: adds what lies
 * in the image to the pixels, or replaces them, where every pixel is met once, without `add`.
 */
function moveImage(x: usize, image: usize, ofChannels: i32, channelPitch: i32, back: bool, add: bool): void {
  for (let c = 0; c < ofChannels; c++) {
    const from = x + 4 * <usize>c * <usize>(rows * columns);
    for (let py = 0; py < phases; py++) {
      for (let px = 0; px < phases; px++) {
        const to = image + 4 * <usize>(c * channelPitch + (py * phases + px) * phase);
        const lastRow = endInside(rows, py, deep);
        const first = firstInside(px);
        const count = endInside(columns, px, pitch) - first;
        const column = first * stride + px - padding;
        for (let row = firstInside(py); row < lastRow; row++) {
          const pixels = from + 4 * <usize>(((row * stride + py - padding) / enlarge) * columns);
          const inside = to + 4 * <usize>(row * pitch + first);
          if (enlarge == 1 && stride == 1) {
            if (back) moveRow(inside, pixels + 4 * <usize>column, count, add);
            else moveRow(pixels + 4 * <usize>column, inside, count, false);
          } else if (enlarge == 1 && stride == 2 && !back) {
            moveEven(pixels + 4 * <usize>column, inside, count);
          } else moveScattered(pixels, column, inside, count, back);
        }
      }
    }
  }
}

function moveScattered(pixels: usize, column: i32, inside: usize, count: i32, back: bool): void {
  let pixel = pixels + 4 * <usize>(column / enlarge);
  let rest = column % enlarge;
  for (let i = 0; i < count; i++, inside += 4) {
    if (back) store<f32>(pixel, load<f32>(pixel) + load<f32>(inside));
    else store<f32>(inside, load<f32>(pixel));
    rest += stride;
    while (rest >= enlarge) {
      rest -= enlarge;
      pixel += 4;
    }
  }
}

/** Lays the image out for its taps. */
export function layImage(x: usize, image: usize): void {
  moveImage(x, image, channels, imagePlane, false, false);
}

/** Gives the pixels of `count` channels what was computed for the laid-out image. */
export function giveBack(image: usize, count: i32, x: usize, accumulate: bool): void {
  const once = stride == 1 && enlarge == 1;
  if (!once && !accumulate) memory.fill(x, 0, 4 * <usize>(count * rows * columns));
  moveImage(x, image, count, flatPitch, true, accumulate);
}

/** Lays rows of signals out, `planePitch` floats from one filter to the next. */
export function laySignals(signal: usize, count: i32, laid: usize, planePitch: i32): void {
  for (let f = 0; f < count; f++) {
    for (let y = 0; y < height; y++, signal += 4 * <usize>width) {
      moveRow(signal, laid + 4 * <usize>(f * planePitch + y * pitch), width, false);
    }
  }
}

/** Byte offsets of every tap, [channels, kernel, kernel]. */
export function listTaps(list: usize): void {
  for (let c = 0; c < channels; c++) {
    for (let ky = 0; ky < kernel; ky++) {
      for (let kx = 0; kx < kernel; kx++, list += 4) store<i32>(list, 4 * (c * imagePlane + tapOffset(ky, kx)));
    }
  }
}
