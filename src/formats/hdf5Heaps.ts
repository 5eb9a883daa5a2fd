/** The global heaps of an HDF5 file, where its texts and references lie ("HDF5 File Format Specification", III.E). */
import { bytesOf, type FileContent, sizeOf } from './byteFile';

const sign = [0x47, 0x43, 0x4f, 0x4c, 1, 0, 0, 0];
const header = 16;
/** Bytes looked through at a time. */
const stretch = 1 << 22;

/** Whether a heap has a free space of no size: the library steps from object to object, and from such a one never on. */
export function hasEndlessHeap(content: FileContent): boolean {
  const size = sizeOf(content);
  // A sign may stand across the end of a stretch.
  for (let from = 0; from < size; from += stretch) {
    const bytes = bytesOf(content, from, from + stretch + sign.length - 1);
    for (let at = bytes.indexOf(sign[0]); at >= 0; at = bytes.indexOf(sign[0], at + 1))
      if (sign.every((byte, i) => bytes[at + i] === byte) && isEndless(content, from + at, size)) return true;
  }
  return false;
}

function isEndless(content: FileContent, at: number, size: number): boolean {
  if (at + header > size) return false;
  const length = Number(viewOf(bytesOf(content, at, at + header)).getBigUint64(8, true));
  const end = Math.min(size, at + length);
  // Each object in turn; they are small, so that they are looked at within a window that moves on.
  let window = viewOf(new Uint8Array());
  let windowFrom = 0;
  for (let object = at + header; object + header <= end; ) {
    if (object < windowFrom || object + header > windowFrom + window.byteLength) {
      windowFrom = object;
      window = viewOf(bytesOf(content, object, Math.min(end, object + stretch)));
    }
    const objectSize = Number(window.getBigUint64(object - windowFrom + 8, true));
    const isFree = window.getUint16(object - windowFrom, true) === 0;
    // The size of free space counts its header, that of an object does not and is rounded up to eight.
    const step = isFree ? objectSize : header + 8 * Math.ceil(objectSize / 8);
    if (step === 0) return true;
    object += step;
  }
  return false;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
