/** A file of the user's as a worker reads it: piece by piece, at once, where it lies. */
import type { ByteFile, FileContent, FileHandle } from '../formats/byteFile';
import { FormatError } from '../formats/formatError';

/** Of workers alone, whose types are not those of a page. */
declare const FileReaderSync: new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer };

/** Throws FormatError for what is no Blob; its `read` throws FormatError where the file is not there any more. */
export function openHandle(name: string, handle: FileHandle): ByteFile {
  if (!(handle instanceof Blob))
    throw new FormatError({ file: name, found: 'no file', expected: 'one chosen or dropped on the page' });
  return {
    size: handle.size,
    read(from, to) {
      try {
        return new Uint8Array(new FileReaderSync().readAsArrayBuffer(handle.slice(from, to)));
      } catch {
        throw new FormatError({
          file: name,
          found: 'a file that was changed, moved or deleted since it was opened',
          expected: 'one that stays as it is; open it again'
        });
      }
    }
  };
}

export function contentOf(name: string, file: Uint8Array | Blob): FileContent {
  return file instanceof Uint8Array ? file : openHandle(name, file);
}
