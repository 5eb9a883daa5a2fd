/** A file that memory need not hold: a size, and bytes for the asking. */
import { FormatError } from './formatError';

export interface ByteFile {
  /** Bytes. */
  readonly size: number;
  /** Bytes `from` up to `to` (excluded), cut off at the end of the file. */
  read(from: number, to: number): Uint8Array;
  /** The same into memory there is, as much as it holds; returns the part of it that was filled. For files read from end to end. */
  readInto?(target: Uint8Array, from: number): Uint8Array;
}

/** What crosses to a worker by reference and not as bytes: a Blob, in a browser. */
export interface FileHandle {
  readonly size: number;
}

/** The bytes themselves, or where to read them. */
export type FileContent = Uint8Array | ByteFile;

/** Bytes up to which a file is held; a host hands over a larger one as a `ByteFile`. */
export const largestHeld = 2 ** 28;

/** Bytes of a large file that may be held after all, where its kind cannot be read in pieces. */
const largestWhole = 2 ** 30;

/** Bytes `from` up to `to` (excluded). */
export function bytesOf(content: FileContent, from: number, to: number): Uint8Array {
  return content instanceof Uint8Array ? content.subarray(from, to) : content.read(from, to);
}

/** Either of them, to be read in pieces. */
export function asByteFile(content: FileContent): ByteFile {
  if (!(content instanceof Uint8Array)) return content;
  return { size: content.length, read: (from, to) => content.subarray(from, to) };
}

export function sizeOf(content: FileContent): number {
  return content instanceof Uint8Array ? content.length : content.size;
}

/**
 * All bytes of a file that has to be held.
 *
 * @param instead what the user can do with a file that is too large for it. Throws FormatError.
 */
export function wholeOf(file: string, content: FileContent, instead: string): Uint8Array {
  if (content instanceof Uint8Array) return content;
  if (content.size <= largestWhole) return content.read(0, content.size);
  throw new FormatError({
    file,
    found: `${sayBytes(content.size)}, which are read as a whole here`,
    expected: `at most ${sayBytes(largestWhole)}; ${instead}`
  });
}

/** "1.6 GB", in powers of ten as file managers count. */
export function sayBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toPrecision(3)} ${units[unit]}`;
}
