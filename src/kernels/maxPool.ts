/**
 * Max-pooling of planes: y = the largest of each window; backward, every signal goes to the first largest pixel of its window,
 * row by row. Four windows at a time, kernel^2 loads each; threads take planes.
 */
import { share } from './barrier';
import { storeSome } from './math';

@unmanaged
export class MaxPoolCall {
  /** batch channels. */
  planes: i32;
  rows: i32;
  columns: i32;
  kernel: i32;
  stride: i32;
  x: usize;
  /** Forward: written. */
  y: usize;
  /** Backward. */
  signal: usize;
  inputSignal: usize;
}

// @ts-ignore: decorator
@inline
function sideOut(side: i32, kernel: i32, stride: i32): i32 {
  return (side - kernel) / stride + 1;
}

/** Four pixels `stride` apart; reads at most the vector after the last. */
// @ts-ignore: decorator
@inline
function four(at: usize, stride: i32, many: i32): v128 {
  if (stride == 1) return v128.load(at);
  if (stride == 2 && many >= 4) return v128.shuffle<f32>(v128.load(at), v128.load(at, 16), 0, 2, 4, 6);
  const step = 4 * <usize>stride;
  let pixels = v128.load32_zero(at);
  if (many > 1) pixels = v128.load_lane<f32>(at + step, pixels, 1);
  if (many > 2) pixels = v128.load_lane<f32>(at + 2 * step, pixels, 2);
  if (many > 3) pixels = v128.load_lane<f32>(at + 3 * step, pixels, 3);
  return pixels;
}

export function maxPool(call: MaxPoolCall, thread: i32, threads: i32): void {
  const kernel = call.kernel;
  const stride = call.stride;
  const height = sideOut(call.rows, kernel, stride);
  const width = sideOut(call.columns, kernel, stride);
  const pitch = 4 * <usize>call.columns;
  const last = share(call.planes, 1, thread + 1, threads);
  for (let plane = share(call.planes, 1, thread, threads); plane < last; plane++) {
    const x = call.x + <usize>(plane * call.rows) * pitch;
    const y = call.y + 4 * <usize>(plane * height) * <usize>width;
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column += 4) {
        const many = width - column;
        let from = x + <usize>(row * stride) * pitch + 4 * <usize>(column * stride);
        let best = four(from, stride, many);
        for (let ky = 0; ky < kernel; ky++, from += pitch) {
          for (let kx = ky == 0 ? 1 : 0; kx < kernel; kx++) {
            const pixels = four(from + 4 * <usize>kx, stride, many);
            best = v128.bitselect(pixels, best, f32x4.gt(pixels, best));
          }
        }
        storeSome(y + 4 * <usize>(row * width + column), best, many);
      }
    }
  }
}

export function maxPoolBackward(call: MaxPoolCall, thread: i32, threads: i32): void {
  const kernel = call.kernel;
  const stride = call.stride;
  const height = sideOut(call.rows, kernel, stride);
  const width = sideOut(call.columns, kernel, stride);
  const pitch = 4 * <usize>call.columns;
  const last = share(call.planes, 1, thread + 1, threads);
  for (let plane = share(call.planes, 1, thread, threads); plane < last; plane++) {
    const away = <usize>(plane * call.rows) * pitch;
    const to = call.inputSignal + away;
    let signal = call.signal + 4 * <usize>(plane * height) * <usize>width;
    memory.fill(to, 0, <usize>call.rows * pitch);
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column += 4) {
        const many = min(4, width - column);
        const corner = <usize>(row * stride) * pitch + 4 * <usize>(column * stride);
        let from = call.x + away + corner;
        let best = four(from, stride, many);
        // Byte offsets of the largest so far from the corner of its window.
        let where = i32x4.splat(0);
        for (let ky = 0; ky < kernel; ky++, from += pitch) {
          for (let kx = ky == 0 ? 1 : 0; kx < kernel; kx++) {
            const pixels = four(from + 4 * <usize>kx, stride, many);
            const larger = f32x4.gt(pixels, best);
            best = v128.bitselect(pixels, best, larger);
            where = v128.bitselect(i32x4.splat(ky * <i32>pitch + 4 * kx), where, larger);
          }
        }
        let at = to + corner;
        give(at + <usize>i32x4.extract_lane(where, 0), signal);
        if (many > 1) give((at += 4 * <usize>stride) + <usize>i32x4.extract_lane(where, 1), signal + 4);
        if (many > 2) give((at += 4 * <usize>stride) + <usize>i32x4.extract_lane(where, 2), signal + 8);
        if (many > 3) give((at += 4 * <usize>stride) + <usize>i32x4.extract_lane(where, 3), signal + 12);
        signal += 4 * <usize>many;
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function give(pixel: usize, signal: usize): void {
  store<f32>(pixel, load<f32>(pixel) + load<f32>(signal));
}
