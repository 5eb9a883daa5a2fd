/**
 * How causal attention (src/compute/sequences.ts) is cut up: queries into panels of 8, which are the columns of every product here,
 * and keys into tiles of KEYS, which are rows. Logits come out as [keys][8 queries]: a maximum or a sum over keys then runs down
 * the lanes, and what came out is a panel for the next product as it lies.
 */
import { LANES, packPanels, packStrip } from './panels';

/** Keys of a tile. */
export const KEYS: i32 = 64;

/** Queries, of all heads that share a key head, that a tile of keys is packed for. */
export const QUERIES: i32 = 64;

/** What no logit is below, where a query has seen nothing yet. */
export const LOWEST: f32 = -3.4e38;

@unmanaged
export class AttendCall {
  batch: i32;
  ticks: i32;
  heads: i32;
  keyHeads: i32;
  keyWidth: i32;
  valueWidth: i32;
  window: i32;
  capacity: i32;
  held: i32;
  q: usize;
  k: usize;
  v: usize;
  pastKeys: usize;
  pastValues: usize;
  y: usize;
  lse: usize;
  scratch: usize;
  /** 0, these four, in the forward pass. */
  signal: usize;
  qSignal: usize;
  kSignal: usize;
  vSignal: usize;
  scale: f32;
}

// @ts-ignore: decorator
@inline
export function quads(width: i32): i32 {
  return (width + 3) & ~3;
}

// @ts-ignore: decorator
@inline
export function octets(width: i32): i32 {
  return (width + 7) & ~7;
}

/** Panels of a head's queries. */
// @ts-ignore: decorator
@inline
export function panelsOf(ticks: i32): i32 {
  return (ticks + LANES - 1) / LANES;
}

/** Address of key `s` (0 the oldest held) of a key head, in rows of `width` floats a head. */
export function keyAt(
  call: AttendCall,
  b: i32,
  keyHead: i32,
  s: i32,
  width: i32,
  past: usize,
  own: usize,
): usize {
  const held = call.held;
  const row = s < held ? <usize>b * <usize>call.capacity + <usize>s : <usize>b * <usize>call.ticks + <usize>(s - held);
  const from = s < held ? past : own;
  return from + 4 * (row * <usize>call.keyHeads + <usize>keyHead) * <usize>width;
}

/** The first key that a query at tick `t` sees. */
// @ts-ignore: decorator
@inline
export function firstKey(call: AttendCall, t: i32): i32 {
  return call.window > 0 ? max(0, call.held + t + 1 - call.window) : 0;
}

/** Where the tile that begins at key `s` ends: at a whole tile, at the end of the past, or at `last`. */
// @ts-ignore: decorator
@inline
export function tileEnd(call: AttendCall, s: i32, last: i32): i32 {
  const end = min(s + KEYS, last);
  return s < call.held ? min(end, call.held) : end;
}

/** Packs rows of `width` floats, `pitch` floats apart, as strips [width][4 rows]. */
export function packRows(source: usize, pitch: usize, rows: i32, width: i32, into: usize): void {
  for (let row = 0; row < rows; row += 4, source += 16 * pitch, into += 16 * <usize>width) {
    packStrip(source, pitch, 1, min(4, rows - row), width, into);
  }
}

/** Packs rows of `width` floats as strips [rows][4 columns]. */
export function packColumns(source: usize, pitch: usize, rows: i32, width: i32, into: usize): void {
  for (let i = 0; i < width; i += 4, source += 16, into += 16 * <usize>rows) {
    packStrip(source, 1, pitch, min(4, width - i), rows, into);
  }
}

/** Packs at most 8 rows as a panel [width][8 rows]; rows that are not there are 0. */
export function packQueries(source: usize, pitch: usize, rows: i32, width: i32, into: usize): void {
  packPanels(source, 1, pitch, width, min(LANES, rows), into, 0, 1);
}

/** Bit masks of which queries, at `positions` (counted as keys are), see key `s`. */
// @ts-ignore: decorator
@inline
export function sees(positions: v128, window: i32, s: i32): v128 {
  const key = i32x4.splat(s);
  const causal = i32x4.ge_s(positions, key);
  if (window == 0) return causal;
  return v128.and(causal, i32x4.lt_s(i32x4.sub(positions, i32x4.splat(window)), key));
}

/** Positions of 4 queries from tick `t` on. */
// @ts-ignore: decorator
@inline
export function positionsFrom(call: AttendCall, t: i32): v128 {
  return i32x4.add(i32x4.splat(call.held + t), i32x4(0, 1, 2, 3));
}

/** Whether a panel from tick `t` on has a query that does not see every key in [from, to). */
// @ts-ignore: decorator
@inline
export function hides(call: AttendCall, t: i32, from: i32, to: i32): bool {
  return to - 1 > call.held + t || from < firstKey(call, t + LANES - 1);
}
