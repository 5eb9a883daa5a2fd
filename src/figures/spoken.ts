/** A figure's table in words, for those who hear it: how its lines went, and what it says at one place. */
import type { StreamShape } from '../models/stream';
import type { FigureTable } from './figure';
import { sayCount, shortNumber } from './numbers';
import { sayTick } from './timeAxis';

type Cell = string | number;

/** One place of a figure that a cursor can stand at: an instant, a trial, a row of a matrix, a learner. */
export interface Stop {
  /** What the rows have in common: their first cell. */
  at: Cell;
  /** [rows, columns - 1] */
  rows: readonly (readonly Cell[])[];
}

/** More lines, rows or cells than these are summed up. */
const [mostLines, mostRows, mostCells] = [4, 4, 6] as const;

/** The places of a table in order; rows that begin alike are one. */
export function stopsOf({ rows }: FigureTable): Stop[] {
  const stops = new Map<Cell, Cell[][]>();
  for (const [at, ...rest] of rows) stops.set(at, [...(stops.get(at) ?? []), rest]);
  return Array.from(stops, ([at, of]) => ({ at, rows: of }));
}

/**
 * "Trial 322: loss 0.09, error 0.1." `column`, counted from the second of the table, says that one alone; a stop without rows is an
 * instant at which nothing was recorded.
 */
export function sayStop(
  { at, rows }: Stop,
  { columns }: FigureTable,
  shape: StreamShape,
  column?: number
): string {
  const [first, ...names] = columns;
  const place = first === 'tick' && typeof at === 'number' ? sayTick(at, shape) : `${first} ${sayCell(at)}`;
  const said = rows.slice(0, mostRows).map((row) => sayRow(row, names, column));
  const more = rows.length - said.length;
  const all = [...said, ...(more > 0 ? [`and ${sayCount(more)} more`] : [])].join('; ');
  return `${capital(place)}: ${all || 'nothing'}.`;
}

/**
 * "Loss, trials 1 to 340: from 0.69 to 0.12, lowest 0.09 at trial 322." One sentence a line, for tables over trials; empty for others.
 */
export function sayCourse({ columns, rows }: FigureTable): string {
  const [first, ...names] = columns;
  if (first !== 'trial' || rows.length < 2) return '';
  const sentences = names.flatMap((name, i) => {
    const points = rows.flatMap((row) => {
      const [trial, value] = [row[0], row[i + 1]];
      return typeof trial === 'number' && typeof value === 'number' && Number.isFinite(value)
        ? [{ trial, value }]
        : [];
    });
    if (points.length < 2) return [];
    const [from, to] = [points[0], points[points.length - 1]];
    const falls = to.value <= from.value;
    const best = points.reduce((a, b) => ((falls ? b.value < a.value : b.value > a.value) ? b : a));
    return [
      `${capital(words(name))}, trials ${sayCount(from.trial)} to ${sayCount(to.trial)}: from ${shortNumber(from.value)} to ${shortNumber(to.value)}, ${falls ? 'lowest' : 'highest'} ${shortNumber(best.value)} at trial ${sayCount(best.trial)}.`
    ];
  });
  const more = sentences.length - mostLines;
  return [
    ...sentences.slice(0, mostLines),
    ...(more > 0 ? [`${sayCount(more)} more lines are in the data table.`] : [])
  ].join(' ');
}

function sayRow(row: readonly Cell[], names: readonly string[], column: number | undefined): string {
  const cells = row.flatMap((value, i) =>
    value === '' || (column !== undefined && i !== column) ? [] : [{ name: names[i] ?? '', value }]
  );
  if (cells.length <= mostCells)
    return cells.map(({ name, value }) => `${words(name)} ${sayCell(value)}`).join(', ');
  const numbers = cells.flatMap(({ name, value }) => (typeof value === 'number' ? [{ name, value }] : []));
  if (numbers.length === 0) return `${sayCount(cells.length)} cells`;
  const low = numbers.reduce((a, b) => (b.value < a.value ? b : a));
  const high = numbers.reduce((a, b) => (b.value > a.value ? b : a));
  return `${sayCount(numbers.length)} values, lowest ${shortNumber(low.value)} ${words(low.name)}, highest ${shortNumber(high.value)} ${words(high.name)}`;
}

function sayCell(value: Cell): string {
  if (typeof value === 'string') return value;
  return Number.isInteger(value) ? sayCount(value) : shortNumber(value);
}

/** Columns named as probes are: "heldOutError" is said "held out error". */
function words(name: string): string {
  return /^[a-z]+([A-Z][a-z]+)+$/.test(name)
    ? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    : name;
}

function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
