/** How well a name answers what was typed: its letters in their order, best at the starts of words and side by side. */

export interface Match {
  /** Higher is better; only comparable for one query. */
  readonly score: number;
  /** Where in the text the letters were found, rising. */
  readonly places: readonly number[];
}

/** A letter that was found at all, one that begins a word, one right after the letter before, and each letter skipped between two. */
const found = 4;
const atStart = 8;
const beside = 7;
const skipped = -1;
/** A gap costs no more than this, however long. */
const longestGap = -6;

/** Names hold Greek letters, keyboards often do not. */
const greek: Readonly<Record<string, string>> = {
  α: 'a',
  β: 'b',
  γ: 'g',
  δ: 'd',
  ε: 'e',
  η: 'e',
  θ: 't',
  λ: 'l',
  μ: 'm',
  ρ: 'r',
  σ: 's',
  τ: 't'
};

/** As they are compared, letter for letter: without case and accents, in Latin. */
function folded(text: string): string[] {
  return Array.from(text, (letter) => {
    const plain = letter.normalize('NFD')[0].toLowerCase();
    return greek[plain] ?? plain;
  });
}

/**
 * The best way to find the letters of `query` in `text` in their order; undefined where there is none. Spaces of the query only say
 * where a word may begin.
 */
export function match(query: string, text: string): Match | undefined {
  const wanted = folded(query).filter((letter) => letter.trim() !== '');
  const letters = folded(text);
  if (wanted.length === 0) return { score: 0, places: [] };
  const starts = letters.map(
    (letter, k) => /[\p{L}\p{N}]/u.test(letter) && (k === 0 || !/[\p{L}\p{N}]/u.test(letters[k - 1]))
  );
  // best[k]: of all ways to find the letters so far with the last of them at k.
  let best: (number | undefined)[] = [];
  const from: number[][] = [];
  for (const [n, letter] of wanted.entries()) {
    const next: (number | undefined)[] = [];
    from[n] = [];
    for (let k = 0; k < letters.length; k++) {
      if (letters[k] !== letter) continue;
      const here = found + (starts[k] ? atStart : 0);
      if (n === 0) {
        next[k] = here + Math.max(longestGap, skipped * k);
        continue;
      }
      for (let before = 0; before < k; before++) {
        const sum = best[before];
        if (sum === undefined) continue;
        const gap = k - before - 1;
        const total = sum + here + (gap === 0 ? beside : Math.max(longestGap, skipped * gap));
        if (total > (next[k] ?? Number.NEGATIVE_INFINITY)) {
          next[k] = total;
          from[n][k] = before;
        }
      }
    }
    best = next;
  }
  let end = -1;
  best.forEach((sum, k) => {
    if (sum !== undefined && (end < 0 || sum > best[end]!)) end = k;
  });
  if (end < 0) return undefined;
  const places = [end];
  for (let n = wanted.length - 1; n > 0; n--) places.unshift(from[n][places[0]]);
  // Of two texts that answer alike, the shorter says less besides.
  return { score: best[end]! - letters.length / 100, places };
}
