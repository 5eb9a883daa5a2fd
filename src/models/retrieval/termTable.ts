/**
 * What words stand in which chunks: rows by chunk, lists by word (the inverted index). Chunks with the same words as often each are
 * one row, with as many copies: to whatever counts words they are alike, and a text full of the same sentences would otherwise make a
 * graph of all pairs of them.
 */
import { GrowingLists, withRoom } from './growing';

export class TermTable {
  /** Chunks added, copies counted. */
  chunks = 0;
  rows = 0;
  /** Words in all chunks. */
  words = 0;
  /** [chunks] row of each chunk. */
  rowOf = new Uint32Array(256);
  /** [rows] chunks of each row, and how many words one of them has. */
  copies = new Uint32Array(256);
  lengths = new Uint32Array(256);
  /** [rows + 1] where each row begins in `terms` (ascending within a row) and `counts`. */
  starts = new Uint32Array(256);
  terms = new Uint32Array(1024);
  counts = new Uint32Array(1024);
  /** [terms] chunks each word stands in, copies counted. */
  documentFrequency = new Uint32Array(256);
  /** Made when they are asked for. */
  private lists: GrowingLists | undefined;
  private listed = 0;
  /** Rows by a hash of what is in them; rows of one hash are chained. */
  private readonly byHash = new Map<number, number>();
  private sameHash = new Int32Array(256);

  /** Adds a chunk with these words, sorted in place; returns its row. */
  add(words: number[]): number {
    sortFew(words);
    let hash = 0x811c9dc5;
    for (const term of words) hash = Math.imul(hash ^ term, 0x01000193) ^ (hash >>> 15);
    const row = this.find(hash, words) ?? this.append(hash, words);
    this.rowOf = withRoom(this.rowOf, this.chunks + 1);
    this.rowOf[this.chunks++] = row;
    this.copies[row]++;
    this.words += words.length;
    for (let e = this.starts[row]; e < this.starts[row + 1]; e++) this.documentFrequency[this.terms[e]]++;
    return row;
  }

  /** Chunks a word stands in; 0 for one not seen. */
  frequencyOf(term: number): number {
    return term < this.documentFrequency.length ? this.documentFrequency[term] : 0;
  }

  /** Rows of each word, ascending, with how often it stands there. */
  get postings(): GrowingLists {
    if (!this.lists) {
      this.lists = new GrowingLists();
      this.lists.reserve(this.rowCounts());
    }
    for (; this.listed < this.rows; this.listed++)
      for (let e = this.starts[this.listed]; e < this.starts[this.listed + 1]; e++)
        this.lists.push(this.terms[e], this.listed, this.counts[e]);
    return this.lists;
  }

  /** [terms] rows each word stands in. */
  rowCounts(): Uint32Array {
    const counts = new Uint32Array(this.documentFrequency.length);
    for (let e = 0; e < this.starts[this.rows]; e++) counts[this.terms[e]]++;
    return counts;
  }

  private find(hash: number, words: readonly number[]): number | undefined {
    for (let row = this.byHash.get(hash) ?? -1; row >= 0; row = this.sameHash[row])
      if (this.holds(row, words)) return row;
    return undefined;
  }

  private holds(row: number, words: readonly number[]): boolean {
    if (this.lengths[row] !== words.length) return false;
    let at = 0;
    for (let e = this.starts[row]; e < this.starts[row + 1]; e++)
      for (let k = 0; k < this.counts[e]; k++) if (words[at++] !== this.terms[e]) return false;
    return true;
  }

  private append(hash: number, words: readonly number[]): number {
    const row = this.rows++;
    this.copies = withRoom(this.copies, row + 1);
    this.lengths = withRoom(this.lengths, row + 1);
    this.starts = withRoom(this.starts, row + 2);
    this.sameHash = withRoom(this.sameHash, row + 1);
    this.sameHash[row] = this.byHash.get(hash) ?? -1;
    this.byHash.set(hash, row);
    this.lengths[row] = words.length;
    let end = this.starts[row];
    this.terms = withRoom(this.terms, end + words.length);
    this.counts = withRoom(this.counts, end + words.length);
    for (let at = 0; at < words.length; ) {
      const term = words[at];
      let count = 0;
      for (; words[at] === term; at++) count++;
      this.terms[end] = term;
      this.counts[end] = count;
      if (term >= this.documentFrequency.length)
        this.documentFrequency = withRoom(this.documentFrequency, term + 1);
      end++;
    }
    this.starts[row + 1] = end;
    return row;
  }
}

/** Ascending, in place: chunks have few words. */
function sortFew(words: number[]): void {
  if (words.length > 100) {
    words.sort((a, b) => a - b);
    return;
  }
  for (let k = 1; k < words.length; k++) {
    const word = words[k];
    let at = k;
    for (; at > 0 && words[at - 1] > word; at--) words[at] = words[at - 1];
    words[at] = word;
  }
}
