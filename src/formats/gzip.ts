/** Gzip (RFC 1952) by fflate, with the checksum fflate leaves out. */
import { Gunzip } from 'fflate';
import { FormatError } from './formatError';
import { crc32 } from './crc32';
import { checkInflated } from './inflationLimit';

export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Unpacks piece by piece, so that a large file is never held twice. Throws FormatError for a damaged file. */
export function gunzip(file: string, bytes: Uint8Array, take: (piece: Uint8Array) => void): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let length = 0;
  let total = 0;
  let crc = 0;
  // A member (a file may have several) ends in the checksum and the length of what it holds.
  const endMember = (end: number): void => {
    const agrees =
      view.getUint32(end - 8, true) === crc && view.getUint32(end - 4, true) === length % 2 ** 32;
    if (!agrees) throw damaged(file);
    length = 0;
    crc = 0;
  };
  const unpack = new Gunzip((piece) => {
    length += piece.length;
    total += piece.length;
    checkInflated(file, bytes.length, total);
    crc = crc32(piece, crc);
    take(piece);
  });
  unpack.onmember = endMember;
  try {
    for (let at = 0; at < bytes.length; at += pieceSize) {
      unpack.push(bytes.subarray(at, at + pieceSize), at + pieceSize >= bytes.length);
    }
    endMember(bytes.length);
  } catch (error) {
    throw error instanceof FormatError ? error : damaged(file);
  }
}

const pieceSize = 65536;

function damaged(file: string): FormatError {
  return new FormatError({
    file,
    found: 'damaged or incomplete gzip data',
    expected: 'a whole gzip file; copy or download it again'
  });
}
