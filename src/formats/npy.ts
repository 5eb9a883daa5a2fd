/**
 * NumPy's NPY, versions 1 to 3 (numpy.lib.format). Numbers of any width and byte order come out as floats, in C order
 * whatever the order in the file; text arrays come out as strings. Pickled objects are refused: they are programs.
 */
import { FormatError, quoted } from './formatError';

export interface NumericArray {
  kind: 'numbers';
  shape: readonly number[];
  /** Row-major. Float32Array for float32 and float16 files, Float64Array for every other number, 0 and 1 for bool. */
  data: Float32Array | Float64Array;
  /** The elements are unsigned bytes. */
  bytes?: true;
}

export interface TextArray {
  kind: 'text';
  shape: readonly number[];
  data: readonly string[];
}

export type NpyArray = NumericArray | TextArray;

/** What can be written: the element type follows the typed array's. */
export interface WritableArray {
  shape: readonly number[];
  data: Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array;
  /** Writes a Uint8Array of 0 and 1 as bool. */
  bool?: boolean;
}

/** Words to be written: text of the longest one's width. */
export interface WritableText {
  shape: readonly number[];
  data: readonly string[];
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

export function isNpy(bytes: Uint8Array): boolean {
  return bytes.length >= 10 && magic.every((byte, i) => bytes[i] === byte);
}

/** @param file how messages call the file, or the array within it. Throws FormatError. */
export function readNpy(file: string, bytes: Uint8Array): NpyArray {
  const header = readNpyHeader(file, bytes);
  const { from, shape } = header;
  return readElements(file, header, bytes.subarray(from), shape);
}

/** What stands before the data of an array. */
export interface NpyHeader {
  shape: readonly number[];
  /** The first extent varies fastest, where there are two or more. */
  columnMajor: boolean;
  /** Bytes of an element. */
  size: number;
  /** Byte at which the data begin. */
  from: number;
  element: Element;
  unsignedBytes: boolean;
}

/** @param bytes at least the header; @param length of the whole file. Throws FormatError. */
export function readNpyHeader(file: string, bytes: Uint8Array, length = bytes.length): NpyHeader {
  const fail = (found: string, expected: string): never => {
    throw new FormatError({ file, found, expected });
  };
  if (!isNpy(bytes))
    return fail('bytes that do not begin like an NPY file', 'an array written by numpy.save');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6];
  if (version < 1 || version > 3) fail(`NPY version ${version}`, 'version 1, 2 or 3');
  const start = version === 1 ? 10 : 12;
  const headerLength =
    version === 1 ? view.getUint16(8, true) : bytes.length >= 12 ? view.getUint32(8, true) : 0;
  const from = start + headerLength;
  if (from > bytes.length) fail('an NPY header that is cut off', 'a whole file; copy it again');

  const header = new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(bytes.subarray(start, from));
  const type = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(header)?.[1];
  const extents = /'shape':\s*\(([\d\sL,]*)\)/.exec(header)?.[1];
  if (type === undefined && /'descr':\s*\[/.test(header))
    fail('an array of records', 'an array of plain numbers');
  if (type === undefined || order === undefined || extents === undefined)
    return fail('an NPY header that does not read', 'descr, fortran_order and shape');

  const shape = extents
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => Number.parseInt(part, 10));
  const element = elementOf(type);
  if (!element) {
    const what = /O/.test(type) ? 'pickled Python objects' : `elements of type ${quoted(type)}`;
    return fail(what, 'bool, integer, float or text elements; convert with astype before saving');
  }
  const needed = shape.reduce((product, extent) => product * extent, 1) * element.size;
  if (!Number.isSafeInteger(needed) || length - from < needed)
    fail(
      `${length - from} bytes of data`,
      `${needed} bytes for the shape (${shape.join(', ')}); copy the file again`
    );
  const columnMajor = order === 'True' && shape.length > 1;
  return { shape, columnMajor, size: element.size, from, element, unsignedBytes: /u1$/.test(type) };
}

/** The elements in `bytes`, which are those of an array of this shape. Throws FormatError. */
export function readElements(
  file: string,
  { columnMajor, element, size, unsignedBytes }: NpyHeader,
  bytes: Uint8Array,
  shape: readonly number[]
): NpyArray {
  const length = shape.reduce((product, extent) => product * extent, 1);
  const body = new DataView(bytes.buffer, bytes.byteOffset, length * size);
  const at = columnMajor ? fortranOffsets(shape) : (i: number) => i;
  if ('text' in element) {
    const data = Array.from({ length }, (_, i) => element.text(body, at(i) * size));
    return { kind: 'text', shape, data };
  }
  if (element.asStored && !columnMajor)
    return { kind: 'numbers', shape, data: element.asStored(bytes.slice(0, length * size)) };
  const data = element.single ? new Float32Array(length) : new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const value = element.number(body, at(i) * size);
    if (!element.exact && Math.abs(value) > 2 ** 53)
      throw new FormatError({
        file,
        found: `the whole number ${value}`,
        expected: 'whole numbers up to 2^53, which a float holds exactly'
      });
    data[i] = value;
  }
  return { kind: 'numbers', shape, data, ...(unsignedBytes && { bytes: true }) };
}

type Element =
  | {
      size: number;
      single: boolean;
      exact: boolean;
      number: (body: DataView, at: number) => number;
      /** All of them at once, where they lie in the file as in memory. */
      asStored?: (bytes: Uint8Array<ArrayBuffer>) => Float32Array | Float64Array;
    }
  | { size: number; text: (body: DataView, at: number) => string };

/** Of the machine. */
const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function elementOf(type: string): Element | undefined {
  const parts = /^([<>|=]?)([biufSU?])(\d*)$/.exec(type);
  if (!parts) return undefined;
  const little = parts[1] !== '>';
  const size = parts[2] === '?' ? 1 : Number(parts[3]);
  if (size === 0) return undefined;
  const numbers = (
    number: (body: DataView, at: number) => number,
    single = false,
    exact = true
  ): Element => ({
    size,
    single,
    exact,
    number
  });
  switch (`${parts[2]}${parts[2] === 'S' || parts[2] === 'U' ? '' : size}`) {
    case '?1':
    case 'b1':
      return numbers((body, at) => (body.getUint8(at) === 0 ? 0 : 1));
    case 'i1':
      return numbers((body, at) => body.getInt8(at));
    case 'u1':
      return numbers((body, at) => body.getUint8(at));
    case 'i2':
      return numbers((body, at) => body.getInt16(at, little));
    case 'u2':
      return numbers((body, at) => body.getUint16(at, little));
    case 'i4':
      return numbers((body, at) => body.getInt32(at, little));
    case 'u4':
      return numbers((body, at) => body.getUint32(at, little));
    case 'i8':
      return numbers((body, at) => Number(body.getBigInt64(at, little)), false, false);
    case 'u8':
      return numbers((body, at) => Number(body.getBigUint64(at, little)), false, false);
    case 'f2':
      return numbers((body, at) => halfFloat(body.getUint16(at, little)), true);
    case 'f4':
      return {
        ...numbers((body, at) => body.getFloat32(at, little), true),
        ...(little && littleEndian && { asStored: ({ buffer }) => new Float32Array(buffer) })
      };
    case 'f8':
      return {
        ...numbers((body, at) => body.getFloat64(at, little)),
        ...(little && littleEndian && { asStored: ({ buffer }) => new Float64Array(buffer) })
      };
    case 'S':
      return { size, text: (body, at) => letters(size, (i) => body.getUint8(at + i)) };
    case 'U':
      return { size: 4 * size, text: (body, at) => letters(size, (i) => body.getUint32(at + 4 * i, little)) };
    default:
      return undefined;
  }
}

/** Fixed-width text, padded with zeros. */
function letters(width: number, code: (i: number) => number): string {
  let text = '';
  let end = width;
  while (end > 0 && code(end - 1) === 0) end--;
  for (let i = 0; i < end; i++) {
    const point = code(i);
    text += point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
  }
  return text;
}

/** IEEE 754 binary16. */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** Where the element at row-major position i lies in column-major order. */
function fortranOffsets(shape: readonly number[]): (i: number) => number {
  const strides: number[] = [];
  let stride = 1;
  for (const extent of shape) {
    strides.push(stride);
    stride *= extent;
  }
  return (i) => {
    let rest = i;
    let offset = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      offset += (rest % shape[axis]) * strides[axis];
      rest = Math.floor(rest / shape[axis]);
    }
    return offset;
  };
}

/** NPY version 1.0, little-endian, C order. Throws RangeError where data and shape disagree. */
export function writeNpy(array: WritableArray | WritableText): Uint8Array {
  const { data, shape } = array;
  const length = shape.reduce((product, extent) => product * extent, 1);
  if (length !== data.length)
    throw new RangeError(
      `An array of shape (${shape.join(', ')}) has ${length} elements; ${data.length} were given.`
    );
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const { type, values } = isText(array)
    ? encodeWords(array.data)
    : { type: typeName(array.data, array.bool), values: array.data };
  const header = `{'descr': '${type}', 'fortran_order': False, 'shape': ${tuple}, }`;
  // Magic, version and header together fill whole blocks of 64 bytes, and the header ends in a line feed.
  const from = Math.ceil((10 + header.length + 1) / 64) * 64;
  const bytes = new Uint8Array(from + values.byteLength).fill(0x20, 0, from);
  const view = new DataView(bytes.buffer);
  bytes.set([...magic, 1, 0]);
  view.setUint16(8, from - 10, true);
  for (let i = 0; i < header.length; i++) bytes[10 + i] = header.charCodeAt(i);
  bytes[from - 1] = 0x0a;

  const size = values.BYTES_PER_ELEMENT;
  for (let i = 0; i < values.length; i++) {
    const at = from + i * size;
    if (values instanceof Float64Array) view.setFloat64(at, values[i], true);
    else if (values instanceof Float32Array) view.setFloat32(at, values[i], true);
    else if (values instanceof Uint8Array) bytes[at] = values[i];
    else view.setInt32(at, values[i], true);
  }
  return bytes;
}

function isText(array: WritableArray | WritableText): array is WritableText {
  return Array.isArray(array.data);
}

/** Code points of all words, each padded with zeros to the longest. */
function encodeWords(words: readonly string[]): { type: string; values: Uint32Array } {
  const points = words.map((word) => Array.from(word, (character) => character.codePointAt(0) ?? 0));
  const width = Math.max(1, ...points.map(({ length }) => length));
  const codes = new Uint32Array(words.length * width);
  points.forEach((word, i) => {
    codes.set(word, i * width);
  });
  return { type: `<U${width}`, values: codes };
}

function typeName(data: WritableArray['data'], bool = false): string {
  if (data instanceof Float64Array) return '<f8';
  if (data instanceof Float32Array) return '<f4';
  if (data instanceof Int32Array) return '<i4';
  if (data instanceof Uint32Array) return '<u4';
  return bool ? '|b1' : '|u1';
}
