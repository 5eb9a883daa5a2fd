/**
 * A dense product as layers want it:
 *
 *   c (m x n) = activation(alpha a b + (add ? c : 0) + bias),   2 m n k flops
 *
 * b is packed into panels of 8 columns, so many at a time that they stay in L2, and a into strips of 4 rows, which
 * stay in L1. Bias and activation are applied to the tiles of a strip when their last terms have been added, in L1 still.
 * Threads take columns where there are more of them than rows, else rows; whichever operand both need is packed by
 * both, which is cheaper than waiting for each other.
 */
import { LINEAR, RELU, SIGMOID, TANH, activate4 } from './activation';
import { share } from './barrier';
import { storeSome } from './math';
import { BLOCK, LANES, packPanels, packStrip, panelCount } from './panels';
import { tile, tiles } from './tile';

@unmanaged
export class Product {
  m: i32;
  n: i32;
  k: i32;
  add: i32;
  activation: i32;
  alpha: f32;
  a: usize;
  b: usize;
  c: usize;
  /** n floats, or 0 for none. */
  bias: usize;
  /** Floats from one row of a to the next, and from one term to the next. */
  aRow: usize;
  aStep: usize;
  bStep: usize;
  bColumn: usize;
  cRow: usize;
}

/** Bytes of panels held at a time. */
const HELD: usize = 256 * 1024;

/** Behind the call itself: a strip, a tile that is partly outside c, the panels. */
const STRIP: usize = 128;
const SPARE: usize = STRIP + 16 * <usize>BLOCK;
const PANELS: usize = SPARE + 128;
const PER_THREAD: usize = PANELS + HELD;

export function productScratch(threads: i32): usize {
  return PER_THREAD * <usize>threads;
}

/** Where a thread describes its product; the start of its scratch. */
// @ts-ignore: decorator
@inline
export function productOf(scratch: usize, thread: i32): Product {
  return changetype<Product>(scratch + <usize>thread * PER_THREAD);
}

/**
 * c (m x n, rows `cRow` floats apart) = alpha a b + (add ? c : 0), all of it on this thread, with the scratch of `product`. Element
 * (row, p) of a lies `row aRow + p aStep` floats on, element (p, column) of b `p bStep + column bColumn`.
 */
export function multiplyAlone(
  product: Product,
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  aRow: i32,
  aStep: i32,
  b: usize,
  bStep: i32,
  bColumn: i32,
  c: usize,
  cRow: i32,
  alpha: f32,
  add: bool,
): void {
  product.m = m;
  product.n = n;
  product.k = k;
  product.add = <i32>add;
  product.activation = LINEAR;
  product.alpha = alpha;
  product.a = a;
  product.b = b;
  product.c = c;
  product.bias = 0;
  product.aRow = aRow;
  product.aStep = aStep;
  product.bStep = bStep;
  product.bColumn = bColumn;
  product.cRow = cRow;
  multiply(product, 0, 1);
}

/** Computes this thread's share. */
export function multiply(call: Product, thread: i32, threads: i32): void {
  const m = call.m;
  const n = call.n;
  const k = call.k;
  const byColumns = n >= m;
  const firstRow = byColumns ? 0 : share(m, 4, thread, threads);
  const lastRow = byColumns ? m : share(m, 4, thread + 1, threads);
  const firstPanel = byColumns ? share(panelCount(n), 1, thread, threads) : 0;
  const lastPanel = byColumns ? share(panelCount(n), 1, thread + 1, threads) : panelCount(n);
  if (firstRow >= lastRow || firstPanel >= lastPanel) return;
  if (k == 0) {
    multiplyNothing(call, firstRow, lastRow, firstPanel, lastPanel);
    return;
  }

  const scratch = changetype<usize>(call);
  const strip = scratch + STRIP;
  const spare = scratch + SPARE;
  const panels = scratch + PANELS;
  const pitch = 4 * call.cRow;
  const group = <i32>(HELD / 32) / min(k, BLOCK);
  const finishes = call.bias != 0 || call.activation != LINEAR;

  for (let from = firstPanel; from < lastPanel; from += group) {
    const held = min(group, lastPanel - from);
    const column = from * LANES;
    for (let start = 0; start < k; start += BLOCK) {
      const terms = min(BLOCK, k - start);
      const add = call.add != 0 || start > 0;
      const last = finishes && start + terms == k;
      const b = call.b + 4 * (<usize>column * call.bColumn + <usize>start * call.bStep);
      packPanels(b, call.bStep, call.bColumn, terms, n - column, panels, 0, held);
      for (let row = firstRow; row < lastRow; row += 4) {
        const height = min(4, lastRow - row);
        const a = call.a + 4 * (<usize>row * call.aRow + <usize>start * call.aStep);
        packStrip(a, call.aRow, call.aStep, height, terms, strip);
        const c = call.c + <usize>row * pitch + 4 * <usize>column;
        const whole = height == 4 ? min(held, (n - column) / LANES) : 0;
        tiles(strip, panels, whole, terms, c, pitch, call.alpha, add);
        for (let panel = whole; panel < held; panel++) {
          const packed = panels + 32 * <usize>panel * terms;
          const at = panel * LANES;
          tile(strip, packed, terms, c + 4 * <usize>at, pitch, height, n - column - at, call.alpha, add, spare);
        }
        if (last) finish(call, row, height, column, min(held * LANES, n - column));
      }
    }
  }
}

/** The product of no terms is 0. */
function multiplyNothing(call: Product, firstRow: i32, lastRow: i32, firstPanel: i32, lastPanel: i32): void {
  const from = firstPanel * LANES;
  const width = min(call.n, lastPanel * LANES) - from;
  if (!call.add) {
    for (let row = firstRow; row < lastRow; row++) {
      memory.fill(call.c + 4 * (<usize>row * call.cRow + from), 0, 4 * <usize>width);
    }
  }
  if (call.bias != 0 || call.activation != LINEAR) finish(call, firstRow, lastRow - firstRow, from, width);
}

/** Adds the bias to a part of c and applies the activation. */
function finish(call: Product, row: i32, rows: i32, column: i32, columns: i32): void {
  const activation = call.activation;
  if (activation == LINEAR) finishAs(LINEAR, call, row, rows, column, columns);
  else if (activation == RELU) finishAs(RELU, call, row, rows, column, columns);
  else if (activation == TANH) finishAs(TANH, call, row, rows, column, columns);
  else finishAs(SIGMOID, call, row, rows, column, columns);
}

// @ts-ignore: decorator
@inline
function finishAs(activation: i32, call: Product, row: i32, rows: i32, column: i32, columns: i32): void {
  const zero = f32x4.splat(0);
  const pitch = 4 * call.cRow;
  for (let i = 0; i < columns; i += 4) {
    const bias = call.bias ? v128.load(call.bias + 4 * <usize>(column + i)) : zero;
    let c = call.c + <usize>row * pitch + 4 * <usize>(column + i);
    for (let r = 0; r < rows; r++, c += pitch) {
      storeSome(c, activate4(activation, f32x4.add(v128.load(c), bias)), columns - i);
    }
  }
}
