/** How large a recipe may be: far more than any, and little enough that a file made to burst does not. */
import { Unzlib } from 'fflate';
import { FormatError } from '../formats/formatError';
import { joinBytes } from '../formats/joinBytes';

export const mostRecipeBytes = 32 * 2 ** 20;

export function tooLarge(file: string): FormatError {
  return new FormatError({
    file,
    found: 'a recipe that is too large',
    expected: `at most ${mostRecipeBytes / 2 ** 20} MB`
  });
}

export function damaged(file: string): FormatError {
  return new FormatError({
    file,
    found: 'a damaged recipe',
    expected: 'a whole figure; copy or export it again'
  });
}

/** Small, since deflate can make a thousand times as much of it at once. */
const pieceBytes = 4096;

/** Unpacks zlib data, giving up where they grow too large. Throws FormatError. */
export function inflateRecipe(file: string, packed: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = [];
  let length = 0;
  let ended = false;
  const unpack = new Unzlib((piece, last) => {
    length += piece.length;
    if (length > mostRecipeBytes) throw tooLarge(file);
    pieces.push(piece);
    ended = last;
  });
  try {
    for (let at = 0; at < packed.length && !ended; at += pieceBytes)
      unpack.push(packed.subarray(at, at + pieceBytes), at + pieceBytes >= packed.length);
  } catch (error) {
    throw error instanceof FormatError ? error : damaged(file);
  }
  if (!ended) throw damaged(file);
  return joinBytes(pieces);
}
