/** What a gzip file (RFC 1952) holds, piece by piece, each of its members held to the checksum and the length it ends in. */
import { type FlateError, FlateErrorCode, Gunzip } from 'fflate';
import { type ByteFile, sayBytes } from '../byteFile';
import { crc32 } from '../crc32';
import { FormatError } from '../formatError';
import { damagedPack } from './damagedPack';

/** Packed bytes at a time: of highly packed data few make many. */
const packedSize = 1 << 14;

/** What comes before an error was unpacked without one; only the end of its member says that it is right. Throws FormatError. */
export function* gzipPieces(file: string, content: ByteFile): Generator<Uint8Array> {
  const out: Uint8Array[] = [];
  let ended = false;
  let crc = 0;
  let length = 0;
  let begun = 0;
  const unpack = new Gunzip((piece, final) => {
    crc = crc32(piece, crc);
    length += piece.length;
    out.push(piece);
    ended = final;
  });
  const endMember = (end: number): void => {
    const trailer = content.read(end - 8, end);
    const view = new DataView(trailer.buffer, trailer.byteOffset, trailer.byteLength);
    const wrong =
      trailer.length < 8 || view.getUint32(0, true) !== crc
        ? 'checksum'
        : view.getUint32(4, true) !== length % 2 ** 32
          ? 'length'
          : undefined;
    if (wrong !== undefined)
      throw damagedPack(
        file,
        'gzip',
        `the ${wrong} at byte ${end - 8} is not that of what bytes ${begun} to ${end} hold, ${sayBytes(length)}`
      );
    crc = 0;
    length = 0;
    begun = end;
  };
  unpack.onmember = endMember;
  for (let at = 0; at < content.size; at += packedSize) {
    let failure: FormatError | undefined;
    try {
      unpack.push(content.read(at, at + packedSize), at + packedSize >= content.size);
    } catch (error) {
      const cut = (error as Partial<FlateError>).code === FlateErrorCode.UnexpectedEOF;
      const where = cut
        ? `it is cut off at its end, byte ${content.size}`
        : `it cannot be unpacked on from about byte ${at}`;
      failure = error instanceof FormatError ? error : damagedPack(file, 'gzip', where);
    }
    yield* out;
    out.length = 0;
    if (failure) throw failure;
  }
  if (!ended) throw damagedPack(file, 'gzip', `it is cut off at its end, byte ${content.size}`);
  endMember(content.size);
}
