/**
 * The join of all pairs of sparse rows with a cosine from theta, on the kernel (src/kernels/cosineJoin.ts has the method). Rows may come
 * in any number of calls. Cosines are float64, summed in one order: the same bits on every machine and however rows were cut into calls.
 */
import { ComputeError } from './compute';
import { createCrew } from './wasm/crew';

/** Sparse rows of length 1, all those there are: what was joined already stays as it was. */
export interface SparseRows {
  rows: number;
  /** [rows + 1]. */
  starts: Uint32Array;
  /** By `starts`, ascending within a row. */
  terms: Uint32Array;
  values: Float64Array;
}

/** Pairs of the rows of one call with earlier rows. */
export interface RowPairs {
  /** [rows of the call + 1] where each row's pairs begin in `neighbours` (ascending within a row) and `cosines`. */
  starts: Uint32Array;
  neighbours: Uint32Array;
  cosines: Float64Array;
}

/** One set of rows in a joiner. */
export interface Join {
  /** False once another has begun: it is as if no row had been given then. */
  readonly held: boolean;
  /** Joins the rows from the first not given yet with all before them. */
  add(rows: SparseRows): RowPairs;
  /** Takes those rows without looking for their pairs: later ones find them. */
  list(rows: SparseRows): void;
  /** Entries of lists read, and pairs multiplied out. */
  work(): { met: number; multiplied: number };
}

/** Memory for one set of rows at a time. */
export interface CosineJoiner {
  /**
   * Begins with no rows. `theta` is the least cosine, above 0. Words are looked up in the order of `frequencies`, rare ones first, which
   * decides how much work it is, not what is found; words beyond its end count as rarest.
   */
  begin(theta: number, frequencies: Uint32Array): Join;
  /** Releases the memory; the joiner is unusable afterwards. */
  dispose(): void;
}

const mostMemory = 2 ** 32;

/** A block of the heap that grows at its end. */
interface Block {
  at: number;
  bytes: number;
  readonly label: string;
}

export async function createCosineJoiner(): Promise<CosineJoiner> {
  const crew = await createCrew({ maximumBytes: mostMemory, threads: 1 });
  const { heap } = crew;
  const block = (label: string, bytes = 64): Block => ({ at: heap.take(bytes, label), bytes, label });
  const held = {
    starts: block('rows'),
    terms: block('words of rows'),
    values: block('weights of rows'),
    frequencies: block('frequencies'),
    listStarts: block('lists of words'),
    listLengths: block('lists of words'),
    numbers: block('entries of lists'),
    weights: block('entries of lists'),
    rests: block('entries of lists'),
    sums: block('sums'),
    touched: block('candidates'),
    spread: block('words of a row'),
    order: block('order of words'),
    pairStarts: block('pairs'),
    neighbours: block('pairs'),
    cosines: block('cosines'),
    work: block('work'),
    reached: block('rows reached')
  };
  const words = (): Uint32Array => new Uint32Array(heap.integers.buffer);
  const doubles = (): Float64Array => new Float64Array(heap.integers.buffer);

  /** Room for so many bytes, with what is there kept and what is new 0. */
  function grow(one: Block, bytes: number, ample = 1.5): void {
    if (bytes <= one.bytes) return;
    const size = 8 * Math.ceil(Math.max(bytes, ample * one.bytes) / 8);
    const at = heap.take(size, one.label);
    words().copyWithin(at / 4, one.at / 4, (one.at + one.bytes) / 4);
    heap.give(one.at);
    one.at = at;
    one.bytes = size;
  }

  let rows = 0;
  let entries = 0;
  let known = 0;
  let pooled = 0;
  let rooms = new Uint32Array(0);

  /** Room in the lists for the words of new rows: exactly what they need, if they are the first; else twice as much. */
  function makeRoom(terms: Uint32Array, from: number, to: number): void {
    const first = pooled === 0;
    const coming = new Map<number, number>();
    const lengths = held.listLengths.at / 4;
    const starts = held.listStarts.at / 4;
    let top = pooled;
    if (first) {
      for (let e = from; e < to; e++) rooms[terms[e]]++;
      top = to - from;
    } else {
      for (let e = from; e < to; e++) coming.set(terms[e], (coming.get(terms[e]) ?? 0) + 1);
      for (const [term, count] of coming)
        if (words()[lengths + term] + count > rooms[term]) top += 2 * (words()[lengths + term] + count);
    }
    const lists = [held.numbers, held.weights, held.rests];
    for (const list of lists) grow(list, 4 * top);
    const view = words();
    const place = (term: number, room: number): void => {
      view[starts + term] = pooled;
      rooms[term] = room;
      pooled += room;
    };
    if (first) for (let term = 0; term < known; term++) place(term, rooms[term]);
    for (const [term, count] of coming) {
      const length = view[lengths + term];
      if (length + count <= rooms[term]) continue;
      const start = view[starts + term];
      for (const { at } of lists) view.copyWithin(at / 4 + pooled, at / 4 + start, at / 4 + start + length);
      place(term, 2 * (length + count));
    }
  }

  function take({ rows: to, starts, terms, values }: SparseRows, listing: boolean): void {
    words()[held.pairStarts.at / 4 + rows] = 0;
    if (to <= rows) return;
    const end = starts[to];
    let most = 0;
    let longest = 0;
    for (let e = entries; e < end; e++) if (terms[e] >= most) most = terms[e] + 1;
    for (let row = rows; row < to; row++) longest = Math.max(longest, starts[row + 1] - starts[row]);
    known = Math.max(known, most);
    for (const one of [held.frequencies, held.listStarts, held.listLengths]) grow(one, 4 * known);
    grow(held.spread, 8 * known);
    if (rooms.length < known) {
      const larger = new Uint32Array(Math.max(known, Math.ceil(1.5 * rooms.length)));
      larger.set(rooms);
      rooms = larger;
    }
    for (const one of [held.starts, held.pairStarts, held.touched]) grow(one, 4 * to + 4);
    grow(held.sums, 8 * to);
    grow(held.order, 8 * longest);
    grow(held.terms, 4 * end);
    grow(held.values, 8 * end);
    makeRoom(terms, entries, end);
    words().set(starts.subarray(rows, to + 1), held.starts.at / 4 + rows);
    words().set(terms.subarray(entries, end), held.terms.at / 4 + entries);
    doubles().set(values.subarray(entries, end), held.values.at / 8 + entries);
    while (rows < to) {
      run(rows, to, listing);
      rows = heap.integers[held.reached.at / 4];
      if (rows === to) break;
      const missing = doubles()[held.work.at / 8 + 3];
      const pairs = words()[held.pairStarts.at / 4 + rows] + missing;
      grow(held.neighbours, 4 * pairs);
      grow(held.cosines, 8 * pairs);
    }
    entries = end;
  }

  function run(from: number, to: number, listing: boolean): void {
    const { cosines, frequencies, listLengths, listStarts, neighbours, numbers, order, pairStarts } = held;
    const { reached, rests, spread, starts, sums, terms, touched, values, weights, work } = held;
    const addresses = [starts, terms, values, frequencies, listStarts, listLengths, numbers, weights, rests];
    addresses.push(sums, touched, spread, order, pairStarts, neighbours, cosines);
    const room = Math.floor(Math.min(neighbours.bytes / 4, cosines.bytes / 8));
    crew.run('cosineJoin', 1, [
      from,
      to,
      listing ? 1 : 0,
      ...addresses.map(({ at }) => at),
      room,
      work.at,
      reached.at
    ]);
  }

  function reset(theta: number, frequencies: Uint32Array): void {
    rows = 0;
    entries = 0;
    pooled = 0;
    known = frequencies.length;
    rooms = new Uint32Array(known);
    for (const one of [held.frequencies, held.listStarts, held.listLengths]) {
      grow(one, 4 * known);
      words().fill(0, one.at / 4, (one.at + one.bytes) / 4);
    }
    words().set(frequencies, held.frequencies.at / 4);
    words()[held.starts.at / 4] = 0;
    doubles().set([theta, 0, 0, 0], held.work.at / 8);
  }

  let current: Join | undefined;
  return {
    begin(theta, frequencies) {
      if (!(theta > 0)) throw new ComputeError(`The least cosine is ${theta}; expected a number above 0.`);
      reset(theta, frequencies);
      const mine = (): void => {
        if (current !== join) throw new ComputeError('Another join has begun in this memory. Begin again.');
      };
      const join: Join = {
        get held() {
          return current === join;
        },
        add(given) {
          mine();
          const from = rows;
          take(given, false);
          const at = held.pairStarts.at / 4;
          const starts = words().slice(at + from, at + rows + 1);
          const pairs = starts.at(-1) ?? 0;
          return {
            starts,
            neighbours: words().slice(held.neighbours.at / 4, held.neighbours.at / 4 + pairs),
            cosines: doubles().slice(held.cosines.at / 8, held.cosines.at / 8 + pairs)
          };
        },
        list(given) {
          mine();
          take(given, true);
        },
        work() {
          mine();
          const [, met, multiplied] = doubles().slice(held.work.at / 8, held.work.at / 8 + 3);
          return { met, multiplied };
        }
      };
      current = join;
      return join;
    },
    dispose: () => crew.dispose()
  };
}
