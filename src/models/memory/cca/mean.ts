/**
 * The means of queries and keys, made of the latents before any convolution: with j the kv head of head h and g heads to each,
 *
 *   m_q,h = (q_h + k_j) / 2,  m_k,j = mean over the g heads of m_q,h
 *
 * The key's mean is taken after the queries' are formed. With g = 1 both are the same.
 */
import { addScaled, type Rows, rowAt, zeroRows } from '../rows';
import type { CcaSettings } from './settings';

type Sizes = Pick<CcaSettings, 'heads' | 'kvHeads' | 'headWidth'>;

/** Visits every pair of a head and its kv head, as columns of row t of [all heads | all kv heads]. */
function eachPair(
  { headWidth, heads, kvHeads }: Sizes,
  visit: (query: (row: Float64Array) => Float64Array, key: (row: Float64Array) => Float64Array) => void
): void {
  const columns = (at: number) => (row: Float64Array) => row.subarray(at * headWidth, (at + 1) * headWidth);
  for (let h = 0; h < heads; h++) visit(columns(h), columns(heads + Math.floor(h / (heads / kvHeads))));
}

/** Of latents [T, all heads | all kv heads], in the same order. */
export function latentMeans(latents: Rows, sizes: Sizes): Rows {
  const means = zeroRows(latents.rows, latents.columns);
  const sharing = sizes.heads / sizes.kvHeads;
  for (let t = 0; t < latents.rows; t++) {
    const [row, mean] = [rowAt(latents, t), rowAt(means, t)];
    eachPair(sizes, (query, key) => {
      addScaled(query(mean), 0.5, query(row));
      addScaled(query(mean), 0.5, key(row));
      addScaled(key(mean), 1 / sharing, query(mean));
    });
  }
  return means;
}

/** The adjoint: from dE/d(means) to dE/d(latents). */
export function latentMeansBackward(gradient: Rows, sizes: Sizes): Rows {
  const input = zeroRows(gradient.rows, gradient.columns);
  const sharing = sizes.heads / sizes.kvHeads;
  for (let t = 0; t < gradient.rows; t++) {
    const [g, row] = [rowAt(gradient, t), rowAt(input, t)];
    eachPair(sizes, (query, key) => {
      const mean = query(g).map((value, i) => value + key(g)[i] / sharing);
      addScaled(query(row), 0.5, mean);
      addScaled(key(row), 0.5, mean);
    });
  }
  return input;
}
