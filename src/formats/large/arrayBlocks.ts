/** Arrays whose rows lie at known places of the file, in blocks of rows: NPY, and NPZ whose entries are stored as they are. */
import type { ArrayChoice } from '../arrayChoice';
import { type ByteFile, sayBytes } from '../byteFile';
import { tableFromArray } from '../dataFile';
import { FormatError } from '../formatError';
import { type NpyArray, readElements, readNpyHeader } from '../npy';
import type { Table } from '../table';
import type { BlockOptions, DataBlocks } from './dataBlocks';
import { storedArrays } from './storedArray';

/** Numbers of a block, about. */
const blockNumbers = 1 << 15;
/** Bytes within which a header ends. */
const headerBytes = 1 << 16;

/** An array of any size of which a stretch of the first extent can be read. */
export interface SlicedArray {
  shape: readonly number[];
  /** Of the first extent, `from` up to `to`. */
  slice(from: number, to: number): NpyArray;
}

/** Throws FormatError. */
export function npyBlocks(file: string, content: ByteFile, options: BlockOptions): DataBlocks {
  return blocksOf(file, slicedNpy(file, content, 0, content.size), undefined, options);
}

/** Throws FormatError. */
export function npzBlocks(
  file: string,
  content: ByteFile,
  choice: ArrayChoice,
  options: BlockOptions
): DataBlocks {
  const entries = storedArrays(file, content);
  const sliced = (name: string): SlicedArray => {
    const entry = entries.get(name);
    const array = `${file} array '${name}'`;
    if (!entry)
      throw new FormatError({
        file,
        found: `no array '${name}'`,
        expected: `one of the arrays ${[...entries.keys()].join(', ')}`
      });
    if (!entry.stored)
      throw new FormatError({
        file: array,
        found: 'packed data, which can be read from the beginning only',
        expected: `in a file of ${sayBytes(content.size)} arrays written by numpy.savez, not savez_compressed, or an NPY file`
      });
    return slicedNpy(array, content, entry.from, entry.length);
  };
  const names = [...entries.keys()];
  const inputs = sliced(choice.inputs || (names.length > 1 ? 'x' : names[0]));
  return blocksOf(file, inputs, choice.answers ? sliced(choice.answers) : undefined, options);
}

/** What the arrays of an archive are, told from their headers. Throws FormatError. */
export function npzShapes(
  file: string,
  content: ByteFile
): { name: string; shape: readonly number[]; text: boolean }[] {
  return [...storedArrays(file, content)].flatMap(([name, { from, length, stored }]) => {
    if (!stored) return [];
    const head = content.read(from, from + Math.min(length, headerBytes));
    const { element, shape } = readNpyHeader(`${file} array '${name}'`, head, length);
    return [{ name, shape, text: 'text' in element }];
  });
}

/** The array that begins at byte `start` of the file. */
export function slicedNpy(file: string, content: ByteFile, start: number, length: number): SlicedArray {
  const header = readNpyHeader(file, content.read(start, start + Math.min(length, headerBytes)), length);
  const { columnMajor, from, shape, size } = header;
  if (columnMajor)
    throw new FormatError({
      file,
      found: 'an array in Fortran order, whose rows lie scattered over the file',
      expected: 'in a file of this size C order: numpy.save("c.npy", numpy.ascontiguousarray(a))'
    });
  const rowElements = shape.slice(1).reduce((product, extent) => product * extent, 1);
  return {
    shape,
    slice(first, end) {
      const at = start + from;
      const bytes = content.read(at + first * rowElements * size, at + end * rowElements * size);
      return readElements(file, header, bytes, [end - first, ...shape.slice(1)]);
    }
  };
}

/** Blocks of whole rows or, of three extents, whole sequences. Throws FormatError for a shape that makes no rows. */
export function blocksOf(
  file: string,
  inputs: SlicedArray,
  answers: SlicedArray | undefined,
  { headOnly = false }: BlockOptions
): DataBlocks {
  const [extent, ...rest] = inputs.shape;
  if (inputs.shape.length < 1 || inputs.shape.length > 3 || inputs.shape.includes(0))
    throw new FormatError({
      file,
      found: `an array of shape (${inputs.shape.join(', ')})`,
      expected: 'rows, rows x columns, or sequences x rows x columns, with at least one of each'
    });
  const rowsEach = rest.length === 2 ? rest[0] : 1;
  const numbersEach = rest.reduce((product, length) => product * length, 1);
  const each = Math.max(1, Math.floor(blockNumbers / numbersEach));
  const used = headOnly ? Math.min(each, extent) : extent;
  const starts: number[] = [];
  for (let first = 0; first < used; first += each) starts.push(first * rowsEach);
  const answersEach = answers ? answersPer(file, inputs, answers, rowsEach) : 0;
  return {
    file,
    rows: used * rowsEach,
    ...(headOnly && { whole: { rows: extent * rowsEach, counted: true } }),
    ...(rest.length === 2 && { rowsPerSequence: rowsEach }),
    ...(answers && { answerRows: used * answersEach }),
    starts,
    read(block) {
      const first = block * each;
      const end = Math.min(used, first + each);
      const table = numbered(tableFromArray(file, inputs.slice(first, end)), first * rowsEach);
      if (!answers) return { inputs: table };
      const whole = answers.shape.length === 3 ? 1 : answersEach;
      const [from, to] = [first * whole, end * whole];
      const theirs = tableFromArray(file, answers.slice(from, to));
      return { inputs: table, answers: numbered(theirs, first * answersEach) };
    }
  };
}

/** Rows of answers for each row, or sequence, of inputs: all its rows, or one. */
function answersPer(file: string, inputs: SlicedArray, answers: SlicedArray, rowsEach: number): number {
  const [extent] = inputs.shape;
  const [theirs, theirRows] = answers.shape;
  const rows = answers.shape.length === 3 ? theirs * theirRows : theirs;
  if (rows === extent * rowsEach) return rowsEach;
  if (rows === extent) return 1;
  throw new FormatError({
    file,
    found: `${rows} answers`,
    expected:
      rowsEach > 1 ? `${extent} (one a sequence) or ${extent * rowsEach} (one a row)` : `${extent}, one a row`
  });
}

/** Messages call a row by its place in the whole array. */
function numbered(table: Table, first: number): Table {
  return { ...table, rowNumbers: table.rowNumbers.map((row) => row + first) };
}
