/**
 * The baselines, which know only the words of the question. BM25 (Robertson & Zaragoza 2009), as Lucene has it:
 *
 *   score = sum_t ln(1 + (N - df_t + 0.5) / (df_t + 0.5)) tf_t (k1 + 1) / (tf_t + k1 (1 - b + b length / mean length))
 *
 * and the cosine of TF-IDF vectors, which is also where a question's edges come from.
 */
import { log } from '../../compute/transcendentals';
import type { TermTable } from './termTable';
import type { Sparse, TermWeights } from './tfidf';

export interface Bm25Options {
  /** Saturation of repeated words. */
  k1: number;
  /** How far long chunks are discounted, 0 to 1. */
  b: number;
}

export const usualBm25: Bm25Options = { k1: 1.2, b: 0.75 };

/** Rows a question scores above 0 in, ascending, and their scores. */
export interface Matches {
  rows: Uint32Array;
  scores: Float64Array;
}

/** BM25 of every row that shares a word (number) with the question; a word asked twice counts twice. */
export function bm25(
  table: TermTable,
  words: readonly number[],
  { b, k1 }: Bm25Options = usualBm25
): Matches {
  const N = table.chunks;
  const mean = table.words / Math.max(1, N);
  return gathered(table, words, (term, row, count) => {
    const df = table.frequencyOf(term);
    const idf = log(1 + (N - df + 0.5) / (df + 0.5));
    return (idf * count * (k1 + 1)) / (count + k1 * (1 - b + (b * table.lengths[row]) / mean));
  });
}

/** Cosine of every row that shares a word with the question. */
export function cosines(table: TermTable, weights: TermWeights, query: Sparse): Matches {
  const { terms } = query;
  const found = gathered(table, Array.from(terms), (term, _row, count, k) => {
    return query.weights[k] * count * weights.idfOf(term);
  });
  for (let k = 0; k < found.rows.length; k++) found.scores[k] /= lengthOf(table, weights, found.rows[k]);
  return found;
}

/** Length of a row before it is made 1. */
function lengthOf(table: TermTable, weights: TermWeights, row: number): number {
  let squares = 0;
  for (let e = table.starts[row]; e < table.starts[row + 1]; e++) {
    const weight = table.counts[e] * weights.idfOf(table.terms[e]);
    squares += weight * weight;
  }
  return Math.sqrt(squares);
}

function gathered(
  table: TermTable,
  words: readonly number[],
  part: (term: number, row: number, count: number, k: number) => number
): Matches {
  const sums = new Float64Array(table.rows);
  const met: number[] = [];
  const { postings } = table;
  words.forEach((term, k) => {
    const start = postings.lengthOf(term) > 0 ? postings.starts[term] : 0;
    const end = start + postings.lengthOf(term);
    for (let e = start; e < end; e++) {
      const row = postings.numbers[e];
      if (sums[row] === 0) met.push(row);
      sums[row] += part(term, row, postings.values[e], k);
    }
  });
  const rows = Uint32Array.from(met).sort();
  return { rows, scores: Float64Array.from(rows, (row) => sums[row]) };
}
