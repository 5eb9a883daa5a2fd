/**
 * Compressed convolutional attention: queries, keys and values are projected down, and the whole attention happens in that latent:
 *
 *   z = [ x W_Q | x W_K ],  s = conv2(conv1(z)),  [ q | k ] = s + means(z),  v_t = [ x_t W_V1 | x_{t-1} W_V2 ]
 *   q <- rope( sqrt(d) q / |q| ),  k <- rope( beta_j sqrt(d) k / |k| )
 *   out = concat_h( softmax(q_h . k_j(h) / sqrt(d)) v_j(h) ) W_O
 *
 * Figliolia, Alonso, Iyer, Anthony & Millidge 2025 (arXiv 2510.04476); CCGQA where kv heads are fewer than heads. conv1 is depthwise,
 * conv2 within heads, with biases and nothing between them; zeros stand before the first token once, ahead of both. Values are split
 * over their whole width: the first half of the kv heads sees this token, the second half the one before.
 * What surprises: no query meets a key at more than |beta| sqrt(d), whatever the weights.
 */
import { exp } from '../../../compute/transcendentals';
import { type HeadedAttention, headedAttention } from '../projected/heads';
import { normaliseHeads } from '../projected/norms';
import { rotate } from '../rope';
import { checkWeights, type Weights } from '../projected/weights';
import { project } from '../weights';
import { besideRows, columnsOf, joinRows, type Rows, sliceRows, sumOf, zeroRows } from '../rows';
import { convolve } from './convolve';
import { latentMeans } from './mean';
import { type CcaSettings, type CcaWeight, ccaShapes, checkCca } from './settings';

/** The KV cache, and of constant size what the convolutions and the shift need of the tokens before. */
export interface CcaState {
  /** Keys as they are read, and values: [tokens so far, kvHeads d] each. */
  k: Rows;
  v: Rows;
  /** z of the last k1 - 1 + k2 - 1 tokens. */
  latents: Rows;
  /** x W_V2 of the last token; no row without the shift. */
  delayed: Rows;
}

/** Throws MemoryError for settings that make no sense. */
export function ccaStart(settings: CcaSettings): CcaState {
  checkCca(settings);
  const { headWidth, heads, kernels, kvHeads, shift } = settings;
  const earlier = kernels.reduce((sum, taps) => sum + taps - 1, 0);
  return {
    k: zeroRows(0, kvHeads * headWidth),
    v: zeroRows(0, kvHeads * headWidth),
    latents: zeroRows(earlier, (heads + kvHeads) * headWidth),
    delayed: zeroRows(shift ? 1 : 0, (kvHeads * headWidth) / 2)
  };
}

/** What was read and made of it: all that the gradient needs. */
export interface CcaPass {
  x: Rows;
  /** What each convolution read, with the tokens before. */
  convolved: Rows[];
  /** [q | k] before the norm. */
  mixed: Rows;
  attention: HeadedAttention;
  /** Before W_O. */
  attended: Rows;
  /** [T, width]. */
  out: Rows;
}

/** Any number of further tokens x [T, width], from `state` on, which is moved. Throws MemoryError for shapes that do not fit. */
export function ccaAttention(
  weights: Weights<CcaWeight>,
  settings: CcaSettings,
  state: CcaState,
  x: Rows
): CcaPass {
  checkWeights(ccaShapes(settings, x.columns), weights);
  const latents = besideRows(project(x, weights.query), project(x, weights.key));
  const core = ccaCore(
    weights,
    settings,
    state,
    latents,
    project(x, weights.valueNow),
    project(x, weights.valueBefore)
  );
  return { x, ...core, out: project(core.attended, weights.out) };
}

/** The weights that are no projections. */
export type CcaCoreWeight = Exclude<CcaWeight, 'query' | 'key' | 'valueNow' | 'valueBefore' | 'out'>;

/**
 * All that happens in the latent, between the projections down and W_O: of tokens whose queries and keys are `latents`
 * [T, all heads | all kv heads] and whose values are `now` [T, half of them] and `later`, which the next token sees where values shift.
 */
export function ccaCore(
  weights: Weights<CcaCoreWeight>,
  settings: CcaSettings,
  state: CcaState,
  latents: Rows,
  now: Rows,
  later: Rows
): Omit<CcaPass, 'x' | 'out'> {
  const { headWidth, heads, kvHeads, mean, norm, rope } = settings;
  const past = state.k.rows;
  const tokens = latents.rows;
  const seen = joinRows(state.latents, latents);
  const { convolved, last } = convolveAll(seen, weights, settings);
  const mixed = mean ? sumOf(last, latentMeans(latents, settings)) : last;
  const [queries, keys] = splitLatents(mixed, settings);
  const lengths = norm ? lengthsOf(weights, settings) : undefined;
  const q = rotate(lengths ? normaliseHeads(queries, lengths.q) : queries, heads, rope, past);
  const k = rotate(lengths ? normaliseHeads(keys, lengths.k) : keys, kvHeads, rope, past);
  const before = joinRows(state.delayed, later);
  const v = besideRows(now, sliceRows(before, 0, tokens));
  state.k = joinRows(state.k, k);
  state.v = joinRows(state.v, v);
  state.delayed = sliceRows(before, tokens, before.rows);
  state.latents = sliceRows(seen, tokens, seen.rows);
  const attention = { heads, kvHeads, scale: 1 / Math.sqrt(headWidth), q, k: state.k, v: state.v };
  return { convolved, mixed, attention, attended: headedAttention(attention) };
}

function convolveAll(
  seen: Rows,
  weights: Weights<CcaCoreWeight>,
  { kernels }: CcaSettings
): { convolved: Rows[]; last: Rows } {
  const convolved: Rows[] = [];
  let last = seen;
  for (const [taps, bias] of convolutions(weights).slice(0, kernels.length)) {
    convolved.push(last);
    last = convolve(last, taps, bias);
  }
  return { convolved, last };
}

/** Taps and bias of each, in order. */
export const convolutions = (weights: Weights<CcaCoreWeight>): [taps: Rows, bias: Rows][] => [
  [weights.depthwise, weights.depthwiseBias],
  [weights.grouped, weights.groupedBias]
];

/** All heads' columns, and all kv heads'. */
export function splitLatents(z: Rows, { headWidth, heads }: CcaSettings): [q: Rows, k: Rows] {
  return [columnsOf(z, 0, heads * headWidth), columnsOf(z, heads * headWidth, z.columns)];
}

/** To which length the norm brings each head, and the temperatures among them. */
export function lengthsOf(
  { temperature: { data } }: Weights<CcaCoreWeight>,
  { headWidth, heads, temperature }: CcaSettings
): { q: Float64Array; k: Float64Array; betas: Float64Array } {
  const root = Math.sqrt(headWidth);
  const betas = temperature === 'exp' ? data.map(exp) : data;
  return { q: new Float64Array(heads).fill(root), k: betas.map((beta) => beta * root), betas };
}
