/**
 * Delimited text (RFC 4180 and its relatives): comma, semicolon, tab, bar or blanks, with or without a header, quoted or
 * not, plain or gzipped. Read in pieces, so that a large file is never held as one string.
 */
import { decodeText, detectDelimiter, RowReader } from './csvRows';
import { FormatError } from './formatError';
import { gunzip, isGzip } from './gzip';
import { isMissing, numberIn, TableBuilder, type Table } from './table';

/** Reads a text table, gzipped or not. Throws FormatError where it is not one. */
export function readCsv(file: string, bytes: Uint8Array): Table {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const rows = new RowReader(file);
  let table: TableAssembly | undefined;
  let head = '';

  const begin = (): void => {
    rows.delimiter = detectDelimiter(head);
    table = new TableAssembly(file);
    rows.onRow = (cells, line) => table?.row(cells, line);
    rows.push(head);
  };
  const take = (piece: Uint8Array, last: boolean): void => {
    const text = decodeText(file, decoder, piece, last);
    if (table) rows.push(text);
    else {
      head += text;
      if (head.length >= headSize) begin();
    }
  };

  if (isGzip(bytes)) gunzip(file, bytes, (piece) => take(piece, false));
  else for (let at = 0; at < bytes.length; at += pieceSize) take(bytes.subarray(at, at + pieceSize), false);
  take(new Uint8Array(), true);
  if (!table) begin();
  rows.end();
  return (table as TableAssembly | undefined)!.finish();
}

/** Bytes read at a time; of the first ones the delimiter is told. */
export const pieceSize = 1 << 20;
const headSize = 1 << 16;

/** What the first row of a table tells of all others: how many cells they have, and what those are called. */
export class RowShape {
  readonly names: readonly string[];
  /** Whether the first row is a header. */
  readonly named: boolean;
  private readonly file: string;

  constructor(file: string, first: readonly string[]) {
    this.file = file;
    this.named = isHeader(first);
    this.names = this.named ? first : first.map((_, c) => String(c));
  }

  /** Throws FormatError for a row of another number of cells. */
  check(cells: readonly string[], line: number): void {
    if (cells.length === this.names.length) return;
    const noun = (n: number): string => `${n} cell${n === 1 ? '' : 's'}`;
    throw new FormatError({
      file: this.file,
      row: line,
      found: noun(cells.length),
      expected: `${noun(this.names.length)}, as in the first row`
    });
  }
}

/** Rows into a table: tells the header from the first row of data and refuses ragged rows. */
export class TableAssembly {
  private readonly file: string;
  private builder: TableBuilder | undefined;
  private shape: RowShape | undefined;

  /** @param shape of the rows, where the first one has been seen already. */
  constructor(file: string, shape?: RowShape) {
    this.file = file;
    if (shape) this.begin(shape);
  }

  row(cells: string[], line: number): void {
    if (!this.builder) {
      this.begin(new RowShape(this.file, cells));
      if (this.shape!.named) return;
    }
    this.shape!.check(cells, line);
    this.builder!.append(cells, line);
  }

  finish(): Table {
    if (!this.builder) throw emptyFile(this.file);
    return this.builder.finish(this.file, this.shape!.named);
  }

  private begin(shape: RowShape): void {
    this.shape = shape;
    this.builder = new TableBuilder(shape.names);
  }
}

export function emptyFile(file: string): FormatError {
  return new FormatError({ file, found: 'an empty file', expected: 'a table of numbers' });
}

/** A first row without a single number is a header, and so is one whose numbers merely count its columns. */
function isHeader(cells: readonly string[]): boolean {
  if (cells.every(isMissing)) return false;
  return (
    cells.some((cell) => !isMissing(cell) && Number.isNaN(numberIn(cell))) &&
    cells.every((cell, c) => Number.isNaN(numberIn(cell)) || numberIn(cell) === c)
  );
}

/** Columns of equal length as comma-separated text with a header; NaN and undefined become empty cells. */
export function writeCsv(
  columns: readonly { name: string; values: ArrayLike<number | string | undefined> }[]
): string {
  const rows = columns.length === 0 ? 0 : columns[0].values.length;
  const lines = [columns.map((column) => cellText(column.name)).join(',')];
  for (let r = 0; r < rows; r++) lines.push(columns.map((column) => cellText(column.values[r])).join(','));
  return `${lines.join('\n')}\n`;
}

function cellText(value: number | string | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '';
  const text = String(value);
  return /[",\r\n#]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
