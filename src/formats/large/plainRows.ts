/**
 * Rows of plain text, told from the bytes: without quotes, comments or returns that end a line, which is what large tables are made
 * of. A block that has any of those is read as every other text table is.
 */
import { type Column, numberIn, type Table } from '../table';

const feed = 10;
const carriage = 13;
const blank = 32;
const quote = 34;
const hash = 35;

/** Rows in these whole lines; undefined where they are not plain. */
export function countPlainRows(bytes: Uint8Array): { rows: number; lines: number } | undefined {
  let rows = 0;
  let lines = 0;
  /** Of the line under way. */
  let visible = false;
  let begun = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === feed) {
      lines++;
      // A line of blanks alone may be empty cells.
      if (visible) rows++;
      else if (begun) return undefined;
      visible = false;
      begun = false;
    } else if (byte > blank) {
      if (byte === quote || byte === hash) return undefined;
      visible = true;
    } else if (byte === carriage) {
      if (i + 1 < bytes.length && bytes[i + 1] !== feed) return undefined;
    } else if (byte === 0) return undefined;
    else begun = true;
  }
  if (begun && !visible) return undefined;
  return { rows: rows + (visible ? 1 : 0), lines };
}

export interface PlainTable {
  file: string;
  names: readonly string[];
  named: boolean;
  delimiter: string;
  rows: number;
  /** Of the first byte. */
  line: number;
}

/**
 * The table in bytes that `countPlainRows` has counted; columns that are not `wanted` come without values. Undefined where a row has
 * not as many cells as there are names. Throws TypeError for what is not UTF-8.
 */
export function readPlainRows(
  bytes: Uint8Array,
  { delimiter, file, line: firstLine, named, names, rows }: PlainTable,
  wanted: ReadonlySet<number> | undefined
): Table | undefined {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const cut = delimiter.charCodeAt(0);
  const width = names.length;
  const isWanted = names.map((_, c) => !wanted || wanted.has(c));
  const values = names.map((_, c) => new Float64Array(isWanted[c] ? rows : 0));
  const words = names.map(() => new Map<number, string>());
  const rowNumbers = new Uint32Array(rows);
  const known = new Map<number, string>();
  let line = firstLine;
  let row = 0;
  for (let at = 0; at < bytes.length; line++) {
    let end = bytes.indexOf(feed, at);
    if (end < 0) end = bytes.length;
    const next = end + 1;
    if (end > at && bytes[end - 1] === carriage) end--;
    if (end === at) {
      at = next;
      continue;
    }
    rowNumbers[row] = line;
    for (let c = 0; ; c++) {
      if (c === width) return undefined;
      let stop = at;
      while (stop < end && bytes[stop] !== cut) stop++;
      if (isWanted[c]) {
        const value = decimalIn(bytes, at, stop);
        if (!Number.isNaN(value)) values[c][row] = value;
        else {
          const cell = cellAt(bytes, at, stop, decoder, known);
          const slow = numberIn(cell);
          values[c][row] = slow;
          if (Number.isNaN(slow)) words[c].set(row, cell);
        }
      }
      at = stop + 1;
      if (stop < end) continue;
      if (c + 1 !== width) return undefined;
      break;
    }
    row++;
    at = next;
  }
  const columns = names.map((name, c): Column => ({ name, values: values[c], words: words[c] }));
  return { file, rows, named, columns, rowNumbers };
}

const powers = Float64Array.from({ length: 16 }, (_, k) => Number(`1e${k}`));

/**
 * The number that the bytes spell, with a point or without, and NaN for what is not so plain. Up to fifteen digits and a power of
 * ten are exact in a float, so that one division rounds as it should (Clinger 1990, "How to read floating point numbers accurately").
 */
function decimalIn(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  const negative = bytes[at] === 45;
  if (negative) at++;
  let digits = 0;
  let value = 0;
  let point = -1;
  for (; at < end; at++) {
    const digit = bytes[at] - 48;
    if (digit >= 0 && digit <= 9) {
      value = 10 * value + digit;
      digits++;
    } else if (digit === -2 && point < 0) point = digits;
    else return Number.NaN;
  }
  if (digits === 0 || digits > 15) return Number.NaN;
  const size = point < 0 ? value : value / powers[digits - point];
  return negative ? -size : size;
}

/** The trimmed cell as text. Short ones come again and again, as labels do. */
function cellAt(
  bytes: Uint8Array,
  from: number,
  end: number,
  decoder: TextDecoder,
  known: Map<number, string>
): string {
  if (end - from > 6) return decoder.decode(bytes.subarray(from, end)).trim();
  let key = 1;
  for (let i = from; i < end; i++) key = 256 * key + bytes[i];
  let cell = known.get(key);
  if (cell === undefined) {
    cell = decoder.decode(bytes.subarray(from, end)).trim();
    known.set(key, cell);
  }
  return cell;
}
