/**
 * TF-IDF as scikit-learn has it by default: x_t = tf_t idf_t, idf_t = ln((1 + n) / (1 + df_t)) + 1, rows of length 1 (Salton & Buckley
 * 1988; the smoothing is scikit-learn's). n chunks, df_t of them with word t, as they were when the weights were made: what is added
 * later is weighed by the same numbers until they are made anew.
 */
import { log } from '../../compute/transcendentals';
import type { TermTable } from './termTable';

/** A sparse vector. */
export interface Sparse {
  terms: ArrayLike<number>;
  weights: Float64Array;
}

export class TermWeights {
  readonly chunks: number;
  /** Whether questions were counted among the chunks. */
  private readonly counted: boolean;
  /** [terms] df and idf of the words seen by then. */
  readonly frequencies: Uint32Array;
  private readonly idf: Float64Array;
  private readonly unseen: number;

  /** `besides`: the words (numbers) of further documents to be counted as if they were chunks, as the paper does with the query. */
  constructor(table: TermTable, terms: number, besides: readonly (readonly number[])[] = []) {
    this.chunks = table.chunks + besides.length;
    this.counted = besides.length > 0;
    this.frequencies = new Uint32Array(terms);
    for (let t = 0; t < terms; t++) this.frequencies[t] = table.frequencyOf(t);
    for (const words of besides) for (const t of new Set(words)) this.frequencies[t]++;
    const n = 1 + this.chunks;
    // Few frequencies are different: one logarithm each.
    const known = new Map<number, number>();
    this.idf = new Float64Array(terms);
    for (let t = 0; t < terms; t++) {
      const df = this.frequencies[t];
      let idf = known.get(df);
      if (idf === undefined) {
        idf = log(n / (1 + df)) + 1;
        known.set(df, idf);
      }
      this.idf[t] = idf;
    }
    this.unseen = log(n) + 1;
  }

  /** df when the weights were made. */
  frequencyOf(term: number): number {
    return term < this.frequencies.length ? this.frequencies[term] : 0;
  }

  idfOf(term: number): number {
    return term < this.idf.length ? this.idf[term] : this.unseen;
  }

  /** Row `row` of the table, of length 1 (0 where it has no word), its words as they stand there. */
  row(table: TermTable, row: number): Sparse {
    const [from, to] = [table.starts[row], table.starts[row + 1]];
    const weights = new Float64Array(to - from);
    for (let e = from; e < to; e++) weights[e - from] = table.counts[e] * this.idfOf(table.terms[e]);
    normalise(weights, 0, weights.length);
    return { terms: table.terms.subarray(from, to), weights };
  }

  /** The weights of rows [from, to), as `row` gives them, where the table's words of those rows lie. */
  weigh({ counts, starts, terms }: TermTable, from: number, to: number, into: Float64Array): void {
    for (let e = starts[from]; e < starts[to]; e++) into[e] = counts[e] * this.idfOf(terms[e]);
    for (let row = from; row < to; row++) normalise(into, starts[row], starts[row + 1]);
  }

  /**
   * Words (numbers) of a question, of length 1. `unknown`: how often each word stands in it that stands in no chunk; where questions were
   * counted among the chunks it stands in one, and takes its share of the length. Otherwise such words are as if they were not there.
   */
  query(words: readonly number[], unknown: readonly number[] = []): Sparse {
    const counts = new Map<number, number>();
    for (const term of words) counts.set(term, (counts.get(term) ?? 0) + 1);
    const terms = [...counts.keys()].sort((a, b) => a - b);
    const once = this.counted ? log((1 + this.chunks) / 2) + 1 : 0;
    const weights = Float64Array.from([
      ...terms.map((term) => (counts.get(term) ?? 0) * this.idfOf(term)),
      ...unknown.map((count) => count * once)
    ]);
    normalise(weights, 0, weights.length);
    return { terms, weights: weights.subarray(0, terms.length) };
  }
}

/** Gives weights[from, to) length 1, unless they are all 0. */
function normalise(weights: Float64Array, from: number, to: number): void {
  let squares = 0;
  for (let i = from; i < to; i++) squares += weights[i] * weights[i];
  if (squares === 0) return;
  const scale = 1 / Math.sqrt(squares);
  for (let i = from; i < to; i++) weights[i] *= scale;
}
