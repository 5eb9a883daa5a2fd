/**
 * Counting the words of a list in a text, all in one pass (Aho & Corasick 1975). The lists themselves are the user's files. Words are
 * taken as they are written: no regular expressions, capitals matter, parts of longer words count.
 */
import { CorpusError } from '../document';

/** The lists of Zyda's filters: MADLAD-400's and the authors' own. */
export const wordListNames = ['pornSignals', 'sexual', 'profanity', 'cursed'] as const;
export type WordList = (typeof wordListNames)[number];
export type WordLists = Readonly<Partial<Record<WordList, WordCounter>>>;

export class WordCounter {
  readonly words: readonly string[];
  /** By node: where each character leads. */
  private readonly next: Map<number, number>[] = [new Map()];
  /** By node: the longest end of it that begins a word, and the words that end here. */
  private readonly shorter: number[] = [0];
  private readonly ends: number[][] = [[]];

  /** Throws CorpusError for a list without words. */
  constructor(words: Iterable<string>) {
    this.words = [...new Set(words)].filter((word) => word !== '');
    if (this.words.length === 0)
      throw new CorpusError('A word list is empty; expected at least one word, or no list at all.');
    this.words.forEach((word, index) => {
      let node = 0;
      for (let i = 0; i < word.length; i++) {
        const code = word.charCodeAt(i);
        let child = this.next[node].get(code);
        if (child === undefined) {
          child = this.next.push(new Map()) - 1;
          this.shorter.push(0);
          this.ends.push([]);
          this.next[node].set(code, child);
        }
        node = child;
      }
      this.ends[node].push(index);
    });
    this.link();
  }

  private link(): void {
    const queue = [...this.next[0].values()];
    for (const node of queue) {
      for (const [code, child] of this.next[node]) {
        this.shorter[child] = this.step(this.shorter[node], code);
        this.ends[child].push(...this.ends[this.shorter[child]]);
        queue.push(child);
      }
    }
  }

  private step(from: number, code: number): number {
    for (let node = from; ; node = this.shorter[node]) {
      const child = this.next[node].get(code);
      if (child !== undefined) return child;
      if (node === 0) return 0;
    }
  }

  /** Summed over the words of the list: places of each that do not overlap. */
  count(text: string): number {
    let found = 0;
    let node = 0;
    let free: Map<number, number> | undefined;
    for (let i = 0; i < text.length; i++) {
      node = this.step(node, text.charCodeAt(i));
      const ends = this.ends[node];
      if (ends.length === 0) continue;
      free ??= new Map();
      for (const word of ends) {
        const begins = i + 1 - this.words[word].length;
        if (begins < (free.get(word) ?? 0)) continue;
        free.set(word, i + 1);
        found++;
      }
    }
    return found;
  }
}
