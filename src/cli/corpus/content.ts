/** A file on disk to read from, piece by piece. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { ByteFile } from '../../formats/byteFile';
import { FormatError } from '../../formats/formatError';

export interface OpenContent extends ByteFile {
  readInto(target: Uint8Array, from: number): Uint8Array;
  close(): void;
}

/** Throws FormatError where it cannot be opened or grows shorter while it is read. */
export function openContent(name: string, path: string): OpenContent {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    throw new FormatError({
      file: name,
      found: `a file that cannot be opened (${(error as NodeJS.ErrnoException).code ?? error})`,
      expected: 'one that can be read'
    });
  }
  const { size } = fstatSync(descriptor);
  const readInto = (target: Uint8Array, from: number): Uint8Array => {
    const bytes = target.subarray(0, Math.max(0, Math.min(target.length, size - from)));
    for (let at = 0; at < bytes.length; ) {
      const count = readSync(descriptor, bytes, at, bytes.length - at, from + at);
      if (count === 0)
        throw new FormatError({
          file: name,
          found: 'a file that became shorter while it was read',
          expected: 'one that stays as it is during a run'
        });
      at += count;
    }
    return bytes;
  };
  return {
    size,
    read: (from, to) => readInto(new Uint8Array(Math.max(0, Math.min(to, size) - from)), from),
    readInto,
    close: () => closeSync(descriptor)
  };
}
