/**
 * Dense layers (src/compute/feedForward.ts):
 *
 *   forward   y = activation(x W^T + b);   2 B I O flops
 *   backward  signal <- signal activation'(y);  dW = signal^T x, db = column sums of signal;  dE/dx = signal W
 *             2 B I O flops each
 *
 * The slopes are multiplied first, each thread its rows of the batch; then threads meet, unless there are none.
 */
import { LINEAR, slope4 } from './activation';
import { barrier, share } from './barrier';
import { storeSome } from './math';
import { BLOCK } from './panels';
import { multiply, productOf } from './product';

@unmanaged
export class DenseCall {
  batch: i32;
  inputs: i32;
  outputs: i32;
  activation: i32;
  x: usize;
  weights: usize;
  y: usize;
  scratch: usize;
}

export function dense(call: DenseCall, thread: i32, threads: i32): void {
  const product = productOf(call.scratch, thread);
  product.m = call.batch;
  product.n = call.outputs;
  product.k = call.inputs;
  product.add = 0;
  product.activation = call.activation;
  product.alpha = 1;
  product.a = call.x;
  product.b = call.weights;
  product.c = call.y;
  product.bias = call.weights + 4 * <usize>call.outputs * <usize>call.inputs;
  product.aRow = call.inputs;
  product.aStep = 1;
  product.bStep = 1;
  product.bColumn = call.inputs;
  product.cRow = call.outputs;
  multiply(product, thread, threads);
}

@unmanaged
export class DenseBackwardCall {
  batch: i32;
  inputs: i32;
  outputs: i32;
  activation: i32;
  accumulate: i32;
  x: usize;
  weights: usize;
  y: usize;
  signal: usize;
  /** Of the layer's first weight; 0 for none. */
  gradient: usize;
  inputSignal: usize;
  scratch: usize;
}

export function denseBackward(call: DenseBackwardCall, control: usize, thread: i32, threads: i32): void {
  if (call.activation != LINEAR) {
    const values = call.batch * call.outputs;
    timesSlope(call, share(values, 16, thread, threads), share(values, 16, thread + 1, threads));
    barrier(control, threads);
  }
  if (call.gradient) {
    weightGradient(call, thread, threads);
    const bias = call.gradient + 4 * <usize>call.outputs * <usize>call.inputs;
    const last = share(call.outputs, 16, thread + 1, threads);
    for (let o = share(call.outputs, 16, thread, threads); o < last; o += 4) {
      storeSome(bias + 4 * <usize>o, columnSum(call, o), last - o);
    }
    if (call.inputSignal == call.x) barrier(control, threads);
  }
  if (call.inputSignal) inputSignal(call, thread, threads);
}

function timesSlope(call: DenseBackwardCall, from: i32, to: i32): void {
  for (let i = from; i < to; i += 4) {
    const o = 4 * <usize>i;
    const slope = slope4(call.activation, v128.load(call.y + o));
    storeSome(call.signal + o, f32x4.mul(v128.load(call.signal + o), slope), to - i);
  }
}

function weightGradient(call: DenseBackwardCall, thread: i32, threads: i32): void {
  const product = productOf(call.scratch, thread);
  product.m = call.outputs;
  product.n = call.inputs;
  product.k = call.batch;
  product.add = 0;
  product.activation = LINEAR;
  product.alpha = 1;
  product.a = call.signal;
  product.b = call.x;
  product.c = call.gradient;
  product.bias = 0;
  product.aRow = 1;
  product.aStep = call.outputs;
  product.bStep = call.inputs;
  product.bColumn = 1;
  product.cRow = call.inputs;
  multiply(product, thread, threads);
}

/** Of four columns of the signal from `o` on, in blocks of rows. */
function columnSum(call: DenseBackwardCall, o: i32): v128 {
  const pitch = 4 * <usize>call.outputs;
  let at = call.signal + 4 * <usize>o;
  let total = f32x4.splat(0);
  for (let start = 0; start < call.batch; start += BLOCK) {
    let sum = f32x4.splat(0);
    const rows = min(call.batch - start, BLOCK);
    for (let row = 0; row < rows; row++, at += pitch) sum = f32x4.add(sum, v128.load(at));
    total = f32x4.add(total, sum);
  }
  return total;
}

function inputSignal(call: DenseBackwardCall, thread: i32, threads: i32): void {
  const product = productOf(call.scratch, thread);
  product.m = call.batch;
  product.n = call.inputs;
  product.k = call.outputs;
  product.add = call.accumulate;
  product.activation = LINEAR;
  product.alpha = 1;
  product.a = call.signal;
  product.b = call.weights;
  product.c = call.inputSignal;
  product.bias = 0;
  product.aRow = call.outputs;
  product.aStep = 1;
  product.bStep = call.inputs;
  product.bColumn = 1;
  product.cRow = call.inputs;
  multiply(product, thread, threads);
}

@unmanaged
export class MultiplyCall {
  length: i32;
  values: usize;
  by: usize;
}

/** values <- values by, elementwise; 12 bytes a value. */
export function multiplyValues(call: MultiplyCall, thread: i32, threads: i32): void {
  const last = share(call.length, 16, thread + 1, threads);
  for (let i = share(call.length, 16, thread, threads); i < last; i += 4) {
    const o = 4 * <usize>i;
    storeSome(call.values + o, f32x4.mul(v128.load(call.values + o), v128.load(call.by + o)), last - i);
  }
}
