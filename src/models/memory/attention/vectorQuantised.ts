/**
 * Attention over keys rounded to a codebook (Lingle 2023, arXiv 2309.16354): z_t is the nearest code by Euclidean distance, and
 *
 *   o_t = softmax_s( scale q_t . C_s + log n_s ) mean value of code s
 *
 * over the codes met so far equals softmax attention over the rounded keys, so the memory is a count and a mean value a code.
 * The published layer keeps the last two blocks uncompressed; by that identity the output is the same.
 */
import { log } from '../../../compute/transcendentals';
import { addScaled, checkAttention, MemoryError, type Rows, rowAt, zeroRows } from '../rows';
import { type AttentionGradient, softmaxAttention, softmaxBackward } from './softmax';

/** Of constant size: codes (dv + 1) numbers. */
export interface VqState {
  /** [codes]. */
  counts: Float64Array;
  /** [codes, dv]. */
  means: Rows;
}

export const vqStart = (codes: number, dv: number): VqState => ({
  counts: new Float64Array(codes),
  means: zeroRows(codes, dv)
});

/** [keys] the nearest code of each, the first of equals. */
export function nearestCodes(k: Rows, codebook: Rows): Int32Array {
  if (codebook.columns !== k.columns || codebook.rows === 0)
    throw new MemoryError(
      `The codebook is ${codebook.rows} x ${codebook.columns}; expected at least one code of ${k.columns} columns, as keys have.`
    );
  return Int32Array.from({ length: k.rows }, (_, t) => {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let s = 0; s < codebook.rows; s++) {
      const far = squaredDistance(rowAt(k, t), rowAt(codebook, s));
      if (far < least) [best, least] = [s, far];
    }
    return best;
  });
}

function squaredDistance(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += (left[i] - right[i]) * (left[i] - right[i]);
  return sum;
}

/** Any number of further tokens, from `state` on, which is moved. Throws MemoryError for shapes that do not fit. */
export function vqAttention(state: VqState, q: Rows, k: Rows, v: Rows, codebook: Rows, scale: number): Rows {
  checkAttention(q, k, v);
  const codes = nearestCodes(k, codebook);
  const out = zeroRows(q.rows, v.columns);
  for (let t = 0; t < q.rows; t++) {
    const mean = rowAt(state.means, codes[t]);
    const count = ++state.counts[codes[t]];
    for (let i = 0; i < mean.length; i++) mean[i] += (rowAt(v, t)[i] - mean[i]) / count;
    const query = { rows: 1, columns: q.columns, data: rowAt(q, t) };
    const read = { q: query, k: codebook, v: state.means, scale, bias: state.counts.map(log) };
    rowAt(out, t).set(softmaxAttention(read).out.data);
  }
  return out;
}

/** Keys as their codes. */
export function quantised(k: Rows, codebook: Rows): Rows {
  const rounded = zeroRows(k.rows, k.columns);
  nearestCodes(k, codebook).forEach((code, t) => {
    rowAt(rounded, t).set(rowAt(codebook, code));
  });
  return rounded;
}

/** From an empty memory. Rounding passes the gradient straight through: dE/dk is that of the rounded key, as published. */
export function vqBackward(
  q: Rows,
  k: Rows,
  v: Rows,
  codebook: Rows,
  scale: number,
  outGradient: Rows
): AttentionGradient {
  const attention = { q, k: quantised(k, codebook), v, scale };
  return softmaxBackward(attention, softmaxAttention(attention), outGradient);
}

/** A codebook for given keys: farthest keys first, then `rounds` of Lloyd's iteration. Uses no chance. */
export function codebookOf(k: Rows, codes: number, rounds = 10): Rows {
  const size = Math.min(codes, k.rows);
  const codebook = zeroRows(size, k.columns);
  const far = new Float64Array(k.rows).fill(Number.POSITIVE_INFINITY);
  for (let s = 0, chosen = 0; s < size; s++) {
    rowAt(codebook, s).set(rowAt(k, chosen));
    for (let t = 0; t < k.rows; t++)
      far[t] = Math.min(far[t], squaredDistance(rowAt(k, t), rowAt(codebook, s)));
    chosen = far.indexOf(far.reduce((most, x) => Math.max(most, x), 0));
  }
  for (let round = 0; round < rounds; round++) {
    const assigned = nearestCodes(k, codebook);
    const counts = new Float64Array(size);
    const sums = zeroRows(size, k.columns);
    assigned.forEach((code, t) => {
      counts[code]++;
      addScaled(rowAt(sums, code), 1, rowAt(k, t));
    });
    counts.forEach((count, s) => {
      if (count > 0) rowAt(codebook, s).set(rowAt(sums, s).map((x) => x / count));
    });
  }
  return codebook;
}
