/**
 * What the filters look at. Character features are of the raw text and repeats of the changed one; shares of patterns and of words of a
 * list divide counts in the raw text by the length of the changed one (so they may exceed 1), as the published code does. Lengths
 * are code points, as Python counts.
 */
import { isBreak, isDigit, isSpace, isWord, kindBeyond, kindTable } from './characters';
import type { WordList, WordLists } from './wordLists';

/** Word characters in a row that make one repeat. */
const repeatLength = 7;

export interface Features {
  /** Code points of the raw text, and of the changed one. */
  rawLength: number;
  length: number;
  /** Words are what lies between spaces, '-', '/', '\' and '.'; empty ones count. 0 for no text. */
  meanWordLength: number;
  /** Shares of the raw text that are neither word characters nor spaces, and decimal digits. */
  nonAlphanumeric: number;
  digits: number;
  /** Places of the changed text where one word character stands at least seven times in a row. */
  repeats: number;
  counts: Readonly<Record<Pattern, number>>;
  lists: Readonly<Record<WordList, number>>;
}

/** Patterns counted in the raw text, by the names filters call them. */
const patterns = {
  xml: 'xml',
  // In the published code a regular expression, whose '?' makes the '<' optional.
  xmlVersion: 'xml version=',
  loremIpsum: 'lorem ipsum',
  https: 'https://',
  angle: '<',
  quoteColon: '":',
  www: 'www'
} as const;
export type Pattern = keyof typeof patterns;

/** `lists`: the user's word lists; one that is absent counts nothing. */
export function featuresOf(raw: string, changed: string, lists: WordLists = {}): Features {
  const { breaks, digits, inWords, length, other } = scan(raw);
  return {
    rawLength: length,
    length: changed === raw ? length : codePoints(changed),
    meanWordLength: length === 0 ? 0 : inWords / (breaks + 1),
    nonAlphanumeric: length === 0 ? 0 : other / length,
    digits: length === 0 ? 0 : digits / length,
    repeats: countRepeats(changed),
    counts: {
      xml: count(raw, patterns.xml),
      xmlVersion: count(raw, patterns.xmlVersion),
      loremIpsum: count(raw, patterns.loremIpsum),
      https: count(raw, patterns.https),
      angle: count(raw, patterns.angle),
      quoteColon: count(raw, patterns.quoteColon),
      www: countWww(raw)
    },
    lists: {
      pornSignals: lists.pornSignals?.count(raw) ?? 0,
      sexual: lists.sexual?.count(raw) ?? 0,
      profanity: lists.profanity?.count(raw) ?? 0,
      cursed: lists.cursed?.count(raw) ?? 0
    }
  };
}

function scan(text: string): {
  length: number;
  breaks: number;
  inWords: number;
  other: number;
  digits: number;
} {
  const kinds = kindTable();
  let length = 0;
  let breaks = 0;
  let other = 0;
  let digits = 0;
  for (let i = 0; i < text.length; i++, length++) {
    const code = text.charCodeAt(i);
    let kind = kinds[code];
    if (code >= 0xd800 && code < 0xdc00 && isLow(text.charCodeAt(i + 1)))
      kind = kindBeyond(text.codePointAt(i++)!);
    if (kind & isBreak) breaks++;
    if (!(kind & (isWord | isSpace))) other++;
    if (kind & isDigit) digits++;
  }
  return { length, breaks, inWords: length - breaks, other, digits };
}

const isLow = (code: number): boolean => code >= 0xdc00 && code < 0xe000;

/** A surrogate without its partner counts as one. */
export function codePoints(text: string): number {
  let length = text.length;
  for (let i = 0; i + 1 < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0xd800 && code < 0xdc00 && isLow(text.charCodeAt(i + 1))) {
      length--;
      i++;
    }
  }
  return length;
}

function countRepeats(text: string): number {
  const kinds = kindTable();
  let found = 0;
  let run = 0;
  let last = -1;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code >= 0xd800 && code < 0xdc00 && isLow(text.charCodeAt(i + 1))) code = text.codePointAt(i++)!;
    run = code === last ? run + 1 : 1;
    last = code;
    if (run === repeatLength && (code > 0xffff ? kindBeyond(code) : kinds[code]) & isWord) found++;
  }
  return found;
}

/** Places that do not overlap. */
function count(text: string, wanted: string): number {
  let found = 0;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) found++;
  return found;
}

/** "www" and any character that ends no line: the '.' of the published pattern. */
function countWww(text: string): number {
  let found = 0;
  for (let at = text.indexOf(patterns.www); at >= 0; ) {
    const next = at + patterns.www.length;
    const any = next < text.length && text[next] !== '\n';
    if (any) found++;
    at = text.indexOf(patterns.www, any ? next + 1 : at + 1);
  }
  return found;
}
