/**
 * IDX, the form of MNIST (LeCun et al.): a magic number that tells the type of the elements and the number of dimensions, the
 * dimensions, then the elements; every number big-endian.
 */
import { FormatError } from './formatError';

export type IdxData = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

export interface IdxArray {
  shape: readonly number[];
  /** Row-major. */
  data: IdxData;
}

interface Element {
  size: number;
  make(length: number): Exclude<IdxData, Uint8Array>;
  read(view: DataView, at: number): number;
}

/** Types other than bytes, by their code. */
const elements: Readonly<Record<number, Element>> = {
  9: { size: 1, make: (length) => new Int8Array(length), read: (view, at) => view.getInt8(at) },
  11: { size: 2, make: (length) => new Int16Array(length), read: (view, at) => view.getInt16(at) },
  12: { size: 4, make: (length) => new Int32Array(length), read: (view, at) => view.getInt32(at) },
  13: { size: 4, make: (length) => new Float32Array(length), read: (view, at) => view.getFloat32(at) },
  14: { size: 8, make: (length) => new Float64Array(length), read: (view, at) => view.getFloat64(at) }
};
const bytesCode = 8;

/** Whether the bytes begin with two zeros and the code of a type, as no text, archive or NPY file does. */
export function isIdx(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && bytes[0] === 0 && bytes[1] === 0 && isType(bytes[2]) && bytes[3] > 0;
}

function isType(code: number): boolean {
  return code === bytesCode || code in elements;
}

/** The array in `bytes` (unpacked); one of `dimensions` where they are given: 3 for MNIST's images, 1 for its labels. Throws FormatError. */
export function readIdx(file: string, bytes: Uint8Array, dimensions?: number): IdxArray {
  const fail = (found: string, expected: string): never => {
    throw new FormatError({ file, found, expected });
  };
  const usual = `an IDX file, which begins with the magic number ${magic(dimensions ?? 3)}${saying(dimensions ?? 3)}`;
  if (bytes.length < 4) return fail(bytes.length === 0 ? 'an empty file' : `${bytes.length} bytes`, usual);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isIdx(bytes)) return fail(`the magic number ${view.getUint32(0)}`, usual);
  const count = bytes[3];
  if (dimensions !== undefined && count !== dimensions) {
    return fail(
      `the magic number ${view.getUint32(0)}${saying(count)}: ${count} dimension${count === 1 ? '' : 's'}`,
      `${magic(dimensions, bytes[2])}${saying(dimensions)}: ${dimensions} dimension${dimensions === 1 ? '' : 's'}`
    );
  }
  const from = 4 + 4 * count;
  if (bytes.length < from)
    return fail('a header that is cut off', `${from} bytes of it; copy the file again`);
  const shape = Array.from({ length: count }, (_, k) => view.getUint32(4 + 4 * k));
  const length = shape.reduce((product, extent) => product * extent, 1);
  const element = elements[bytes[2]];
  const needed = length * (element?.size ?? 1);
  if (bytes.length - from !== needed) {
    const dimensionsSaid = `(${shape.join(', ')})`;
    return fail(
      `${bytes.length - from} bytes of data`,
      `${needed} bytes for the shape ${dimensionsSaid}; copy the file again`
    );
  }
  if (!element) return { shape, data: bytes.slice(from) };
  const data = element.make(length);
  for (let i = 0; i < length; i++) data[i] = element.read(view, from + i * element.size);
  return { shape, data };
}

export function writeIdx({ data, shape }: IdxArray): Uint8Array {
  const code = codeOf(data);
  const from = 4 + 4 * shape.length;
  const bytes = new Uint8Array(from + data.byteLength);
  const view = new DataView(bytes.buffer);
  bytes.set([0, 0, code, shape.length]);
  shape.forEach((extent, k) => {
    view.setUint32(4 + 4 * k, extent);
  });
  for (let i = 0, at = from; i < data.length; i++, at += data.BYTES_PER_ELEMENT) {
    if (data instanceof Uint8Array) bytes[at] = data[i];
    else if (data instanceof Int8Array) view.setInt8(at, data[i]);
    else if (data instanceof Int16Array) view.setInt16(at, data[i]);
    else if (data instanceof Int32Array) view.setInt32(at, data[i]);
    else if (data instanceof Float32Array) view.setFloat32(at, data[i]);
    else view.setFloat64(at, data[i]);
  }
  return bytes;
}

function codeOf(data: IdxData): number {
  const types = [Uint8Array, Int8Array, undefined, Int16Array, Int32Array, Float32Array, Float64Array];
  return 8 + types.findIndex((type) => type !== undefined && data instanceof type);
}

function magic(dimensions: number, code = bytesCode): number {
  return 256 * code + dimensions;
}

/** What such a file usually holds. */
function saying(dimensions: number): string {
  if (dimensions === 1) return ' (labels)';
  return dimensions === 3 ? ' (images)' : '';
}
