/** What the page and the worker that reads a chosen file say to each other. */
import type { ArrayChoice } from '../../formats/dataFile';
import type { Settings } from '../../models/settings';

export interface ColumnPreview {
  name: string;
  /** Cells that are not numbers. */
  words: number;
  /** Every cell is a whole number. */
  whole: boolean;
  /** Different cells, counted to a limit. */
  distinct: number;
}

export interface FilePreview {
  rows: number;
  columns: readonly ColumnPreview[];
  /** The first rows, as text. */
  head: readonly (readonly string[])[];
  /** NPZ: what the archive holds, and which of it are the inputs above and the answers. */
  archive?: Archive;
  /** Where answers are an array of their own: its columns. */
  answers?: readonly ColumnPreview[];
  /** An array of sequences: rows in each. */
  rowsPerSequence?: number;
}

export interface ArrayPreview {
  name: string;
  shape: readonly number[];
  /** Words instead of numbers. */
  text: boolean;
}

export interface Archive {
  arrays: readonly ArrayPreview[];
  chosen: ArrayChoice;
}

/** What the file would be as a stream. */
export interface FileCheck {
  note: string;
  inputs: number;
  outputs: number;
  steps: number;
  loss: 'regression' | 'classification';
  trials: number;
}

export type FileQuestion =
  | { kind: 'preview'; name: string; bytes: Uint8Array; arrays: ArrayChoice | undefined }
  | { kind: 'check'; settings: Settings };

export type FileAnswer =
  | { kind: 'preview'; preview: FilePreview }
  | { kind: 'check'; check: FileCheck }
  | { kind: 'problem'; message: string };
