/**
 * Delimited text (RFC 4180 and its relatives): comma, semicolon, tab, bar or blanks, with or without a header, quoted or
 * not, plain or gzipped. Read in pieces, so that a large file is never held as one string.
 */
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
    const text = decode(file, decoder, piece, last);
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

const pieceSize = 1 << 20;
const headSize = 1 << 16;

function decode(file: string, decoder: TextDecoder, piece: Uint8Array, last: boolean): string {
  try {
    const text = decoder.decode(piece, { stream: !last });
    if (!text.includes('\0')) return text;
  } catch {
    // Falls through: bytes that are not UTF-8 and zero characters mean the same to the reader.
  }
  throw new FormatError({
    file,
    found: 'bytes that are not text',
    expected: 'a table as UTF-8 text (CSV or TSV, gzipped or not), or a file ending in .npy or .npz'
  });
}

export type Delimiter = ',' | ';' | '\t' | '|' | ' ';

/** The delimiter that cuts the first lines most evenly into most cells; a comma where none does. */
export function detectDelimiter(head: string): Delimiter {
  let best: Delimiter = ',';
  let bestScore = 0;
  for (const delimiter of [',', ';', '\t', '|', ' '] as const) {
    const widths: number[] = [];
    const rows = new RowReader('');
    rows.delimiter = delimiter;
    rows.onRow = (cells) => widths.push(cells.length);
    rows.push(head);
    // The last line of the head may be cut short; it counts only when it is all there is.
    if (widths.length === 0) rows.end(true);
    const first = widths[0] ?? 1;
    const even = widths.filter((width) => width === first).length / Math.max(1, widths.length);
    // Blanks stand inside cells of other tables too, so they win only where nothing else cuts as evenly.
    const score = first > 1 ? even * even * (delimiter === ' ' ? 0.5 : 1) * (1 + first / 1e6) : 0;
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

/** Cuts text, given in pieces, into rows of trimmed cells. Blank lines and lines that begin with # are left out. */
class RowReader {
  delimiter: Delimiter = ',';
  onRow: (cells: string[], line: number) => void = () => {};
  private readonly file: string;
  private line = 1;
  private rowLine = 1;
  private cells: string[] = [];
  private cell = '';
  /** Within quotes, and the line they opened on; `closed`: after the closing quote of a cell. */
  private inQuotes = false;
  private closed = false;
  private quoteLine = 1;
  private comment = false;
  private afterReturn = false;

  constructor(file: string) {
    this.file = file;
  }

  push(text: string): void {
    const plain = new RegExp(`[^"#\\r\\n\\${this.delimiter}]+`, 'y');
    for (let i = 0; i < text.length; i++) {
      const rest = this.plainRow(text, i);
      if (rest > i) {
        i = rest - 1;
        continue;
      }
      if (!this.closed && !this.comment && !this.afterReturn) {
        const run = this.inQuotes ? /[^"\n]+/y : plain;
        run.lastIndex = i;
        if (run.test(text)) {
          this.cell += text.slice(i, run.lastIndex);
          i = run.lastIndex;
          if (i === text.length) break;
        }
      }
      const char = text[i];
      if (this.afterReturn) {
        this.afterReturn = false;
        if (char === '\n') continue;
      }
      if (this.inQuotes) {
        if (char === '"') {
          this.inQuotes = false;
          this.closed = true;
        } else {
          if (char === '\n') this.line++;
          this.cell += char;
        }
      } else if (char === '\n' || char === '\r') {
        this.endRow();
        this.line++;
        this.rowLine = this.line;
        this.afterReturn = char === '\r';
      } else if (this.comment) {
        // Left out up to the end of the line.
      } else if (char === '"' && (this.closed || this.cell.trim() === '')) {
        // Two quotes in a row are one quote within a quoted cell.
        this.cell = this.closed ? `${this.cell}"` : '';
        this.inQuotes = true;
        this.closed = false;
        this.quoteLine = this.line;
      } else if (char === this.delimiter) {
        this.endCell();
      } else if (char === '#' && this.cells.length === 0 && this.cell === '') {
        this.comment = true;
      } else if (!this.closed) {
        this.cell += char;
      }
    }
  }

  /** Takes a whole row without quotes at once, which most are, and returns where the next begins; else `from`. */
  private plainRow(text: string, from: number): number {
    const fresh =
      this.cells.length === 0 && this.cell === '' && !this.closed && !this.inQuotes && !this.comment;
    if (!fresh || this.afterReturn || this.delimiter === ' ') return from;
    const end = text.indexOf('\n', from);
    if (end < 0) return from;
    const row = text.slice(from, text.charAt(end - 1) === '\r' ? end - 1 : end);
    if (end === from || /["#\r]/.test(row)) return from;
    this.cells = row.split(this.delimiter);
    this.cell = this.cells.pop() ?? '';
    for (let c = 0; c < this.cells.length; c++) this.cells[c] = this.cells[c].trim();
    this.endRow();
    this.rowLine = ++this.line;
    return end + 1;
  }

  /** `lenient`: an open quote is no error. */
  end(lenient = false): void {
    if (this.inQuotes && !lenient) {
      throw new FormatError({
        file: this.file,
        row: this.quoteLine,
        found: 'a quote that never closes',
        expected: 'a second " before the end of the file'
      });
    }
    this.endRow();
  }

  private endCell(): void {
    const cell = this.cell.trim();
    if (this.delimiter !== ' ' || cell !== '' || this.closed) this.cells.push(cell);
    this.cell = '';
    this.closed = false;
  }

  private endRow(): void {
    const blank = this.cells.length === 0 && this.cell.trim() === '' && !this.closed;
    if (!blank && !this.comment) {
      this.endCell();
      this.onRow(this.cells, this.rowLine);
    }
    this.cells = [];
    this.cell = '';
    this.closed = false;
    this.comment = false;
  }
}

/** Rows into a table: tells the header from the first row of data and refuses ragged rows. */
class TableAssembly {
  private readonly file: string;
  private builder: TableBuilder | undefined;
  private width = 0;
  private named = false;

  constructor(file: string) {
    this.file = file;
  }

  row(cells: string[], line: number): void {
    if (!this.builder) {
      this.width = cells.length;
      this.named = isHeader(cells);
      this.builder = new TableBuilder(this.named ? cells : cells.map((_, c) => String(c)));
      if (this.named) return;
    }
    if (cells.length !== this.width) {
      const noun = (n: number): string => `${n} cell${n === 1 ? '' : 's'}`;
      throw new FormatError({
        file: this.file,
        row: line,
        found: noun(cells.length),
        expected: `${noun(this.width)}, as in the first row`
      });
    }
    this.builder.append(cells, line);
  }

  finish(): Table {
    if (!this.builder) {
      throw new FormatError({ file: this.file, found: 'an empty file', expected: 'a table of numbers' });
    }
    return this.builder.finish(this.file, this.named);
  }
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
