/**
 * Words of a text: runs of letters, marks, digits and underscores, as the pattern \w+ finds them, in lower case and without accents.
 * Every word has a number, in the order in which words were first seen.
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

/** Hears where each word of text[from, to) begins and ends, in UTF-16 code units. */
export function eachWord(
  text: string,
  from: number,
  to: number,
  hear: (start: number, end: number) => void
): void {
  let start = -1;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    let inWord: boolean;
    let width = 1;
    if (code >= 0xd800 && code < 0xdc00 && at + 1 < to) {
      inWord = word.test(text.slice(at, at + 2));
      width = 2;
    } else inWord = kindOf(code) === 1;
    if (inWord && start < 0) start = at;
    else if (!inWord && start >= 0) {
      hear(start, at);
      start = -1;
    }
    at += width - 1;
  }
  if (start >= 0) hear(start, to);
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

/** Numbers of words. */
export class Vocabulary {
  readonly words: string[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly left: ReadonlySet<string>;

  /** Words of `left` have no number. */
  constructor(left: ReadonlySet<string> = new Set()) {
    this.left = left;
  }

  get size(): number {
    return this.words.length;
  }

  /**
   * Numbers of the words of a text that have one, and how often each of the others stands there, those left out left out. Nothing is
   * learned from it, so that later words have the numbers they would have had.
   */
  lookUp(text: string): { known: number[]; unknown: number[] } {
    const known: number[] = [];
    const others = new Map<string, number>();
    for (const word of wordsOf(text)) {
      const number = this.numbers.get(word) ?? (this.left.has(word) ? -1 : undefined);
      if (number === undefined) others.set(word, (others.get(word) ?? 0) + 1);
      else if (number >= 0) known.push(number);
    }
    return { known, unknown: [...others.values()] };
  }

  /** Numbers of the words of text[from, to), in order, those left out left out; words not seen before get one. */
  read(text: string, from: number, to: number): number[] {
    const { left, numbers, words } = this;
    const read: number[] = [];
    eachWord(text, from, to, (start, end) => {
      const word = normalWord(text.slice(start, end));
      let number = numbers.get(word);
      if (number === undefined) {
        if (left.has(word)) number = -1;
        else number = words.push(word) - 1;
        numbers.set(word, number);
      }
      if (number >= 0) read.push(number);
    });
    return read;
  }
}
