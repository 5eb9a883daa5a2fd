/** The named arrays of an NPZ file, each asked for by name and shape; what does not fit is a FormatError that says which. */
import { FormatError } from '../../formats/formatError';
import type { NumericArray, NpyArray } from '../../formats/npy';
import { readNpz } from '../../formats/npz';
import type { Matrix } from '../../models/eprop/gradient';

export interface NamedArrays {
  readonly file: string;
  readonly names: readonly string[];
  has(name: string): boolean;
  /** Any dimensions. */
  array(name: string): NumericArray;
  /** Two dimensions. */
  matrix(name: string): Matrix;
  /** One dimension. */
  vector(name: string): ArrayLike<number>;
  /** A single number, of whatever shape. */
  scalar(name: string): number;
  /** Throws FormatError about an array. */
  fail(name: string, found: string, expected: string): never;
}

/** Throws FormatError for bytes that are no NPZ file. */
export function readArrays(file: string, bytes: Uint8Array): NamedArrays {
  const arrays = readNpz(file, bytes);
  const fail = (name: string, found: string, expected: string): never => {
    throw new FormatError({ file, column: `array '${name}'`, found, expected });
  };
  const numbers = (name: string): NumericArray => {
    const array = arrays.get(name) as NpyArray;
    if (array.kind === 'text') return fail(name, 'text', 'numbers');
    const broken = array.data.findIndex((value) => !Number.isFinite(value));
    if (broken >= 0) fail(name, `${array.data[broken]} at ${position(array, broken)}`, 'finite numbers only');
    return array;
  };
  return {
    file,
    names: [...arrays.keys()],
    has: (name) => arrays.has(name),
    array: numbers,
    matrix(name) {
      const { shape, data } = numbers(name);
      if (shape.length !== 2) return fail(name, `shape (${shape.join(', ')})`, 'two dimensions');
      return { rows: shape[0], columns: shape[1], data };
    },
    vector(name) {
      const { shape, data } = numbers(name);
      if (shape.length !== 1) return fail(name, `shape (${shape.join(', ')})`, 'one dimension');
      return data;
    },
    scalar(name) {
      const { shape, data } = numbers(name);
      return data.length === 1 ? data[0] : fail(name, `shape (${shape.join(', ')})`, 'one number');
    },
    fail
  };
}

/** Names of arrays that are not `known`. Throws FormatError for one that is misspelt in case alone and for needed ones that are missing. */
export function checkNames(
  { file, names, has, fail }: NamedArrays,
  needed: readonly string[],
  optional: readonly string[],
  command = 'gradient'
): readonly string[] {
  const known = [...needed, ...optional];
  const unused = names.filter((name) => !known.includes(name));
  for (const name of unused) {
    const meant = known.find((other) => other.toLowerCase() === name.toLowerCase());
    if (meant) fail(name, 'this spelling', `'${meant}'`);
  }
  const missing = needed.filter((name) => !has(name));
  if (missing.length > 0) {
    throw new FormatError({
      file,
      found: `no array ${missing.length > 8 ? `${missing.slice(0, 8).join(', ')} and ${missing.length - 8} more` : missing.join(', ')}`,
      expected: `what 'engram ${command} --help' lists`
    });
  }
  return unused;
}

/** "row 2, column 0" of a matrix, "entry 2" of a vector, "entry (2, 0, 1)" of more dimensions; counted from 0. */
function position({ shape }: NumericArray, at: number): string {
  if (shape.length > 2) {
    let rest = at;
    const indices = [...shape].reverse().map((size) => {
      const index = rest % size;
      rest = Math.floor(rest / size);
      return index;
    });
    return `entry (${indices.reverse().join(', ')})`;
  }
  return shape.length === 2 ? `row ${Math.floor(at / shape[1])}, column ${at % shape[1]}` : `entry ${at}`;
}
