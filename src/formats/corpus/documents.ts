/** The documents of a file, batch by batch. The kind is told from the bytes; of plain and packed text the name may say more. */
import type { ByteFile } from '../byteFile';
import { bytePieces, packingOf } from './bytePieces';
import { DamagedPackError } from './damagedPack';
import { jsonLines } from './jsonLines';
import { isParquet, parquetRows, rowGroups } from './parquet';
import { plainText } from './plainText';
import { type ReadItem, type ReadOptions, usualReading } from './rawDocument';

export type CorpusKind = 'jsonl' | 'text' | 'parquet';

/** A stretch of a file that can be read by itself: bytes of plain JSONL, in which the lines that begin there are meant; rows of Parquet. */
export interface Stretch {
  from: number;
  to: number;
}

/** Throws FormatError for damaged packed data. */
export function kindOf(file: string, content: ByteFile): CorpusKind {
  const head = content.read(0, 4);
  if (isParquet(head)) return 'parquet';
  const name = file.toLowerCase().replace(/\.(gz|zst|zstd)$/, '');
  if (/\.(jsonl|ndjson|json)$/.test(name)) return 'jsonl';
  if (/\.(txt|text|md)$/.test(name)) return 'text';
  for (const piece of bytePieces(file, content)) {
    const first = piece.find((byte) => byte > 32);
    if (first !== undefined) return first === 0x7b ? 'jsonl' : 'text';
  }
  return 'text';
}

/** The file cut into stretches of about `bytes`; one, where its kind must be read from the beginning. Throws FormatError. */
export async function stretchesOf(file: string, content: ByteFile, bytes: number): Promise<Stretch[]> {
  const kind = kindOf(file, content);
  if (kind === 'parquet') {
    const starts = await rowGroups(file, content);
    const rows = starts[starts.length - 1];
    const perRow = rows === 0 ? 0 : content.size / rows;
    const stretches: Stretch[] = [];
    let from = 0;
    for (const to of starts.slice(1))
      if ((to - from) * perRow >= bytes || to === rows) {
        stretches.push({ from, to });
        from = to;
      }
    return stretches;
  }
  if (kind === 'text' || packingOf(content.read(0, 4)) !== 'plain') return [{ from: 0, to: content.size }];
  const count = Math.max(1, Math.round(content.size / bytes));
  return Array.from({ length: count }, (_, i) => ({
    from: Math.floor((i * content.size) / count),
    to: Math.floor(((i + 1) * content.size) / count)
  }));
}

/** Throws FormatError for a file that cannot be read on; what was read before has come. */
export async function* documentsOf(
  file: string,
  content: ByteFile,
  options: Partial<ReadOptions> = {},
  stretch?: Stretch
): AsyncGenerator<ReadItem[]> {
  const reading = { ...usualReading, ...options };
  const kind = kindOf(file, content);
  if (kind === 'parquet') {
    yield* parquetRows(file, content, reading, stretch?.from, stretch?.to);
    return;
  }
  const plain = packingOf(content.read(0, 4)) === 'plain';
  const pieces =
    kind === 'jsonl' && stretch && plain ? linesBegunIn(file, content, stretch) : bytePieces(file, content);
  const items = kind === 'text' ? plainText(pieces, reading) : jsonLines(pieces, reading);
  yield* reading.damaged === 'keep' ? upToDamage(items) : items;
}

/** The documents before the damage, and in place of the next what is wrong. */
function* upToDamage(batches: Iterable<ReadItem[]>): Generator<ReadItem[]> {
  let line = 0;
  try {
    for (const items of batches) {
      line = items.at(-1)?.line ?? line;
      yield items;
    }
  } catch (error) {
    if (!(error instanceof DamagedPackError)) throw error;
    yield [{ kind: 'bad', line: line + 1, why: `${error.problem.found}; what came before it was taken` }];
  }
}

const step = 1 << 16;

/** The bytes of the lines that begin in a stretch. */
function* linesBegunIn(file: string, content: ByteFile, { from, to }: Stretch): Generator<Uint8Array> {
  const first = from === 0 ? 0 : afterFeed(content, from - 1);
  // Where a line runs through the whole stretch none begins in it.
  if (first >= to) return;
  yield* bytePieces(file, content, first, to === content.size ? to : afterFeed(content, to - 1));
}

/** Behind the first line feed at or after `at`. */
function afterFeed(content: ByteFile, at: number): number {
  for (let from = at; from < content.size; from += step) {
    const found = content.read(from, from + step).indexOf(10);
    if (found >= 0) return from + found + 1;
  }
  return content.size;
}
