/** A text table in blocks: one pass finds where rows begin, and each block is then read by itself. */
import { type ByteFile, sayBytes } from '../byteFile';
import { emptyFile, pieceSize, RowShape, TableAssembly } from '../csv';
import { decodeText, detectDelimiter, RowReader } from '../csvRows';
import { FormatError } from '../formatError';
import type { Table } from '../table';
import type { BlockOptions, DataBlocks } from './dataBlocks';
import { countPlainRows, readPlainRows } from './plainRows';

/** Bytes of a block; the end of the row that passes this mark belongs to it. */
const blockSize = 1 << 18;
/** Bytes within which a row must end. */
const longestBlock = 1 << 26;

interface Index {
  shape: RowShape;
  delimiter: RowReader['delimiter'];
  /** Bytes at which blocks begin, and, last, the end of the file. */
  offsets: number[];
  /** Line of the file and row of data with which each block begins. */
  lines: number[];
  starts: number[];
  rows: number;
  /** Whether a block is plain, so that it can be told from its bytes. */
  plain: boolean[];
}

/** Indices already made: the same file is opened anew for every reset and every point of a sweep. */
const known = new WeakMap<ByteFile, Promise<Index>>();

/** Throws FormatError. Rejects with what `progress` rejects with. */
export async function csvBlocks(
  file: string,
  content: ByteFile,
  { progress, headOnly = false }: BlockOptions
): Promise<DataBlocks> {
  const index = headOnly ? await indexBlocks(file, content, { headOnly }) : await remembered();
  const { delimiter, lines, offsets, rows, shape, starts } = index;
  return {
    file,
    rows,
    ...(headOnly && { whole: wholeOfHead(index, content.size) }),
    starts,
    read(block, wanted) {
      const bytes = content.read(offsets[block], offsets[block + 1]);
      const plain = index.plain[block] ? readPlain(bytes, block, wanted) : undefined;
      if (plain) return { inputs: plain };
      const reader = new RowReader(file, lines[block]);
      reader.delimiter = delimiter;
      // The first block brings its header, if there is one; the others stand without.
      const table = new TableAssembly(file, block === 0 ? undefined : shape);
      reader.onRow = (cells, line) => table.row(cells, line);
      reader.push(decodeText(file, new TextDecoder('utf-8', { fatal: true }), bytes, true));
      reader.end();
      return { inputs: table.finish() };
    }
  };

  /** Undefined where a row is ragged, or no text: reading it cell by cell tells which. */
  function readPlain(
    bytes: Uint8Array,
    block: number,
    wanted: ReadonlySet<number> | undefined
  ): Table | undefined {
    const { named, names } = shape;
    const of = {
      file,
      named,
      names,
      delimiter,
      line: lines[block],
      rows: (starts[block + 1] ?? rows) - starts[block]
    };
    try {
      return readPlainRows(bytes, of, wanted);
    } catch (error) {
      if (error instanceof TypeError) return undefined;
      throw error;
    }
  }

  function remembered(): Promise<Index> {
    const before = known.get(content);
    if (before) return before;
    const index = indexBlocks(file, content, { ...(progress && { progress }) });
    known.set(content, index);
    // One that was stopped, or that failed, is begun anew next time.
    index.catch(() => known.delete(content));
    return index;
  }
}

async function indexBlocks(
  file: string,
  content: ByteFile,
  { progress, headOnly }: BlockOptions
): Promise<Index> {
  const { size } = content;
  const head = decodeText(
    file,
    new TextDecoder('utf-8', { fatal: true }),
    content.read(0, pieceSize),
    pieceSize >= size
  );
  const delimiter = detectDelimiter(head);
  const reader = new RowReader(file);
  reader.delimiter = delimiter;
  const offsets = [0];
  const lines = [1];
  const starts = [0];
  // The first block has the header, and with some programs a mark before it.
  const plain = [false];
  let shape: RowShape | undefined;
  let rows = 0;
  let line: number | undefined = 1;
  reader.onRow = (cells, at) => {
    if (shape) shape.check(cells, at);
    else {
      shape = new RowShape(file, cells);
      if (shape.named) return;
    }
    rows++;
  };

  for (let at = 0; at < size; ) {
    const piece = wholeLines(file, content, at);
    // Blanks between cells may also be missing cells.
    const counted = shape && line !== undefined && delimiter !== ' ' ? countPlainRows(piece) : undefined;
    if (counted) {
      rows += counted.rows;
      line! += counted.lines;
      plain[plain.length - 1] = at === offsets[offsets.length - 1];
    } else {
      plain[plain.length - 1] = false;
      reader.moveTo(line);
      reader.push(decodeText(file, new TextDecoder('utf-8', { fatal: true }), piece, true));
      line = reader.atLine;
    }
    at += piece.length;
    if (at < size && line !== undefined && rows > starts[starts.length - 1]) {
      offsets.push(at);
      lines.push(line);
      starts.push(rows);
      plain.push(false);
      if (headOnly) break;
    } else if (at - offsets[offsets.length - 1] > longestBlock) throw endless(file, lines[lines.length - 1]);
    if (offsets.length % 16 === 0) await progress?.(`Finding the rows of ${file}`, at / size);
  }
  if (headOnly && offsets.length > 1) {
    lines.pop();
    starts.pop();
    plain.pop();
  } else {
    reader.end();
    offsets.push(size);
  }
  if (!shape) throw emptyFile(file);
  return { shape, delimiter, offsets, lines, starts, rows, plain };
}

/** Taken that all rows are as long as the first ones. */
function wholeOfHead({ offsets, rows }: Index, size: number): { rows: number; counted: boolean } {
  const end = offsets[offsets.length - 1];
  return { rows: Math.round((rows * size) / end), counted: end === size };
}

/** Bytes from `at` on, about a block of them, up to the end of a line or of the file. */
function wholeLines(file: string, content: ByteFile, at: number): Uint8Array {
  for (let length = blockSize; ; length *= 2) {
    const bytes = content.read(at, at + length);
    if (at + bytes.length >= content.size) return bytes;
    const end = bytes.lastIndexOf(10);
    if (end >= 0) return bytes.subarray(0, end + 1);
    if (length > longestBlock) throw endless(file, undefined);
  }
}

function endless(file: string, row: number | undefined): FormatError {
  return new FormatError({
    file,
    ...(row !== undefined && { row }),
    found: `a row of more than ${sayBytes(longestBlock)}`,
    expected: 'rows that end in a line feed, and quotes that close'
  });
}
