/** Records laid by on disk for parts that are worked on one at a time. What a part gets is gathered and added to its file in pieces. */
import { appendFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openContent } from './content';
import { told } from './output';
import { wordsOf } from './spill';

const pieceBytes = 1 << 20;

export interface ShelfSizes {
  parts: number;
  /** 32-bit words of a record. */
  recordWords: number;
  /** Bytes that all parts together may have waiting in memory. */
  room: number;
}

const leastBuffer = 1 << 12;
const mostBuffer = 1 << 18;

export class Shelves {
  readonly parts: number;
  readonly recordWords: number;
  private readonly path: string;
  private readonly bufferWords: number;
  private readonly buffers: (Uint32Array | undefined)[];
  private readonly filled: Uint32Array;

  /** `path`: a folder of their own; what an earlier attempt left there goes. Throws UsageError, as `put`, where it cannot be written. */
  constructor(path: string, { parts, recordWords, room }: ShelfSizes) {
    this.path = path;
    this.parts = parts;
    this.recordWords = recordWords;
    const bytes = Math.min(mostBuffer, Math.max(leastBuffer, room / Math.max(1, parts)));
    this.bufferWords = recordWords * Math.max(1, Math.floor(bytes / 4 / recordWords));
    this.buffers = new Array<Uint32Array | undefined>(parts);
    this.filled = new Uint32Array(parts);
    told(path, () => {
      rmSync(path, { recursive: true, force: true });
      mkdirSync(path, { recursive: true });
    });
  }

  put(part: number, ...record: readonly number[]): void {
    let buffer = this.buffers[part];
    if (!buffer) {
      buffer = new Uint32Array(this.bufferWords);
      this.buffers[part] = buffer;
    }
    if (this.filled[part] === buffer.length) this.flush(part);
    let at = this.filled[part];
    for (const word of record) buffer[at++] = word;
    this.filled[part] = at;
  }

  /** The records of a part in the order in which they came, a piece at a time. Throws FormatError where they cannot be read. */
  *read(part: number): Generator<Uint32Array> {
    this.flush(part);
    this.buffers[part] = undefined;
    const place = this.placeOf(part);
    if (!existsSync(place)) return;
    yield* recordsIn(place, this.recordWords);
  }

  drop(part: number): void {
    this.buffers[part] = undefined;
    rmSync(this.placeOf(part), { force: true });
  }

  /** All of them, and their folder. */
  close(): void {
    this.buffers.fill(undefined);
    rmSync(this.path, { recursive: true, force: true });
  }

  private placeOf(part: number): string {
    return join(this.path, String(part));
  }

  private flush(part: number): void {
    const buffer = this.buffers[part];
    if (!buffer || this.filled[part] === 0) return;
    const bytes = new Uint8Array(buffer.buffer, 0, 4 * this.filled[part]);
    const place = this.placeOf(part);
    told(place, () => appendFileSync(place, bytes));
    this.filled[part] = 0;
  }
}

/** Records of `words` 32-bit words in a file, a piece at a time, each in place of the last. Throws FormatError where it cannot be read. */
export function* recordsIn(path: string, words: number): Generator<Uint32Array> {
  const content = openContent(path, path);
  const most = 4 * words * Math.max(1, Math.floor(pieceBytes / 4 / words));
  const piece = new Uint8Array(Math.min(most, content.size));
  try {
    for (let at = 0; at < content.size; at += piece.length) yield wordsOf(content.readInto(piece, at));
  } finally {
    content.close();
  }
}

/** The words of a file. Throws FormatError where it cannot be read. */
export function wholeFile(path: string): Uint32Array {
  const content = openContent(path, path);
  try {
    return wordsOf(content.read(0, content.size));
  } finally {
    content.close();
  }
}
