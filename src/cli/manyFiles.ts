/** Several files of a folder under one name, as `kept/*.jsonl`: what a program that writes in shards has left. */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type FileContent, largestHeld, sayBytes } from '../formats/byteFile';
import { packingOf } from '../formats/corpus/bytePieces';
import { FormatError } from '../formats/formatError';
import { joinBytes } from '../formats/joinBytes';

/**
 * The files that `pattern` fits, in the order of their names, one after another; each ends in a line feed where it is not packed. The star stands
 * in the last part alone. Throws FormatError where there is none, and for more than is held.
 */
export async function readFitting(
  pattern: string,
  cwd: string,
  read: (name: string) => Promise<Uint8Array>
): Promise<FileContent> {
  const folder = dirname(pattern);
  const fits = new RegExp(`^${basename(pattern).split('*').map(literally).join('.*')}$`);
  const there = await readdir(resolve(cwd, folder), { withFileTypes: true }).catch(() => []);
  const names = there.filter((entry) => entry.isFile() && fits.test(entry.name)).map(({ name }) => name);
  if (names.length === 0)
    throw new FormatError({
      file: pattern,
      found: 'no file that fits',
      expected: 'a folder with files of such names'
    });
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (const name of names.sort()) {
    const bytes = await read(join(folder, name));
    pieces.push(bytes);
    const ended = packingOf(bytes) !== 'plain' || bytes.length === 0 || bytes[bytes.length - 1] === feed;
    if (!ended) pieces.push(Uint8Array.of(feed));
    length += bytes.length + (ended ? 0 : 1);
    if (length > largestHeld)
      throw new FormatError({
        file: pattern,
        found: `${names.length} files of more than ${sayBytes(largestHeld)}`,
        expected: 'less where several files are read as one; name fewer, or one alone'
      });
  }
  return joinBytes(pieces);
}

const feed = 10;

const literally = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
