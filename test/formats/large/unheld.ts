/** Files that tests read in pieces, and what was read of them. */
import type { ByteFile } from '../../../src/formats/byteFile';

/** The bytes as a file too large to hold would give them. */
export function unheld(bytes: Uint8Array): ByteFile {
  return { size: bytes.length, read: (from, to) => bytes.slice(from, to) };
}

/** A file of `size` bytes made of one stretch over and over, of which `most` remembers the longest read. */
export function repeated(
  head: Uint8Array,
  stretch: Uint8Array,
  times: number
): ByteFile & { most: number; bytesRead: number } {
  const size = head.length + stretch.length * times;
  const file = {
    size,
    most: 0,
    bytesRead: 0,
    read(from: number, to: number): Uint8Array {
      const bytes = new Uint8Array(Math.max(0, Math.min(to, size) - from));
      file.most = Math.max(file.most, bytes.length);
      file.bytesRead += bytes.length;
      for (let at = 0; at < bytes.length; ) {
        const place = from + at;
        const within = place < head.length ? place : (place - head.length) % stretch.length;
        const source = place < head.length ? head : stretch;
        const piece = source.subarray(within, within + bytes.length - at);
        bytes.set(piece, at);
        at += piece.length;
      }
      return bytes;
    }
  };
  return file;
}
