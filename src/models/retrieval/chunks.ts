/**
 * A document cut into chunks, each a stretch of its text: sentences (the longer ones cut after so many words), lines, or so many
 * words. Offsets are UTF-16 code units, so that text.slice(start, end) is the chunk.
 */
import { eachWord } from './words';

export type Chunking =
  | { kind: 'sentence'; mostWords: number }
  | { kind: 'line' }
  | { kind: 'words'; count: number }
  | { kind: 'whole' };

export interface Span {
  start: number;
  end: number;
}

/** Words of a sentence beyond which it is cut. */
export const usualMostWords = 64;

/** Raised for a way to cut that is none; the message is one line. */
export class ChunkingError extends Error {
  override readonly name = 'ChunkingError';
}

/** From text: "sentence", "sentence:40", "line", "words:10" or "whole". Throws ChunkingError. */
export function parseChunking(text: string): Chunking {
  const [, kind, , number] = /^([a-z]+)(:(\d+))?$/.exec(text.trim()) ?? [];
  const count = number === undefined ? undefined : Number(number);
  if (count === undefined || (count > 0 && Number.isSafeInteger(count))) {
    if (kind === 'sentence') return { kind, mostWords: count ?? usualMostWords };
    if (kind === 'words' && count !== undefined) return { kind, count };
    if ((kind === 'line' || kind === 'whole') && count === undefined) return { kind };
  }
  throw new ChunkingError(
    `The chunks are '${text}'; expected sentence, sentence:n (cut after n words), line, words:n or whole.`
  );
}

/** Stretches of `text` in order; none is empty, and nothing but white space lies outside them. */
export function cutText(text: string, chunking: Chunking): Span[] {
  switch (chunking.kind) {
    case 'whole':
      return trimmed(text, 0, text.length);
    case 'line':
      return linesOf(text);
    case 'words':
      return cutByWords(text, { start: 0, end: text.length }, chunking.count);
    case 'sentence':
      return sentencesOf(text).flatMap((sentence) => cutByWords(text, sentence, chunking.mostWords));
  }
}

function trimmed(text: string, from: number, to: number): Span[] {
  let [start, end] = [from, to];
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return end > start ? [{ start, end }] : [];
}

function isSpace(code: number): boolean {
  return (
    code === 32 ||
    (code >= 9 && code <= 13) ||
    code === 0xa0 ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x3000
  );
}

function linesOf(text: string): Span[] {
  const lines: Span[] = [];
  for (let from = 0; from <= text.length; ) {
    const next = text.indexOf('\n', from);
    const to = next < 0 ? text.length : next;
    lines.push(...trimmed(text, from, to));
    from = to + 1;
  }
  return lines;
}

/** After which a full stop ends no sentence. */
const abbreviations = new Set(
  'mr mrs ms dr prof rev hon st sr jr vs etc al fig figs eq eqs no nos vol pp cf ca approx dept est inc ltd co gen col capt lt sgt'.split(
    ' '
  )
);

/**
 * Sentences end at . ! ? or an ellipsis, with the quotes and brackets that close behind it, before white space; and at an empty line.
 * Not after an initial or an abbreviation, and a full stop not before a small letter.
 */
function sentencesOf(text: string): Span[] {
  const sentences: Span[] = [];
  let from = 0;
  const end = (to: number): void => {
    sentences.push(...trimmed(text, from, to));
    from = to;
  };
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10) {
      if (emptyLineAt(text, at + 1)) end(at);
      continue;
    }
    if (code === 0x3002 || code === 0xff01 || code === 0xff1f) {
      end(at + 1);
      continue;
    }
    if (code !== 46 && code !== 33 && code !== 63 && code !== 0x2026) continue;
    let to = at + 1;
    while (to < text.length && closes(text[to])) to++;
    if (to < text.length && !isSpace(text.charCodeAt(to))) continue;
    if (code === 46 && (isAbbreviated(text, from, at) || goesOn(text, to))) continue;
    end(to);
    at = to - 1;
  }
  end(text.length);
  return sentences;
}

const closes = (letter: string): boolean => `"'\u2019\u201d)]}.!?\u2026`.includes(letter);

function emptyLineAt(text: string, from: number): boolean {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10) return true;
    if (!isSpace(code)) return false;
  }
  return false;
}

/** Whether the word before the full stop at `dot` is an initial or an abbreviation. */
function isAbbreviated(text: string, from: number, dot: number): boolean {
  let start = dot;
  while (start > from && /[\p{L}.]/u.test(text[start - 1])) start--;
  const word = text.slice(start, dot);
  return /^\p{Lu}$/u.test(word) || /^(\p{L}\.)+\p{L}$/u.test(word) || abbreviations.has(word.toLowerCase());
}

/** Whether the text goes on with a small letter. */
function goesOn(text: string, from: number): boolean {
  let at = from;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  return at < text.length && /\p{Ll}/u.test(text[at]);
}

/** Cut before every word that would be one too many; the pieces fill the stretch. */
function cutByWords(text: string, { start, end }: Span, most: number): Span[] {
  const cuts: number[] = [start];
  let words = 0;
  eachWord(text, start, end, (at) => {
    if (words === most) {
      cuts.push(at);
      words = 0;
    }
    words++;
  });
  if (cuts.length === 1) return trimmed(text, start, end);
  return cuts.flatMap((from, i) => trimmed(text, from, cuts[i + 1] ?? end));
}
