/** Text files as they are retrieved from. */
import { FormatError } from '../../formats/formatError';
import { gunzip, isGzip } from '../../formats/gzip';
import { readWhole } from '../files';

export interface NamedText {
  name: string;
  text: string;
}

/** A file in UTF-8, gzipped or not. Throws FormatError for one that is missing, damaged or no text. */
export async function readDocument(name: string, cwd: string): Promise<NamedText> {
  const bytes = await readWhole(name, cwd);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const pieces: string[] = [];
  try {
    if (isGzip(bytes)) {
      gunzip(name, bytes, (piece) => pieces.push(decoder.decode(piece, { stream: true })));
      pieces.push(decoder.decode());
    } else pieces.push(decoder.decode(bytes));
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError({
      file: name,
      found: 'bytes that are no UTF-8',
      expected: 'text in UTF-8; save it so'
    });
  }
  return { name, text: pieces.join('') };
}
