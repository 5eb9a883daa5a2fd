/**
 * The tokens whose n-grams are compared. Words as Zyda-1 normalises them: composed (NFC), lower case, without ASCII punctuation, parted
 * at spaces. (The published code also mends broken encodings, and its word splitter parts "cannot" and a few like it; neither
 * is done here.) Characters as Zyda-2 takes them: code points of the text as it stands.
 */
import { isPunctuation, isSpace, kindTable } from './characters';

const beyondAscii = /[^\0-\x7f]/;

/** [words] a 32-bit hash of each word (FNV-1a of its UTF-16 units and murmur3's finaliser). */
export function wordTokens(text: string): Uint32Array {
  const lower = beyondAscii.test(text) ? text.normalize('NFC').toLowerCase() : text.toLowerCase();
  const kinds = kindTable();
  let tokens = new Uint32Array(64 + (lower.length >> 2));
  let count = 0;
  let hash = 0;
  let inWord = false;
  for (let i = 0; i <= lower.length; i++) {
    const code = i < lower.length ? lower.charCodeAt(i) : 32;
    const kind = kinds[code];
    if (kind & isSpace) {
      if (!inWord) continue;
      inWord = false;
      if (count === tokens.length) tokens = grown(tokens);
      tokens[count++] = mixed(hash);
    } else if (!(kind & isPunctuation)) {
      hash = Math.imul((inWord ? hash : 0x811c9dc5) ^ code, 0x01000193);
      inWord = true;
    }
  }
  return tokens.subarray(0, count);
}

/** The words themselves: for people, and for tests. */
export function normalisedWords(text: string): string[] {
  const kinds = kindTable();
  const lower = text.normalize('NFC').toLowerCase();
  let kept = '';
  for (let i = 0; i < lower.length; i++) {
    const kind = kinds[lower.charCodeAt(i)];
    if (kind & isSpace) kept += ' ';
    else if (!(kind & isPunctuation)) kept += lower[i];
  }
  return kept.split(' ').filter((word) => word !== '');
}

/** [code points] the code points themselves. */
export function characterTokens(text: string): Uint32Array {
  const tokens = new Uint32Array(text.length);
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i)!;
    if (code > 0xffff) i++;
    tokens[count++] = code;
  }
  return tokens.subarray(0, count);
}

function mixed(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function grown(tokens: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * tokens.length);
  larger.set(tokens);
  return larger;
}
