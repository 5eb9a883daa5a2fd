/**
 * Where the arrays of an NPZ archive lie, read from the list at its end (PKWARE APPNOTE, sections 4.3.6 to 4.3.16, with the
 * 64-bit fields that numpy writes for large arrays). What is stored as it is can be read at any place.
 */
import type { ByteFile } from '../byteFile';
import { FormatError } from '../formatError';

export interface ArchivedArray {
  /** As it is; else packed. */
  stored: boolean;
  /** Byte of the archive at which the array's own file begins, and its bytes there. */
  from: number;
  length: number;
}

const endSign = 0x06054b50;
const end64Sign = 0x06064b50;
const locator64Sign = 0x07064b50;
const entrySign = 0x02014b50;
const localSign = 0x04034b50;
/** Bytes of a comment that may stand behind everything. */
const longestComment = 0xffff;
/** Bytes a list of arrays may take. */
const longestList = 1 << 26;
const in64 = 0xffffffff;

/** Arrays by name, in the order of the archive. Throws FormatError. */
export function storedArrays(file: string, content: ByteFile): Map<string, ArchivedArray> {
  try {
    const arrays = entries(content);
    if (arrays.size > 0) return arrays;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new FormatError({
      file,
      found: 'a damaged or incomplete archive',
      expected: 'a whole NPZ file; copy or download it again'
    });
  }
  throw new FormatError({ file, found: 'no arrays', expected: 'arrays written by numpy.savez' });
}

/** Throws RangeError for what does not read. */
function entries(content: ByteFile): Map<string, ArchivedArray> {
  const { count, from, length } = findList(content);
  if (length > longestList || from + length > content.size) throw new RangeError('list');
  const bytes = content.read(from, from + length);
  const view = viewOf(bytes);
  const arrays = new Map<string, ArchivedArray>();
  for (let at = 0, i = 0; i < count; i++) {
    if (view.getUint32(at, true) !== entrySign) throw new RangeError('entry');
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const wide = wideFields(view, at + 46 + nameLength, extraLength);
    const unpacked = field(view.getUint32(at + 24, true), wide);
    const packed = field(view.getUint32(at + 20, true), wide);
    const header = field(view.getUint32(at + 42, true), wide);
    if (name.endsWith('.npy')) {
      const stored = view.getUint16(at + 10, true) === 0;
      const start = startOf(content, header);
      if (start + packed > content.size || (stored && packed !== unpacked)) throw new RangeError('entry');
      arrays.set(name.slice(0, -4), { stored, from: start, length: packed });
    }
    at += 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  }
  return arrays;
}

function findList(content: ByteFile): { count: number; from: number; length: number } {
  const tailFrom = Math.max(0, content.size - longestComment - 22);
  const tail = viewOf(content.read(tailFrom, content.size));
  let at = tail.byteLength - 22;
  while (at >= 0 && tail.getUint32(at, true) !== endSign) at--;
  if (at < 0) throw new RangeError('end');
  const list = {
    count: tail.getUint16(at + 10, true),
    length: tail.getUint32(at + 12, true),
    from: tail.getUint32(at + 16, true)
  };
  if (list.count !== 0xffff && list.length !== in64 && list.from !== in64) return list;
  if (tail.getUint32(at - 20, true) !== locator64Sign) throw new RangeError('locator');
  const from = number64(tail, at - 12);
  const end = viewOf(content.read(from, from + 56));
  if (end.getUint32(0, true) !== end64Sign) throw new RangeError('end');
  return { count: number64(end, 32), length: number64(end, 40), from: number64(end, 48) };
}

/** The name stands again before the data, with extra fields of its own. */
function startOf(content: ByteFile, header: number): number {
  const view = viewOf(content.read(header, header + 30));
  if (view.getUint32(0, true) !== localSign) throw new RangeError('header');
  return header + 30 + view.getUint16(26, true) + view.getUint16(28, true);
}

/** What follows in the extra field of number 1, for sizes and places that do not fit their 32 bits. */
function wideFields(view: DataView, from: number, length: number): number[] {
  for (let at = from; at + 4 <= from + length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    const count = Math.floor(view.getUint16(at + 2, true) / 8);
    return Array.from({ length: count }, (_, i) => number64(view, at + 4 + 8 * i));
  }
  return [];
}

function field(narrow: number, wide: number[]): number {
  if (narrow !== in64) return narrow;
  const value = wide.shift();
  if (value === undefined) throw new RangeError('field');
  return value;
}

function number64(view: DataView, at: number): number {
  const value = Number(view.getBigUint64(at, true));
  if (!Number.isSafeInteger(value)) throw new RangeError('number');
  return value;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
