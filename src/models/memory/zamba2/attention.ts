/**
 * The attention of a shared block: q, k, v = u W_qkv (+ adapters), all 2 d wide, out = concat_h( softmax(scale q_h . k_h) v_h ) W_out.
 * What surprises: the scale is of half a head, 1 / sqrt(d / heads), and the cache is of an invocation, not of the block.
 */
import {
  type SoftmaxAttention,
  type SoftmaxResult,
  type SoftmaxState,
  softmaxAttention,
  softmaxBackward,
  softmaxStart
} from '../attention/softmax';
import { addScaled, besideRows, columnsOf, joinRows, type Rows, rowAt, sliceRows, zeroRows } from '../rows';
import { project, projectBackward } from '../weights';
import { adapted, adaptedBackward } from './adapter';
import { type Rope, rotate } from '../rope';
import { attentionScale, type Zamba2Settings } from './settings';
import type { Invocation, SharedBlock } from './weights';

/** The cache of one invocation, [tokens, 2 d] of keys, already turned, and of values. */
export const cacheStart = ({ mamba: { width } }: Zamba2Settings): SoftmaxState =>
  softmaxStart(2 * width, 2 * width);

export interface AttentionPass {
  u: Rows;
  /** Tokens in the cache before these. */
  past: number;
  heads: { attention: SoftmaxAttention; result: SoftmaxResult }[];
  /** Before W_out. */
  attended: Rows;
  /** [T, d]. */
  out: Rows;
}

const wholeHead = (x: Rows, heads: number, theta: number): Rope => ({ turned: x.columns / heads, theta });

/** Any number of further tokens u [T, 2 d], from `cache` on, which is moved. */
export function sharedAttention(
  block: SharedBlock,
  invocation: Invocation,
  settings: Zamba2Settings,
  cache: SoftmaxState,
  u: Rows
): AttentionPass {
  const { heads, theta } = settings;
  const past = cache.k.rows;
  const parts = [0, 1, 2].map((part) => adapted(u, third(block.qkv, part), invocation.qkv[part]));
  const [q, k] = parts
    .slice(0, 2)
    .map((x) => (theta === undefined ? x : rotate(x, heads, wholeHead(x, heads, theta), past)));
  cache.k = joinRows(cache.k, k);
  cache.v = joinRows(cache.v, parts[2]);
  const width = u.columns / heads;
  const passes = Array.from({ length: heads }, (_, h) => {
    const [qh, kh, vh] = [q, cache.k, cache.v].map((x) => columnsOf(x, h * width, (h + 1) * width));
    const attention = { q: qh, k: kh, v: vh, scale: attentionScale(settings) };
    return { attention, result: softmaxAttention(attention) };
  });
  const attended = passes.map(({ result }) => result.out).reduce(besideRows);
  return { u, past, heads: passes, attended, out: project(attended, block.output) };
}

/** Columns of q, k or v, copied. */
const third = (w: Rows, part: number): Rows =>
  columnsOf(w, (part * w.columns) / 3, ((part + 1) * w.columns) / 3);

/** From dE/d(out): adds to the gradients of weights and returns dE/du. The cache before the first token is a constant. */
export function attentionBackward(
  block: SharedBlock,
  invocation: Invocation,
  { heads, theta }: Zamba2Settings,
  { attended, heads: passes, past, u }: AttentionPass,
  outGradient: Rows,
  toBlock: SharedBlock,
  toInvocation: Invocation
): Rows {
  const onAttended = projectBackward(attended, block.output, outGradient, toBlock.output);
  const width = u.columns / heads;
  const onHeads = passes.map(({ attention, result }, h) => {
    const on = softmaxBackward(attention, result, columnsOf(onAttended, h * width, (h + 1) * width));
    return [on.q, on.k, on.v].map((rows) => sliceRows(rows, rows.rows - u.rows, rows.rows));
  });
  const onU = zeroRows(u.rows, u.columns);
  for (const part of [0, 1, 2]) {
    const turned = onHeads.map((on) => on[part]).reduce(besideRows);
    const gradient =
      part === 2 || theta === undefined
        ? turned
        : rotate(turned, heads, wholeHead(turned, heads, theta), past, 'backwards');
    const toWeight = zeroRows(u.columns, u.columns);
    const on = adaptedBackward(
      u,
      third(block.qkv, part),
      invocation.qkv[part],
      gradient,
      toWeight,
      toInvocation.qkv[part]
    );
    addScaled(onU.data, 1, on.data);
    for (let i = 0; i < toWeight.rows; i++)
      addScaled(
        rowAt(toBlock.qkv, i).subarray(part * u.columns, (part + 1) * u.columns),
        1,
        rowAt(toWeight, i)
      );
  }
  return onU;
}
