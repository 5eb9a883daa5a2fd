/**
 * The cost of Zamba2 (Glorioso et al. 2024, arXiv 2411.15242): Mamba2 layers, of which some first read what a shared block of attention
 * and MLP makes of [residual stream | token embedding], through a matrix and LoRA adapters of their own. What surprises: parameters are
 * counted once a shared block, keys and values once an invocation. With d the width, di = 2 d, N the state, G groups, H heads of P:
 *
 *   Mamba2 layer   d (2 di + 2 G N + H) + 5 (di + 2 G N) + 3 H + di + di d + d
 *   shared block   2d 6d + 2d d + 2d + d 8d + 4d d + d
 *   invocation     d^2 + r (d + 8d) [+ 3 r (2d + 2d) with adapters of attention]
 */
import { type Zamba2Settings, zamba2Published } from '../zamba2/settings';
import type { Cost, Split } from './cost';

export interface Zamba2Sizes {
  width: number;
  layers: number;
  /** Layers, from 0, that read the shared block first. */
  hybrid: readonly number[];
  blocks: number;
  /** N and G. */
  state: number;
  groups: number;
  /** Whether queries, keys and values have adapters, beside the MLP. */
  attentionAdapters: boolean;
}

/** Common to all: widths of a Mamba2 head and its convolution, rank of adapters, vocabulary, tokens a chunk of the scan. */
const [headWidth, taps, rank, vocabulary, chunk] = [64, 4, 128, 32000, 256];

const sizesOf = ({ attentionAdapters, blocks, hybrids, layers, mamba }: Zamba2Settings): Zamba2Sizes => ({
  width: mamba.width,
  layers,
  hybrid: hybrids,
  blocks,
  state: mamba.states,
  groups: mamba.groups,
  attentionAdapters
});

/** Of the published networks, as `zamba2/settings.ts` lays them out. */
export const zamba2Sizes = {
  'zamba2-1.2b': sizesOf(zamba2Published['zamba2-1.2b']),
  'zamba2-2.7b': sizesOf(zamba2Published['zamba2-2.7b']),
  'zamba2-7b': sizesOf(zamba2Published['zamba2-7b'])
} as const satisfies Record<keyof typeof zamba2Published, Zamba2Sizes>;

export function zamba2Cost(sizes: Zamba2Sizes): Cost {
  const { attentionAdapters, blocks, groups, hybrid, layers, state, width: d } = sizes;
  const inner = 2 * d;
  const heads = inner / headWidth;
  const convolved = inner + 2 * groups * state;
  const invocations = hybrid.length;
  const mamba = d * (inner + convolved + heads) + inner * d;
  const attention = 2 * d * 6 * d + 2 * d * d;
  const mlp = d * 8 * d + 4 * d * d;
  const adapters = rank * 9 * d + (attentionAdapters ? 3 * rank * 4 * d : 0);
  const perToken = {
    'Mamba2 projections': 2 * layers * mamba,
    'Mamba2 convolutions': 2 * layers * taps * convolved,
    'shared projections': 2 * invocations * (attention + mlp),
    linears: 2 * invocations * d * d,
    adapters: 2 * invocations * adapters,
    logits: 2 * d * vocabulary
  };
  return {
    parameters: {
      embeddings: vocabulary * d,
      Mamba2: layers * (mamba + (taps + 1) * convolved + 3 * heads + inner + d),
      'shared blocks': blocks * (attention + mlp + 3 * d),
      linears: invocations * d * d,
      adapters: invocations * adapters,
      'final norm': d
    },
    cachePerToken: invocations * 2 * inner,
    state: { scans: layers * inner * state, convolutions: layers * taps * convolved },
    forward: (tokens) => ({
      ...timesTokens(perToken, tokens),
      scans: layers * scanned(tokens, inner, groups, state),
      attention: invocations * 4 * tokens * tokens * inner
    }),
    // h <- a h + (dt x) B^T and y = h C: five operations a number of the state.
    decode: (tokens) => ({
      ...perToken,
      scans: layers * 5 * inner * state,
      attention: invocations * 4 * tokens * inner
    })
  };
}

const timesTokens = (split: Split, tokens: number): Split =>
  Object.fromEntries(Object.entries(split).map(([kind, count]) => [kind, count * tokens]));

/**
 * The scan in chunks of Q, as Mamba2 runs it (Dao & Gu 2024, arXiv 2405.21060, section 6): C B^T (2 Q^2 N a group) and its product
 * with x (2 Q^2 P a head); the state read and written (4 Q N P a head), and carried from chunk to chunk (2 N P a head).
 */
function scanned(tokens: number, inner: number, groups: number, state: number): number {
  const chunks = Math.ceil(tokens / chunk);
  const full = Math.floor(tokens / chunk);
  const rest = tokens - full * chunk;
  const pairs = full * chunk * chunk + rest * rest;
  return 2 * pairs * (groups * state + inner) + 4 * tokens * inner * state + 2 * chunks * inner * state;
}

/** A transformer of that width, depth and vocabulary: multi-head attention and a gated MLP of 4 d in every layer, as in the shared block. */
export function transformerCost({ layers, width: d }: Pick<Zamba2Sizes, 'layers' | 'width'>): Cost {
  const [attention, mlp] = [4 * d * d, 12 * d * d];
  const perToken = {
    projections: 2 * layers * attention,
    MLP: 2 * layers * mlp,
    logits: 2 * d * vocabulary
  };
  return {
    parameters: {
      embeddings: vocabulary * d,
      attention: layers * attention,
      MLP: layers * mlp,
      norms: (2 * layers + 1) * d
    },
    cachePerToken: layers * 2 * d,
    state: {},
    forward: (tokens) => ({
      ...timesTokens(perToken, tokens),
      attention: layers * 4 * tokens * tokens * d
    }),
    decode: (tokens) => ({ ...perToken, attention: layers * 4 * tokens * d })
  };
}
