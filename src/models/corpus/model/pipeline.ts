/**
 * A corpus cleaned one document at a time: runs of characters collapsed, filters in their order, then near copies by MinHash, bands and
 * union-find. What became of a document when it came is told at once; who stays of near copies is decided anew whenever it is asked,
 * for a better copy may come later. What lies in the index is bounded: full, it is emptied, and what stood there stays as it stands.
 */
import type { MinHasher, Signed } from '../../../compute/minhash';
import type { TextDocument } from '../../stream';
import { arrayIn } from '../../training/snapshots';
import type { FilterVerdict } from '../cleaning/filters';
import type { WordLists } from '../cleaning/wordLists';
import { BandIndex } from '../dedup/bandIndex';
import { estimatedJaccard } from '../dedup/minhash';
import { type KeepRule, stays, survivors } from '../dedup/survivors';
import { componentSizes, UnionFind } from '../dedup/unionFind';
import { examine } from '../examine';
import type { CorpusPolicy } from '../policy';
import { copyFate, fateOfFilter, fates, keptFate, poorFate } from './fates';
import { KnownPairs } from './knownPairs';
import { sizeOctave, sizeOctaves, stages } from './probes';
import type { CorpusSizes } from './settings';

/** What may change while a run goes on. */
export interface Rules {
  policy: CorpusPolicy;
  /** In place of the policy's. */
  keep: KeepRule | 'all';
  /** Judges what is neither removed nor a copy; absent where no classifier is asked. */
  quality?: (text: string) => { probability: number; enough: boolean } | undefined;
}

/** What became of a document when it came. */
export interface Told {
  fate: number;
  /** The text as it is kept. */
  text: string;
  words: number;
  /** Of the filter that removed it. */
  verdict?: FilterVerdict;
  /** Number in the index and estimated similarity of the document it was found like. */
  twin?: { document: number; similarity: number };
  /** What the classifier thought. */
  probability?: number;
}

export class Pipeline {
  /** [fates] since the beginning. */
  readonly counts = new Float64Array(fates.length);
  readonly pairs = new KnownPairs();
  private readonly sizes: CorpusSizes;
  private readonly hasher: MinHasher;
  private readonly lists: WordLists;
  private readonly names: readonly string[];
  /** [S] rank of each source, 0 the best. */
  private readonly ranks: readonly number[];
  /** Number in the index of the document that came last, if it is in it. */
  latest: number | undefined;
  private index: BandIndex;
  private components = new UnionFind(0);
  private signatures: Uint32Array;
  /** Of the documents in the index: source, words, and whether the classifier would let it pass. */
  private readonly sources: Uint16Array;
  private readonly words: Float64Array;
  private readonly good: Uint8Array;
  /** [S, stages] words of what is no longer in the index. */
  private readonly settled: Float64Array;
  /** [S] words that came, and that passed the filters, of all. */
  private readonly came: Float64Array;
  private readonly passed: Float64Array;

  /** `names` and `ranks`: of the sources. */
  constructor(
    sizes: CorpusSizes,
    hasher: MinHasher,
    lists: WordLists,
    names: readonly string[],
    ranks: readonly number[]
  ) {
    this.sizes = sizes;
    this.names = names;
    this.hasher = hasher;
    this.lists = lists;
    this.ranks = ranks;
    this.index = new BandIndex(sizes.bands);
    this.signatures = new Uint32Array(64 * sizes.permutations);
    this.sources = new Uint16Array(sizes.capacity);
    this.words = new Float64Array(sizes.capacity);
    this.good = new Uint8Array(sizes.capacity);
    this.settled = new Float64Array(ranks.length * stages.length);
    this.came = new Float64Array(ranks.length);
    this.passed = new Float64Array(ranks.length);
  }

  add(document: TextDocument, rules: Rules): Told {
    this.latest = undefined;
    const { signed, ...told } = this.judge(document, rules);
    this.counts[told.fate]++;
    if (signed && document.family !== undefined)
      this.pairs.add(document.family, signed, this.sizes.bands, this.sizes.likeness);
    return told;
  }

  private judge({ source, text: raw }: TextDocument, rules: Rules): Told & { signed?: Signed } {
    const { removed, text, tokens, words } = examine(raw, this.names[source], rules.policy, this.lists);
    this.came[source] += words;
    if (removed) return { fate: fateOfFilter(removed.filter), text, words, verdict: removed };
    this.passed[source] += words;
    const judged = rules.quality?.(text);
    const poor = judged !== undefined && !judged.enough;
    const signed = this.hasher.signWithShingles(tokens, rules.policy.ngram);
    // Without a word there is nothing to compare.
    const twin = signed && this.find(signed.signature, source, words, !poor, rules.keep);
    return {
      fate: twin?.goes ? copyFate : poor ? poorFate : keptFate,
      text,
      words,
      ...(signed && { signed }),
      ...(twin && { twin }),
      ...(judged && { probability: judged.probability })
    };
  }

  /** Puts a document into the index; the most similar of those it was found like, and whether it goes for the sake of its component. */
  private find(
    signature: Uint32Array,
    source: number,
    words: number,
    good: boolean,
    keep: Rules['keep']
  ): { document: number; similarity: number; goes: boolean } | undefined {
    if (this.components.size === this.sizes.capacity) this.empty(keep);
    const document = this.components.size;
    this.latest = document;
    this.components.grow(document + 1);
    this.keepSignature(document, signature);
    this.sources[document] = source;
    this.words[document] = words;
    this.good[document] = good ? 1 : 0;
    let best: { document: number; similarity: number } | undefined;
    for (const found of this.index.add(document, signature)) {
      this.components.union(document, found);
      const similarity = estimatedJaccard(this.signatureOf(found), signature);
      if (!best || similarity > best.similarity) best = { document: found, similarity };
    }
    return best && { ...best, goes: this.goes(document, keep) };
  }

  /** Whether the document that came last goes. */
  private goes(document: number, keep: Rules['keep']): boolean {
    if (keep === 'all') return false;
    const { components, ranks, sources } = this;
    const root = components.find(document);
    for (let other = 0; other < document; other++) {
      if (components.find(other) !== root) continue;
      const better = ranks[sources[other]] - ranks[sources[document]];
      if (better < 0 || (better === 0 && keep === 'one')) return true;
    }
    return false;
  }

  /** [S, stages] words, as things stand now. */
  ledger(keep: Rules['keep']): Float64Array {
    const { came, passed, ranks, settled } = this;
    const rows = settled.slice();
    this.sumStaying(keep, rows);
    ranks.forEach((_, s) => {
      rows[s * stages.length] = came[s];
      rows[s * stages.length + 1] = passed[s];
    });
    return rows;
  }

  /** [documents in the index] 1 for those that are kept, as things stand now. */
  staying(keep: Rules['keep']): Uint8Array {
    const { components, good, ranks, sources } = this;
    const fate = keep === 'all' ? undefined : survivors(components, (d) => ranks[sources[d]], keep);
    return Uint8Array.from({ length: components.size }, (_, d) =>
      good[d] === 1 && (!fate || fate[d] === stays) ? 1 : 0
    );
  }

  /** [S] shares. */
  copyLosses(keep: Rules['keep']): Float64Array {
    const rows = this.ledger(keep);
    return Float64Array.from(this.ranks, (_, s) => {
      const [, filtered, single] = rows.subarray(s * stages.length);
      return filtered > 0 ? 1 - single / filtered : 0;
    });
  }

  /** [octaves] components in the index by size. */
  componentSizes(): Float64Array {
    const octaves = new Float64Array(sizeOctaves);
    for (const [size, count] of componentSizes(this.components)) octaves[sizeOctave(size)] += count;
    return octaves;
  }

  snapshot(): Record<string, Float64Array> {
    const { came, components, counts, good, index, passed, settled, signatures, sizes, sources, words } =
      this;
    const size = components.size;
    return {
      counts: counts.slice(),
      came: came.slice(),
      passed: passed.slice(),
      settled: settled.slice(),
      parents: Float64Array.from(components.snapshot()),
      buckets: index.snapshot(),
      signatures: Float64Array.from(signatures.subarray(0, size * sizes.permutations)),
      sources: Float64Array.from(sources.subarray(0, size)),
      words: words.slice(0, size),
      good: Float64Array.from(good.subarray(0, size)),
      ...prefixed('pairs', this.pairs.snapshot())
    };
  }

  restore(arrays: Readonly<Record<string, Float64Array>>): void {
    const { came, counts, passed, settled, sizes } = this;
    for (const [name, own] of Object.entries({ came, counts, passed, settled }))
      own.set(arrayIn(arrays, name, own.length));
    const { parents } = arrays;
    this.components.restore(parents);
    this.index.restore(arrays.buckets);
    this.signatures = new Uint32Array(Math.max(64, parents.length) * sizes.permutations);
    this.signatures.set(arrayIn(arrays, 'signatures', parents.length * sizes.permutations));
    this.sources.set(arrayIn(arrays, 'sources', parents.length));
    this.words.set(arrayIn(arrays, 'words', parents.length));
    this.good.set(arrayIn(arrays, 'good', parents.length));
    this.pairs.restore(unprefixed('pairs', arrays));
  }

  /** Begins the index anew; what stays of it stays for good. */
  private empty(keep: Rules['keep']): void {
    this.sumStaying(keep, this.settled);
    this.index = new BandIndex(this.sizes.bands);
    this.components = new UnionFind(0);
  }

  private sumStaying(keep: Rules['keep'], rows: Float64Array): void {
    const { components, good, ranks, sources, words } = this;
    const fate = keep === 'all' ? undefined : survivors(components, (d) => ranks[sources[d]], keep);
    for (let d = 0; d < components.size; d++) {
      if (fate && fate[d] !== stays) continue;
      rows[sources[d] * stages.length + 2] += words[d];
      if (good[d] === 1) rows[sources[d] * stages.length + 3] += words[d];
    }
  }

  private keepSignature(document: number, signature: Uint32Array): void {
    const at = document * this.sizes.permutations;
    if (at === this.signatures.length) {
      const larger = new Uint32Array(2 * this.signatures.length);
      larger.set(this.signatures);
      this.signatures = larger;
    }
    this.signatures.set(signature, at);
  }

  private signatureOf(document: number): Uint32Array {
    const { permutations } = this.sizes;
    return this.signatures.subarray(document * permutations, (document + 1) * permutations);
  }
}

const prefixed = (name: string, arrays: Record<string, Float64Array>): Record<string, Float64Array> =>
  Object.fromEntries(Object.entries(arrays).map(([key, array]) => [`${name}.${key}`, array]));

const unprefixed = (
  name: string,
  arrays: Readonly<Record<string, Float64Array>>
): Record<string, Float64Array> =>
  Object.fromEntries(
    Object.entries(arrays)
      .filter(([key]) => key.startsWith(`${name}.`))
      .map(([key, array]) => [key.slice(name.length + 1), array])
  );
