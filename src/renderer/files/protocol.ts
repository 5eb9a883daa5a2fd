/** What the page and the worker that reads a chosen file say to each other. */
import type { ArrayChoice } from '../../formats/arrayChoice';
import type { Hdf5Tree } from '../../formats/hdf5Tree';
import type { PageFile } from './openedFiles';
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
  /** Of a file too large to hold: its bytes, and how many of its rows were looked at. The number of all may then be a guess. */
  large?: { bytes: number; lookedAt: number };
  columns: readonly ColumnPreview[];
  /** The first rows, as text. */
  head: readonly (readonly string[])[];
  /** NPZ: what the archive holds, and which of it are the inputs above and the answers. */
  archive?: Archive;
  /** HDF5: what the file holds. `archive` then lists its arrays by their paths. */
  tree?: Hdf5Tree;
  /** HDF5: where spike times of units are chosen instead of an array, the units; there are no columns then. */
  units?: readonly UnitPreview[];
  /** Where the file is read as a text: how it begins. There are no columns then. */
  words?: string;
  /** Hz, where the file says at which rate the rows were taken. */
  rate?: number;
  /** Of the values, where the file says so. */
  unit?: string;
  /** Where answers are an array of their own: its columns. */
  answers?: readonly ColumnPreview[];
  /** An array of sequences: rows in each. */
  rowsPerSequence?: number;
}

export interface UnitPreview {
  id: string;
  spikes: number;
  /** Seconds. */
  first: number;
  last: number;
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

/** Which source makes the file a stream. */
export type FileSourceId = 'file' | 'spikes' | 'text';

/** What a file of letters is read as. */
export type ReadAs = 'table' | 'text';

export type FileQuestion =
  /** Without `as` it is guessed. */
  | {
      kind: 'preview';
      name: string;
      bytes: PageFile;
      arrays: ArrayChoice | undefined;
      as: ReadAs | undefined;
    }
  | { kind: 'check'; source: FileSourceId; settings: Settings };

export type FileAnswer =
  | { kind: 'preview'; preview: FilePreview }
  | { kind: 'check'; check: FileCheck }
  | { kind: 'problem'; message: string };
