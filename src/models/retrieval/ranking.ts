/** From the mass of rows to the best chunks. */
import { topNodes } from '../../compute/topNodes';
import type { TermTable } from './termTable';

export interface Ranked {
  chunk: number;
  score: number;
}

/**
 * The `top` chunks of highest score above 0, best first, ties by their place in the text. `mass` [rows, or more] of all chunks of each
 * row together; `own` is what a chunk has for itself alone, of what its row has: what is left is shared by its copies alike, since all
 * of it came over edges that they have alike.
 */
export function ranked(
  table: TermTable,
  mass: Float64Array,
  top: number,
  own?: (chunk: number) => number
): Ranked[] {
  const { chunks, copies, rowOf, rows } = table;
  const each = new Float64Array(rows);
  const given = new Float64Array(rows);
  if (own) for (let chunk = 0; chunk < chunks; chunk++) given[rowOf[chunk]] += own(chunk);
  for (let row = 0; row < rows; row++) each[row] = (mass[row] - given[row]) / copies[row];
  const scores = new Float64Array(chunks);
  for (let chunk = 0; chunk < chunks; chunk++) scores[chunk] = each[rowOf[chunk]] + (own ? own(chunk) : 0);
  return Array.from(topNodes(scores, top), (chunk) => ({ chunk, score: scores[chunk] }));
}

/** The same chunks in the order of the text. */
export function inTextOrder(found: readonly Ranked[]): Ranked[] {
  return [...found].sort((a, b) => a.chunk - b.chunk);
}
