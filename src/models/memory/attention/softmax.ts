/**
 * Causal softmax attention, the memory that keeps everything:
 *
 *   o_i = sum_{a <= i} p_ia v_a,   p_ia = softmax_a( scale q_i . k_a + bias_a )
 *
 * Vaswani et al. 2017. Of `past` = keys - queries keys every query sees all; of the rest query i sees those up to its own. The
 * greatest logit is taken off before exp, so logits of any size are safe. One head; heads are columns cut apart by the caller.
 */
import { exp, log } from '../../../compute/transcendentals';
import { addScaled, checkAttention, dot, joinRows, type Rows, rowAt, zeroRows } from '../rows';

export interface SoftmaxAttention {
  q: Rows;
  /** [past + queries, d] and [past + queries, dv]. */
  k: Rows;
  v: Rows;
  /** 1 / sqrt(d) by custom; the paper on tree attention has 1. */
  scale: number;
  /** [keys] added to the logits of a key, such as the log of how many tokens it stands for; -Infinity hides it. */
  bias?: ArrayLike<number>;
}

export interface SoftmaxResult {
  out: Rows;
  /** [queries] log sum exp of the logits. */
  lse: Float64Array;
}

/** Throws MemoryError for shapes that do not fit. */
export function softmaxAttention(attention: SoftmaxAttention): SoftmaxResult {
  const { q, k, v } = attention;
  checkAttention(q, k, v);
  const out = zeroRows(q.rows, v.columns);
  const lse = new Float64Array(q.rows);
  const weights = new Float64Array(k.rows);
  for (let i = 0; i < q.rows; i++) {
    lse[i] = attentionRow(attention, i, weights);
    const seen = k.rows - q.rows + i + 1;
    for (let a = 0; a < seen; a++) addScaled(rowAt(out, i), weights[a], rowAt(v, a));
  }
  return { out, lse };
}

/** Writes the weights of query i over the keys it sees and 0 for the rest; returns their log sum exp. */
export function attentionRow(
  { q, k, scale, bias }: SoftmaxAttention,
  i: number,
  weights: Float64Array
): number {
  const seen = k.rows - q.rows + i + 1;
  let greatest = Number.NEGATIVE_INFINITY;
  for (let a = 0; a < seen; a++) {
    weights[a] = scale * dot(rowAt(q, i), rowAt(k, a)) + (bias?.[a] ?? 0);
    greatest = Math.max(greatest, weights[a]);
  }
  let sum = 0;
  for (let a = 0; a < seen; a++) sum += weights[a] = exp(weights[a] - greatest);
  for (let a = 0; a < seen; a++) weights[a] /= sum;
  weights.fill(0, seen);
  return greatest + log(sum);
}

export interface AttentionGradient {
  q: Rows;
  k: Rows;
  v: Rows;
}

/** From dE/do [queries, dv]: with g = do_i, dE/dv_a += p_ia g and dE/dlogit_ia = p_ia g . (v_a - o_i). */
export function softmaxBackward(
  attention: SoftmaxAttention,
  { out }: SoftmaxResult,
  outGradient: Rows
): AttentionGradient & { bias: Float64Array } {
  const { q, k, v, scale } = attention;
  const gradient = {
    bias: new Float64Array(k.rows),
    q: zeroRows(q.rows, q.columns),
    k: zeroRows(k.rows, k.columns),
    v: zeroRows(v.rows, v.columns)
  };
  const weights = new Float64Array(k.rows);
  for (let i = 0; i < q.rows; i++) {
    attentionRow(attention, i, weights);
    const g = rowAt(outGradient, i);
    const along = dot(g, rowAt(out, i));
    const seen = k.rows - q.rows + i + 1;
    for (let a = 0; a < seen; a++) {
      addScaled(rowAt(gradient.v, a), weights[a], g);
      const logit = weights[a] * (dot(g, rowAt(v, a)) - along);
      gradient.bias[a] += logit;
      addScaled(rowAt(gradient.q, i), scale * logit, rowAt(k, a));
      addScaled(rowAt(gradient.k, a), scale * logit, rowAt(q, i));
    }
  }
  return gradient;
}

/** The KV cache: every key and value so far. It grows by d + dv numbers a token. */
export interface SoftmaxState {
  k: Rows;
  v: Rows;
}

export const softmaxStart = (d: number, dv: number): SoftmaxState => ({
  k: zeroRows(0, d),
  v: zeroRows(0, dv)
});

/** Any number of further tokens; returns what they read and the cache with them in it. */
export function softmaxStream(
  state: SoftmaxState,
  q: Rows,
  k: Rows,
  v: Rows,
  scale: number
): { out: Rows; state: SoftmaxState } {
  const next = { k: joinRows(state.k, k), v: joinRows(state.v, v) };
  return { out: softmaxAttention({ q, ...next, scale }).out, state: next };
}
