/**
 * The gradient of compressed convolutional attention in its input and every weight, of one call; what was kept before the call is a
 * constant: truncation at the call.
 */
import { headedBackward } from '../projected/heads';
import { normaliseHeadsBackward } from '../projected/norms';
import { rotate } from '../rope';
import { type Weights, zeroWeights } from '../projected/weights';
import { projectBackward } from '../weights';
import { besideRows, columnsOf, joinRows, type Rows, sliceRows, sumOf, zeroRows } from '../rows';
import { type CcaPass, convolutions, lengthsOf, splitLatents } from './cca';
import { convolveBackward } from './convolve';
import { latentMeansBackward } from './mean';
import { type CcaSettings, type CcaWeight, ccaShapes } from './settings';

/** From dE/d(out) [T, width]. */
export function ccaBackward(
  weights: Weights<CcaWeight>,
  settings: CcaSettings,
  pass: CcaPass,
  outGradient: Rows
): { x: Rows; weights: Weights<CcaWeight> } {
  const { heads, kvHeads, rope, shift } = settings;
  const { attended, attention, x } = pass;
  const gradient = zeroWeights(ccaShapes(settings, x.columns));
  const past = attention.k.rows - x.rows;
  const own = (rows: Rows): Rows => sliceRows(rows, past, rows.rows);
  const back = (name: CcaWeight, g: Rows): Rows => projectBackward(x, weights[name], g, gradient[name]);
  const read = headedBackward(attention, projectBackward(attended, weights.out, outGradient, gradient.out));
  const q = rotate(read.q, heads, rope, past, 'backwards');
  const k = rotate(own(read.k), kvHeads, rope, past, 'backwards');
  const latents = latentsBackward(
    weights,
    settings,
    pass,
    normBackward(weights, settings, pass, q, k, gradient),
    gradient
  );
  const [queries, keys] = splitLatents(latents, settings);
  const values = own(read.v);
  const half = values.columns / 2;
  // What x W_V2 of a token does is done at the next one; the last token's is left to the next call.
  const delayed = columnsOf(values, half, values.columns);
  const before = shift
    ? joinRows(sliceRows(delayed, 1, delayed.rows), zeroRows(Math.min(1, delayed.rows), half))
    : delayed;
  const parts = [
    back('query', queries),
    back('key', keys),
    back('valueNow', columnsOf(values, 0, half)),
    back('valueBefore', before)
  ];
  return { x: parts.reduce(sumOf), weights: gradient };
}

/** From dE/d(q, k) after the norm to dE/d[q | k] before it. */
function normBackward(
  weights: Weights<CcaWeight>,
  settings: CcaSettings,
  { mixed }: CcaPass,
  q: Rows,
  k: Rows,
  gradient: Weights<CcaWeight>
): Rows {
  if (!settings.norm) return besideRows(q, k);
  const [queries, keys] = splitLatents(mixed, settings);
  const lengths = lengthsOf(weights, settings);
  const ofKeys = normaliseHeadsBackward(keys, lengths.k, k);
  const root = Math.sqrt(settings.headWidth);
  ofKeys.lengths.forEach((g, j) => {
    gradient.temperature.data[j] += g * root * (settings.temperature === 'exp' ? lengths.betas[j] : 1);
  });
  return besideRows(normaliseHeadsBackward(queries, lengths.q, q).x, ofKeys.x);
}

/** From dE/d[q | k] to dE/dz of this call's tokens, through the convolutions and beside them through the means. */
function latentsBackward(
  weights: Weights<CcaWeight>,
  settings: CcaSettings,
  { convolved }: CcaPass,
  mixed: Rows,
  gradient: Weights<CcaWeight>
): Rows {
  let last = mixed;
  for (let i = convolved.length - 1; i >= 0; i--) {
    const [[taps], [tapsGradient, bias]] = [convolutions(weights)[i], convolutions(gradient)[i]];
    last = convolveBackward(convolved[i], taps, last, { taps: tapsGradient, bias });
  }
  const own = sliceRows(last, last.rows - mixed.rows, last.rows);
  return settings.mean ? sumOf(own, latentMeansBackward(mixed, settings)) : own;
}
