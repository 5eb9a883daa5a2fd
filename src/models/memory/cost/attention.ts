/**
 * The cost of one layer of attention: multi-head, grouped-query, latent (MLA), and compressed convolutional with one factor (CCA) or
 * two (CCGQA). Table II of Figliolia et al. 2025 (arXiv 2510.04476) with two corrections. Its G is how many heads share a kv head, not
 * how many groups there are. Its convolutions, 2 e k1 + (e^2 / h) k2, do not agree with the operations of its own text; here they are
 * counted from the weights: with C = (heads + kv heads) d channels, C k1 + C d k2 and 2 C biases.
 */
import { type CcaSettings, ccaDefaults, ccaShapes, checkCca } from '../cca/settings';
import { type GroupedSettings, groupedShapes } from '../projected/grouped';
import { checkHeads } from '../projected/heads';
import { type LatentSettings, latentShapes } from '../projected/latent';
import { sizesOf } from '../projected/weights';
import { type Cost, wholeShare } from './cost';

/** Of the residual stream and the heads; `kvHeads` as many for multi-head attention. */
export function groupedCost(width: number, settings: Omit<GroupedSettings, 'rope'>): Cost {
  checkHeads(settings);
  const { headWidth, heads, kvHeads } = settings;
  const parameters = sizesOf(groupedShapes(settings, width));
  const projections = 2 * (parameters.query + parameters.key + parameters.value + parameters.out);
  return {
    parameters,
    cachePerToken: 2 * kvHeads * headWidth,
    state: {},
    forward: (tokens) => ({
      projections: projections * tokens,
      attention: 4 * tokens * tokens * heads * headWidth
    }),
    decode: (tokens) => ({ projections, attention: 4 * tokens * heads * headWidth })
  };
}

/**
 * Forwards keys and values are made of the latents. A decoder leaves them in the latent: W_UQ W_UK^T and W_UV W_O of each head are
 * multiplied out beforehand, and a head's query is as wide as the latent. That is how the paper counts it.
 */
export function latentCost(width: number, settings: Omit<LatentSettings, 'theta'>): Cost {
  checkHeads({ heads: settings.heads, kvHeads: settings.heads });
  const { headWidth, heads, kvLatent, queryLatent, ropeWidth } = settings;
  const parameters = sizesOf(latentShapes(settings, width));
  const { kvNorm, queryNorm, ...matrices } = parameters;
  const projections = 2 * Object.values(matrices).reduce((sum, size) => sum + size, 0);
  const absorbed = heads * ((queryLatent || width) * kvLatent + kvLatent * width);
  const rotary = parameters.queryRope + parameters.keyRope;
  return {
    parameters,
    cachePerToken: kvLatent + ropeWidth,
    state: {},
    forward: (tokens) => ({
      projections: projections * tokens,
      attention: 2 * tokens * tokens * heads * (2 * headWidth + ropeWidth)
    }),
    decode: (tokens) => ({
      projections: 2 * (parameters.queryDown + parameters.kvDown + absorbed + rotary),
      attention: 2 * tokens * heads * (2 * kvLatent + ropeWidth)
    })
  };
}

/** Of any switches. */
export function ccaCost(width: number, settings: CcaSettings): Cost {
  checkCca(settings);
  const { headWidth, heads, kernels, kvHeads, shift } = settings;
  const { depthwise, depthwiseBias, grouped, groupedBias, ...others } = sizesOf(ccaShapes(settings, width));
  const { key, out, query, temperature, valueBefore, valueNow } = others;
  const channels = (heads + kvHeads) * headWidth;
  const projections = 2 * (query + key + valueNow + valueBefore + out);
  const convolutions = 2 * (depthwise + grouped);
  const earlier = kernels.reduce((sum, taps) => sum + taps - 1, 0);
  return {
    parameters: {
      query,
      key,
      value: valueNow + valueBefore,
      convolutions: depthwise + depthwiseBias + grouped + groupedBias,
      temperature,
      out
    },
    cachePerToken: 2 * kvHeads * headWidth,
    state: { latents: earlier * channels, 'delayed value': shift ? (kvHeads * headWidth) / 2 : 0 },
    forward: (tokens) => ({
      projections: projections * tokens,
      attention: 4 * tokens * tokens * heads * headWidth,
      convolutions: convolutions * tokens
    }),
    decode: (tokens) => ({ projections, attention: 4 * tokens * heads * headWidth, convolutions })
  };
}

/** The published layer whose queries are compressed by `c1` to `heads` heads, and whose keys and values are by `c2`. */
export function compressedSettings(width: number, heads: number, c1: number, c2: number): CcaSettings {
  const latent = wholeShare(width, c1, 'The width of the query latent, width / c1,');
  const headWidth = wholeShare(latent, heads, 'The width of a head, width / c1 / heads,');
  const kvLatent = wholeShare(width, c2, 'The width of the key latent, width / c2,');
  const kvHeads = wholeShare(kvLatent, headWidth, 'The number of kv heads, width / c2 / width of a head,');
  return { ...ccaDefaults, heads, kvHeads, headWidth, rope: undefined };
}
