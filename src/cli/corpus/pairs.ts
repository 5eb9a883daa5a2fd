/**
 * Second pass: of one band, or a part of one, all documents that share a bucket, as pairs with the first of it. Keys are spread evenly, so a
 * part of the classes of their first byte is a part of the documents; a part that memory does not hold is laid out on disk by further bits
 * of its keys, and each piece of it grouped alone. Memory is bounded whatever the corpus.
 */
import { openContent } from './content';
import { type CorpusFolder, places, type SignedShard, signedShards } from './folder';
import { type OutputFile, withFiles } from './output';
import { Shelves } from './shelves';
import { BandReader, keyClasses, recordWords } from './spill';
import { breathe, type Stopped } from './stopping';

/** Records of a part, about. */
const partRecords = 1 << 20;
/** Bytes that a record may take in the table of buckets, which is doubled when it is three quarters full. */
const bytesPerRecord = 48;

/** Parts of each band. Memory plays no part in it: the tasks of a run are the same wherever they are made. */
export function partsOf(indexed: number): number {
  let parts = 1;
  while (parts < keyClasses && indexed > parts * partRecords) parts *= 2;
  return parts;
}

/** Pieces, a power of two, of a part of so many records that fit three quarters of `memory` bytes one by one. */
export function piecesOf(records: number, memory: number): number {
  let pieces = 1;
  while (pieces < mostPieces && (records / pieces) * bytesPerRecord > 0.75 * memory) pieces *= 2;
  return pieces;
}

const mostPieces = 1 << 12;

/** Task `task` of bands x parts. Pairs are [first, later] numbers of documents of the whole corpus. `memory`: bytes. */
export async function pairBand(
  folder: CorpusFolder,
  { memory, task }: { memory: number; task: number },
  stopped: Stopped
): Promise<void> {
  const { shards, starts } = signedShards(folder);
  const indexed = shards.reduce((sum, shard) => sum + shard.indexed, 0);
  const parts = partsOf(indexed);
  const width = keyClasses / parts;
  const from = (task % parts) * width;
  const pieces = piecesOf(indexed / parts, memory);
  const records = recordsOf(folder, shards, {
    starts,
    band: Math.floor(task / parts),
    from,
    to: from + width
  });
  await withFiles([places.pairs(folder, task)], async ([file]) => {
    if (pieces === 1) {
      await group(records, indexed / parts, file, stopped);
      return;
    }
    const shelves = new Shelves(places.grouping(folder, task), {
      parts: pieces,
      recordWords,
      room: memory / 4
    });
    for (const block of records) {
      // The first byte of the first word is that of the part; the second word is spread as evenly.
      for (let i = 0; i < block.length; i += recordWords)
        shelves.put(Math.floor((block[i + 1] / 2 ** 32) * pieces), block[i], block[i + 1], block[i + 2]);
      await breathe(stopped);
    }
    for (let piece = 0; piece < pieces; piece++) {
      await group(shelves.read(piece), indexed / parts / pieces, file, stopped);
      shelves.drop(piece);
    }
    shelves.close();
  });
}

/** Records of a band's classes `from` up to `to`, in the order of documents, numbered in the whole corpus. */
function* recordsOf(
  folder: CorpusFolder,
  shards: readonly SignedShard[],
  { band, from, starts, to }: { band: number; from: number; starts: readonly number[]; to: number }
): Generator<Uint32Array> {
  const reader = new BandReader(folder.plan.policy.bands);
  for (const [shard, { blocks }] of shards.entries()) {
    if (blocks.length === 0) continue;
    const path = places.bands(folder, shard);
    const content = openContent(path, path);
    try {
      for (const block of blocks) {
        const records = reader.read(content, block, { band, from, to });
        for (let i = 2; i < records.length; i += recordWords) records[i] += starts[shard];
        yield records;
      }
    } finally {
      content.close();
    }
  }
}

/** Writes a pair for every document that is not the first of its bucket. `expected`: records, about. */
async function group(
  blocks: Iterable<Uint32Array>,
  expected: number,
  file: OutputFile,
  stopped: Stopped
): Promise<void> {
  const buckets = spare ?? new Buckets(expected);
  spare = undefined;
  buckets.empty(expected);
  for (const records of blocks) {
    const pairs = new Uint32Array((2 * records.length) / recordWords);
    let used = 0;
    for (let i = 0; i < records.length; i += recordWords) {
      const first = buckets.firstOf(records[i], records[i + 1], records[i + 2]);
      if (first === records[i + 2]) continue;
      pairs[used++] = first;
      pairs[used++] = records[i + 2];
    }
    file.write(pairs.subarray(0, used));
    await breathe(stopped);
  }
  spare = buckets;
}

/** The table of the task before, to be filled anew: tables that wait to be collected would add up. */
let spare: Buckets | undefined;

const none = 0xffffffff;
const leastSize = 1 << 10;

/** A table of buckets by open addressing, in typed arrays. */
class Buckets {
  private size = leastSize;
  private used = 0;
  private high = new Uint32Array(0);
  private low = new Uint32Array(0);
  private first = new Uint32Array(0);

  constructor(records: number) {
    this.allocate(records);
  }

  /** Ready for other records, so many about. */
  empty(records: number): void {
    this.used = 0;
    if (1.25 * records <= this.size && this.size <= Math.max(leastSize, 4 * records)) this.first.fill(none);
    else this.allocate(records);
  }

  /** The first document of the bucket: this one, where the bucket is new. */
  firstOf(high: number, low: number, document: number): number {
    if (4 * this.used > 3 * this.size) this.double();
    const at = this.place(high, low);
    if (this.first[at] !== none) return this.first[at];
    this.high[at] = high;
    this.low[at] = low;
    this.first[at] = document;
    this.used++;
    return document;
  }

  private allocate(records: number): void {
    this.size = leastSize;
    while (this.size < 1.25 * records) this.size *= 2;
    this.high = new Uint32Array(this.size);
    this.low = new Uint32Array(this.size);
    this.first = new Uint32Array(this.size).fill(none);
  }

  private place(high: number, low: number): number {
    const mask = this.size - 1;
    let at = (low ^ Math.imul(high, 0x9e3779b1)) & mask;
    while (this.first[at] !== none && (this.high[at] !== high || this.low[at] !== low)) at = (at + 1) & mask;
    return at;
  }

  private double(): void {
    const { first, high, low } = this;
    this.size *= 2;
    this.high = new Uint32Array(this.size);
    this.low = new Uint32Array(this.size);
    this.first = new Uint32Array(this.size).fill(none);
    for (let i = 0; i < first.length; i++) {
      if (first[i] === none) continue;
      const at = this.place(high[i], low[i]);
      this.high[at] = high[i];
      this.low[at] = low[i];
      this.first[at] = first[i];
    }
  }
}
