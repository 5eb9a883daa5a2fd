/** Where a document of the corpus lies, told from its number: what is said of the twin for whose sake one goes. */
import { type OpenContent, openContent } from './content';
import { DocumentReader } from './documentTable';
import { type CorpusFolder, places, type SignedShard } from './folder';

export interface Twin {
  source: string;
  file: string;
  line: number;
}

/** Tables held open at a time: a system lets a process have about a thousand files. */
const mostOpen = 128;

export class Twins {
  /** [shards] lines of the file before the shard's first. */
  readonly linesBefore: Float64Array;
  private readonly folder: CorpusFolder;
  private readonly shards: readonly SignedShard[];
  private readonly starts: readonly number[];
  private readonly open = new Map<number, { content: OpenContent; rows: DocumentReader }>();

  constructor(folder: CorpusFolder, shards: readonly SignedShard[], starts: readonly number[]) {
    this.folder = folder;
    this.shards = shards;
    this.starts = starts;
    const { shards: planned } = folder.plan;
    this.linesBefore = new Float64Array(shards.length);
    for (let s = 1; s < shards.length; s++)
      if (planned[s].file === planned[s - 1].file)
        this.linesBefore[s] = this.linesBefore[s - 1] + shards[s - 1].lines;
  }

  /** Throws FormatError where its table cannot be read. */
  of(document: number): Twin {
    const { files, shards: planned } = this.folder.plan;
    const shard = lastUpTo(this.starts, document);
    const { line, source } = this.rowsOf(shard).row(document - this.starts[shard]);
    return {
      source: this.shards[shard].sources[source].name,
      file: files[planned[shard].file].name,
      line: this.linesBefore[shard] + line
    };
  }

  close(): void {
    for (const { content } of this.open.values()) content.close();
    this.open.clear();
  }

  private rowsOf(shard: number): DocumentReader {
    const there = this.open.get(shard);
    if (there) return there.rows;
    if (this.open.size === mostOpen) {
      const [first, { content }] = this.open.entries().next().value!;
      content.close();
      this.open.delete(first);
    }
    const path = places.documents(this.folder, shard);
    const content = openContent(path, path);
    const rows = new DocumentReader(content, 1);
    this.open.set(shard, { content, rows });
    return rows;
  }
}

/** Place of the last of ascending `starts` that is at most `value`. */
function lastUpTo(starts: readonly number[], value: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
