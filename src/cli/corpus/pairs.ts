/**
 * Second pass: of one band, or a part of one, all documents that share a bucket, as pairs with the first of it. Memory is bounded by the
 * part, whatever the corpus: keys are spread evenly, so a part of the classes of their first byte is a part of the documents.
 */
import { openContent } from './content';
import { type CorpusFolder, places, signedShards } from './folder';
import { withFiles } from './output';
import { keyClasses, readBand, recordWords } from './spill';
import { breathe, type Stopped } from './stopping';

/** Records of a part, about; a record takes 24 to 48 bytes. */
const partRecords = 1 << 20;

/** Parts of each band. */
export function partsOf(indexed: number): number {
  let parts = 1;
  while (parts < keyClasses && indexed > parts * partRecords) parts *= 2;
  return parts;
}

/** Task `task` of bands x parts. Pairs are [first, later] numbers of documents of the whole corpus. */
export async function pairBand(folder: CorpusFolder, task: number, stopped: Stopped): Promise<void> {
  const { shards, starts } = signedShards(folder);
  const { bands } = folder.plan.policy;
  const indexed = shards.reduce((sum, shard) => sum + shard.indexed, 0);
  const parts = partsOf(indexed);
  const band = Math.floor(task / parts);
  const width = keyClasses / parts;
  const from = (task % parts) * width;
  const buckets = new Buckets(indexed / parts);
  await withFiles([places.pairs(folder, task)], async ([file]) => {
    for (const [shard, { blocks }] of shards.entries()) {
      if (blocks.length === 0) continue;
      const path = places.bands(folder, shard);
      const content = openContent(path, path);
      try {
        for (const block of blocks) {
          const records = readBand(content, block, { band, bands, from, to: from + width });
          const pairs: number[] = [];
          for (let i = 0; i < records.length; i += recordWords) {
            const document = starts[shard] + records[i + 2];
            const first = buckets.firstOf(records[i], records[i + 1], document);
            if (first !== document) pairs.push(first, document);
          }
          file.write(Uint32Array.from(pairs));
          await breathe(stopped);
        }
      } finally {
        content.close();
      }
    }
  });
}

const none = 0xffffffff;

/** A table of buckets by open addressing, in typed arrays. */
class Buckets {
  private size: number;
  private used = 0;
  private high: Uint32Array;
  private low: Uint32Array;
  private first: Uint32Array;

  constructor(records: number) {
    this.size = 1 << 10;
    while (this.size < 1.25 * records) this.size *= 2;
    this.high = new Uint32Array(this.size);
    this.low = new Uint32Array(this.size);
    this.first = new Uint32Array(this.size).fill(none);
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
