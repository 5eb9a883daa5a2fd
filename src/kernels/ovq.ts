/**
 * Online vector-quantised attention (src/compute/sequences.ts): a call is cut into stretches of tokens within one block; a stretch is
 * read from the open rows of the dictionary and the block's tokens (ovqRead.ts), and a full block is written (ovqWrite.ts). The cost
 * of a token, 2 (keyWidth + valueWidth) (rows + block) flops to read and 2 keyWidth rows to write, does not grow with the sequence
 * beyond `capacity` rows. Threads take dictionaries in turn.
 */
import { mostLike, write } from './ovqWrite';
import { readStretch } from './ovqRead';
import { Product, productOf, productScratch } from './product';

@unmanaged
export class OvqCall {
  batch: i32;
  ticks: i32;
  heads: i32;
  keyWidth: i32;
  valueWidth: i32;
  capacity: i32;
  block: i32;
  /** 0 plateau, 1 linear, 2 min. */
  growth: i32;
  horizon: i32;
  /** Whether random tokens open rows. */
  random: i32;
  seed: i32;
  nearest: i32;
  countBias: i32;
  normCorrection: i32;
  rounded: i32;
  tokens: i32;
  q: usize;
  k: usize;
  v: usize;
  keys: usize;
  values: usize;
  counts: usize;
  pendingKeys: usize;
  pendingValues: usize;
  y: usize;
  lse: usize;
  assigned: usize;
  /** 0 for none. */
  trace: usize;
  scratch: usize;
  /** 0, these four, in the forward pass. */
  signal: usize;
  qSignal: usize;
  kSignal: usize;
  vSignal: usize;
  scale: f32;
  /** 0 for running means. */
  rate: f32;
}

/** One dictionary: of the state, or of an entry of the trace. */
@unmanaged
export class Dictionary {
  keys: usize;
  values: usize;
  counts: usize;
}

/** What a thread works with; behind it the arrays it points to. */
@unmanaged
export class OvqWork {
  product: Product;
  dictionary: Dictionary;
  /** The dictionary after the write at hand, in the adjoint. */
  after: Dictionary;
  /** [rows][pitch] twice: logits or weights and, in the adjoint, their slopes. */
  rows: i32;
  pitch: i32;
  logits: usize;
  slopes: usize;
  /** [rows] what weights are still to be multiplied by. */
  factors: usize;
  /** [capacity] and a vector more: what is added to logits; half squares of keys; counts before a write; what it keeps. */
  bias: usize;
  halves: usize;
  before: usize;
  kept: usize;
  /** Tokens of a row that are not yet weighed. */
  left: usize;
  /** [block] where tokens go, what they weigh there, and the order in which they open rows (f64). */
  assigned: usize;
  weights: usize;
  order: usize;
  /** dE/d(keys) and dE/d(values) of the dictionary, and the tokens of a block, in the adjoint. */
  rowKeys: usize;
  rowValues: usize;
  tokenKeys: usize;
  tokenValues: usize;
}

/** On cache lines. */
function lines(bytes: usize): usize {
  return (bytes + 63) & ~63;
}

/** Rows of logits at a time: a streamed token does not need a block of them. */
function rowsOf(block: i32, ticks: i32): i32 {
  return min(block, max(ticks, 16));
}

function pitchOf(capacity: i32, block: i32): i32 {
  return (capacity + block + 7) & ~3;
}

const HEAD: usize = 256;

export function ovqScratch(
  ticks: i32,
  keyWidth: i32,
  valueWidth: i32,
  capacity: i32,
  block: i32,
  backward: i32,
  threads: i32,
): usize {
  const own = layOut(changetype<OvqWork>(0), ticks, keyWidth, valueWidth, capacity, block, backward != 0);
  return productScratch(threads) + own * <usize>threads;
}

/** Bytes of a thread's work; where there is one, its pointers are set. */
function layOut(
  work: OvqWork,
  ticks: i32,
  keyWidth: i32,
  valueWidth: i32,
  capacity: i32,
  block: i32,
  backward: bool,
): usize {
  const rows = rowsOf(block, ticks);
  const pitch = pitchOf(capacity, block);
  const logits = lines(4 * <usize>rows * <usize>pitch + 64);
  const perRow = lines(4 * <usize>capacity + 32);
  const perToken = lines(8 * <usize>block);
  const slopes = HEAD + logits;
  const factors = slopes + (backward ? logits : 0);
  const bias = factors + lines(4 * <usize>rows);
  const assigned = bias + 5 * perRow;
  const rowKeys = assigned + 3 * perToken;
  const rowValues = rowKeys + lines(4 * <usize>capacity * <usize>keyWidth + 16);
  const tokenKeys = rowValues + lines(4 * <usize>capacity * <usize>valueWidth + 16);
  const tokenValues = tokenKeys + lines(4 * <usize>block * <usize>keyWidth + 16);
  const end = tokenValues + lines(4 * <usize>block * <usize>valueWidth + 16);
  const at = changetype<usize>(work);
  if (at) {
    work.dictionary = changetype<Dictionary>(at + 192);
    work.after = changetype<Dictionary>(at + 208);
    work.rows = rows;
    work.pitch = pitch;
    work.logits = at + HEAD;
    work.slopes = at + slopes;
    work.factors = at + factors;
    work.bias = at + bias;
    work.halves = at + bias + perRow;
    work.before = at + bias + 2 * perRow;
    work.kept = at + bias + 3 * perRow;
    work.left = at + bias + 4 * perRow;
    work.assigned = at + assigned;
    work.weights = at + assigned + perToken;
    work.order = at + assigned + 2 * perToken;
    work.rowKeys = at + rowKeys;
    work.rowValues = at + rowValues;
    work.tokenKeys = at + tokenKeys;
    work.tokenValues = at + tokenValues;
  }
  return backward ? end : rowKeys;
}

/** A thread's work, laid out. */
export function workOf(call: OvqCall, backward: bool, thread: i32, threads: i32): OvqWork {
  const none = changetype<OvqWork>(0);
  const size = layOut(none, call.ticks, call.keyWidth, call.valueWidth, call.capacity, call.block, backward);
  const work = changetype<OvqWork>(call.scratch + productScratch(threads) + size * <usize>thread);
  layOut(work, call.ticks, call.keyWidth, call.valueWidth, call.capacity, call.block, backward);
  work.product = productOf(call.scratch, thread);
  return work;
}

/** Points to the dictionary of unit b heads + h in the state, or in entry `entry` of the trace where that is >= 0. */
export function pointTo(dictionary: Dictionary, call: OvqCall, unit: i32, entry: i32): void {
  const all = <usize>call.batch * <usize>call.heads * <usize>call.capacity;
  const keyWidth = <usize>call.keyWidth;
  const valueWidth = <usize>call.valueWidth;
  dictionary.keys = call.keys;
  dictionary.values = call.values;
  dictionary.counts = call.counts;
  if (entry >= 0) {
    const pending = <usize>call.batch * <usize>call.heads * <usize>call.block * (keyWidth + valueWidth);
    dictionary.keys = call.trace + 4 * (pending + <usize>entry * all * (keyWidth + valueWidth + 1));
    dictionary.values = dictionary.keys + 4 * all * keyWidth;
    dictionary.counts = dictionary.values + 4 * all * valueWidth;
  }
  const first = 4 * <usize>unit * <usize>call.capacity;
  dictionary.keys += first * keyWidth;
  dictionary.values += first * valueWidth;
  dictionary.counts += first;
}

/** Row j of unit b heads + h in [batch, length, heads width]. */
// @ts-ignore: decorator
@inline
export function tokenAt(call: OvqCall, base: usize, length: i32, width: i32, unit: i32, j: i32): usize {
  const b = <usize>(unit / call.heads);
  const h = <usize>(unit % call.heads);
  return base + 4 * ((b * <usize>length + <usize>j) * <usize>call.heads + h) * <usize>width;
}

/** Rows of a dictionary after `t` written tokens. */
export function rowsAfter(call: OvqCall, t: i32): i32 {
  if (t == 0) return 0;
  const tokens = <f64>t;
  const capacity = <f64>call.capacity;
  let rows = tokens;
  if (call.growth == 0) rows = (tokens * capacity) / (tokens + capacity);
  else if (call.growth == 1) rows = (tokens * capacity) / <f64>call.horizon;
  return <i32>max<f64>(1, min<f64>(min<f64>(tokens, capacity), floor<f64>(rows)));
}

/** Rows that are read after `t` written tokens. */
// @ts-ignore: decorator
@inline
export function rowsRead(call: OvqCall, t: i32): i32 {
  return call.rounded ? call.capacity : rowsAfter(call, t);
}

export function ovq(call: OvqCall, thread: i32, threads: i32): void {
  const work = workOf(call, false, thread, threads);
  for (let unit = thread; unit < call.batch * call.heads; unit += threads) {
    if (call.trace) keepPending(call, unit);
    const dictionary = work.dictionary;
    pointTo(dictionary, call, unit, -1);
    for (let from = 0, index = 0; from < call.ticks; index++) {
      const pending = (call.tokens + from) % call.block;
      const to = min(call.ticks, from + call.block - pending);
      if (call.trace) keepDictionary(call, work, unit, index);
      take(call, work, unit, from, to, pending);
      readStretch(call, work, unit, from, to, pending);
      const full = pending + to - from == call.block;
      if (full) write(call, work, unit, call.tokens + from - pending);
      for (let t = from; t < to; t++) {
        const row = full ? <f32>load<i32>(work.assigned + 4 * <usize>(pending + t - from)) : -1;
        store<f32>(tokenAt(call, call.assigned, call.ticks, 1, unit, t), row);
      }
      from = to;
    }
  }
}

/** What was pending before the call, into the trace. */
function keepPending(call: OvqCall, unit: i32): void {
  const keyBytes = 4 * <usize>call.keyWidth;
  const valueBytes = 4 * <usize>call.valueWidth;
  const values = call.trace + <usize>call.batch * <usize>call.heads * <usize>call.block * keyBytes;
  for (let j = 0; j < call.block; j++) {
    const key = tokenAt(call, 0, call.block, call.keyWidth, unit, j);
    const value = tokenAt(call, 0, call.block, call.valueWidth, unit, j);
    memory.copy(call.trace + key, call.pendingKeys + key, keyBytes);
    memory.copy(values + value, call.pendingValues + value, valueBytes);
  }
}

function keepDictionary(call: OvqCall, work: OvqWork, unit: i32, entry: i32): void {
  const now = work.dictionary;
  const kept = work.after;
  const bytes = 4 * <usize>call.capacity;
  pointTo(kept, call, unit, entry);
  memory.copy(kept.keys, now.keys, bytes * <usize>call.keyWidth);
  memory.copy(kept.values, now.values, bytes * <usize>call.valueWidth);
  memory.copy(kept.counts, now.counts, bytes);
}

/** Tokens of a stretch join those that are pending, their keys as they are read. */
function take(call: OvqCall, work: OvqWork, unit: i32, from: i32, to: i32, pending: i32): void {
  const keyBytes = 4 * <usize>call.keyWidth;
  const valueBytes = 4 * <usize>call.valueWidth;
  if (call.rounded) {
    const first = tokenAt(call, call.k, call.ticks, call.keyWidth, unit, from);
    const pitch = call.heads * call.keyWidth;
    mostLike(call, work, first, pitch, to - from, work.dictionary.keys, call.capacity);
  }
  for (let t = from; t < to; t++) {
    const j = pending + t - from;
    let key = tokenAt(call, call.k, call.ticks, call.keyWidth, unit, t);
    if (call.rounded) {
      const code = load<i32>(work.assigned + 4 * <usize>(t - from));
      key = work.dictionary.keys + <usize>code * keyBytes;
    }
    memory.copy(tokenAt(call, call.pendingKeys, call.block, call.keyWidth, unit, j), key, keyBytes);
    const value = tokenAt(call, call.v, call.ticks, call.valueWidth, unit, t);
    memory.copy(tokenAt(call, call.pendingValues, call.block, call.valueWidth, unit, j), value, valueBytes);
  }
}
