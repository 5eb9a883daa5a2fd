/**
 * What kind of character a code point is, as Python's `re` has it for text: \w is letters, numbers and '_' of all scripts, \s is what
 * Unicode calls space. One table for the plane that nearly all text lies in; it is filled once.
 */

export const isWord = 1;
export const isSpace = 2;
/** \d: decimal digits of all scripts. */
export const isDigit = 4;
/** Parts words for their mean length: spaces, '-', '/', '\' and '.'. */
export const isBreak = 8;
/** ASCII punctuation, which normalised text leaves out. */
export const isPunctuation = 16;

const wordPattern = /[\p{L}\p{N}_]/u;
const digitPattern = /\p{Nd}/u;
const breaks = '-/\\.';
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** Python's whitespace: that of JavaScript without U+FEFF, with the four separators of ASCII and U+0085. */
function isPythonSpace(code: number, character: string): boolean {
  if ((code >= 0x1c && code <= 0x1f) || code === 0x85) return true;
  return code !== 0xfeff && /\s/.test(character);
}

let table: Uint8Array | undefined;

/** [65536] the kind of every UTF-16 unit; surrogates have none. */
export function kindTable(): Uint8Array {
  if (table) return table;
  const kinds = new Uint8Array(65536);
  for (let code = 0; code < kinds.length; code++) {
    if (code >= 0xd800 && code < 0xe000) continue;
    const character = String.fromCharCode(code);
    const space = isPythonSpace(code, character);
    let kind = space ? isSpace | isBreak : 0;
    if (wordPattern.test(character)) kind |= isWord;
    if (digitPattern.test(character)) kind |= isDigit;
    if (breaks.includes(character)) kind |= isBreak;
    if (punctuation.includes(character)) kind |= isPunctuation;
    kinds[code] = kind;
  }
  table = kinds;
  return kinds;
}

/** The kind of a code point above U+FFFF. */
export function kindBeyond(code: number): number {
  const character = String.fromCodePoint(code);
  return (wordPattern.test(character) ? isWord : 0) | (digitPattern.test(character) ? isDigit : 0);
}
