/**
 * What is kept on disk of every document of a shard, 12 bytes: uint32 line, uint32 words, uint16 source (its place in the shard's own list),
 * uint8 what the first examination came to, one byte empty. Written as documents come and read in pieces, so that a shard of any length,
 * such as a packed file that must be read from its beginning, takes no more memory.
 */
import type { OpenContent } from './content';
import type { OutputFile } from './output';

const bytesEach = 12;
const pieceDocuments = 1 << 14;

export interface DocumentRow {
  line: number;
  words: number;
  source: number;
  reason: number;
}

export class DocumentWriter {
  private readonly file: OutputFile;
  private readonly bytes = new Uint8Array(bytesEach * pieceDocuments);
  private readonly view = new DataView(this.bytes.buffer);
  private waiting = 0;

  constructor(file: OutputFile) {
    this.file = file;
  }

  add({ line, reason, source, words }: DocumentRow): void {
    const at = bytesEach * this.waiting++;
    this.view.setUint32(at, line, true);
    this.view.setUint32(at + 4, words, true);
    this.view.setUint16(at + 8, source, true);
    this.view.setUint8(at + 10, reason);
    if (this.waiting === pieceDocuments) this.flush();
  }

  flush(): void {
    this.file.write(this.bytes.subarray(0, bytesEach * this.waiting));
    this.waiting = 0;
  }
}

/** Rows of documents by their number in the shard; the piece a row lies in is held, so that rows in order are cheap. */
export class DocumentReader {
  private readonly content: OpenContent;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  /** Rows held. */
  private first = 0;
  private held = 0;

  /** `piece`: rows to read at a time; 1 where rows are asked for here and there. */
  constructor(content: OpenContent, piece = pieceDocuments) {
    this.content = content;
    this.bytes = new Uint8Array(bytesEach * piece);
    this.view = new DataView(this.bytes.buffer);
  }

  row(document: number): DocumentRow {
    const at = this.place(document);
    const { view } = this;
    return {
      line: view.getUint32(at, true),
      words: view.getUint32(at + 4, true),
      source: view.getUint16(at + 8, true),
      reason: view.getUint8(at + 10)
    };
  }

  source(document: number): number {
    const at = this.place(document);
    return this.view.getUint16(at + 8, true);
  }

  private place(document: number): number {
    if (document < this.first || document >= this.first + this.held) {
      this.held = this.content.readInto(this.bytes, bytesEach * document).length / bytesEach;
      this.first = document;
    }
    return bytesEach * (document - this.first);
  }
}
