/**
 * The adjoint of a convolution, each of its two products as many flops as forward:
 *
 *   signal <- signal activation'(y);   dW_f,tap = sum over examples and pixels of signal_f x shifted,   db_f = sum of signal_f
 *   dx_c = sum over filters and taps of w_f,c,tap signal_f shifted back
 *
 * In the layout of convolutionPlan.ts both are products of shifts. dW is summed over the pixels of an example, over the
 * examples of a group, and then over at most GROUPS groups, whose number follows from the batch alone; dx over filters and
 * taps at each pixel, so that nothing is scattered. Threads take groups and examples, and strips of 4 filters or channels
 * where those do not divide.
 */
import { slope4 } from './activation';
import { barrier, share } from './barrier';
import { ConvolveCall } from './convolution';
import {
  OVERRUN,
  channels,
  columns,
  deep,
  endInside,
  examplePlane,
  filters,
  firstInside,
  flatPitch,
  giveBack,
  height,
  imagePlane,
  kernel,
  layImage,
  laySignals,
  lines,
  listTaps,
  margin,
  phase,
  phases,
  pitch,
  plan,
  rows,
  signalPlane,
  stack,
  stackUp,
  stride,
  strips,
  taps,
  width,
} from './convolutionPlan';
import { meetTaps, weighTaps } from './convolutionTiles';
import { storeSome } from './math';

@unmanaged
export class ConvolveBackwardCall extends ConvolveCall {
  accumulate: i32;
  signal: usize;
  /** Where the parameters' gradient begins, or 0. */
  gradient: usize;
  /** Or 0. */
  inputSignal: usize;
}

const GROUPS: i32 = 8;

/** Most floats of examples that are laid under each other, unless a single one has more: L1 holds a strip of them. */
const MOST: i32 = 1024;

/** As many small examples as that holds: across the lanes is summed but once for all of them. */
function stackExamples(batch: i32): void {
  stackUp(max(1, min(MOST / examplePlane, (batch + GROUPS - 1) / GROUPS)));
}

/** Floats of a strip's laid-out signals of so many examples, a row each, in whole vectors. */
function stripFloats(examples: i32): i32 {
  return ((examples - 1) * examplePlane + height * pitch + 3) & ~3;
}

/** Floats of a group's gradient: weights of whole strips, then biases. */
function slotFloats(): i32 {
  return 4 * strips(filters) * (taps + 1);
}

function gradientBytes(batch: i32): usize {
  stackExamples(batch);
  const bytes = lines(taps) + lines(channels * imagePlane + OVERRUN) + lines(4 * stripFloats(stack) + OVERRUN);
  stackUp(1);
  return bytes;
}

function inputBytes(): usize {
  const pairs = filters * kernel * kernel;
  return (
    lines(pairs) +
    lines(4 * pairs * strips(channels)) +
    lines(filters * signalPlane + OVERRUN) +
    lines(4 * flatPitch + OVERRUN)
  );
}

function scratchPerThread(batch: i32): usize {
  return max(gradientBytes(batch), inputBytes());
}

export function convolveBackwardScratch(
  channels: i32,
  rows: i32,
  columns: i32,
  filters: i32,
  kernel: i32,
  stride: i32,
  padding: i32,
  enlarge: i32,
  batch: i32,
  threads: i32,
): usize {
  plan(channels, rows, columns, filters, kernel, stride, padding, enlarge);
  return <usize>GROUPS * lines(slotFloats()) + scratchPerThread(batch) * <usize>threads;
}

export function convolveBackward(call: ConvolveBackwardCall, control: usize, thread: i32, threads: i32): void {
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
  bend(call, thread, threads);
  if (call.gradient == 0 && call.inputSignal == 0) return;
  barrier(control, threads);
  const own = call.scratch + <usize>GROUPS * lines(slotFloats()) + <usize>thread * scratchPerThread(call.batch);
  if (call.gradient) weightGradients(call, own, thread, threads);
  if (call.inputSignal) inputSignals(call, own, thread, threads);
  if (call.gradient) {
    barrier(control, threads);
    sumGroups(call, thread, threads);
  }
}

/** signal <- signal activation'(y). */
function bend(call: ConvolveBackwardCall, thread: i32, threads: i32): void {
  if (call.activation == 0) return;
  const length = call.batch * filters * height * width;
  const last = share(length, 16, thread + 1, threads);
  for (let i = share(length, 16, thread, threads); i < last; i += 4) {
    const at = call.signal + 4 * <usize>i;
    const slope = slope4(call.activation, v128.load(call.y + 4 * <usize>i));
    storeSome(at, f32x4.mul(v128.load(at), slope), last - i);
  }
}

// @ts-ignore: decorator
@inline
function exampleSignal(call: ConvolveBackwardCall, b: i32): usize {
  return call.signal + 4 * <usize>b * <usize>(filters * height * width);
}

/** Every group's gradient, in its slot. */
function weightGradients(call: ConvolveBackwardCall, offsets: usize, thread: i32, threads: i32): void {
  const many = strips(filters);
  const groups = min(GROUPS, call.batch);
  const first = share(groups * many, 1, thread, threads);
  const last = share(groups * many, 1, thread + 1, threads);
  if (first >= last) return;
  stackExamples(call.batch);
  const image = offsets + lines(taps);
  const laid = image + lines(channels * imagePlane + OVERRUN);
  const laidFloats = stripFloats(stack);
  const laidPitch = 4 * <usize>laidFloats;
  const sumPitch = 4 * <usize>taps;
  listTaps(offsets);
  memory.fill(image, 0, lines(channels * imagePlane + OVERRUN) + lines(4 * laidFloats + OVERRUN));

  for (let group = first / many; group * many < last; group++) {
    const firstStrip = max(0, first - group * many);
    const lastStrip = min(many, last - group * many);
    const slot = call.scratch + <usize>group * lines(slotFloats());
    const biases = slot + 16 * <usize>(many * taps);
    memory.fill(slot + 4 * sumPitch * <usize>firstStrip, 0, 4 * sumPitch * <usize>(lastStrip - firstStrip));
    memory.fill(biases + 16 * <usize>firstStrip, 0, 16 * <usize>(lastStrip - firstStrip));
    const end = share(call.batch, 1, group + 1, groups);
    for (let b = share(call.batch, 1, group, groups); b < end; b += stack) {
      const examples = min(stack, end - b);
      for (let e = 0; e < examples; e++) {
        const x = call.x + 4 * <usize>(b + e) * <usize>(channels * rows * columns);
        layImage(x, image + 4 * <usize>(e * examplePlane));
      }
      const length = stripFloats(examples);
      if (examples < stack) memory.fill(laid, 0, 4 * laidPitch);
      for (let s = firstStrip; s < lastStrip; s++) {
        const count = min(4, filters - 4 * s);
        for (let e = 0; e < examples; e++) {
          const from = exampleSignal(call, b + e) + 16 * <usize>s * <usize>(height * width);
          laySignals(from, count, laid + 4 * <usize>(e * examplePlane), laidFloats);
        }
        const sums = slot + 4 * sumPitch * <usize>s;
        meetTaps(count == 1, laid, laidPitch, image, offsets, taps, length, sums, sumPitch);
        for (let f = 0; f < count; f++) addRow(laid + <usize>f * laidPitch, length, biases + 4 * <usize>(4 * s + f));
      }
    }
  }
  stackUp(1);
}

/** The sum of a laid-out signal, in float64 so that it does not matter how large the image is. */
function addRow(row: usize, length: i32, sum: usize): void {
  let even = f64x2.splat(0);
  let odd = even;
  for (const end = row + 4 * <usize>length; row < end; row += 16) {
    even = f64x2.add(even, f64x2.promote_low_f32x4(v128.load64_zero(row)));
    odd = f64x2.add(odd, f64x2.promote_low_f32x4(v128.load64_zero(row, 8)));
  }
  even = f64x2.add(even, odd);
  const total = f64x2.extract_lane(even, 0) + f64x2.extract_lane(even, 1);
  store<f32>(sum, <f32>(<f64>load<f32>(sum) + total));
}

/** gradient = the sum of the groups', in their order. */
function sumGroups(call: ConvolveBackwardCall, thread: i32, threads: i32): void {
  const groups = min(GROUPS, call.batch);
  const pitch = lines(slotFloats());
  const weights = filters * taps;
  const length = weights + filters;
  const skipped = 4 * strips(filters) * taps - weights;
  const last = share(length, 16, thread + 1, threads);
  for (let i = share(length, 16, thread, threads); i < last; i++) {
    let slot = call.scratch + 4 * <usize>(i < weights ? i : i + skipped);
    let sum: f32 = 0;
    for (let group = 0; group < groups; group++, slot += pitch) sum += load<f32>(slot);
    store<f32>(call.gradient + 4 * <usize>i, sum);
  }
}

function inputSignals(call: ConvolveBackwardCall, offsets: usize, thread: i32, threads: i32): void {
  const many = strips(channels);
  const first = share(call.batch * many, 1, thread, threads);
  const last = share(call.batch * many, 1, thread + 1, threads);
  if (first >= last) return;
  const pairs = filters * kernel * kernel;
  const weights = offsets + lines(pairs);
  const laid = weights + lines(4 * pairs * many);
  const out = laid + lines(filters * signalPlane + OVERRUN);
  const stripBytes = 16 * <usize>pairs;
  listBack(offsets);
  for (let s = 0; s < many; s++) packBack(call, 4 * s, weights + <usize>s * stripBytes);
  memory.fill(laid, 0, lines(filters * signalPlane + OVERRUN));

  for (let item = first; item < last; item++) {
    const b = item / many;
    const s = item - b * many;
    const count = min(4, channels - 4 * s);
    if (item == first || s == 0) laySignals(exampleSignal(call, b), filters, laid + 4 * <usize>margin, signalPlane);
    sweepBack(count, weights + <usize>s * stripBytes, offsets, laid, out);
    const pixels = rows * columns;
    const to = call.inputSignal + 4 * <usize>(b * channels + 4 * s) * <usize>pixels;
    giveBack(out, count, to, call.accumulate != 0);
  }
}

/** Taps of sub-image p along a side. */
// @ts-ignore: decorator
@inline
function tapsOf(p: i32): i32 {
  return (kernel - p + stride - 1) / stride;
}

/** What the pixels of `count` channels hear, sub-image after sub-image, each of its own taps. */
function sweepBack(count: i32, strip: usize, offsets: usize, laid: usize, out: usize): void {
  for (let py = 0; py < phases; py++) {
    const from = firstInside(py) * pitch;
    const to = endInside(rows, py, deep) * pitch;
    for (let px = 0; px < phases; px++) {
      const terms = filters * tapsOf(py) * tapsOf(px);
      const at = out + 4 * <usize>((py * phases + px) * phase + from);
      const outPitch = 4 * <usize>flatPitch;
      if (to > from) {
        weighTaps(count, strip, laid + 4 * <usize>(margin + from), offsets, terms, at, outPitch, to - from);
      }
      strip += 16 * <usize>terms;
      offsets += 4 * <usize>terms;
    }
  }
}

/** Byte offsets of the signals that pixels hear, in the order of the strips: of each sub-image [filters, its ky, its kx]. */
function listBack(list: usize): void {
  for (let py = 0; py < phases; py++) {
    for (let px = 0; px < phases; px++) {
      for (let f = 0; f < filters; f++) {
        for (let ky = py; ky < kernel; ky += stride) {
          for (let kx = px; kx < kernel; kx += stride, list += 4) {
            store<i32>(list, 4 * (f * signalPlane - (ky / stride) * pitch - kx / stride));
          }
        }
      }
    }
  }
}

/** The weights of channels [first, first + 4), in that order; of channels that are not there, zeros. */
function packBack(call: ConvolveBackwardCall, first: i32, strip: usize): void {
  for (let py = 0; py < phases; py++) {
    for (let px = 0; px < phases; px++) {
      for (let f = 0; f < filters; f++) {
        for (let ky = py; ky < kernel; ky += stride) {
          for (let kx = px; kx < kernel; kx += stride) {
            for (let c = first; c < first + 4; c++, strip += 4) {
              const w = ((f * channels + c) * kernel + ky) * kernel + kx;
              store<f32>(strip, c < channels ? load<f32>(call.parameters + 4 * <usize>w) : 0);
            }
          }
        }
      }
    }
  }
}
