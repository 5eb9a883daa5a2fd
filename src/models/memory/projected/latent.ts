/**
 * Multi-head latent attention (DeepSeek-V2, arXiv 2405.04434, section 2.1), which keeps one narrow latent a token for all heads:
 *
 *   c_t = rms(x_t W_DKV), k_h = [ c W_UK,h | rope(x W_KR) ], v_h = c W_UV,h
 *   p_t = rms(x_t W_DQ),  q_h = [ p W_UQ,h | rope(p W_QR,h) ],  out = concat_h( softmax(q_h . k_h / sqrt(d + r)) v_h ) W_O
 *
 * Projections and the shared rotary key of width r are equations 9 to 19 there, the norms of the latents its section 3.1.2.
 * What surprises: positions cannot be turned into keys that are made of the latent, so they have columns of their own, one set for all
 * heads. With r = 0 and no norms it is the layer that Figliolia et al. 2025 (arXiv 2510.04476, table II) count.
 */
import { besideRows, columnsOf, joinRows, type Rows, sliceRows, sumOf, zeroRows } from '../rows';
import { checkHeads, type HeadedAttention, headedAttention, headedBackward } from './heads';
import { rmsNorm, rmsNormBackward } from '../norms';
import { rotate } from '../rope';
import { project, projectBackward } from '../weights';
import { checkWeights, type Shapes, type Weights, zeroWeights } from './weights';

export interface LatentSettings {
  heads: number;
  /** d, of queries, keys and values apart from the rotary part. */
  headWidth: number;
  /** Widths of the latents of queries (0: queries are made of x itself, as in DeepSeek-V2-Lite), and of keys and values. */
  queryLatent: number;
  kvLatent: number;
  /** r, even; 0: no positions. */
  ropeWidth: number;
  theta: number;
  /** Whether latents go through a norm. */
  norm: boolean;
}

const epsilon = 1e-6;

export type LatentWeight =
  | 'queryDown'
  | 'queryNorm'
  | 'queryUp'
  | 'queryRope'
  | 'kvDown'
  | 'kvNorm'
  | 'keyUp'
  | 'valueUp'
  | 'keyRope'
  | 'out';

export const latentShapes = (
  { headWidth, heads, kvLatent, norm, queryLatent, ropeWidth }: Omit<LatentSettings, 'theta'>,
  width: number
): Shapes<LatentWeight> => ({
  queryDown: [width, queryLatent],
  queryNorm: [norm && queryLatent > 0 ? 1 : 0, queryLatent],
  queryUp: [queryLatent || width, heads * headWidth],
  queryRope: [queryLatent || width, heads * ropeWidth],
  kvDown: [width, kvLatent],
  kvNorm: [norm ? 1 : 0, kvLatent],
  keyUp: [kvLatent, heads * headWidth],
  valueUp: [kvLatent, heads * headWidth],
  keyRope: [width, ropeWidth],
  out: [heads * headWidth, width]
});

/** kvLatent + r numbers a token. */
export interface LatentState {
  /** [tokens so far, kvLatent], after the norm. */
  latents: Rows;
  /** [tokens so far, r], turned. */
  keys: Rows;
}

export const latentStart = ({ kvLatent, ropeWidth }: LatentSettings): LatentState => ({
  latents: zeroRows(0, kvLatent),
  keys: zeroRows(0, ropeWidth)
});

/** What was read and made of it: all that the gradient needs. */
export interface LatentPass {
  x: Rows;
  /** x W_DQ and x W_DKV, and the first after its norm; x where queries have no latent. */
  queryDown: Rows;
  kvDown: Rows;
  queries: Rows;
  /** After the norm, of this call and all before. */
  latents: Rows;
  attention: HeadedAttention;
  attended: Rows;
  /** [T, width]. */
  out: Rows;
}

/** Any number of further tokens x [T, width], from `state` on, which is moved. Throws MemoryError for shapes that do not fit. */
export function latentAttention(
  weights: Weights<LatentWeight>,
  settings: LatentSettings,
  state: LatentState,
  x: Rows
): LatentPass {
  const { headWidth, heads, norm, queryLatent, ropeWidth } = settings;
  checkHeads({ heads, kvHeads: heads });
  checkWeights(latentShapes(settings, x.columns), weights);
  const past = state.latents.rows;
  const rope = ropeOf(settings);
  const normed = (rows: Rows, weight: Rows): Rows => (norm ? rmsNorm(rows, weight, 1, epsilon) : rows);
  const queryDown = project(x, weights.queryDown);
  const kvDown = project(x, weights.kvDown);
  const queries = queryLatent > 0 ? normed(queryDown, weights.queryNorm) : x;
  state.latents = joinRows(state.latents, normed(kvDown, weights.kvNorm));
  state.keys = joinRows(state.keys, rotate(project(x, weights.keyRope), 1, rope, past));
  const turned = rotate(project(queries, weights.queryRope), heads, rope, past);
  const attention = {
    heads,
    kvHeads: heads,
    scale: 1 / Math.sqrt(headWidth + ropeWidth),
    q: interleaved(project(queries, weights.queryUp), heads, (h) =>
      columnsOf(turned, h * ropeWidth, (h + 1) * ropeWidth)
    ),
    k: interleaved(project(state.latents, weights.keyUp), heads, () => state.keys),
    v: project(state.latents, weights.valueUp)
  };
  const attended = headedAttention(attention);
  const out = project(attended, weights.out);
  return { x, queryDown, kvDown, queries, latents: state.latents, attention, attended, out };
}

const ropeOf = ({ ropeWidth, theta }: LatentSettings) =>
  ropeWidth === 0 ? undefined : { turned: ropeWidth, theta };

/** [head 0 | part 0 | head 1 | part 1 | ..]. */
function interleaved(x: Rows, heads: number, part: (h: number) => Rows): Rows {
  const width = x.columns / heads;
  return Array.from({ length: heads }, (_, h) =>
    besideRows(columnsOf(x, h * width, (h + 1) * width), part(h))
  ).reduce(besideRows);
}

/** Heads and parts that were interleaved, [heads] of each. */
function apart(x: Rows, heads: number, width: number): { head: Rows[]; part: Rows[] } {
  const step = x.columns / heads;
  const cut = (from: number, to: number): Rows[] =>
    Array.from({ length: heads }, (_, h) => columnsOf(x, h * step + from, h * step + to));
  return { head: cut(0, width), part: cut(width, step) };
}

/** From dE/d(out) of one call; what was kept before the call is a constant. */
export function latentBackward(
  weights: Weights<LatentWeight>,
  settings: LatentSettings,
  pass: LatentPass,
  outGradient: Rows
): { x: Rows; weights: Weights<LatentWeight> } {
  const { headWidth, heads, norm, queryLatent } = settings;
  const { attended, attention, kvDown, latents, queries, queryDown, x } = pass;
  const gradient = zeroWeights(latentShapes(settings, x.columns));
  const past = latents.rows - x.rows;
  const own = (rows: Rows): Rows => sliceRows(rows, past, rows.rows);
  const back = (name: LatentWeight, input: Rows, g: Rows): Rows =>
    projectBackward(input, weights[name], g, gradient[name]);
  const normBack = (name: 'queryNorm' | 'kvNorm', input: Rows, g: Rows): Rows =>
    norm ? rmsNormBackward(input, weights[name], g, gradient[name], 1, epsilon) : g;
  const turnBack = (rows: Rows, count: number): Rows =>
    rotate(rows, count, ropeOf(settings), past, 'backwards');
  const read = headedBackward(attention, back('out', attended, outGradient));
  const q = apart(read.q, heads, headWidth);
  const k = apart(read.k, heads, headWidth);
  const queryGradient = sumOf(
    back('queryUp', queries, q.head.reduce(besideRows)),
    back('queryRope', queries, turnBack(q.part.reduce(besideRows), heads))
  );
  const latentGradient = sumOf(
    back('keyUp', latents, k.head.reduce(besideRows)),
    back('valueUp', latents, read.v)
  );
  const parts = [
    queryLatent > 0 ? back('queryDown', x, normBack('queryNorm', queryDown, queryGradient)) : queryGradient,
    back('kvDown', x, normBack('kvNorm', kvDown, own(latentGradient))),
    back('keyRope', x, turnBack(own(k.part.reduce(sumOf)), 1))
  ];
  return { x: parts.reduce(sumOf), weights: gradient };
}
