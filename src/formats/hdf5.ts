/**
 * HDF5 through h5wasm (the HDF5 library itself, compiled to WebAssembly and embedded in its script as text, so that it needs no
 * file beside it). It is loaded when the first HDF5 file is, and not before. What is read is copied out; nothing stays open.
 */
import type { Dataset, Group } from 'h5wasm';
import { bytesOf, type FileContent, sizeOf } from './byteFile';
import { FormatError } from './formatError';
import { hasEndlessHeap } from './hdf5Heaps';
import { hdf5Library } from './hdf5Library';

/** A group of the file: members by path, such as "processing/behavior". Valid only while it is being read. */
export interface Hdf5Group {
  readonly path: string;
  /** Names of what lies directly within. */
  readonly names: readonly string[];
  group(path: string): Hdf5Group | undefined;
  dataset(path: string): Hdf5Dataset | undefined;
  attribute(name: string): unknown;
}

export interface Hdf5Dataset {
  readonly path: string;
  readonly shape: readonly number[];
  /** "float32", "uint8", "text"; "other" for what is neither numbers nor text. */
  readonly element: string;
  attribute(name: string): unknown;
  /** Row-major, as `numbers`. Throws FormatError for what is no text. */
  words(from?: number, to?: number): string[];
  /** Row-major, all of them or, of the first extent, from `from` up to `to`. Throws FormatError for what are no numbers. */
  numbers(from?: number, to?: number): Float64Array;
}

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** The signature stands at 0, or, behind a block of the user's, at 512 or a doubling of it up to a megabyte. */
export function isHdf5(content: FileContent): boolean {
  for (let at = 0; at + 8 <= sizeOf(content) && at <= 1 << 20; at = at === 0 ? 512 : 2 * at) {
    const bytes = bytesOf(content, at, at + 8);
    if (signature.every((byte, i) => bytes[i] === byte)) return true;
  }
  return false;
}

let opened = 0;

/** What `use` makes of the root group. Throws FormatError for bytes that are no HDF5 file. */
export async function readHdf5<Result>(
  file: string,
  content: FileContent,
  use: (root: Hdf5Group) => Result
): Promise<Result> {
  return (await hdf5Reader(file, content))(use);
}

/** Reads one file again and again, at once. Throws FormatError as above. */
export async function hdf5Reader(
  file: string,
  content: FileContent
): Promise<<Result>(use: (root: Hdf5Group) => Result) => Result> {
  if (hasEndlessHeap(content)) throw damaged(file, '/');
  const { h5wasm, attempt, place } = await hdf5Library();
  return (use) => {
    const { name, remove } = place(`read-${opened++}.h5`, content);
    try {
      return attempt(() => {
        const source = guarded(file, '/', () => new h5wasm.File(name, 'r'));
        const result = use(groupOf(file, source));
        guarded(file, '/', () => source.close());
        return result;
      });
    } finally {
      remove();
    }
  };
}

/** Numbers one array may have: more would not fit beside the rest. */
const mostNumbers = 2 ** 28;

/** What the library says of broken bytes is for its programmers; whoever opened the file is told where it is broken. */
function guarded<Result>(file: string, path: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw error instanceof FormatError ? error : damaged(file, path);
  }
}

function damaged(file: string, path: string): FormatError {
  const expected = 'a whole HDF5 file; copy or download it again';
  return new FormatError({ file, column: path, found: 'damaged or incomplete HDF5 data', expected });
}

function groupOf(file: string, group: Group): Hdf5Group {
  const member = (path: string) => {
    try {
      return group.get(path);
    } catch {
      return null;
    }
  };
  return {
    path: group.path,
    get names() {
      return guarded(file, group.path, () => group.keys());
    },
    group(path) {
      const found = member(path);
      return found && 'keys' in found ? groupOf(file, found) : undefined;
    },
    dataset(path) {
      const found = member(path);
      return found && 'shape' in found && 'dtype' in found ? datasetOf(file, found as Dataset) : undefined;
    },
    attribute: (name) => guarded(file, group.path, () => unwrapped(group.attrs[name]?.value))
  };
}

function datasetOf(file: string, dataset: Dataset): Hdf5Dataset {
  const { path } = dataset;
  const refuse = (found: string, expected: string): FormatError =>
    new FormatError({ file, column: path, found, expected });
  return {
    path,
    get shape() {
      return guarded(file, path, () => dataset.shape ?? []);
    },
    get element() {
      return guarded(file, path, () => elementOf(dataset.dtype));
    },
    attribute: (name) => guarded(file, path, () => unwrapped(dataset.attrs[name]?.value)),
    words(from, to) {
      const value = guarded(file, path, () => stretchOf(dataset, from, to));
      const words = typeof value === 'string' ? [value] : value;
      if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words;
      throw refuse('what is no text', 'a list of words');
    },
    numbers(from = 0, to) {
      const [extent = 1, ...rest] = this.shape;
      const count = rest.reduce((product, size) => product * size, (to ?? extent) - from);
      if (!(count <= mostNumbers))
        throw refuse(`an array of shape (${this.shape.join(', ')})`, `at most ${mostNumbers} numbers`);
      const value = guarded(file, path, () => stretchOf(dataset, from, to));
      if (typeof value === 'number' || typeof value === 'bigint') return Float64Array.of(Number(value));
      if (ArrayBuffer.isView(value) && !(value instanceof DataView))
        return Float64Array.from(value as unknown as ArrayLike<number | bigint>, Number);
      throw refuse('what are no numbers', 'an array of numbers');
    }
  };
}

type Extent = [from: number, to: number];

/** All of it, or a stretch of the first extent. */
function stretchOf(dataset: Dataset, from = 0, to?: number): unknown {
  const { shape } = dataset;
  const whole = !shape || shape.length === 0 || (from === 0 && (to === undefined || to === shape[0]));
  return whole
    ? dataset.value
    : dataset.slice([[from, to ?? shape[0]], ...shape.slice(1).map((size): Extent => [0, size])]);
}

/** From the notation of h5wasm: a byte order, then a letter of Python's struct; "S" or "A" and a length for text. */
function elementOf(dtype: unknown): string {
  if (typeof dtype !== 'string') return 'other';
  if (/^[SA]\d*$/.test(dtype)) return 'text';
  return elements[dtype.replace(/^[<>|=]/, '')] ?? 'other';
}

const elements: Readonly<Record<string, string>> = {
  b: 'int8',
  B: 'uint8',
  h: 'int16',
  H: 'uint16',
  i: 'int32',
  I: 'uint32',
  q: 'int64',
  Q: 'uint64',
  e: 'float16',
  f: 'float32',
  d: 'float64'
};

/** A single value is often kept as an array of one. */
function unwrapped(value: unknown): unknown {
  const single =
    ArrayBuffer.isView(value) || Array.isArray(value) ? (value as ArrayLike<unknown>) : undefined;
  return single?.length === 1 ? single[0] : value;
}
