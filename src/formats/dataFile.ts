/**
 * A data file as a table of inputs and, where arrays come separately, a table of answers. The kind is told from the
 * bytes, never from the name.
 */
import type { ArrayChoice } from './arrayChoice';
import { readCsv } from './csv';
import { FormatError } from './formatError';
import { isHdf5 } from './hdf5';
import { readHdf5Arrays } from './hdf5Table';
import { isNpy, type NpyArray, readNpy } from './npy';
import { isZip, readNpz } from './npz';
import type { Table } from './table';

export interface DataFile {
  inputs: Table;
  /** NPZ with a second array: one row per row of `inputs`, or one per sequence. */
  answers?: Table;
  /** An array of three dimensions is sequences x rows x columns: rows in each sequence. */
  rowsPerSequence?: number;
}

/** As below, and HDF5, whose library has to be loaded. Throws FormatError. */
export async function openDataFile(file: string, bytes: Uint8Array, choice: ArrayChoice): Promise<DataFile> {
  if (isHdf5(bytes)) {
    const { inputs, answers } = await readHdf5Arrays(file, bytes, choice);
    return fromArrays(file, inputs, answers);
  }
  if (/\.(nwb|h5|hdf5)$/i.test(file)) {
    throw new FormatError({
      file,
      found: 'bytes that do not begin like an HDF5 file',
      expected: 'a file written by an HDF5 library'
    });
  }
  return readDataFile(file, bytes, choice);
}

/** Throws FormatError for anything that is not a readable table. */
export function readDataFile(file: string, bytes: Uint8Array, choice: ArrayChoice): DataFile {
  if (isNpy(bytes)) return fromArrays(file, readNpy(file, bytes));
  if (isZip(bytes)) {
    const arrays = readNpz(file, bytes);
    const inputs = pick(file, arrays, choice.inputs || (arrays.size > 1 ? 'x' : [...arrays.keys()][0]));
    return fromArrays(file, inputs, choice.answers ? pick(file, arrays, choice.answers) : undefined);
  }
  if (/\.np[yz]$/i.test(file)) {
    throw new FormatError({
      file,
      found: bytes.length === 0 ? 'an empty file' : 'bytes that do not begin like an NPY or NPZ file',
      expected: 'arrays written by numpy.save or numpy.savez'
    });
  }
  return { inputs: readCsv(file, bytes) };
}

function pick(file: string, arrays: ReadonlyMap<string, NpyArray>, name: string): NpyArray {
  const array = arrays.get(name);
  if (array) return array;
  throw new FormatError({
    file,
    found: `no array '${name}'`,
    expected: `one of the arrays ${[...arrays.keys()].join(', ')}`
  });
}

function fromArrays(file: string, inputs: NpyArray, answers?: NpyArray): DataFile {
  const rank = inputs.shape.length;
  if (rank < 1 || rank > 3) {
    throw new FormatError({
      file,
      found: `an array of shape (${inputs.shape.join(', ')})`,
      expected: 'rows, rows x columns, or sequences x rows x columns'
    });
  }
  return {
    inputs: tableFromArray(file, inputs),
    ...(answers && { answers: tableFromArray(file, answers) }),
    ...(rank === 3 && { rowsPerSequence: inputs.shape[1] })
  };
}

/** The last dimension makes the columns, all others the rows; one dimension is one column. */
export function tableFromArray(file: string, array: NpyArray): Table {
  const width = array.shape.length > 1 ? array.shape[array.shape.length - 1] : 1;
  if (array.data.length === 0) {
    throw new FormatError({
      file,
      found: `an array of shape (${array.shape.join(', ')})`,
      expected: 'at least one row and one column'
    });
  }
  const rows = array.data.length / width;
  const columns = Array.from({ length: width }, (_, c) => {
    const values = new Float64Array(rows);
    const words = new Map<number, string>();
    for (let r = 0; r < rows; r++) {
      const cell = array.data[r * width + c];
      values[r] = typeof cell === 'number' && Number.isFinite(cell) ? cell : Number.NaN;
      if (Number.isNaN(values[r])) words.set(r, String(cell));
    }
    return { name: String(c), values, words };
  });
  return { file, rows, named: false, columns, rowNumbers: Uint32Array.from({ length: rows }, (_, r) => r) };
}
