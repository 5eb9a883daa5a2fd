/** Lines of UTF-8 out of pieces of bytes. A line that is too long, or is no UTF-8, comes as what is wrong with it. */
import { sayBytes } from '../byteFile';
import { joinBytes } from '../joinBytes';

export interface Line {
  /** From 1. */
  number: number;
  text?: string;
  /** Where there is no text: why. */
  wrong?: string;
}

const feed = 10;

/** Batches of lines without their ends. The last line needs no end. */
export function* linesOf(pieces: Iterable<Uint8Array>, longest: number): Generator<Line[]> {
  const strict = new TextDecoder('utf-8', { fatal: true });
  /** Of the line under way: pieces, and bytes, which go on being counted where pieces are no longer kept. */
  let kept: Uint8Array[] = [];
  let bytes = 0;
  let number = 1;

  function hold(piece: Uint8Array): void {
    bytes += piece.length;
    if (bytes > longest) kept = [];
    // A copy: what a piece lies in may be used again.
    else if (piece.length > 0) kept.push(piece.slice());
  }

  /** The line under way, ended. */
  function ended(): Line {
    const line: Line =
      bytes > longest
        ? { number, wrong: `a line of ${sayBytes(bytes)}; expected at most ${sayBytes(longest)}` }
        : decoded(joinBytes(kept), number);
    kept = [];
    bytes = 0;
    number++;
    return line;
  }

  function decoded(of: Uint8Array, at: number): Line {
    try {
      return { number: at, text: strict.decode(of) };
    } catch {
      return { number: at, wrong: 'bytes that are no UTF-8; expected text in UTF-8' };
    }
  }

  for (const piece of pieces) {
    const first = piece.indexOf(feed);
    if (first < 0) {
      hold(piece);
      continue;
    }
    const lines: Line[] = [];
    hold(piece.subarray(0, first));
    lines.push(ended());
    const last = piece.lastIndexOf(feed);
    if (last > first) {
      // Whole lines, decoded together, or where they are no UTF-8 one by one.
      const inner = piece.subarray(first + 1, last);
      let texts: string[] | undefined;
      try {
        texts = strict.decode(inner).split('\n');
      } catch {
        texts = undefined;
      }
      if (texts && inner.length <= longest) for (const text of texts) lines.push({ number: number++, text });
      else
        for (let at = first + 1; at <= last; ) {
          const end = piece.indexOf(feed, at);
          hold(piece.subarray(at, end));
          lines.push(ended());
          at = end + 1;
        }
    }
    hold(piece.subarray(last + 1));
    yield lines;
  }
  if (bytes > 0) yield [ended()];
}
