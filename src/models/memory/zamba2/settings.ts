/** What a Zamba2 network is made of, and the published ones (Glorioso et al. 2024, arXiv 2411.15242). */
import { type Gelu, gelus } from '../activations';
import { type Mamba2Settings, mamba2Sizes } from '../mamba2/settings';
import { MemoryError } from '../rows';

export interface Zamba2Settings {
  vocabulary: number;
  layers: number;
  /** Layers, from 0 and rising, that a shared block reads before. */
  hybrids: readonly number[];
  /** Distinct shared blocks; invocation c is of block c mod blocks. */
  blocks: number;
  /** Of its `width` d, shared blocks read 2 d. */
  mamba: Mamba2Settings;
  /** Heads of the shared attention, 2 d / heads wide. */
  heads: number;
  /** Of the gated MLP. */
  hidden: number;
  /** Of the adapters; each invocation has its own. */
  rank: number;
  /** Whether q, k and v have adapters too, and not the MLP alone. */
  attentionAdapters: boolean;
  /** Of rotary positions; undefined: none. */
  theta: number | undefined;
  /** Published code has the exact form; the other is what the faster backends have. */
  gelu: Gelu;
}

const published = { vocabulary: 32000, heads: 32, rank: 128, gelu: 'exact' } as const;
const mamba = { expand: 2, headWidth: 64, taps: 4 } as const;
const every = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);

/**
 * The layout of the 2.7B is that of its published configuration. Those of the 1.2B and the 7B are put together from their model cards:
 * their counts, 1.215e9 and 7.428e9, round to the published sizes.
 */
export const zamba2Published = {
  'zamba2-1.2b': {
    ...published,
    layers: 38,
    hybrids: every(5, 35, 6),
    blocks: 1,
    mamba: { ...mamba, width: 2048, states: 128, groups: 1 },
    hidden: 8192,
    attentionAdapters: true,
    theta: 10000
  },
  'zamba2-2.7b': {
    ...published,
    layers: 54,
    hybrids: [6, 12, 18, 24, 30, 36, 42, 47, 51],
    blocks: 2,
    mamba: { ...mamba, width: 2560, states: 64, groups: 1 },
    hidden: 10240,
    attentionAdapters: false,
    theta: undefined
  },
  'zamba2-7b': {
    ...published,
    layers: 81,
    hybrids: [6, ...every(11, 77, 6)],
    blocks: 2,
    mamba: { ...mamba, width: 3584, states: 64, groups: 2 },
    hidden: 14336,
    attentionAdapters: true,
    theta: 10000
  }
} satisfies Record<string, Zamba2Settings>;

/** Throws MemoryError for settings that make no network. */
export function checkZamba2(settings: Zamba2Settings): void {
  mamba2Sizes(settings.mamba);
  const { blocks, gelu, heads, hidden, hybrids, layers, rank, theta, vocabulary } = settings;
  for (const [name, value] of Object.entries({ vocabulary, layers, blocks, heads, hidden, rank }))
    if (!(Number.isSafeInteger(value) && value >= 1))
      throw new MemoryError(
        `The setting '${name}' of a network is ${value}; expected a whole number from 1.`
      );
  hybrids.forEach((layer, c) => {
    if (!(Number.isInteger(layer) && layer > (hybrids[c - 1] ?? -1) && layer < layers))
      throw new MemoryError(
        `Shared blocks stand before the layers ${hybrids.join(', ')}; expected rising numbers from 0 to ${layers - 1}.`
      );
  });
  const headWidth = (2 * settings.mamba.width) / heads;
  if (!Number.isInteger(headWidth) || (theta !== undefined && headWidth % 2 !== 0))
    throw new MemoryError(
      `${heads} heads of the shared attention are ${headWidth} wide; expected a whole number, and an even one with rotary positions.`
    );
  if (theta !== undefined && !(theta > 0 && Number.isFinite(theta)))
    throw new MemoryError(`The theta of the positions is ${theta}; expected a finite number above 0.`);
  if (!(gelu in gelus))
    throw new MemoryError(`The gelu is '${gelu}'; expected ${Object.keys(gelus).join(' or ')}.`);
}

/** 1 / sqrt(d / heads) and not of the whole head width 2 d / heads, as published: half of what is read is the embedding. */
export const attentionScale = ({ heads, mamba: { width } }: Zamba2Settings): number =>
  1 / Math.sqrt(width / heads);
