/** Parquet, a stretch of rows at a time, by hyparquet. A row is an object like a line of JSONL. */
import { decompress } from 'fzstd';
import { type AsyncBuffer, type Compressors, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import type { ByteFile } from '../byteFile';
import { FormatError } from '../formatError';
import { gunzip } from '../gzip';
import { recordOf } from './jsonLines';
import type { ReadItem, ReadOptions } from './rawDocument';

/** Rows at a time, within a row group. */
const batchRows = 4096;

const compressorsOf = (file: string): Compressors => ({
  GZIP(input, length) {
    const unpacked = new Uint8Array(length);
    let at = 0;
    // Held to the checksum of each member. A piece beyond the length that the page tells does not fit, and throws.
    gunzip(file, input, (piece) => {
      unpacked.set(piece, at);
      at += piece.length;
    });
    return unpacked;
  },
  ZSTD: (input, length) => decompress(input, new Uint8Array(length))
});

export function isParquet(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x41 && head[2] === 0x52 && head[3] === 0x31;
}

function bufferOf(content: ByteFile): AsyncBuffer {
  return {
    byteLength: content.size,
    slice: (from, to = content.size) => {
      const bytes = content.read(from < 0 ? content.size + from : from, to);
      return bytes.slice().buffer as ArrayBuffer;
    }
  };
}

/** First row of each row group, and, last, how many rows there are. Throws FormatError. */
export async function rowGroups(file: string, content: ByteFile): Promise<number[]> {
  const { row_groups } = await orDamaged(file, () => parquetMetadataAsync(bufferOf(content)));
  const starts = [0];
  for (const { num_rows } of row_groups) starts.push(starts[starts.length - 1] + Number(num_rows));
  return starts;
}

/** Rows `from` up to `to`. Throws FormatError for what is no Parquet file or is packed in a way that is not known here. */
export async function* parquetRows(
  file: string,
  content: ByteFile,
  { textField }: ReadOptions,
  from = 0,
  to = Number.POSITIVE_INFINITY
): AsyncGenerator<ReadItem[]> {
  const buffer = bufferOf(content);
  const metadata = await orDamaged(file, () => parquetMetadataAsync(buffer));
  const compressors = compressorsOf(file);
  const end = Math.min(to, Number(metadata.num_rows));
  for (let rowStart = from; rowStart < end; rowStart += batchRows) {
    const rowEnd = Math.min(end, rowStart + batchRows);
    const rows = await orDamaged(file, () =>
      parquetReadObjects({ file: buffer, metadata, rowStart, rowEnd, compressors })
    );
    yield rows.map((row, i) => recordOf(plain(row), rowStart - from + i + 1, textField));
  }
}

async function orDamaged<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError({
      file,
      found: `Parquet that cannot be read (${error instanceof Error ? error.message : String(error)})`,
      expected: 'a whole Parquet file, uncompressed or packed by Snappy, gzip or Zstandard'
    });
  }
}

/** As JSON can hold it: whole numbers beyond 2^53 and bytes become text. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
  return value;
}
