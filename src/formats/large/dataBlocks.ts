/** A data file in blocks of successive rows: one where it is held, many where it is too large for that. */
import type { Table } from '../table';

/** Rows of a block, and the answers to them where those are a table of their own: one a row, or one a sequence. */
export interface Block {
  inputs: Table;
  answers?: Table;
}

export interface DataBlocks {
  readonly file: string;
  /** All of them or, of a head, those of its one block. */
  readonly rows: number;
  /** Of a head: rows of the whole file, about where nobody has counted them. */
  readonly whole?: { rows: number; counted: boolean };
  /** Rows in each sequence, of which every block then holds whole ones. */
  readonly rowsPerSequence?: number;
  /** Rows of the table of answers, where there is one. */
  readonly answerRows?: number;
  /** First row of each block, ascending from 0. */
  readonly starts: readonly number[];
  /** Columns that are not `wanted` may come without values. Throws FormatError for cells that do not read. */
  read(block: number, wanted?: ReadonlySet<number>): Block;
}

/** Hears how far the reading of a file has come (`share`, 0 to 1) and lets the event loop turn. Rejects to stop it. */
export type Progress = (doing: string, share: number) => Promise<void>;

export interface BlockOptions {
  progress?: Progress;
  /** Only the first block, to see what the file is: what lies behind it is not read, and `rows` is its number. */
  headOnly?: boolean;
}

/** The block in which `row` lies. */
export function blockOf(starts: readonly number[], row: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}
