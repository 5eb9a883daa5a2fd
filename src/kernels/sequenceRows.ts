/**
 * Rows of sequences (src/compute/sequences.ts): sums, embeddings and what is remembered. All of them move memory, 8 to 16 bytes
 * a float. Threads take ranges of floats, rows, columns (so that equal tokens are added in the order of the rows) and sequences.
 */
import { share } from './barrier';
import { storeSome } from './math';

@unmanaged
export class CombineCall {
  length: i32;
  accumulate: i32;
  x: usize;
  /** 0 for none. */
  z: usize;
  y: usize;
  a: f32;
  b: f32;
}

/** y = a x + b z, or added to y. */
export function combine(call: CombineCall, thread: i32, threads: i32): void {
  const a = f32x4.splat(call.a);
  const b = f32x4.splat(call.b);
  const z = call.z;
  const last = share(call.length, 16, thread + 1, threads);
  for (let i = share(call.length, 16, thread, threads); i < last; i += 4) {
    const o = 4 * <usize>i;
    let sum = f32x4.mul(a, v128.load(call.x + o));
    if (z) sum = f32x4.add(sum, f32x4.mul(b, v128.load(z + o)));
    if (call.accumulate) sum = f32x4.add(v128.load(call.y + o), sum);
    storeSome(call.y + o, sum, last - i);
  }
}

@unmanaged
export class EmbedCall {
  rows: i32;
  width: i32;
  tokens: usize;
  /** Of the first token, or its gradient. */
  table: usize;
  /** y, or its signal. */
  y: usize;
}

export function embed(call: EmbedCall, thread: i32, threads: i32): void {
  const bytes = 4 * <usize>call.width;
  const last = share(call.rows, 1, thread + 1, threads);
  for (let row = share(call.rows, 1, thread, threads); row < last; row++) {
    const token = <usize>load<f32>(call.tokens + 4 * <usize>row);
    memory.copy(call.y + <usize>row * bytes, call.table + token * bytes, bytes);
  }
}

export function embedBackward(call: EmbedCall, thread: i32, threads: i32): void {
  const bytes = 4 * <usize>call.width;
  const first = share(call.width, 16, thread, threads);
  const last = share(call.width, 16, thread + 1, threads);
  for (let row = 0; row < call.rows; row++) {
    const token = <usize>load<f32>(call.tokens + 4 * <usize>row);
    const gradient = call.table + token * bytes;
    const signal = call.y + <usize>row * bytes;
    for (let i = first; i < last; i += 4) {
      const o = 4 * <usize>i;
      storeSome(gradient + o, f32x4.add(v128.load(gradient + o), v128.load(signal + o)), last - i);
    }
  }
}

@unmanaged
export class RememberCall {
  batch: i32;
  ticks: i32;
  width: i32;
  capacity: i32;
  held: i32;
  x: usize;
  cache: usize;
}

export function remember(call: RememberCall, thread: i32, threads: i32): void {
  const row = 4 * <usize>call.width;
  const dropped = max(0, call.held + call.ticks - call.capacity);
  const kept = max(0, call.held - dropped);
  const fresh = min(call.ticks, call.capacity);
  const last = share(call.batch, 1, thread + 1, threads);
  for (let b = share(call.batch, 1, thread, threads); b < last; b++) {
    const cache = call.cache + <usize>b * <usize>call.capacity * row;
    const x = call.x + (<usize>b * <usize>call.ticks + <usize>(call.ticks - fresh)) * row;
    if (dropped > 0 && kept > 0) memory.copy(cache, cache + <usize>dropped * row, <usize>kept * row);
    memory.copy(cache + <usize>kept * row, x, <usize>fresh * row);
  }
}
