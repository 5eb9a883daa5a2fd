/**
 * Attention with its projections, the layer of transformers:
 *
 *   q = rope(x W_Q), k = rope(x W_K), v = x W_V, out = concat_h( softmax(q_h . k_g(h) / sqrt(d)) v_g(h) ) W_O
 *
 * Multi-head attention (Vaswani et al. 2017, arXiv 1706.03762) has as many kv heads as heads; fewer are grouped-query attention
 * (Ainslie et al. 2023, arXiv 2305.13245). No biases. What is kept is 2 kvHeads d numbers a token.
 */
import { joinRows, type Rows, sliceRows, sumOf, zeroRows } from '../rows';
import { checkHeads, type HeadedAttention, headedAttention, headedBackward } from './heads';
import { type Rope, rotate } from '../rope';
import { project, projectBackward } from '../weights';
import { checkWeights, type Shapes, type Weights, zeroWeights } from './weights';

export interface GroupedSettings {
  heads: number;
  kvHeads: number;
  /** d. */
  headWidth: number;
  rope: Rope | undefined;
}

export type GroupedWeight = 'query' | 'key' | 'value' | 'out';

export const groupedShapes = (
  { headWidth, heads, kvHeads }: Omit<GroupedSettings, 'rope'>,
  width: number
): Shapes<GroupedWeight> => ({
  query: [width, heads * headWidth],
  key: [width, kvHeads * headWidth],
  value: [width, kvHeads * headWidth],
  out: [heads * headWidth, width]
});

/** The KV cache, each [tokens so far, kvHeads d]. */
export interface GroupedState {
  k: Rows;
  v: Rows;
}

export const groupedStart = ({ headWidth, kvHeads }: GroupedSettings): GroupedState => ({
  k: zeroRows(0, kvHeads * headWidth),
  v: zeroRows(0, kvHeads * headWidth)
});

/** What was read and made of it: all that the gradient needs. */
export interface GroupedPass {
  x: Rows;
  attention: HeadedAttention;
  /** Before W_O. */
  attended: Rows;
  /** [T, width]. */
  out: Rows;
}

/** Any number of further tokens x [T, width], from `state` on, which is moved. Throws MemoryError for shapes that do not fit. */
export function groupedAttention(
  weights: Weights<GroupedWeight>,
  settings: GroupedSettings,
  state: GroupedState,
  x: Rows
): GroupedPass {
  const { headWidth, heads, kvHeads, rope } = settings;
  checkHeads(settings);
  checkWeights(groupedShapes(settings, x.columns), weights);
  const past = state.k.rows;
  state.k = joinRows(state.k, rotate(project(x, weights.key), kvHeads, rope, past));
  state.v = joinRows(state.v, project(x, weights.value));
  const q = rotate(project(x, weights.query), heads, rope, past);
  const attention = { heads, kvHeads, scale: 1 / Math.sqrt(headWidth), q, k: state.k, v: state.v };
  const attended = headedAttention(attention);
  return { x, attention, attended, out: project(attended, weights.out) };
}

/** From dE/d(out) of one call; what was kept before the call is a constant. */
export function groupedBackward(
  weights: Weights<GroupedWeight>,
  settings: GroupedSettings,
  { attended, attention, x }: GroupedPass,
  outGradient: Rows
): { x: Rows; weights: Weights<GroupedWeight> } {
  const { heads, kvHeads, rope } = settings;
  const gradient = zeroWeights(groupedShapes(settings, x.columns));
  const past = attention.k.rows - x.rows;
  const read = headedBackward(attention, projectBackward(attended, weights.out, outGradient, gradient.out));
  const own = (rows: Rows): Rows => sliceRows(rows, past, rows.rows);
  const q = rotate(read.q, heads, rope, past, 'backwards');
  const k = rotate(own(read.k), kvHeads, rope, past, 'backwards');
  const parts = [
    projectBackward(x, weights.query, q, gradient.query),
    projectBackward(x, weights.key, k, gradient.key),
    projectBackward(x, weights.value, own(read.v), gradient.value)
  ];
  return { x: parts.reduce(sumOf), weights: gradient };
}
