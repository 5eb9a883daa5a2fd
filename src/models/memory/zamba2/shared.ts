/**
 * One invocation of a shared block (Glorioso et al. 2024, arXiv 2411.15242), from the residual stream R and the embeddings x0:
 *
 *   a = attention( rms([R | x0]) );   f = ( GELU(m W_1) * m W_2 ) W_down with m = rms(a);   t = f W_c
 *
 * What surprises: nothing is added within; attention and MLP replace what they read. t is for the next Mamba2 block alone.
 */
import type { SoftmaxState } from '../attention/softmax';
import { gelus } from '../activations';
import { rmsNorm, rmsNormBackward } from '../norms';
import { besideRows, columnsOf, type Rows } from '../rows';
import { project, projectBackward } from '../weights';
import { adapted, adaptedBackward } from './adapter';
import { type AttentionPass, attentionBackward, sharedAttention } from './attention';
import type { Zamba2Settings } from './settings';
import type { Invocation, SharedBlock } from './weights';

export interface SharedPass {
  /** [R | x0], [T, 2 d]. */
  joined: Rows;
  attention: AttentionPass;
  /** m. */
  normed: Rows;
  /** m W_1 and m W_2, [T, 2 hidden]. */
  up: Rows;
  gated: Rows;
  f: Rows;
  /** t [T, d]. */
  out: Rows;
}

/** Any number of further tokens, from `cache` on, which is moved. */
export function sharedBlock(
  block: SharedBlock,
  invocation: Invocation,
  settings: Zamba2Settings,
  cache: SoftmaxState,
  residual: Rows,
  x0: Rows
): SharedPass {
  const joined = besideRows(residual, x0);
  const attention = sharedAttention(block, invocation, settings, cache, rmsNorm(joined, block.norm));
  const normed = rmsNorm(attention.out, block.mlpNorm);
  const up = adapted(normed, block.up, invocation.mlp);
  const [left, right] = halves(up);
  const { value } = gelus[settings.gelu];
  const gated = { ...left, data: left.data.map((x, i) => value(x) * right.data[i]) };
  const f = project(gated, block.down);
  return { joined, attention, normed, up, gated, f, out: project(f, invocation.output) };
}

const halves = (rows: Rows): [Rows, Rows] => [
  columnsOf(rows, 0, rows.columns / 2),
  columnsOf(rows, rows.columns / 2, rows.columns)
];

/** From dE/dt: adds to the gradients of weights and returns those of R and x0. */
export function sharedBackward(
  block: SharedBlock,
  invocation: Invocation,
  settings: Zamba2Settings,
  pass: SharedPass,
  outGradient: Rows,
  toBlock: SharedBlock,
  toInvocation: Invocation
): { residual: Rows; x0: Rows } {
  const { attention, f, gated, joined, normed, up } = pass;
  const onF = projectBackward(f, invocation.output, outGradient, toInvocation.output);
  const onGated = projectBackward(gated, block.down, onF, toBlock.down);
  const [left, right] = halves(up);
  const { slope, value } = gelus[settings.gelu];
  const onLeft = { ...left, data: onGated.data.map((g, i) => g * slope(left.data[i]) * right.data[i]) };
  const onRight = { ...right, data: onGated.data.map((g, i) => g * value(left.data[i])) };
  const onUp = besideRows(onLeft, onRight);
  const onNormed = adaptedBackward(normed, block.up, invocation.mlp, onUp, toBlock.up, toInvocation.mlp);
  const onAttention = rmsNormBackward(attention.out, block.mlpNorm, onNormed, toBlock.mlpNorm);
  const onU = attentionBackward(block, invocation, settings, attention, onAttention, toBlock, toInvocation);
  const [residual, x0] = halves(rmsNormBackward(joined, block.norm, onU, toBlock.norm));
  return { residual, x0 };
}
