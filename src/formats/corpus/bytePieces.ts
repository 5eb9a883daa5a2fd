/** The bytes of a file piece by piece, unpacked where it is packed: never more than a piece and what it grows to. */
import type { ByteFile } from '../byteFile';
import { isGzip } from '../gzip';
import { gzipPieces } from './gzipPieces';
import { zstdPieces } from './zstdPieces';

const pieceSize = 1 << 18;

export type Packing = 'plain' | 'gzip' | 'zstd';

/** Told from the first bytes. */
export function packingOf(head: Uint8Array): Packing {
  if (isGzip(head)) return 'gzip';
  const zstd = head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd;
  return zstd ? 'zstd' : 'plain';
}

/**
 * Bytes `from` up to `to` of a plain file, or all of what a packed one holds; a piece may lie where the one before lay. Throws FormatError
 * for damaged packed data.
 */
export function* bytePieces(
  file: string,
  content: ByteFile,
  from = 0,
  to = content.size
): Generator<Uint8Array> {
  const packing = packingOf(content.read(0, 4));
  if (packing === 'plain') {
    const place = content.readInto && new Uint8Array(Math.min(pieceSize, Math.max(0, to - from)));
    for (let at = from; at < to; at += pieceSize) {
      const length = Math.min(to - at, pieceSize);
      yield content.readInto && place
        ? content.readInto(place.subarray(0, length), at)
        : content.read(at, at + length);
    }
    return;
  }
  yield* packing === 'gzip' ? gzipPieces(file, content) : zstdPieces(file, content);
}
