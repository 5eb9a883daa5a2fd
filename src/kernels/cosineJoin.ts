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
 * Nearly all the time is entries of lists read, 20 bytes and 12 instructions each. Whether one passes hangs on nothing a processor could
 * guess, so that no branch hangs on it.
 */

/** Entries of lists that can be read in the time in which a pair is multiplied out. */
const MULTIPLYING: f64 = 20;
/** Lists and sums are float32: so much off for a row, and for each of its words, which only lets more pairs through. */
const SLACK: f64 = 1e-5;
const SLACK_OF_WORD: f64 = 1.2e-7;
const INFINITE: i32 = 0x7f800000;

@unmanaged
export class CosineJoinCall {
  /** Rows to be joined with the earlier ones. */
  from: i32;
  to: i32;
  /** Only puts them into the lists. */
  listing: i32;
  /** [rows + 1] uint32, into the two that follow: uint32 words, float64 weights. */
  starts: usize;
  terms: usize;
  values: usize;
  /** [terms] uint32: rows each word stands in, by which words are ordered. */
  frequencies: usize;
  /** [terms] uint32 where each list begins, and its length; there is room for the rows to come. */
  listStarts: usize;
  listLengths: usize;
  /** Of the lists: uint32 rows, float32 weights, float32 squared lengths of the row from this word on. */
  numbers: usize;
  weights: usize;
  rests: usize;
  /** [rows] two float32: what lists gave of a pair, and the square that the other still has; 0 between two rows. */
  sums: usize;
  /** [rows + 1] uint32. */
  touched: usize;
  /** [terms] float64: the row that looks; 0 between two rows. */
  spread: usize;
  /** [most words of a row] uint64. */
  order: usize;
  /** [rows + 1] uint32 where each row's pairs begin: uint32 earlier rows, ascending, and float64 cosines. */
  pairStarts: usize;
  neighbours: usize;
  cosines: usize;
  /** Pairs there is room for. */
  room: i32;
  /** float64: theta; then counted up: entries of lists read, pairs multiplied out, pairs of the row that found no room. */
  numbersOfWork: usize;
  /** int32, written: the first row that is not joined yet, `to` unless there was no room for its pairs. */
  reached: usize;
}

export function cosineJoin(call: CosineJoinCall): void {
  let row = call.from;
  while (row < call.to && joinRow(call, row)) row++;
  store<i32>(call.reached, row);
}

/** False where there is no room for its pairs; nothing is changed then. */
function joinRow(call: CosineJoinCall, row: i32): bool {
  const from = load<u32>(call.starts + (<usize>row << 2));
  const size = load<u32>(call.starts + (<usize>row << 2), 4) - from;
  const terms = call.terms + (<usize>from << 2);
  const values = call.values + (<usize>from << 3);
  const pairsAt = call.pairStarts + (<usize>row << 2);
  store<u32>(pairsAt, load<u32>(pairsAt), 4);
  if (size == 0) return true;
  const slack = SLACK + <f64>size * SLACK_OF_WORD;
  rareFirst(call, terms, size);
  if (!call.listing) {
    const theta = load<f64>(call.numbersOfWork);
    const head = headOf(call, values, size, theta, slack);
    let found = gather(call, terms, values, size, 0, head, theta, slack, 0);
    found = filter(call, found, squares(call, values, head, size) + slack, theta - slack);
    const rest = entriesOf(call, terms, head, size);
    if (rest > 0 && rest < <f64>found * MULTIPLYING) {
      found = gather(call, terms, values, size, head, size, theta, slack, found);
      found = filter(call, found, slack, theta - slack);
    }
    if (load<u32>(pairsAt) + <u32>found > <u32>call.room) {
      for (let k = 0; k < found; k++) forget(call, load<u32>(call.touched + (<usize>k << 2)));
      store<f64>(call.numbersOfWork, <f64>found, 24);
      return false;
    }
    store<u32>(pairsAt, multiplyOut(call, terms, values, size, found, load<u32>(pairsAt), theta), 4);
  }
  list(call, row, terms, values, size, slack);
  return true;
}

/** Places of a row's words, those in few rows first; of equally rare ones the earlier. */
function rareFirst(call: CosineJoinCall, terms: usize, size: u32): void {
  for (let k: u32 = 0; k < size; k++) {
    const term = load<u32>(terms + (<usize>k << 2));
    const frequency = <u64>load<u32>(call.frequencies + (<usize>term << 2));
    store<u64>(call.order + (<usize>k << 3), (frequency << 32) | k);
  }
  sort<u64>(call.order, size);
}

function placeAt(call: CosineJoinCall, k: u32): usize {
  return <usize>load<u32>(call.order + (<usize>k << 3));
}

/** Words in the head: what follows it has a length below theta. */
function headOf(call: CosineJoinCall, values: usize, size: u32, theta: f64, slack: f64): u32 {
  const most = theta * theta * (1 - slack);
  let sum: f64 = 0;
  let head = size;
  for (; head > 0; head--) {
    const weight = load<f64>(values + (placeAt(call, head - 1) << 3));
    sum += weight * weight;
    if (sum >= most) break;
  }
  return head;
}

/** Squared length of the words from one place of the order to another. */
function squares(call: CosineJoinCall, values: usize, from: u32, to: u32): f64 {
  let sum: f64 = 0;
  for (let k = from; k < to; k++) {
    const weight = load<f64>(values + (placeAt(call, k) << 3));
    sum += weight * weight;
  }
  return sum;
}

function entriesOf(call: CosineJoinCall, terms: usize, from: u32, to: u32): f64 {
  let sum: f64 = 0;
  for (let k = from; k < to; k++) {
    const term = load<u32>(terms + (placeAt(call, k) << 2));
    sum += <f64>load<u32>(call.listLengths + (<usize>term << 2));
  }
  return sum;
}

/** Adds up, for every row met, what the lists of words [from, to) give; returns how many rows are candidates now. */
function gather(
  call: CosineJoinCall,
  terms: usize,
  values: usize,
  size: u32,
  from: u32,
  to: u32,
  theta: f64,
  slack: f64,
  candidates: i32,
): i32 {
  const least = theta * theta * (1 - slack);
  const sums = call.sums;
  const touched = call.touched;
  let found = candidates;
  let left = squares(call, values, from, size) + slack;
  let met: f64 = 0;
  for (let k = from; k < to; k++) {
    const place = placeAt(call, k);
    const term = <usize>load<u32>(terms + (place << 2)) << 2;
    const exact = load<f64>(values + (place << 3));
    const weight = <f32>exact;
    // What the row of a list must have from this word on, as bits, which are ordered as the numbers are.
    const wanted = from == 0 ? reinterpret<i32>(<f32>(least / left)) : INFINITE;
    left -= exact * exact;
    const length = load<u32>(call.listLengths + term);
    const start = <usize>load<u32>(call.listStarts + term) << 2;
    const numbers = call.numbers + start;
    const weights = call.weights + start;
    const rests = call.rests + start;
    const end = <usize>length << 2;
    for (let e: usize = 0; e < end; e += 4) {
      const other = load<u32>(numbers + e);
      const pair = sums + (<usize>other << 3);
      const rest = load<i32>(rests + e);
      const value = load<f32>(weights + e);
      const met = i32(load<i32>(pair) != 0);
      const stays = met | i32(rest >= wanted);
      store<u32>(touched + (<usize>found << 2), other);
      found += stays ^ met;
      store<i32>(pair, reinterpret<i32>(load<f32>(pair) + weight * value) & -stays);
      store<f32>(pair, reinterpret<f32>(rest) - value * value, 4);
    }
    met += <f64>length;
  }
  count(call, 8, met);
  return found;
}

/**
 * Lets go of candidates that cannot reach `least` with all they may still lack: what was not looked up of the row, `left` being the square
 * of its length, times what the other has behind the last word both were seen to have. Returns how many stay.
 */
function filter(call: CosineJoinCall, found: i32, left: f64, least: f64): i32 {
  let kept = 0;
  for (let k = 0; k < found; k++) {
    const other = load<u32>(call.touched + (<usize>k << 2));
    const pair = call.sums + (<usize>other << 3);
    const lacks = least - <f64>load<f32>(pair);
    const rest = max(<f64>load<f32>(pair, 4), 0) + SLACK;
    if (lacks > 0 && left * rest < lacks * lacks) {
      forget(call, other);
    } else {
      store<u32>(call.touched + (<usize>kept << 2), other);
      kept++;
    }
  }
  return kept;
}

function forget(call: CosineJoinCall, other: u32): void {
  store<f32>(call.sums + (<usize>other << 3), 0);
}

/** Multiplies out the pairs that may reach theta and keeps those that do; returns where they end. */
function multiplyOut(
  call: CosineJoinCall,
  terms: usize,
  values: usize,
  size: u32,
  found: i32,
  at: u32,
  theta: f64,
): u32 {
  const spread = call.spread;
  let end = at;
  if (found == 0) return end;
  for (let k: usize = 0; k < <usize>size; k++)
    store<f64>(spread + (<usize>load<u32>(terms + (k << 2)) << 3), load<f64>(values + (k << 3)));
  sort<u32>(call.touched, found);
  for (let k = 0; k < found; k++) {
    const other = load<u32>(call.touched + (<usize>k << 2));
    forget(call, other);
    const first = <usize>load<u32>(call.starts + (<usize>other << 2));
    const last = <usize>load<u32>(call.starts + (<usize>other << 2), 4);
    let cosine: f64 = 0;
    for (let e = first; e < last; e++)
      cosine +=
        load<f64>(spread + (<usize>load<u32>(call.terms + (e << 2)) << 3)) * load<f64>(call.values + (e << 3));
    if (cosine < theta) continue;
    store<u32>(call.neighbours + (<usize>end << 2), other);
    store<f64>(call.cosines + (<usize>end << 3), cosine);
    end++;
  }
  for (let k: usize = 0; k < <usize>size; k++)
    store<f64>(spread + (<usize>load<u32>(terms + (k << 2)) << 3), 0);
  count(call, 16, <f64>found);
  return end;
}

/** Puts a row into the lists: only once it is joined, since it is no pair with itself. */
function list(call: CosineJoinCall, row: i32, terms: usize, values: usize, size: u32, slack: f64): void {
  let left = 1 + slack;
  for (let k: u32 = 0; k < size; k++) {
    const place = placeAt(call, k);
    const term = <usize>load<u32>(terms + (place << 2)) << 2;
    const weight = load<f64>(values + (place << 3));
    const length = load<u32>(call.listLengths + term);
    const entry = <usize>(load<u32>(call.listStarts + term) + length) << 2;
    store<u32>(call.numbers + entry, row);
    store<f32>(call.weights + entry, <f32>weight);
    store<f32>(call.rests + entry, <f32>left);
    store<u32>(call.listLengths + term, length + 1);
    left = max(slack, left - weight * weight);
  }
}

function count(call: CosineJoinCall, offset: usize, work: f64): void {
  const at = call.numbersOfWork + offset;
  store<f64>(at, load<f64>(at) + work);
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
