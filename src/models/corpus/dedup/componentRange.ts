/**
 * Connected components of more documents than memory holds, a range of them at a time, from the last range down (after Sibeyn, External
 * Connected Components, SWAT 2004). Every pair waits with the range of its larger document. Within a range documents are joined by
 * union-find; of all documents below it that a component reaches it keeps one, and hands a pair of any two on to the range of the larger
 * of them. So no more pairs leave a range than came to it, and what a component below has to know of the one above is one line: its best
 * document, that one's rank, how many there are. On the way back up every component learns what it is part of.
 */
import { type KeepRule, stays } from './survivors';
import { UnionFind } from './unionFind';

/** Bytes that ranges take for each document of one of them: 18 on the way down, 16 on the way up. */
export const bytesPerDocument = 34;

const none = 0xffffffff;

/** What is known of a component: its best-ranked document, of several the first; the rank of that; how many there are. */
export interface ComponentSum {
  best: number;
  rank: number;
  size: number;
}

/** A range of documents on the way down; the same memory serves one range after another. */
export class ComponentRange {
  private from = 0;
  private readonly components: UnionFind;
  /** [documents] of each root: the smallest document below that it is known to reach. */
  private readonly below: Uint32Array;
  /** [documents] of each root. */
  private readonly best: Uint32Array;
  private readonly ranks: Uint16Array;
  private readonly sizes: Uint32Array;

  /** @param most documents of the largest range. */
  constructor(most: number) {
    this.components = new UnionFind(most);
    this.below = new Uint32Array(most);
    this.best = new Uint32Array(most);
    this.ranks = new Uint16Array(most);
    this.sizes = new Uint32Array(most);
  }

  /** Documents `from` up to `from` + ranks.length, each alone. @param ranks rank of the source of each. */
  begin(from: number, ranks: Uint16Array): void {
    const count = ranks.length;
    this.from = from;
    this.components.begin(count);
    this.ranks.set(ranks);
    this.below.fill(none, 0, count);
    this.sizes.fill(1, 0, count);
    for (let i = 0; i < count; i++) this.best[i] = from + i;
  }

  /**
   * Joins the range's document `upper` with `lower` < `upper`, which may lie below the range.
   *
   * @param hand is given a pair [larger, smaller] of documents below the range that turned out to be joined.
   */
  join(upper: number, lower: number, hand: (larger: number, smaller: number) => void): void {
    const { below, components, from } = this;
    const root = components.find(upper - from);
    if (lower < from) {
      this.reach(root, lower, hand);
      return;
    }
    const other = components.find(lower - from);
    if (!components.union(root, other)) return;
    const [first, gone] = root < other ? [root, other] : [other, root];
    this.take(first, this.sumOf(gone));
    if (below[gone] !== none) this.reach(first, below[gone], hand);
  }

  /** Takes in what a range above carried down to one of this range's documents. */
  carry(below: number, above: ComponentSum): void {
    this.take(this.components.find(below - this.from), above);
  }

  /**
   * What has come of it, once all pairs are joined and everything carried down to it is taken in: each component, called by its smallest
   * document here, and with it all above. Either it goes on below, or it is whole, a document alone as well.
   */
  close(
    carried: (below: number, root: number, sum: ComponentSum) => void,
    whole: (root: number, sum: ComponentSum) => void
  ): void {
    const { below, components, from } = this;
    for (let i = 0; i < components.size; i++) {
      if (components.find(i) !== i) continue;
      if (below[i] === none) whole(from + i, this.sumOf(i));
      else carried(below[i], from + i, this.sumOf(i));
    }
  }

  /** [documents] the smallest document of the range that each is joined with, as a place in the range; in memory that the next range uses. */
  roots(): Uint32Array {
    const { below, components } = this;
    // What lies below is told by now.
    for (let i = 0; i < components.size; i++) below[i] = components.find(i);
    return below.subarray(0, components.size);
  }

  private reach(root: number, lower: number, hand: (larger: number, smaller: number) => void): void {
    const known = this.below[root];
    if (known === lower) return;
    if (known !== none) hand(Math.max(known, lower), Math.min(known, lower));
    this.below[root] = known === none ? lower : Math.min(known, lower);
  }

  private sumOf(root: number): ComponentSum {
    return { best: this.best[root], rank: this.ranks[root], size: this.sizes[root] };
  }

  private take(root: number, { best, rank, size }: ComponentSum): void {
    const better = rank < this.ranks[root] || (rank === this.ranks[root] && best < this.best[root]);
    if (better) {
      this.best[root] = best;
      this.ranks[root] = rank;
    }
    this.sizes[root] += size;
  }
}

/** On the way back up: who stays of a range. The same memory serves one range after another. */
export class RangeFates {
  private from = 0;
  private readonly roots: Uint32Array;
  private readonly ranks: Uint16Array;
  /** [documents] of each root: the best document of all it is joined with, and its rank; itself, where nothing else is learned. */
  private readonly best: Uint32Array;
  private readonly bestRanks: Uint16Array;
  private readonly fate: Uint32Array;
  private count = 0;

  /** @param most documents of the largest range. */
  constructor(most: number) {
    this.roots = new Uint32Array(most);
    this.ranks = new Uint16Array(most);
    this.best = new Uint32Array(most);
    this.bestRanks = new Uint16Array(most);
    this.fate = new Uint32Array(most);
  }

  /** @param roots as `ComponentRange.roots` gave them; @param ranks rank of the source of each document. */
  begin(from: number, roots: Uint32Array, ranks: Uint16Array): void {
    this.from = from;
    this.count = roots.length;
    this.roots.set(roots);
    this.ranks.set(ranks);
    this.bestRanks.set(ranks);
    for (let i = 0; i < roots.length; i++) this.best[i] = from + i;
  }

  learn(root: number, best: number, rank: number): void {
    this.best[root - this.from] = best;
    this.bestRanks[root - this.from] = rank;
  }

  /** The best document that a document of this range is joined with, and its rank. */
  bestOf(document: number): { best: number; rank: number } {
    const root = this.roots[document - this.from];
    return { best: this.best[root], rank: this.bestRanks[root] };
  }

  /** [documents] as `survivors` gives them, in memory that the next range uses. */
  fates(rule: KeepRule): Uint32Array {
    const { best, bestRanks, count, fate, from, ranks, roots } = this;
    for (let i = 0; i < count; i++) {
      const kept = best[roots[i]];
      const goes = rule === 'one' ? kept !== from + i : bestRanks[roots[i]] < ranks[i];
      fate[i] = goes ? kept : stays;
    }
    return fate.subarray(0, count);
  }
}
