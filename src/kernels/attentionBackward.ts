/**
 * Causal softmax attention, backward. For a tile of keys and a block of queries, with s = dE/do, D = s . o and the forward pass's log
 * sum exp, five products of 2 width flops a query and key it sees:
 *
 *   P = exp(scale K Q^T - lse);  dS = scale P (V s^T - D);  dQ^T += K^T dS;  dV += P s;  dK += dS Q
 *
 * The last two sum over queries, for which P and dS are turned into strips. A tile's dK and dV stay in L1 while blocks of queries
 * pass by. Threads take key heads; where these are few, the tiles of one are dealt to SPLITS shares with dQ of their own, added up
 * in order after the threads have met. How many shares there are depends on the sizes alone, so bits do not depend on threads.
 */
import {
  AttendCall,
  KEYS,
  QUERIES,
  firstKey,
  hides,
  keyAt,
  octets,
  packColumns,
  packQueries,
  packRows,
  panelsOf,
  positionsFrom,
  quads,
  sees,
  tileEnd,
} from './attentionTiles';
import { barrier, share } from './barrier';
import { IN_TWOS, power4, storeSome } from './math';
import { LANES, packPanels, transpose4x4 } from './panels';
import { strips } from './tile';

/** Shares of work there should be. */
const SPLITS: i32 = 8;

function splitsOf(units: i32, ticks: i32, held: i32): i32 {
  if (units == 0) return 1;
  const tiles = (ticks + held + KEYS - 1) / KEYS;
  return max(1, min(tiles, (SPLITS + units - 1) / units));
}

/** [queries][keys], or the reverse; with room for a panel's queries that are not there. */
const SQUARE: usize = 4 * <usize>KEYS * <usize>QUERIES + 128;

/** What a thread packs, and the dK and dV of a tile. */
function workBytes(keyWidth: i32, valueWidth: i32): usize {
  const k = <usize>octets(keyWidth);
  const v = <usize>octets(valueWidth);
  return 3 * SQUARE + 4 * <usize>KEYS * (3 * k + 2 * v) + 4 * <usize>QUERIES * (2 * k + 2 * v);
}

/** dQ^T of a key head's queries in panels, and their lse and D. */
function queryBytes(ticks: i32, group: i32, keyWidth: i32): usize {
  return <usize>(group * panelsOf(ticks)) * (32 * <usize>quads(keyWidth) + 64);
}

export function attendBackwardScratch(
  batch: i32,
  ticks: i32,
  heads: i32,
  keyHeads: i32,
  keyWidth: i32,
  valueWidth: i32,
  held: i32,
  threads: i32,
): usize {
  const units = batch * keyHeads;
  const splits = splitsOf(units, ticks, held);
  const holders = <usize>(splits == 1 ? threads : units * splits);
  return (
    workBytes(keyWidth, valueWidth) * <usize>threads + holders * queryBytes(ticks, heads / keyHeads, keyWidth)
  );
}

/** Where a thread keeps what it packs. */
@unmanaged
class Places {
  weights: usize;
  slopes: usize;
  turned: usize;
  keyRows: usize;
  keyColumns: usize;
  valueRows: usize;
  keySum: usize;
  valueSum: usize;
  queryPanels: usize;
  signalPanels: usize;
  queryRows: usize;
  signalRows: usize;
}

export function attendBackward(call: AttendCall, control: usize, thread: i32, threads: i32): void {
  const group = call.heads / call.keyHeads;
  const units = call.batch * call.keyHeads;
  const splits = splitsOf(units, call.ticks, call.held);
  const work = workBytes(call.keyWidth, call.valueWidth);
  const queries = queryBytes(call.ticks, group, call.keyWidth);
  const holders = call.scratch + work * <usize>threads;
  for (let unit = thread; unit < units * splits; unit += threads) {
    const owner = unit / splits;
    const b = owner / call.keyHeads;
    const keyHead = owner % call.keyHeads;
    const holder = holders + queries * <usize>(splits == 1 ? thread : unit);
    memory.fill(holder, 0, queries);
    tilesOf(call, b, keyHead, unit % splits, splits, call.scratch + work * <usize>thread, holder);
    if (splits == 1) for (let n = 0; n < group * panelsOf(call.ticks); n++) addPanel(call, b, keyHead, n, holder);
  }
  if (splits == 1) return;
  barrier(control, threads);
  const panels = group * panelsOf(call.ticks);
  const last = share(units * panels, 1, thread + 1, threads);
  for (let n = share(units * panels, 1, thread, threads); n < last; n++) {
    const owner = n / panels;
    for (let split = 0; split < splits; split++) {
      const holder = holders + queries * <usize>(owner * splits + split);
      addPanel(call, owner / call.keyHeads, owner % call.keyHeads, n % panels, holder);
    }
  }
}

// @ts-ignore: decorator
@inline
function rowOf(call: AttendCall, b: i32, t: i32): usize {
  return <usize>b * <usize>call.ticks + <usize>t;
}

/** Adds the dQ of panel `n` of a key head to the signal of queries. */
function addPanel(call: AttendCall, b: i32, keyHead: i32, n: i32, holder: usize): void {
  const width = <usize>call.keyWidth;
  const panels = panelsOf(call.ticks);
  const head = <usize>(keyHead * (call.heads / call.keyHeads) + n / panels);
  const t = (n % panels) * LANES;
  const rows = min(LANES, call.ticks - t);
  const pitch = 4 * <usize>call.heads * width;
  let to = call.qSignal + rowOf(call, b, t) * pitch + 4 * head * width;
  const from = holder + 32 * <usize>n * <usize>quads(call.keyWidth);
  for (let row = 0; row < rows; row++, to += pitch) {
    for (let i: usize = 0; i < width; i++) {
      store<f32>(to + 4 * i, load<f32>(to + 4 * i) + load<f32>(from + 32 * i + 4 * <usize>row));
    }
  }
}

/** One share of a key head's tiles. */
function tilesOf(
  call: AttendCall,
  b: i32,
  keyHead: i32,
  split: i32,
  splits: i32,
  scratch: usize,
  holder: usize,
): void {
  const keyWidth = call.keyWidth;
  const valueWidth = call.valueWidth;
  const group = call.heads / call.keyHeads;
  const panels = panelsOf(call.ticks);
  const sums = holder + 32 * <usize>(group * panels) * <usize>quads(keyWidth);
  for (let g = 0; g < group; g++) copySums(call, b, keyHead * group + g, sums + 64 * <usize>(g * panels));

  const places = placesIn(scratch, keyWidth, valueWidth);
  const keyPitch = <usize>call.keyHeads * <usize>keyWidth;
  const valuePitch = <usize>call.keyHeads * <usize>valueWidth;
  const last = call.held + call.ticks;
  let n = 0;
  for (let s = firstKey(call, 0), end = s; s < last; s = end, n++) {
    end = tileEnd(call, s, last);
    if (n % splits != split) continue;
    const count = end - s;
    const key = keyAt(call, b, keyHead, s, keyWidth, call.pastKeys, call.k);
    const value = keyAt(call, b, keyHead, s, valueWidth, call.pastValues, call.v);
    packRows(key, keyPitch, count, keyWidth, places.keyRows);
    packColumns(key, keyPitch, count, keyWidth, places.keyColumns);
    packRows(value, valuePitch, count, valueWidth, places.valueRows);
    const own = s >= call.held;
    if (own) {
      memory.fill(places.keySum, 0, 4 * <usize>KEYS * <usize>octets(keyWidth));
      memory.fill(places.valueSum, 0, 4 * <usize>KEYS * <usize>octets(valueWidth));
    }
    // Panels that see some of the tile: they follow each other.
    const first = max(0, s - call.held) / LANES;
    let until = panels;
    if (call.window > 0) until = min(until, (end - 2 + call.window - call.held) / LANES + 1);
    for (let g = 0; g < group; g++) {
      const head = keyHead * group + g;
      for (let panel = first; panel < until; panel += QUERIES / LANES) {
        const held = sums + 64 * <usize>(g * panels);
        const out = holder + 32 * <usize>(g * panels) * <usize>quads(keyWidth);
        const some = min(QUERIES / LANES, until - panel);
        blockOf(call, b, head, s, count, panel, some, own, places, held, out);
      }
    }
    if (own) {
      const row = s - call.held;
      addTile(places.keySum, count, keyWidth, call.kSignal + 4 * (rowOf(call, b, row) * keyPitch + <usize>keyHead * <usize>keyWidth), keyPitch);
      addTile(places.valueSum, count, valueWidth, call.vSignal + 4 * (rowOf(call, b, row) * valuePitch + <usize>keyHead * <usize>valueWidth), valuePitch);
    }
  }
}

function placesIn(scratch: usize, keyWidth: i32, valueWidth: i32): Places {
  const places = changetype<Places>(scratch + 3 * SQUARE - 128);
  const keyTile = 4 * <usize>KEYS * <usize>octets(keyWidth);
  const valueTile = 4 * <usize>KEYS * <usize>octets(valueWidth);
  places.weights = scratch;
  places.slopes = places.weights + SQUARE - 128;
  places.turned = places.slopes + SQUARE - 128;
  places.keyRows = scratch + 3 * SQUARE;
  places.keyColumns = places.keyRows + keyTile;
  places.keySum = places.keyColumns + keyTile;
  places.valueRows = places.keySum + keyTile;
  places.valueSum = places.valueRows + valueTile;
  places.queryPanels = places.valueSum + valueTile;
  places.queryRows = places.queryPanels + 4 * <usize>QUERIES * <usize>octets(keyWidth);
  places.signalPanels = places.queryRows + 4 * <usize>QUERIES * <usize>octets(keyWidth);
  places.signalRows = places.signalPanels + 4 * <usize>QUERIES * <usize>octets(valueWidth);
  return places;
}

/** lse in powers of two and D of a head's queries, 8 of each a panel. */
function copySums(call: AttendCall, b: i32, head: i32, into: usize): void {
  const width = <usize>call.valueWidth;
  const pitch = 4 * <usize>call.heads * width;
  const lse = call.lse + 4 * (<usize>b * <usize>call.heads + <usize>head) * <usize>call.ticks;
  const first = rowOf(call, b, 0) * pitch + 4 * <usize>head * width;
  let signal = call.signal + first;
  let y = call.y + first;
  for (let t = 0; t < call.ticks; t++, signal += pitch, y += pitch) {
    const to = into + 64 * <usize>(t / LANES) + 4 * <usize>(t % LANES);
    store<f32>(to, IN_TWOS * load<f32>(lse + 4 * <usize>t));
    store<f32>(to, dot(signal, y, call.valueWidth), 32);
  }
}

function dot(a: usize, b: usize, count: i32): f32 {
  let four = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4, a += 16, b += 16) four = f32x4.add(four, f32x4.mul(v128.load(a), v128.load(b)));
  let sum =
    f32x4.extract_lane(four, 0) +
    f32x4.extract_lane(four, 1) +
    (f32x4.extract_lane(four, 2) + f32x4.extract_lane(four, 3));
  for (; i < count; i++, a += 4, b += 4) sum += load<f32>(a) * load<f32>(b);
  return sum;
}

/** Keys [s, s + count) and `panels` panels of a head's queries from `first` on. */
function blockOf(
  call: AttendCall,
  b: i32,
  head: i32,
  s: i32,
  count: i32,
  first: i32,
  panels: i32,
  own: bool,
  places: Places,
  sums: usize,
  out: usize,
): void {
  const keyWidth = call.keyWidth;
  const valueWidth = call.valueWidth;
  const from = first * LANES;
  const rows = min(panels * LANES, call.ticks - from);
  const keyPitch = <usize>call.heads * <usize>keyWidth;
  const valuePitch = <usize>call.heads * <usize>valueWidth;
  const query = call.q + 4 * (rowOf(call, b, from) * keyPitch + <usize>head * <usize>keyWidth);
  const signal = call.signal + 4 * (rowOf(call, b, from) * valuePitch + <usize>head * <usize>valueWidth);
  for (let n = 0; n < panels; n++) {
    const t = from + n * LANES;
    const seen = min(count, call.held + t + LANES - s);
    const down = 4 * <usize>(n * LANES);
    const queryPanel = places.queryPanels;
    const signalPanel = places.signalPanels;
    packQueries(query + down * keyPitch, keyPitch, rows - n * LANES, keyWidth, queryPanel);
    packQueries(signal + down * valuePitch, valuePitch, rows - n * LANES, valueWidth, signalPanel);
    const weights = places.weights + 32 * <usize>(n * KEYS);
    const slopes = places.slopes + 32 * <usize>(n * KEYS);
    strips(places.keyRows, queryPanel, (seen + 3) >> 2, keyWidth, weights, IN_TWOS * call.scale, false);
    strips(places.valueRows, signalPanel, (seen + 3) >> 2, valueWidth, slopes, 1, false);
    const held = sums + 64 * <usize>(first + n);
    if (hides(call, t, s, s + seen)) slopesOf(true, call, t, s, seen, weights, slopes, held);
    else slopesOf(false, call, t, s, seen, weights, slopes, held);
    const queryOut = out + 32 * <usize>(first + n) * <usize>quads(keyWidth);
    addKeys(places.keyColumns, count, slopes, seen, queryOut, keyWidth);
    if (own) {
      // What strips of four keys read beyond the last.
      const rest = 32 * <usize>(quads(seen) - seen);
      memory.fill(weights + 32 * <usize>seen, 0, rest);
      memory.fill(slopes + 32 * <usize>seen, 0, rest);
    }
  }
  if (!own) return;
  const early = s - call.held - from;
  turn(places.weights, panels, count, rows, places.turned);
  packPanels(signal, valuePitch, 1, rows, valueWidth, places.signalRows, 0, (valueWidth + LANES - 1) / LANES);
  addProducts(places.turned, places.signalRows, count, rows, early, valueWidth, places.valueSum);
  turn(places.slopes, panels, count, rows, places.turned);
  packPanels(query, keyPitch, 1, rows, keyWidth, places.queryRows, 0, (keyWidth + LANES - 1) / LANES);
  addProducts(places.turned, places.queryRows, count, rows, early, keyWidth, places.keySum);
}

/** From logits and V s^T to P and dS, in place. */
// @ts-ignore: decorator
@inline
function slopesOf(
  hidden: bool,
  call: AttendCall,
  t: i32,
  s: i32,
  count: i32,
  weights: usize,
  slopes: usize,
  held: usize,
): void {
  const lse0 = v128.load(held);
  const lse1 = v128.load(held, 16);
  const mean0 = v128.load(held, 32);
  const mean1 = v128.load(held, 48);
  const scale = f32x4.splat(call.scale);
  const low = positionsFrom(call, t);
  const high = positionsFrom(call, t + 4);
  for (let key = 0; key < count; key++, weights += 32, slopes += 32) {
    let p0 = power4(f32x4.sub(v128.load(weights), lse0));
    let p1 = power4(f32x4.sub(v128.load(weights, 16), lse1));
    if (hidden) {
      p0 = v128.and(p0, sees(low, call.window, s + key));
      p1 = v128.and(p1, sees(high, call.window, s + key));
    }
    v128.store(weights, p0);
    v128.store(weights, p1, 16);
    const away0 = f32x4.sub(v128.load(slopes), mean0);
    const away1 = f32x4.sub(v128.load(slopes, 16), mean1);
    v128.store(slopes, f32x4.mul(f32x4.mul(scale, p0), away0));
    v128.store(slopes, f32x4.mul(f32x4.mul(scale, p1), away1), 16);
  }
}

/** dQ^T += K^T dS over the first `seen` of `count` keys, which are packed as [count][4] a quad of columns. */
function addKeys(keys: usize, count: i32, slopes: usize, seen: i32, out: usize, keyWidth: i32): void {
  if (seen == count) {
    strips(keys, slopes, quads(keyWidth) >> 2, count, out, 1, true);
    return;
  }
  for (let i = 0; i < keyWidth; i += 4, keys += 16 * <usize>count, out += 128) {
    strips(keys, slopes, 1, seen, out, 1, true);
  }
}

/** From panels [keys][8 queries] to strips [rows][4 keys]; what is written beyond `rows` the next strip writes over. */
function turn(source: usize, panels: i32, count: i32, rows: i32, into: usize): void {
  const panel = 32 * <usize>KEYS;
  for (let key = 0; key < count; key += 4, source += 128, into += 16 * <usize>rows) {
    for (let n = 0; n < panels; n++) {
      const from = source + panel * <usize>n;
      const to = into + 128 * <usize>n;
      transpose4x4(from, 32, 64, 96, to, 16);
      transpose4x4(from + 16, 32, 64, 96, to + 64, 16);
    }
  }
}

/**
 * sum [width / 8][KEYS][8] += turned^T rows. Key n is not seen by the first `early` + n queries, whose places were perhaps not
 * written: strips begin behind them.
 */
function addProducts(
  turned: usize,
  packed: usize,
  count: i32,
  rows: i32,
  early: i32,
  width: i32,
  sum: usize,
): void {
  for (let i = 0; i < width; i += LANES, packed += 32 * <usize>rows, sum += 32 * <usize>KEYS) {
    if (early + count <= 0) {
      strips(turned, packed, (count + 3) >> 2, rows, sum, 1, true);
      continue;
    }
    for (let key = 0; key < count && early + key < rows; key += 4) {
      const from = max(0, early + key);
      const strip = turned + 4 * <usize>(key * rows) + 16 * <usize>from;
      strips(strip, packed + 32 * <usize>from, 1, rows - from, sum + 32 * <usize>key, 1, true);
    }
  }
}

/** Adds a tile [width / 8][KEYS][8] to `count` rows, `pitch` floats apart. */
function addTile(sum: usize, count: i32, width: i32, into: usize, pitch: usize): void {
  for (let i = 0; i < width; i += 4) {
    let from = sum + 32 * <usize>(KEYS * (i / LANES)) + 4 * <usize>(i % LANES);
    let to = into + 4 * <usize>i;
    for (let row = 0; row < count; row++, from += 32, to += 4 * pitch) {
      storeSome(to, f32x4.add(v128.load(to), v128.load(from)), width - i);
    }
  }
}
