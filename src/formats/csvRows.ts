/** Delimited text as rows of cells: the delimiter guessed, quotes and comments heeded, in pieces. */
import { FormatError } from './formatError';

/** A piece of UTF-8 text. Throws FormatError for bytes that are no text. */
export function decodeText(file: string, decoder: TextDecoder, piece: Uint8Array, last: boolean): string {
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
export class RowReader {
  delimiter: Delimiter = ',';
  onRow: (cells: string[], line: number) => void = () => {};
  private readonly file: string;
  private line: number;
  private rowLine: number;
  private cells: string[] = [];
  private cell = '';
  /** Within quotes, and the line they opened on; `closed`: after the closing quote of a cell. */
  private inQuotes = false;
  private closed = false;
  private quoteLine = 1;
  private comment = false;
  private afterReturn = false;

  /** @param line where the text begins in the file, from 1. */
  constructor(file: string, line = 1) {
    this.file = file;
    this.line = line;
    this.rowLine = line;
  }

  /** Line of what is pushed next, where a row begins with it; undefined within a row. */
  get atLine(): number | undefined {
    const within = this.cells.length > 0 || this.cell !== '' || this.inQuotes || this.closed || this.comment;
    return within || this.afterReturn ? undefined : this.line;
  }

  /** Text that was read elsewhere lies between: what is pushed next begins at this line. Within a row (undefined) nothing lay between. */
  moveTo(line: number | undefined): void {
    if (line === undefined) return;
    this.line = line;
    this.rowLine = line;
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
