/** What of a table is shown before it is opened: its columns and first rows. */
import type { DataFile } from '../../formats/dataFile';
import type { DataBlocks } from '../../formats/large/dataBlocks';
import type { Column, Table } from '../../formats/table';
import type { ColumnPreview, FilePreview } from './protocol';

const headRows = 8;
const mostDistinct = 101;

export function preview({ inputs, answers, rowsPerSequence }: DataFile): FilePreview {
  const { rows, columns } = inputs;
  const shown = Math.min(rows, headRows);
  return {
    rows,
    columns: describe(inputs),
    head: Array.from({ length: shown }, (_, r) => columns.map((column) => cell(column, r))),
    ...(answers && { answers: describe(answers) }),
    ...(rowsPerSequence !== undefined && { rowsPerSequence })
  };
}

/** Of a file of `size` bytes too large to hold. */
export function previewHead(head: DataBlocks, size: number): FilePreview {
  const { rowsPerSequence, whole } = head;
  const shown = preview({ ...head.read(0), ...(rowsPerSequence !== undefined && { rowsPerSequence }) });
  return { ...shown, rows: whole?.rows ?? head.rows, large: { bytes: size, lookedAt: head.rows } };
}

function describe({ rows, columns }: Table): ColumnPreview[] {
  return columns.map((column) => ({
    name: column.name,
    words: column.words.size,
    whole: column.words.size === 0 && column.values.every(Number.isInteger),
    distinct: distinct(column, rows)
  }));
}

function cell({ values, words }: Column, row: number): string {
  return words.get(row) ?? String(Number(values[row].toPrecision(6)));
}

function distinct(column: Column, rows: number): number {
  const seen = new Set<string>();
  for (let r = 0; r < rows && seen.size < mostDistinct; r++) seen.add(cell(column, r));
  return seen.size;
}
