/**
 * Dense products.
 *
 *   gemm  c (m x n) = alpha op(a) op(b) + (accumulate ? c : 0);   2 m n k flops
 *   gemv  y = alpha op(a) x + (accumulate ? y : 0);               2 rows columns flops, 4 rows columns bytes
 */
import { LINEAR } from './activation';
import { share } from './barrier';
import { BLOCK } from './panels';
import { multiply, productOf } from './product';

@unmanaged
export class GemmCall {
  m: i32;
  n: i32;
  k: i32;
  a: usize;
  b: usize;
  c: usize;
  transposeA: i32;
  transposeB: i32;
  accumulate: i32;
  /** Floats from one stored row to the next. */
  strideA: i32;
  strideB: i32;
  strideC: i32;
  scratch: usize;
  alpha: f32;
}

export function gemm(call: GemmCall, thread: i32, threads: i32): void {
  const product = productOf(call.scratch, thread);
  product.m = call.m;
  product.n = call.n;
  product.k = call.k;
  product.add = call.accumulate;
  product.activation = LINEAR;
  product.alpha = call.alpha;
  product.a = call.a;
  product.b = call.b;
  product.c = call.c;
  product.bias = 0;
  product.aRow = call.transposeA ? 1 : call.strideA;
  product.aStep = call.transposeA ? call.strideA : 1;
  product.bStep = call.transposeB ? 1 : call.strideB;
  product.bColumn = call.transposeB ? call.strideB : 1;
  product.cRow = call.strideC;
  multiply(product, thread, threads);
}

@unmanaged
export class GemvCall {
  rows: i32;
  columns: i32;
  a: usize;
  x: usize;
  y: usize;
  transpose: i32;
  accumulate: i32;
  alpha: f32;
}

export function gemv(call: GemvCall, thread: i32, threads: i32): void {
  const outputs = call.transpose ? call.columns : call.rows;
  const first = share(outputs, 16, thread, threads);
  const last = share(outputs, 16, thread + 1, threads);
  if (call.transpose) {
    let column = first;
    for (; column + 16 <= last; column += 16) sumColumns16(call, column);
    for (; column < last; column++) finish(call, column, sumColumn(call, column));
  } else {
    const pitch = 4 * <usize>call.columns;
    for (let row = first; row < last; row++) finish(call, row, dot(call.a + <usize>row * pitch, call.x, call.columns));
  }
}

// @ts-ignore: decorator
@inline
function finish(call: GemvCall, output: i32, sum: f32): void {
  const y = call.y + 4 * <usize>output;
  store<f32>(y, call.alpha * sum + (call.accumulate ? load<f32>(y) : 0));
}

/** 16 partial sums, then the rest one by one. */
function dot(a: usize, b: usize, length: i32): f32 {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let p = 0;
  for (; p + 16 <= length; p += 16, a += 64, b += 64) {
    s0 = f32x4.add(s0, f32x4.mul(v128.load(a), v128.load(b)));
    s1 = f32x4.add(s1, f32x4.mul(v128.load(a, 16), v128.load(b, 16)));
    s2 = f32x4.add(s2, f32x4.mul(v128.load(a, 32), v128.load(b, 32)));
    s3 = f32x4.add(s3, f32x4.mul(v128.load(a, 48), v128.load(b, 48)));
  }
  const s = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
  let sum =
    f32x4.extract_lane(s, 0) + f32x4.extract_lane(s, 1) + (f32x4.extract_lane(s, 2) + f32x4.extract_lane(s, 3));
  for (; p < length; p++, a += 4, b += 4) sum += load<f32>(a) * load<f32>(b);
  return sum;
}

/** Sums of 16 neighbouring columns of a, weighed by x, in blocks of rows. */
function sumColumns16(call: GemvCall, column: i32): void {
  const pitch = 4 * <usize>call.columns;
  const zero = f32x4.splat(0);
  let t0 = zero;
  let t1 = zero;
  let t2 = zero;
  let t3 = zero;
  let a = call.a + 4 * <usize>column;
  for (let start = 0; start < call.rows; start += BLOCK) {
    let s0 = zero;
    let s1 = zero;
    let s2 = zero;
    let s3 = zero;
    for (let row = start; row < min(call.rows, start + BLOCK); row++, a += pitch) {
      const x = v128.load_splat<f32>(call.x + 4 * <usize>row);
      s0 = f32x4.add(s0, f32x4.mul(x, v128.load(a)));
      s1 = f32x4.add(s1, f32x4.mul(x, v128.load(a, 16)));
      s2 = f32x4.add(s2, f32x4.mul(x, v128.load(a, 32)));
      s3 = f32x4.add(s3, f32x4.mul(x, v128.load(a, 48)));
    }
    t0 = f32x4.add(t0, s0);
    t1 = f32x4.add(t1, s1);
    t2 = f32x4.add(t2, s2);
    t3 = f32x4.add(t3, s3);
  }
  const y = call.y + 4 * <usize>column;
  const alpha = f32x4.splat(call.alpha);
  const keep = i32x4.splat(call.accumulate ? -1 : 0);
  v128.store(y, f32x4.add(f32x4.mul(alpha, t0), v128.and(keep, v128.load(y))));
  v128.store(y, f32x4.add(f32x4.mul(alpha, t1), v128.and(keep, v128.load(y, 16))), 16);
  v128.store(y, f32x4.add(f32x4.mul(alpha, t2), v128.and(keep, v128.load(y, 32))), 32);
  v128.store(y, f32x4.add(f32x4.mul(alpha, t3), v128.and(keep, v128.load(y, 48))), 48);
}

function sumColumn(call: GemvCall, column: i32): f32 {
  let total: f32 = 0;
  for (let start = 0; start < call.rows; start += BLOCK) {
    let sum: f32 = 0;
    for (let row = start; row < min(call.rows, start + BLOCK); row++) {
      sum += load<f32>(call.x + 4 * <usize>row) * load<f32>(call.a + 4 * (<usize>row * call.columns + column));
    }
    total += sum;
  }
  return total;
}
