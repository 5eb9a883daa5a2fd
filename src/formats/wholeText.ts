/** A text file as one string, for what reads it as a whole. */
import { FormatError } from './formatError';
import { gunzip, isGzip } from './gzip';

/** UTF-8, gzipped or not. Throws FormatError for bytes that are no text, and for a damaged file. */
export function readWholeText(file: string, bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const pieces: string[] = [];
  try {
    if (isGzip(bytes)) gunzip(file, bytes, (piece) => pieces.push(decoder.decode(piece, { stream: true })));
    else pieces.push(decoder.decode(bytes, { stream: true }));
    pieces.push(decoder.decode());
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError({
      file,
      found: 'bytes that are no UTF-8',
      expected: 'text in UTF-8; save it so'
    });
  }
  return pieces.join('');
}
