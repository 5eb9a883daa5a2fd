/**
 * A corpus without end whose truth is known: pages of a few sources, near copies of chosen Jaccard similarity within and across them,
 * spam in clusters, boilerplate, junk for the filters, good and bad text. Page `i` is a function of (seed, i): pages come in blocks,
 * and a copy's original lies in its own block.
 *
 * A copy keeps the beginning and has another end: of n words with N = n - 12 word 13-grams, s + 12 words kept make
 * J = s / (2 N - s), hence s = 2 N J / (1 + J).
 */
import type { Random } from '../../random';
import type { TextDocument } from '../../stream';
import { Language } from './language';

export interface PageSource {
  name: string;
  /** Of all pages; shares need not sum to 1. */
  share: number;
  /** Share of its pages that are good. */
  quality: number;
}

export interface PageOptions {
  sources: readonly PageSource[];
  /** Shares of pages that are near copies, spam, boilerplate and junk; what is left are originals. */
  copies: number;
  spam: number;
  boilerplate: number;
  junk: number;
  /** Similarities of copies to their originals, one drawn for each copy. */
  jaccards: readonly number[];
  /** Words of a page, drawn between. */
  words: readonly [least: number, most: number];
  /** Clusters of spam. */
  clusters: number;
}

export const pageKinds = ['original', 'copy', 'spam', 'boilerplate', 'junk'] as const;
export type PageKind = (typeof pageKinds)[number];

export interface Page extends TextDocument {
  kind: PageKind;
  quality: number;
  family: number;
  /** Of a copy: the page it was made from and how similar it was made. */
  copyOf?: number;
  jaccard?: number;
}

export const usualPages: PageOptions = {
  sources: [
    { name: 'encyclopaedia', share: 1, quality: 0.95 },
    { name: 'books', share: 1, quality: 0.85 },
    { name: 'crawl', share: 3, quality: 0.6 },
    { name: 'scrape', share: 2, quality: 0.4 }
  ],
  copies: 0.25,
  spam: 0.08,
  boilerplate: 0.04,
  junk: 0.08,
  jaccards: [0.2, 0.4, 0.6, 0.8, 0.95],
  words: [60, 240],
  clusters: 8
};

/** Pages of a block. */
export const pagesInBlock = 512;
/** Clusters of spam and kinds of boilerplate are families beyond all pages. */
const firstCluster = 2 ** 40;
const firstBoilerplate = 2 ** 41;
const ngram = 13;
const notices = 6;

interface Slot {
  kind: PageKind;
  source: number;
  /** Of a copy: the place in the block of its original, and the similarity wanted. */
  original: number;
  jaccard: number;
}

export class PageMaker {
  readonly options: PageOptions;
  private readonly random: Random;
  private readonly language: Language;
  private block = -1;
  private slots: readonly Slot[] = [];

  constructor(random: Random, options: Partial<PageOptions> = {}) {
    this.options = { ...usualPages, ...options };
    this.random = random;
    this.language = new Language(random);
  }

  page(index: number): Page {
    const slot = this.slot(index);
    const id = `page-${index}`;
    const { source } = slot;
    switch (slot.kind) {
      case 'original': {
        const { pieces, quality } = this.original(index);
        return { id, source, kind: 'original', text: pieces.join(' '), quality, family: index };
      }
      case 'copy': {
        const copyOf = this.block * pagesInBlock + slot.original;
        const { pieces, quality } = this.original(copyOf);
        const kept = keptWords(pieces.length, slot.jaccard);
        const own = this.random.fork(`copy ${index}`);
        const rest = this.language.text(own, pieces.length - kept, quality);
        const text = [...pieces.slice(0, kept), ...rest].join(' ');
        return { id, source, kind: 'copy', text, quality, family: copyOf, copyOf, jaccard: slot.jaccard };
      }
      case 'spam':
        return { id, source, kind: 'spam', quality: 0, ...this.spam(index) };
      case 'boilerplate': {
        const notice = this.random.fork(`notice of ${index}`).below(notices);
        const text = this.language.text(this.random.fork(`notice ${notice}`), 30, 1).join(' ');
        return { id, source, kind: 'boilerplate', text, quality: 0, family: firstBoilerplate + notice };
      }
      case 'junk':
        return { id, source, kind: 'junk', text: this.junk(index), quality: 0, family: index };
    }
  }

  /** Good text that no page holds, to be held out. */
  cleanText(index: number): string {
    return this.language.text(this.random.fork(`clean ${index}`), this.options.words[1], 1).join(' ');
  }

  private slot(index: number): Slot {
    const block = Math.floor(index / pagesInBlock);
    if (block !== this.block) {
      this.block = block;
      this.slots = this.plan(this.random.fork(`block ${block}`));
    }
    return this.slots[index - block * pagesInBlock];
  }

  private plan(random: Random): Slot[] {
    const { boilerplate, copies, jaccards, junk, sources, spam } = this.options;
    const total = sources.reduce((sum, { share }) => sum + share, 0);
    const slots = Array.from({ length: pagesInBlock }, (): Slot => {
      let left = random.uniform() * total;
      const source = sources.findIndex(({ share }) => {
        left -= share;
        return left < 0;
      });
      const kind = random.uniform();
      return {
        kind:
          kind < copies
            ? 'copy'
            : kind < copies + spam
              ? 'spam'
              : kind < copies + spam + boilerplate
                ? 'boilerplate'
                : kind < copies + spam + boilerplate + junk
                  ? 'junk'
                  : 'original',
        source: source < 0 ? sources.length - 1 : source,
        original: 0,
        jaccard: 0
      };
    });
    const originals = slots.flatMap(({ kind }, at) => (kind === 'original' ? [at] : []));
    for (const slot of slots) {
      if (slot.kind !== 'copy') continue;
      if (originals.length === 0 || jaccards.length === 0) slot.kind = 'original';
      else {
        slot.original = originals[random.below(originals.length)];
        slot.jaccard = jaccards[random.below(jaccards.length)];
      }
    }
    return slots;
  }

  private original(index: number): { pieces: string[]; quality: number } {
    const random = this.random.fork(`page ${index}`);
    const { sources, words } = this.options;
    const quality = random.uniform() < sources[this.slot(index).source].quality ? 1 : 0;
    const count = words[0] + random.below(words[1] - words[0] + 1);
    return { pieces: this.language.text(random, count, quality), quality };
  }

  /** The same offer with another tail of a few words. */
  private spam(index: number): { text: string; family: number } {
    const random = this.random.fork(`spam ${index}`);
    const cluster = random.below(this.options.clusters);
    const body = this.language.text(this.random.fork(`cluster ${cluster}`), 80, 0.5);
    const tail = this.language.text(random, random.below(6), 0);
    return { text: [...body, ...tail].join(' '), family: firstCluster + cluster };
  }

  /** One of what filters are for. */
  private junk(index: number): string {
    const random = this.random.fork(`junk ${index}`);
    const pieces: string[] = [];
    const kind = random.below(6);
    if (kind === 0)
      return this.language
        .text(random, 3 + random.below(8), 1)
        .join(' ')
        .slice(0, 90);
    for (let i = 0; i < 60; i++) {
      const word = this.language.words[random.below(this.language.words.length)];
      if (kind === 1) pieces.push(String(random.below(100_000)));
      else if (kind === 2) pieces.push(`<div><b>${word}</b></div>`);
      else if (kind === 3) pieces.push(`https://www.${word}.com/${word}`);
      else if (kind === 4) pieces.push(`"${word}": {"id": ${i}},`);
      else pieces.push('$%&! #@*'.slice(random.below(4)), word);
    }
    return pieces.join(' ');
  }
}

/** Words that a copy of n words keeps for a similarity; all of them for 1. */
export function keptWords(words: number, jaccard: number): number {
  const grams = words - (ngram - 1);
  if (grams <= 0) return words;
  const shared = Math.round((2 * grams * jaccard) / (1 + jaccard));
  return shared === 0 ? 0 : Math.min(words, shared + ngram - 1);
}
