/**
 * A table: named columns of equal length. Cells that are not finite numbers keep their text, so that a column of words
 * can be labels and a broken cell can be shown as it stands in the file.
 */
import { FormatError, quoted } from './formatError';

export interface Column {
  /** From the header; without one, the position from 0 as text. */
  name: string;
  /** [rows]; NaN where the cell is not a finite number. */
  values: Float64Array;
  /** Row -> what stands in a cell that is not a finite number. */
  words: ReadonlyMap<number, string>;
}

export interface Table {
  file: string;
  rows: number;
  /** Whether names came with the file. */
  named: boolean;
  columns: readonly Column[];
  /** [rows] how messages call each row: its line in a text file, its index in an array. */
  rowNumbers: Uint32Array;
}

/** "column 3 (age)": how messages call a column. */
export function columnTitle(table: Table, index: number): string {
  return table.named ? `column ${index} (${table.columns[index].name})` : `column ${index}`;
}

/** A column in which every cell is a finite number. Throws FormatError at the first cell that is not. */
export function numericColumn(table: Table, index: number): Float64Array {
  const { values, words } = table.columns[index];
  // Rows were added in order, so the first key is the first bad row.
  for (const [row, text] of words) {
    const point = /^[+-]?\d*,\d+(e[+-]?\d+)?$/i.test(text) ? ' with a decimal point, not a comma' : '';
    throw badCell(table, row, index, `a number${point}`);
  }
  return values;
}

/** A column as text, numbers included. Throws FormatError at the first missing cell. */
export function textColumn(table: Table, index: number): string[] {
  const { values, words } = table.columns[index];
  return Array.from(values, (value, row) => {
    const text = words.get(row) ?? String(value);
    if (isMissing(text)) throw badCell(table, row, index, 'a label');
    return text;
  });
}

export function badCell(table: Table, row: number, index: number, expected: string): FormatError {
  const { values, words } = table.columns[index];
  const text = words.get(row) ?? String(values[row]);
  return new FormatError({
    file: table.file,
    row: table.rowNumbers[row],
    column: columnTitle(table, index),
    found: text === '' ? 'an empty cell' : quoted(text),
    expected
  });
}

/** Words that say "no value here". */
export function isMissing(text: string): boolean {
  return /^(|nan|na|n\/a|null|none|\?|-|[+-]?inf(inity)?)$/i.test(text);
}

/** The number a trimmed cell spells in decimal notation, or NaN. Hexadecimal, infinities and blanks are not numbers. */
export function numberIn(cell: string): number {
  if (cell === '' || 'xXoObB'.includes(cell.charAt(1) || '.')) return Number.NaN;
  const value = Number(cell);
  return Number.isFinite(value) ? value : Number.NaN;
}

/** Grows a table row by row. */
export class TableBuilder {
  private readonly names: readonly string[];
  private readonly words: Map<number, string>[];
  private values: Float64Array[];
  private numbers = new Uint32Array(64);
  private rows = 0;

  constructor(names: readonly string[]) {
    this.names = names;
    this.words = names.map(() => new Map());
    this.values = names.map(() => new Float64Array(64));
  }

  /** Appends one row of as many cells as there are names. */
  append(cells: readonly string[], rowNumber: number): void {
    if (this.rows === this.numbers.length) this.grow();
    for (let c = 0; c < cells.length; c++) {
      const value = numberIn(cells[c]);
      this.values[c][this.rows] = value;
      if (Number.isNaN(value)) this.words[c].set(this.rows, cells[c]);
    }
    this.numbers[this.rows++] = rowNumber;
  }

  finish(file: string, named: boolean): Table {
    const columns = this.names.map((name, c) => ({
      name,
      values: this.values[c].slice(0, this.rows),
      words: this.words[c]
    }));
    return { file, rows: this.rows, named, columns, rowNumbers: this.numbers.slice(0, this.rows) };
  }

  private grow(): void {
    const doubled = <Kind extends Float64Array | Uint32Array>(from: Kind, to: Kind): Kind => {
      to.set(from);
      return to;
    };
    this.numbers = doubled(this.numbers, new Uint32Array(2 * this.rows));
    this.values = this.values.map((column) => doubled(column, new Float64Array(2 * this.rows)));
  }
}
