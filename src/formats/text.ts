/** Any text as a row of symbols: the characters of UTF-8, or plain bytes. */
import { FormatError } from './formatError';
import { gunzip, isGzip } from './gzip';

export interface SymbolRow {
  /** [length] position of each symbol in `alphabet`. */
  symbols: Uint16Array;
  /** Different symbols in the order of their codes: code points, or bytes. */
  alphabet: readonly number[];
  /** Bytes that were no UTF-8, each run of them read as one U+FFFD; 0 for plain bytes. */
  replaced: number;
}

/** Different symbols a row may have. */
const mostDifferent = 65_536;
const pieceSize = 1 << 20;
/** What stands for bytes that are no UTF-8. */
const replacement = 0xfffd;
/** Share of replaced symbols from which on a file is not text at all. */
const mostReplaced = 0.1;

/**
 * Reads a file, gzipped or not. As characters, what is no UTF-8 becomes U+FFFD and is counted; a file that is mostly so is refused.
 * Throws FormatError.
 */
export function readText(file: string, bytes: Uint8Array, as: 'characters' | 'bytes'): SymbolRow {
  const row = new RowBuilder(file);
  if (as === 'bytes') {
    each(file, bytes, (piece) => {
      for (const byte of piece) row.add(byte);
    });
    return row.finish(0);
  }
  const strict = new Replacements();
  const decoder = new TextDecoder('utf-8');
  const take = (text: string): void => {
    for (const character of text) row.add(character.codePointAt(0) ?? replacement);
  };
  each(file, bytes, (piece) => {
    strict.take(piece);
    take(decoder.decode(piece, { stream: true }));
  });
  take(decoder.decode());
  const replaced = row.count(replacement) - strict.written;
  if (replaced > mostReplaced * row.length) {
    throw new FormatError({
      file,
      found: `${replaced} of ${row.length} characters that are no UTF-8`,
      expected: 'text in UTF-8; save it so, or choose bytes as symbols'
    });
  }
  return row.finish(replaced);
}

function each(file: string, bytes: Uint8Array, take: (piece: Uint8Array) => void): void {
  if (isGzip(bytes)) gunzip(file, bytes, take);
  else for (let at = 0; at < bytes.length; at += pieceSize) take(bytes.subarray(at, at + pieceSize));
}

/** Counts U+FFFD that stands in the file itself (EF BF BD), which replaces nothing. */
class Replacements {
  written = 0;
  private matched = 0;

  take(piece: Uint8Array): void {
    for (const byte of piece) {
      if (this.matched === 1 && byte === 0xbf) this.matched = 2;
      else if (this.matched === 2 && byte === 0xbd) {
        this.written++;
        this.matched = 0;
      } else this.matched = byte === 0xef ? 1 : 0;
    }
  }
}

class RowBuilder {
  length = 0;
  private readonly file: string;
  /** Symbols in the order they came first, and how often. */
  private readonly numbers = new Map<number, number>();
  private readonly counts: number[] = [];
  private symbols = new Uint16Array(1 << 12);

  constructor(file: string) {
    this.file = file;
  }

  add(code: number): void {
    let number = this.numbers.get(code);
    if (number === undefined) {
      number = this.numbers.size;
      if (number === mostDifferent)
        throw new FormatError({
          file: this.file,
          found: `more than ${mostDifferent} different characters`,
          expected: 'a text; choose bytes as symbols for anything else'
        });
      this.numbers.set(code, number);
      this.counts.push(0);
    }
    this.counts[number]++;
    if (this.length === this.symbols.length) {
      const larger = new Uint16Array(2 * this.length);
      larger.set(this.symbols);
      this.symbols = larger;
    }
    this.symbols[this.length++] = number;
  }

  count(code: number): number {
    return this.counts[this.numbers.get(code) ?? -1] ?? 0;
  }

  finish(replaced: number): SymbolRow {
    const alphabet = [...this.numbers.keys()].sort((a, b) => a - b);
    const place = new Uint16Array(alphabet.length);
    alphabet.forEach((code, position) => {
      place[this.numbers.get(code) ?? 0] = position;
    });
    return { symbols: this.symbols.slice(0, this.length).map((number) => place[number]), alphabet, replaced };
  }
}
