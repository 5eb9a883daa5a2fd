/**
 * Convolutions: y_f = activation(sum over the taps of w_f,tap x shifted + b_f), 2 batch filters plane channels kernel^2 flops.
 *
 * Each example is laid out once (convolutionPlan.ts) so that its taps are shifts, which stays in L1 for the usual
 * sizes; then strips of 4 filters are swept over its pixels (convolutionTiles.ts). Bias and activation are applied where the
 * strip's rows are copied to y. Threads take examples, and strips of filters where the examples do not divide.
 */
import { RELU, activate4 } from './activation';
import { share } from './barrier';
import {
  OVERRUN,
  channels,
  columns,
  filters,
  height,
  imagePlane,
  layImage,
  lines,
  listTaps,
  pitch,
  plan,
  rows,
  strips,
  taps,
  width,
} from './convolutionPlan';
import { weighTaps } from './convolutionTiles';
import { storeSome } from './math';
import { packStrip } from './panels';

@unmanaged
export class ConvolveCall {
  batch: i32;
  channels: i32;
  rows: i32;
  columns: i32;
  filters: i32;
  kernel: i32;
  stride: i32;
  padding: i32;
  enlarge: i32;
  activation: i32;
  x: usize;
  /** Weights [filters, channels, kernel, kernel], then biases [filters]. */
  parameters: usize;
  y: usize;
  scratch: usize;
}

/** Floats of a strip's row of flat outputs. */
function flat(): i32 {
  return ((height * pitch + 31) & ~31) + 32;
}

function scratchPerThread(): usize {
  return (
    lines(taps) + lines(channels * imagePlane + OVERRUN) + lines(4 * taps * strips(filters)) + lines(4 * flat())
  );
}

export function convolveScratch(
  channels: i32,
  rows: i32,
  columns: i32,
  filters: i32,
  kernel: i32,
  stride: i32,
  padding: i32,
  enlarge: i32,
  threads: i32,
): usize {
  plan(channels, rows, columns, filters, kernel, stride, padding, enlarge);
  return scratchPerThread() * <usize>threads;
}

export function convolve(call: ConvolveCall, thread: i32, threads: i32): void {
  plan(
    call.channels,
    call.rows,
    call.columns,
    call.filters,
    call.kernel,
    call.stride,
    call.padding,
    call.enlarge,
  );
  const many = strips(filters);
  const first = share(call.batch * many, 1, thread, threads);
  const last = share(call.batch * many, 1, thread + 1, threads);
  if (first >= last) return;

  const offsets = call.scratch + <usize>thread * scratchPerThread();
  const image = offsets + lines(taps);
  const weights = image + lines(channels * imagePlane + OVERRUN);
  const out = weights + lines(4 * taps * many);
  const stripBytes = 16 * <usize>taps;
  const outPitch = 4 * <usize>flat();
  listTaps(offsets);
  memory.fill(image, 0, lines(channels * imagePlane + OVERRUN));
  for (let s = 0; s < many; s++) {
    const from = call.parameters + <usize>s * stripBytes;
    packStrip(from, taps, 1, min(4, filters - 4 * s), taps, weights + <usize>s * stripBytes);
  }

  for (let item = first; item < last; item++) {
    const b = item / many;
    const s = item - b * many;
    const count = min(4, filters - 4 * s);
    if (item == first || s == 0) layImage(call.x + 4 * <usize>b * <usize>(channels * rows * columns), image);
    weighTaps(count, weights + <usize>s * stripBytes, image, offsets, taps, out, outPitch, flatLength());
    for (let r = 0; r < count; r++) finish(call, b, 4 * s + r, out + <usize>r * outPitch);
  }
}

/** Floats of flat outputs up to the last that counts. */
function flatLength(): i32 {
  return (height - 1) * pitch + width;
}

/** One filter's outputs from its flat sums. */
function finish(call: ConvolveCall, b: i32, f: i32, sums: usize): void {
  const activation = call.activation;
  const bias = v128.load_splat<f32>(call.parameters + 4 * <usize>(filters * taps + f));
  const zero = f32x4.splat(0);
  let y = call.y + 4 * <usize>(b * filters + f) * <usize>(height * width);
  for (let row = 0; row < height; row++, sums += 4 * <usize>pitch, y += 4 * <usize>width) {
    let x = 0;
    let o: usize = 0;
    if (activation == RELU) {
      for (; x + 4 <= width; x += 4, o += 16) {
        v128.store(y + o, f32x4.pmax(zero, f32x4.add(v128.load(sums + o), bias)));
      }
    }
    for (; x < width; x += 4, o += 16) {
      storeSome(y + o, activate4(activation, f32x4.add(v128.load(sums + o), bias)), width - x);
    }
  }
}
