/**
 * The state-space scan (src/compute/sequences.ts) in blocks of L ticks (Dao & Gu 2024): with a_t = dt_t A summed from the block's start,
 * the state h0 there, and E_ts = exp(a_t - a_s),
 *
 *   M_ts = E_ts dt_s (C_t . B_s) for s <= t;   Y = M X + exp(a) C h0^T + D X;   h <- exp(a_L) h0 + (E_Ls dt_s x_s)^T B
 *
 * Four products: 2 (N + P) L + 4 N P flops a tick and head, which does not grow with the sequence. Threads take heads of sequences in
 * turn.
 */
import { multiplyAlone } from './product';
import { addScaled, scaleRow } from './rows';
import {
  ScanCall,
  ScanWork,
  findSteps,
  inputAt,
  keptFrom,
  meet,
  scaleShared,
  scanWork,
  sharedAt,
  startAt,
  takeHead,
} from './scanSteps';

export function scan(call: ScanCall, thread: i32, threads: i32): void {
  if (call.ticks == 0) return;
  const work = scanWork(call, false, thread, threads);
  const size = 4 * <usize>call.headWidth * <usize>call.stateWidth;
  for (let unit = thread; unit < call.batch * call.heads; unit += threads) {
    const b = unit / call.heads;
    const h = unit % call.heads;
    const state = call.state + <usize>unit * size;
    takeHead(call, work, h);
    for (let from = 0, k = 0; from < call.ticks; from += call.block, k++) {
      memory.copy(startAt(call, b, k, h), state, size);
      scanBlock(call, work, b, h, from, min(call.block, call.ticks - from), state);
    }
  }
}

function scanBlock(call: ScanCall, work: ScanWork, b: i32, h: i32, from: i32, length: i32, state: usize): void {
  const width = call.headWidth;
  const n = call.stateWidth;
  const pitch = call.heads * width;
  const product = work.product;
  const square = work.square;
  const x = inputAt(call, call.x, b, from, h);
  const y = inputAt(call, call.y, b, from, h);
  findSteps(call, work, b, h, from, length);
  meet(call, work, b, h, from, length);
  for (let t = 0; t < length; t++) weighRow(work, t, length);
  multiplyAlone(product, length, width, length, square, work.pitch, 1, x, pitch, 1, y, pitch, 1, false);
  scaleShared(call, work, sharedAt(call, call.c, b, from, h), work.fromStart, 0, length);
  multiplyAlone(product, length, width, n, work.states, n, 1, state, 1, n, y, pitch, 1, true);
  if (work.through != 0) {
    for (let t: usize = 0; t < <usize>length; t++) {
      addScaled(y + 4 * t * <usize>pitch, work.through, x + 4 * t * <usize>pitch, width);
    }
  }
  scaleShared(call, work, sharedAt(call, call.b, b, from, h), work.toEnd, work.gains, length);
  scaleRow(state, load<f32>(work.fromStart + 4 * <usize>(length - 1)), width * n);
  multiplyAlone(product, width, n, length, x, 1, pitch, work.states, n, 1, state, n, 1, true);
}

/** Row t of M from that of C B^T. */
function weighRow(work: ScanWork, t: i32, length: i32): void {
  const row = work.square + 4 * <usize>t * <usize>work.pitch;
  for (let s = 0; s <= t; s += 4) {
    const at = row + 4 * <usize>s;
    const kept = f32x4.mul(keptFrom(work, t, s), v128.load(work.gains + 4 * <usize>s));
    v128.store(at, f32x4.mul(v128.load(at), kept));
  }
  memory.fill(row + 4 * <usize>(t + 1), 0, 4 * <usize>(length - t - 1));
}
