/**
 * What a network that learns a stream costs, with t tokens met, the one at hand included: parameters and what is kept as its own plan has
 * them, and operations of one further token, in the words of `cost.ts`. Of a layer with heads of width d:
 *
 *   attention   4 t a column of its heads: q . k and the sum of values (a window: at most its length)
 *   linear      S <- S + k v^T and S^T q, 4 d^2 a head, and the sum of keys, 3 d
 *   Mamba2      h <- a h + (dt x) B^T and h C, 5 a number of the state
 *   OVQ         4 d for each open row and token of the block; when it is written, 2 d for each row it is compared with and 4 d to move one
 *   codebook    2 d for each code to find the nearest, 4 d for each code and token of the block, 2 d to move a mean value
 *
 * MLA decodes from its latent, as papers count it, where the network here makes keys and values of it again. What surprises: a
 * dictionary's costs wander within a block, and are those of the token at hand.
 */
import { residualMixers } from '../network/layout';
import { planNetwork } from '../network/network';
import type { LayerKind, NetworkSizes, Vocabulary } from '../network/plan';
import { rowsAfter } from '../ovq/growth';
import { ccaDefaults } from '../cca/settings';
import { ccaCost, groupedCost, latentCost } from './attention';
import type { Split } from './cost';

export interface NetworkCost {
  parameters: Split;
  /** Numbers kept of one sequence. */
  kept(tokens: number): number;
  /** Operations of one further token. */
  token(tokens: number): Split;
}

export function networkCost(sizes: NetworkSizes, asked: Vocabulary): NetworkCost {
  const plan = planNetwork(sizes, asked);
  const parameters: Record<string, number> = { memories: 0, MLP: 0, embedding: 0, head: 0, norms: 0 };
  for (const { length, name } of plan.weights.parameters) parameters[partOf(name)] += length;
  return {
    parameters,
    kept: plan.stateFloats,
    token(tokens) {
      const sum: Record<string, number> = {};
      for (const part of partsOf(sizes, asked, tokens))
        for (const [kind, count] of Object.entries(part)) sum[kind] = (sum[kind] ?? 0) + count;
      return sum;
    }
  };
}

function partOf(name: string): string {
  if (name === 'embedding' || name === 'input') return 'embedding';
  if (name === 'head') return name;
  if (/ norm$|^last norm$/.test(name)) return 'norms';
  return / MLP /.test(name) ? 'MLP' : 'memories';
}

function partsOf(sizes: NetworkSizes, asked: Vocabulary, tokens: number): Split[] {
  const { mlp, width } = sizes;
  const parts: Split[] = [ends(width, asked)];
  for (const { kind, use } of residualMixers(sizes)) {
    parts.push(mixerOperations(kind, sizes, tokens));
    if (sizes.layer !== 'zamba2') parts.push({ MLP: 6 * width * mlp });
    if (use) parts.push(sharedOperations(sizes, tokens));
  }
  return parts;
}

/** Looking a token up costs nothing. */
const ends = (width: number, asked: Vocabulary): Split =>
  'vocabulary' in asked
    ? { head: 2 * width * asked.vocabulary }
    : { head: 2 * width * asked.outputs, input: 2 * width * asked.inputs };

function mixerOperations(kind: LayerKind, sizes: NetworkSizes, tokens: number): Split {
  const { heads, width } = sizes;
  const headWidth = width / heads;
  const grouped = (kvHeads: number) => groupedCost(width, { heads, kvHeads, headWidth });
  switch (kind) {
    case 'softmax':
      return grouped(heads).decode(tokens);
    case 'window':
      return grouped(heads).decode(Math.min(tokens, sizes.window));
    case 'gqa':
      return grouped(sizes.keyHeads).decode(tokens);
    case 'mla': {
      const { rank: kvLatent, rope, turned } = sizes;
      const latent = { heads, headWidth, queryLatent: 0, kvLatent, norm: true };
      return latentCost(width, { ...latent, ropeWidth: rope ? turned : 0 }).decode(tokens);
    }
    case 'cca': {
      const { convolutions, keyFactor, qkMean: mean, qkNorm: norm, queryFactor, valueShift: shift } = sizes;
      const kvHeads = (heads * queryFactor) / keyFactor;
      const own = { heads, kvHeads, headWidth: headWidth / queryFactor, mean, norm, shift, rope: undefined };
      const kernels = convolutions ? ccaDefaults.kernels : [];
      return ccaCost(width, { ...ccaDefaults, ...own, kernels }).decode(tokens);
    }
    case 'linear':
      return {
        projections: 8 * width * width,
        scans: heads * (4 * headWidth * headWidth + 3 * headWidth)
      };
    case 'ssd':
    case 'zamba2':
      return mambaOperations(sizes);
    case 'vq':
    case 'ovq':
      return { projections: 8 * width * width, ...dictionaryOperations(kind, sizes, tokens) };
  }
}

function mambaOperations({ groups, heads, state, width }: NetworkSizes): Split {
  const inner = 2 * width;
  const convolved = inner + 2 * groups * state;
  return {
    projections: 2 * width * (inner + convolved + heads) + 2 * inner * width,
    convolutions: 2 * 4 * convolved,
    scans: 5 * inner * state
  };
}

function dictionaryOperations(kind: 'ovq' | 'vq', sizes: NetworkSizes, tokens: number): Split {
  const { block, growth, horizon, rows: capacity, width } = sizes;
  const before = Math.floor((tokens - 1) / block) * block;
  const open = kind === 'vq' ? capacity : rowsAfter(before, { capacity, growth, horizon });
  const seen = open + tokens - before;
  return {
    attention: 4 * width * seen,
    writing: kind === 'vq' ? 2 * width * (capacity + 1) : 2 * width * Math.max(1, open) + 4 * width
  };
}

/** One use of a shared block of Zamba2. */
function sharedOperations({ adapterRank, adaptQueries, mlp, width }: NetworkSizes, tokens: number): Split {
  const hidden = mlp > 0 ? mlp : 4 * width;
  const wide = 2 * width;
  const adapters = adapterRank * (width + 2 * hidden) + (adaptQueries ? 3 * adapterRank * 2 * wide : 0);
  return {
    projections: 2 * (3 * wide * wide + wide * width + width * width),
    MLP: 6 * width * hidden,
    adapters: 2 * adapters,
    attention: 4 * tokens * wide
  };
}
