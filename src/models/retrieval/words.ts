/**
 * Words of a text: runs of letters, marks, digits and underscores, as the pattern \w+ finds them, in lower case and without accents.
 */

const word = /[\p{L}\p{M}\p{N}_]/u;
const marks = /\p{M}/gu;

/** What each code unit is: 1 in a word, 2 not, 0 not looked at yet. Halves of a pair are looked at together. */
const kinds = new Uint8Array(65536);
for (let code = 0; code < 128; code++) kinds[code] = word.test(String.fromCharCode(code)) ? 1 : 2;

function kindOf(code: number): number {
  const known = kinds[code];
  if (known !== 0) return known;
  const kind = word.test(String.fromCharCode(code)) ? 1 : 2;
  kinds[code] = kind;
  return kind;
}

/** Code units of the character at `at` if it belongs to a word; 0 otherwise. */
function widthAt(text: string, at: number, to: number): number {
  const code = text.charCodeAt(at);
  if (code >= 0xd800 && code < 0xdc00 && at + 1 < to) return word.test(text.slice(at, at + 2)) ? 2 : 0;
  return kindOf(code) === 1 ? 1 : 0;
}

/** Where the next word of text[at, to) begins, in UTF-16 code units; `to` where there is none. */
export function nextWord(text: string, at: number, to: number): number {
  let start = at;
  while (start < to && widthAt(text, start, to) === 0) start += isPairAt(text, start, to) ? 2 : 1;
  return start;
}

/** Where the word ends that begins at `start` or goes on there. */
export function endOfWord(text: string, start: number, to: number): number {
  let end = start;
  for (let width = 1; end < to && width > 0; end += width) width = widthAt(text, end, to);
  return end;
}

function isPairAt(text: string, at: number, to: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xd800 && code < 0xdc00 && at + 1 < to;
}

/** Hears where each word of text[from, to) begins and ends, in UTF-16 code units. */
export function eachWord(
  text: string,
  from: number,
  to: number,
  hear: (start: number, end: number) => void
): void {
  for (let start = nextWord(text, from, to); start < to; ) {
    const end = endOfWord(text, start, to);
    hear(start, end);
    start = nextWord(text, end, to);
  }
}

/** A word as it is compared. */
export function normalWord(written: string): string {
  const lower = written.toLowerCase();
  for (let i = 0; i < lower.length; i++)
    if (lower.charCodeAt(i) > 127) return lower.normalize('NFKD').replaceAll(marks, '');
  return lower;
}

/** The words of a text as they are compared, in order. */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  eachWord(text, 0, text.length, (start, end) => words.push(normalWord(text.slice(start, end))));
  return words;
}
