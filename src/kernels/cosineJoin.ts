/**
 * All pairs of sparse rows of length 1 with a cosine from theta, exactly, without making the others: all-pairs similarity search by
 * prefix filtering with the Cauchy-Schwarz bound (Bayardo, Ma & Srikant 2007; Anastasiu & Karypis 2014, "L2AP").
 *
 * Words are in one order for all rows, rare before frequent, and rows earlier than x are met word by word in lists. What x and y can
 * still share from a word on is at most the product of the lengths of their rests: below theta, y is met there for the first time too
 * late. From where the rest of x alone is shorter than theta (its tail, the words of long lists) nobody is met for the first time. The
 * same bound then lets go of most of those that were met. The others are looked up in the tail's lists or multiplied out at once,
 * whichever is less work; what is left is multiplied out, in an order of its own, so that a cosine has the same bits however its
 * pair was found.
 *
 * Nearly all the time is entries of lists read: 8 bytes of a list and 8 of a sum each, in whole numbers of 16 and 32 bits, which say a
 * little less of what was shared and a little more of what may follow than is true, so that they only let more pairs through. Whether an
 * entry passes hangs on nothing a processor could guess, so that no branch hangs on it.
 *
 * Rows are listed first, by one thread, each remembering how long the lists of its words were: that many entries are of earlier rows,
 * whatever was listed since, so that rows can be joined by several threads in any order.
 */

/** Entries of lists that can be read in the time in which a pair is multiplied out. */
const MULTIPLYING: f64 = 20;
/** More than float64 may be off by, of squared lengths. */
const SLACK: f64 = 1e-5;
/** Units of the weights in a list, of those of the row that looks, and of the squared lengths: rests, rounded up. */
const LISTED: f64 = 65536;
const LOOKING: f64 = 32768;
const REST: f64 = 65000;
/** Rests are below. */
const NEVER: i32 = 65536;
/**
 * Weights are rounded down: of a pair that shares n words at most (1 / LISTED + 1 / LOOKING) sqrt(n) is lost, as the weights of either
 * have no more than sqrt(n) in sum.
 */
const LOST: f64 = 1 / LISTED + 1 / LOOKING;
/** Bytes from one thread's to the next: of no cache line two threads write to. */
const DESK: usize = 128;
/** Rows dealt out at once, whose numbers of pairs fill a cache line. */
const LUMP: i32 = 16;

/** What a thread has of its own. */
@unmanaged
class JoinDesk {
  /** [rows] uint64: below what lists gave of a pair and 1 a word, above the latest entry's upper half; 0 below between two rows. */
  sums: usize;
  /** [rows + 1] uint32. */
  touched: usize;
  /** [terms] float64: the row that looks; 0 between two rows. */
  spread: usize;
  /** Pairs of its rows, one row after another: uint32 earlier rows, ascending, and float64 cosines. */
  neighbours: usize;
  cosines: usize;
  /** Pairs there is room for. */
  room: i32;
  /** The row it joins next, and how many pairs it has found. */
  next: i32;
  filled: i32;
  /** Written where it stopped at a row for want of room: pairs of that row, at most. */
  missing: i32;
  /** Counted up: entries of lists read, and pairs multiplied out. */
  met: f64;
  multiplied: f64;
}

@unmanaged
export class CosineJoinCall {
  /** Rows to be put into the lists, or to be joined with the earlier ones: dealt out to the threads in lumps. */
  from: i32;
  to: i32;
  listing: i32;
  /** float64. */
  theta: usize;
  /** [rows + 1] uint32, into the two that follow and the next two: uint32 words, float64 weights. */
  starts: usize;
  terms: usize;
  values: usize;
  /** uint32: places of a row's words, rare ones first, and of each how many earlier rows are in its list. Written when a row is listed. */
  order: usize;
  earlier: usize;
  /** [terms] uint32: rows each word stands in, by which words are ordered. */
  frequencies: usize;
  /** [terms] uint32 where each list begins, and its length; there is room for the rows to come. */
  listStarts: usize;
  listLengths: usize;
  /** Of the lists, uint64: below the row, above 16 bits of its weight and 16 of its squared length from this word on. */
  entries: usize;
  /** [most words of a row] uint64. */
  sorting: usize;
  /** [to - from] uint32, written: pairs of each row joined. */
  pairs: usize;
  /** [threads] JoinDesk. */
  desks: usize;
}

export function cosineJoin(call: CosineJoinCall, thread: i32, threads: i32): void {
  if (call.listing) {
    if (thread == 0) for (let row = call.from; row < call.to; row++) list(call, row);
    return;
  }
  const desk = changetype<JoinDesk>(call.desks + <usize>thread * DESK);
  const theta = load<f64>(call.theta);
  let row = desk.next;
  while (row < call.to && joinRow(call, desk, row, theta)) {
    row++;
    if (((row - call.from) & (LUMP - 1)) == 0) row += (threads - 1) * LUMP;
  }
  desk.next = row;
}

/** Puts a row into the lists of its words, and keeps what was in them before: those are the rows it is joined with. */
function list(call: CosineJoinCall, row: i32): void {
  const from = load<u32>(call.starts + (<usize>row << 2));
  const size = load<u32>(call.starts + (<usize>row << 2), 4) - from;
  const terms = call.terms + (<usize>from << 2);
  const values = call.values + (<usize>from << 3);
  for (let k: u32 = 0; k < size; k++) {
    const term = load<u32>(terms + (<usize>k << 2));
    const frequency = <u64>load<u32>(call.frequencies + (<usize>term << 2));
    // Of equally rare words the earlier one first.
    store<u64>(call.sorting + (<usize>k << 3), (frequency << 32) | k);
  }
  sort<u64>(call.sorting, size);
  let left: f64 = 1;
  for (let k: u32 = 0; k < size; k++) {
    const at = <usize>(from + k) << 2;
    const place = <usize>load<u32>(call.sorting + (<usize>k << 3));
    const term = <usize>load<u32>(terms + (place << 2)) << 2;
    const weight = load<f64>(values + (place << 3));
    const length = load<u32>(call.listLengths + term);
    const entry = <usize>(load<u32>(call.listStarts + term) + length) << 3;
    const rest = min(<u64>ceil((left + SLACK) * REST), 65535);
    const listed = min(<u64>(weight * LISTED), 65535);
    store<u32>(call.order + at, <u32>place);
    store<u32>(call.earlier + at, length);
    store<u64>(call.entries + entry, (rest << 48) | (listed << 32) | <u64>row);
    store<u32>(call.listLengths + term, length + 1);
    left = max(0, left - weight * weight);
  }
}

/** False where there is no room for its pairs; nothing is changed then. */
function joinRow(call: CosineJoinCall, desk: JoinDesk, row: i32, theta: f64): bool {
  const from = load<u32>(call.starts + (<usize>row << 2));
  const size = load<u32>(call.starts + (<usize>row << 2), 4) - from;
  const pairs = call.pairs + (<usize>(row - call.from) << 2);
  store<u32>(pairs, 0);
  if (size == 0) return true;
  const met = desk.met;
  const head = headOf(call, from, size, theta);
  const least = theta - SLACK - LOST * sqrt(<f64>size);
  let found = gather(call, desk, from, size, 0, head, theta, 0);
  found = filter(desk, found, squares(call, from, head, size) + SLACK, least);
  const rest = entriesOf(call, from, head, size);
  if (rest > 0 && rest < <f64>found * MULTIPLYING) {
    found = gather(call, desk, from, size, head, size, theta, found);
    found = filter(desk, found, SLACK, least);
  }
  if (desk.filled + found > desk.room) {
    for (let k = 0; k < found; k++) forget(desk, load<u32>(desk.touched + (<usize>k << 2)));
    desk.missing = found;
    desk.met = met;
    return false;
  }
  const kept = multiplyOut(call, desk, from, size, found, theta);
  store<u32>(pairs, kept);
  desk.filled += kept;
  return true;
}

/** Place of a row's k-th word, rare ones first; `from` is where the row begins. */
function placeAt(call: CosineJoinCall, from: u32, k: u32): usize {
  return <usize>load<u32>(call.order + (<usize>(from + k) << 2));
}

function weightAt(call: CosineJoinCall, from: u32, k: u32): f64 {
  return load<f64>(call.values + ((<usize>from + placeAt(call, from, k)) << 3));
}

/** Words in the head: what follows it has a length below theta. */
function headOf(call: CosineJoinCall, from: u32, size: u32, theta: f64): u32 {
  const most = theta * theta * (1 - SLACK);
  let sum: f64 = 0;
  let head = size;
  for (; head > 0; head--) {
    const weight = weightAt(call, from, head - 1);
    sum += weight * weight;
    if (sum >= most) break;
  }
  return head;
}

/** Squared length of the words from one place of the order to another. */
function squares(call: CosineJoinCall, from: u32, first: u32, to: u32): f64 {
  let sum: f64 = 0;
  for (let k = first; k < to; k++) {
    const weight = weightAt(call, from, k);
    sum += weight * weight;
  }
  return sum;
}

function entriesOf(call: CosineJoinCall, from: u32, first: u32, to: u32): f64 {
  let sum: f64 = 0;
  for (let k = first; k < to; k++) sum += <f64>load<u32>(call.earlier + (<usize>(from + k) << 2));
  return sum;
}

/** Adds up, for every row met, what the lists of words [first, to) give; returns how many rows are candidates now. */
function gather(
  call: CosineJoinCall,
  desk: JoinDesk,
  from: u32,
  size: u32,
  first: u32,
  to: u32,
  theta: f64,
  candidates: i32,
): i32 {
  const least = theta * theta * (1 - SLACK);
  const sums = desk.sums;
  const touched = desk.touched;
  let found = candidates;
  let left = squares(call, from, first, size) + SLACK;
  let met: f64 = 0;
  for (let k = first; k < to; k++) {
    const term = <usize>load<u32>(call.terms + ((<usize>from + placeAt(call, from, k)) << 2)) << 2;
    const exact = weightAt(call, from, k);
    const weight = <u32>(exact * LOOKING);
    // What the row of a list must have from this word on.
    const wanted = first == 0 ? <i32>min((least / left) * REST, <f64>NEVER) : NEVER;
    left -= exact * exact;
    const length = load<u32>(call.earlier + (<usize>(from + k) << 2));
    const start = call.entries + (<usize>load<u32>(call.listStarts + term) << 3);
    const end = start + (<usize>length << 3);
    for (let e = start; e < end; e += 8) {
      const entry = load<u64>(e);
      const other = <u32>entry;
      const pair = sums + (<usize>other << 3);
      const upper = <u32>(entry >> 32);
      const shared = load<u32>(pair);
      const met = i32(shared != 0);
      const stays = met | i32(<i32>(upper >> 16) >= wanted);
      store<u32>(touched + (<usize>found << 2), other);
      found += stays ^ met;
      // 1 more, so that who was met once is known by it.
      const now = (shared + weight * (upper & 0xffff) + 1) & -stays;
      store<u64>(pair, ((entry >> 32) << 32) | <u64>now);
    }
    met += <f64>length;
  }
  desk.met += met;
  return found;
}

/**
 * Lets go of candidates that cannot reach `least` with all they may still lack: what was not looked up of the row, `left` being the square
 * of its length, times what the other has behind the last word both were seen to have. Returns how many stay.
 */
function filter(desk: JoinDesk, found: i32, left: f64, least: f64): i32 {
  let kept = 0;
  for (let k = 0; k < found; k++) {
    const other = load<u32>(desk.touched + (<usize>k << 2));
    const pair = desk.sums + (<usize>other << 3);
    const lacks = least - <f64>load<u32>(pair) / (LISTED * LOOKING);
    const upper = load<u32>(pair, 4);
    const weight = <f64>(upper & 0xffff) / LISTED;
    const rest = max(<f64>(upper >> 16) / REST - weight * weight, 0);
    if (lacks > 0 && left * rest < lacks * lacks) {
      forget(desk, other);
    } else {
      store<u32>(desk.touched + (<usize>kept << 2), other);
      kept++;
    }
  }
  return kept;
}

function forget(desk: JoinDesk, other: u32): void {
  store<u32>(desk.sums + (<usize>other << 3), 0);
}

/** Multiplies out the pairs that may reach theta and keeps those that do; returns how many. */
function multiplyOut(call: CosineJoinCall, desk: JoinDesk, from: u32, size: u32, found: i32, theta: f64): i32 {
  if (found == 0) return 0;
  const spread = desk.spread;
  const terms = call.terms + (<usize>from << 2);
  const values = call.values + (<usize>from << 3);
  for (let k: usize = 0; k < <usize>size; k++)
    store<f64>(spread + (<usize>load<u32>(terms + (k << 2)) << 3), load<f64>(values + (k << 3)));
  sort<u32>(desk.touched, found);
  let end = <usize>desk.filled;
  for (let k = 0; k < found; k++) {
    const other = load<u32>(desk.touched + (<usize>k << 2));
    forget(desk, other);
    const first = <usize>load<u32>(call.starts + (<usize>other << 2));
    const last = <usize>load<u32>(call.starts + (<usize>other << 2), 4);
    let cosine: f64 = 0;
    for (let e = first; e < last; e++)
      cosine +=
        load<f64>(spread + (<usize>load<u32>(call.terms + (e << 2)) << 3)) * load<f64>(call.values + (e << 3));
    if (cosine < theta) continue;
    store<u32>(desk.neighbours + (end << 2), other);
    store<f64>(desk.cosines + (end << 3), cosine);
    end++;
  }
  for (let k: usize = 0; k < <usize>size; k++)
    store<f64>(spread + (<usize>load<u32>(terms + (k << 2)) << 3), 0);
  desk.multiplied += <f64>found;
  return <i32>end - desk.filled;
}

/** Ascending, in place, by Shell's method with Knuth's steps: mostly there are few. */
function sort<T>(base: usize, length: u32): void {
  let gap: u32 = 1;
  while (gap < length / 3) gap = 3 * gap + 1;
  for (; gap > 0; gap /= 3) {
    for (let k = gap; k < length; k++) {
      const value = load<T>(base + <usize>k * sizeof<T>());
      let at = k;
      while (at >= gap) {
        const before = load<T>(base + <usize>(at - gap) * sizeof<T>());
        if (before <= value) break;
        store<T>(base + <usize>at * sizeof<T>(), before);
        at -= gap;
      }
      store<T>(base + <usize>at * sizeof<T>(), value);
    }
  }
}
