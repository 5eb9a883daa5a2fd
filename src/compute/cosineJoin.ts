/**
 * The join of all pairs of sparse rows with a cosine from theta, on the kernel (src/kernels/cosineJoin.ts has the method). Rows may come
 * in any number of calls. Cosines are float64, summed in one order: the same bits on every machine, with any number of threads, and
 * however rows were cut into calls.
 */
import { ComputeError } from './compute';
import type { SpawnThread } from './kernelThread';
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
  /** Threads there are, this one included. */
  readonly threads: number;
  /**
   * Begins with no rows. `theta` is the least cosine, above 0. Words are looked up in the order of `frequencies`, rare ones first, which
   * decides how much work it is, not what is found; words beyond its end count as rarest.
   */
  begin(theta: number, frequencies: Uint32Array): Join;
  /** Releases the memory; the joiner is unusable afterwards. */
  dispose(): void;
}

export interface JoinerOptions {
  /** Threads wanted, this one included (default 1). There are fewer where they cannot be had. */
  threads?: number;
  spawnThread?: SpawnThread;
}

const mostMemory = 2 ** 32;
/** Rows of one run of the kernel: helpers are taken for lost where one takes very long. */
const rowsOfRun = 4096;
/** Fewer rows are not worth waking helpers for. */
const rowsForHelp = 128;

/** A block of the heap that grows at its end. */
interface Block {
  at: number;
  bytes: number;
  readonly label: string;
}

/** Rows dealt out to a thread at once. */
const lump = 16;
/** JoinDesk of the kernel, in words of 4 bytes; the last two are float64. */
const desk = { words: 32, next: 6, filled: 7, missing: 8, met: 10, multiplied: 12 } as const;

export async function createCosineJoiner({
  spawnThread,
  threads = 1
}: JoinerOptions = {}): Promise<CosineJoiner> {
  const crew = await createCrew({ maximumBytes: mostMemory, threads, spawnThread });
  const { heap } = crew;
  const block = (label: string, bytes = 64): Block => ({ at: heap.take(bytes, label), bytes, label });
  const held = {
    theta: block('theta'),
    starts: block('rows'),
    terms: block('words of rows'),
    values: block('weights of rows'),
    order: block('order of words'),
    earlier: block('order of words'),
    frequencies: block('frequencies'),
    listStarts: block('lists of words'),
    listLengths: block('lists of words'),
    entries: block('entries of lists'),
    sorting: block('words of a row'),
    pairs: block('pairs'),
    desks: block('threads', 4 * desk.words * crew.threads)
  };
  /** Of each thread. */
  const desks = Array.from({ length: crew.threads }, () => ({
    sums: block('sums'),
    touched: block('candidates'),
    spread: block('words of a row'),
    neighbours: block('pairs'),
    cosines: block('cosines')
  }));
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
    grow(held.entries, 8 * top);
    const view = words();
    const lists = held.entries.at / 4;
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
      view.copyWithin(lists + 2 * pooled, lists + 2 * start, lists + 2 * (start + length));
      place(term, 2 * (length + count));
    }
  }

  /** Room for rows up to `to`, and the rows themselves, put into the lists. */
  function list({ rows: to, starts, terms, values }: SparseRows): void {
    const end = starts[to];
    let most = 0;
    let longest = 0;
    for (let e = entries; e < end; e++) if (terms[e] >= most) most = terms[e] + 1;
    for (let row = rows; row < to; row++) longest = Math.max(longest, starts[row + 1] - starts[row]);
    known = Math.max(known, most);
    for (const one of [held.frequencies, held.listStarts, held.listLengths]) grow(one, 4 * known);
    if (rooms.length < known) {
      const larger = new Uint32Array(Math.max(known, Math.ceil(1.5 * rooms.length)));
      larger.set(rooms);
      rooms = larger;
    }
    grow(held.starts, 4 * to + 4);
    grow(held.sorting, 8 * longest);
    for (const one of [held.terms, held.order, held.earlier]) grow(one, 4 * end);
    grow(held.values, 8 * end);
    grow(held.pairs, 4 * rowsOfRun);
    for (const own of desks) {
      grow(own.sums, 8 * to);
      grow(own.touched, 4 * to + 4);
      grow(own.spread, 8 * known);
    }
    makeRoom(terms, entries, end);
    words().set(starts.subarray(rows, to + 1), held.starts.at / 4 + rows);
    words().set(terms.subarray(entries, end), held.terms.at / 4 + entries);
    doubles().set(values.subarray(entries, end), held.values.at / 8 + entries);
    run(rows, to, true, 1);
    entries = end;
  }

  /** The pairs of rows [from, to), which are in the lists, with earlier ones. */
  function join(from: number, to: number): RowPairs {
    const starts = new Uint32Array(to - from + 1);
    const runs: { first: number; last: number; found: Omit<RowPairs, 'starts'>[] }[] = [];
    for (let first = from; first < to; first += rowsOfRun) {
      const last = Math.min(to, first + rowsOfRun);
      const on = last - first < rowsForHelp ? 1 : crew.threads;
      joinRun(first, last, on);
      const counts = words().subarray(held.pairs.at / 4, held.pairs.at / 4 + last - first);
      for (let k = 0, at = first - from; k < counts.length; k++, at++)
        starts[at + 1] = starts[at] + counts[k];
      const found = desks.slice(0, on).map(({ cosines, neighbours }, thread) => {
        const filled = words()[held.desks.at / 4 + thread * desk.words + desk.filled];
        return {
          neighbours: words().slice(neighbours.at / 4, neighbours.at / 4 + filled),
          cosines: doubles().slice(cosines.at / 8, cosines.at / 8 + filled)
        };
      });
      runs.push({ first: first - from, last: last - from, found });
    }
    const neighbours = new Uint32Array(starts[to - from]);
    const cosines = new Float64Array(starts[to - from]);
    for (const { first, found, last } of runs) {
      const ends = found.map(() => 0);
      for (let row = first, lumps = 0; row < last; row += lump, lumps++) {
        const thread = lumps % found.length;
        const [at, end] = [starts[row], starts[Math.min(last, row + lump)]];
        const next = ends[thread] + end - at;
        neighbours.set(found[thread].neighbours.subarray(ends[thread], next), at);
        cosines.set(found[thread].cosines.subarray(ends[thread], next), at);
        ends[thread] = next;
      }
    }
    return { starts, neighbours, cosines };
  }

  /** Rows [from, to), every thread its own, over again from where one had no room for its pairs. */
  function joinRun(from: number, to: number, on: number): void {
    const own = (thread: number): number => held.desks.at / 4 + thread * desk.words;
    for (let thread = 0; thread < on; thread++) {
      words()[own(thread) + desk.next] = from + thread * lump;
      words()[own(thread) + desk.filled] = 0;
    }
    for (let left = true; left; ) {
      run(from, to, false, on);
      left = false;
      for (let thread = 0; thread < on; thread++) {
        const view = words();
        if (view[own(thread) + desk.next] >= to) continue;
        left = true;
        const pairs = view[own(thread) + desk.filled] + view[own(thread) + desk.missing];
        grow(desks[thread].neighbours, 4 * pairs);
        grow(desks[thread].cosines, 8 * pairs);
      }
    }
  }

  function run(from: number, to: number, listing: boolean, on: number): void {
    desks.forEach(({ cosines, neighbours, spread, sums, touched }, thread) => {
      const room = Math.floor(Math.min(neighbours.bytes / 4, cosines.bytes / 8));
      const addresses = [sums, touched, spread, neighbours, cosines].map(({ at }) => at);
      words().set([...addresses, room], held.desks.at / 4 + thread * desk.words);
    });
    const { earlier, frequencies, listLengths, listStarts, order, pairs, sorting } = held;
    const addresses = [held.theta, held.starts, held.terms, held.values, order, earlier, frequencies];
    addresses.push(listStarts, listLengths, held.entries, sorting, pairs, held.desks);
    crew.run('cosineJoin', on, [from, to, listing ? 1 : 0, ...addresses.map(({ at }) => at)]);
  }

  const counted = (field: 'met' | 'multiplied'): number =>
    desks.reduce(
      (sum, _, thread) => sum + doubles()[(held.desks.at / 4 + thread * desk.words + desk[field]) / 2],
      0
    );

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
    words().fill(0, held.desks.at / 4, held.desks.at / 4 + desks.length * desk.words);
    doubles()[held.theta.at / 8] = theta;
  }

  let current: Join | undefined;
  return {
    get threads() {
      return crew.threads;
    },
    begin(theta, frequencies) {
      if (!(theta > 0)) throw new ComputeError(`The least cosine is ${theta}; expected a number above 0.`);
      reset(theta, frequencies);
      const mine = (): void => {
        if (current !== begun) throw new ComputeError('Another join has begun in this memory. Begin again.');
      };
      const begun: Join = {
        get held() {
          return current === begun;
        },
        add(given) {
          mine();
          const from = rows;
          begun.list(given);
          return join(from, rows);
        },
        list(given) {
          mine();
          if (given.rows <= rows) return;
          list(given);
          rows = given.rows;
        },
        work() {
          mine();
          return { met: counted('met'), multiplied: counted('multiplied') };
        }
      };
      current = begun;
      return begun;
    },
    dispose: () => crew.dispose()
  };
}
