/**
 * What of the signatures is kept on disk: for each document and band its bucket, 12 bytes (two words of the key, number of the
 * document in its shard), in blocks of documents. Within a block each band's records lie by the first byte of their key, so that one band,
 * or a part of one, of all shards is read without reading the rest.
 *
 * A block: [bands, 257] uint32 starts of the 256 classes of each band, in records from the band's own beginning; then the records.
 */
import type { OpenContent } from './content';
import type { OutputFile } from './output';

export const recordWords = 3;
const classes = 256;
/** Documents of a block. */
const blockDocuments = 1 << 15;

export interface BlockPlace {
  /** Byte of the file, and documents in it. */
  at: number;
  documents: number;
}

/** Gathers keys and writes them block by block. */
export class BandSpill {
  readonly blocks: BlockPlace[] = [];
  private readonly bands: number;
  private readonly file: OutputFile;
  /** [documents, bands, 2]. */
  private readonly keys: Uint32Array;
  private readonly documents = new Uint32Array(blockDocuments);
  /** What a block is made in: [bands, 257] starts, [bands, documents, 3] records. */
  private readonly starts: Uint32Array;
  private readonly records: Uint32Array;
  private count = 0;

  constructor(file: OutputFile, bands: number) {
    this.file = file;
    this.bands = bands;
    this.keys = new Uint32Array(2 * bands * blockDocuments);
    this.starts = new Uint32Array(bands * (classes + 1));
    this.records = new Uint32Array(recordWords * bands * blockDocuments);
  }

  /** Writes the keys of a document where `write` is told to. */
  add(document: number, write: (keys: Uint32Array, at: number) => void): void {
    write(this.keys, 2 * this.bands * this.count);
    this.documents[this.count++] = document;
    if (this.count === blockDocuments) this.flush();
  }

  flush(): void {
    const { bands, count, documents, keys, records, starts } = this;
    if (count === 0) return;
    starts.fill(0);
    const next = new Uint32Array(classes);
    for (let band = 0; band < bands; band++) {
      const own = band * (classes + 1);
      for (let d = 0; d < count; d++) starts[own + (keys[2 * (d * bands + band)] >>> 24) + 1]++;
      for (let c = 0; c < classes; c++) {
        starts[own + c + 1] += starts[own + c];
        next[c] = starts[own + c];
      }
      for (let d = 0; d < count; d++) {
        const key = 2 * (d * bands + band);
        const at = recordWords * (band * count + next[keys[key] >>> 24]++);
        records[at] = keys[key];
        records[at + 1] = keys[key + 1];
        records[at + 2] = documents[d];
      }
    }
    this.blocks.push({ at: this.file.bytes, documents: count });
    this.file.write(starts);
    this.file.write(records.subarray(0, recordWords * bands * count));
    this.count = 0;
  }
}

/** Reads records of one band whose class is `from` up to `to`: [records, 3]. What it gave is overwritten by what it gives next. */
export class BandReader {
  private readonly bands: number;
  private readonly starts = new Uint32Array(classes + 1);
  private records = new Uint32Array(0);

  constructor(bands: number) {
    this.bands = bands;
  }

  read(
    content: OpenContent,
    { at, documents }: BlockPlace,
    { band, from, to }: { band: number; from: number; to: number }
  ): Uint32Array {
    const { bands, starts } = this;
    content.readInto(new Uint8Array(starts.buffer), at + 4 * band * (classes + 1));
    const words = recordWords * (starts[to] - starts[from]);
    if (this.records.length < words) this.records = new Uint32Array(words);
    const records = this.records.subarray(0, words);
    const place = at + 4 * bands * (classes + 1) + 4 * recordWords * (band * documents + starts[from]);
    content.readInto(new Uint8Array(records.buffer, 0, records.byteLength), place);
    return records;
  }
}

export function wordsOf(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
}

export { classes as keyClasses };
