/** What a Zstandard file (RFC 8878) holds, block by block, each of its frames held to the length and the checksum it tells. */
import { Decompress } from 'fzstd';
import { type ByteFile, sayBytes } from '../byteFile';
import { XxHash64 } from '../xxhash64';
import { damagedPack } from './damagedPack';

const frameMagic = 0xfd2fb528;
/** Sixteen kinds of frames that hold nothing to be unpacked. */
const skippedMagic = 0x184d2a50;
const longestHeader = 18;

/** What comes before an error was unpacked without one; only the end of its frame says that it is right. Throws FormatError. */
export function* zstdPieces(file: string, content: ByteFile): Generator<Uint8Array> {
  for (let at = 0; at < content.size; ) {
    const head = content.read(at, at + longestHeader);
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const magic = head.length < 8 ? undefined : view.getUint32(0, true);
    if (magic === undefined) throw cutOff(file, content, at);
    if ((magic & 0xfffffff0) >>> 0 === skippedMagic) {
      at += 8 + view.getUint32(4, true);
      if (at > content.size) throw cutOff(file, content, at);
    } else if (magic === frameMagic) at = yield* frame(file, content, at, view);
    else throw damagedPack(file, 'zstd', `at byte ${at} begins no frame`);
  }
}

/** One frame that begins at `begun`; returns where it ends. */
function* frame(
  file: string,
  content: ByteFile,
  begun: number,
  view: DataView
): Generator<Uint8Array, number> {
  const { checksum, headerLength, length } = headerOf(view);
  if (headerLength > view.byteLength) throw cutOff(file, content, begun);
  const out: Uint8Array[] = [];
  const unpack = new Decompress((piece) => out.push(piece));
  const hash = checksum ? new XxHash64() : undefined;
  const push = (bytes: Uint8Array, final: boolean, at: number): void => {
    try {
      unpack.push(bytes, final);
    } catch {
      throw damagedPack(file, 'zstd', `it cannot be unpacked on from byte ${at}`);
    }
  };
  push(content.read(begun, begun + headerLength), false, begun);
  let at = begun + headerLength;
  let unpacked = 0;
  for (let last = false; !last; ) {
    const header = content.read(at, at + 3);
    if (header.length < 3) throw cutOff(file, content, at);
    const word = header[0] | (header[1] << 8) | (header[2] << 16);
    last = (word & 1) === 1;
    // Of one byte that is repeated one is there.
    const end = at + 3 + (((word >> 1) & 3) === 1 ? 1 : word >> 3);
    if (end > content.size) throw cutOff(file, content, at);
    const block = new Uint8Array(end - at + (last && checksum ? 4 : 0));
    block.set(content.read(at, end));
    push(block, last, at);
    for (const piece of out) {
      unpacked += piece.length;
      hash?.update(piece);
    }
    yield* out;
    out.length = 0;
    at = end;
  }
  if (length !== undefined && unpacked !== length)
    throw damagedPack(
      file,
      'zstd',
      `bytes ${begun} to ${at} hold ${unpacked} bytes and say that they hold ${length}`
    );
  if (!hash) return at;
  const told = content.read(at, at + 4);
  if (told.length < 4) throw cutOff(file, content, at);
  if (new DataView(told.buffer, told.byteOffset, 4).getUint32(0, true) !== hash.digest()[1])
    throw damagedPack(
      file,
      'zstd',
      `the checksum at byte ${at} is not that of what bytes ${begun} to ${at} hold, ${sayBytes(unpacked)}`
    );
  return at + 4;
}

/** `length`: of what the frame holds, where it says. */
function headerOf(view: DataView): { checksum: boolean; headerLength: number; length?: number } {
  const flags = view.getUint8(4);
  const single = ((flags >> 5) & 1) === 1;
  const dictionary = [0, 1, 2, 4][flags & 3];
  const kind = flags >> 6;
  const bytes = kind > 0 ? 1 << kind : single ? 1 : 0;
  const at = 5 + (single ? 0 : 1) + dictionary;
  const headerLength = at + bytes;
  const checksum = ((flags >> 2) & 1) === 1;
  if (bytes === 0 || headerLength > view.byteLength) return { checksum, headerLength };
  const lengths = {
    1: () => view.getUint8(at),
    2: () => view.getUint16(at, true) + 256,
    4: () => view.getUint32(at, true),
    8: () => Number(view.getBigUint64(at, true))
  };
  return { checksum, headerLength, length: lengths[bytes as 1 | 2 | 4 | 8]() };
}

function cutOff(file: string, content: ByteFile, at: number): Error {
  return damagedPack(
    file,
    'zstd',
    `it is cut off at its end, byte ${content.size}, within what begins at byte ${at}`
  );
}
