/**
 * Columns as people write them: "0-63, speed, 70". Positions count from 0; a name from the header wins over a position
 * and over a range, so that columns called "3" or "2-4" can be reached.
 */
import { FormatError, quoted } from './formatError';
import type { Table } from './table';

/** Positions named by `list`, in its order, each once. Throws FormatError for a column the table lacks. */
export function findColumns(table: Table, list: string): number[] {
  const found = new Set<number>();
  for (const part of list.split(',')) {
    const text = part.trim();
    if (text !== '') for (const index of findPart(table, text)) found.add(index);
  }
  return [...found];
}

/** The one column called `text`. Throws FormatError. */
export function findColumn(table: Table, text: string): number {
  const found = findColumns(table, text);
  if (found.length === 1) return found[0];
  throw noColumn(table, text);
}

function findPart(table: Table, text: string): number[] {
  const named = table.columns.flatMap(({ name }, c) => (name === text ? [c] : []));
  if (named.length > 1) {
    throw new FormatError({
      file: table.file,
      found: `${named.length} columns called ${quoted(text)}`,
      expected: `one; rename the others or write positions, here ${named.join(', ')}`
    });
  }
  if (named.length === 1) return named;
  const range = /^(\d+)(?:\s*-\s*(\d+))?$/.exec(text);
  if (!range) throw noColumn(table, text);
  const from = Number(range[1]);
  const to = Number(range[2] ?? range[1]);
  if (to < from || to >= table.columns.length) throw noColumn(table, text);
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

function noColumn(table: Table, text: string): FormatError {
  const last = table.columns.length - 1;
  const names = table.columns.slice(0, 8).map((column) => column.name);
  const more = table.columns.length > names.length ? ', ...' : '';
  return new FormatError({
    file: table.file,
    found: `no column ${quoted(text)}`,
    expected: `positions 0 to ${last}${table.named ? ` or the names ${names.join(', ')}${more}` : ''}`
  });
}
