/** What a network is made of: layers and their sizes, in words of its settings. */

export const layerKinds = [
  'softmax',
  'window',
  'gqa',
  'mla',
  'cca',
  'linear',
  'ssd',
  'vq',
  'ovq',
  'zamba2'
] as const;
export type LayerKind = (typeof layerKinds)[number];

export interface NetworkSizes {
  layer: LayerKind;
  layers: number;
  width: number;
  heads: number;
  /** Of grouped-query attention; those of CCA follow from its factors. */
  keyHeads: number;
  /** Hidden units of the gated MLP after each mixer; 0: none. */
  mlp: number;
  /** Every how many layers one is attention over a window instead, the first being one; 0: none. */
  windowEvery: number;
  window: number;
  rope: boolean;
  /** Of MLA: width of the latent, and turned columns a head. */
  rank: number;
  turned: number;
  /** C1 and C2 of CCA, and what it may lack. */
  queryFactor: number;
  keyFactor: number;
  convolutions: boolean;
  qkMean: boolean;
  valueShift: boolean;
  qkNorm: boolean;
  /** Of state-space layers: N and G. */
  state: number;
  groups: number;
  /** Of OVQ (N, L) and of codebooks. */
  rows: number;
  block: number;
  growth: 'plateau' | 'linear' | 'min';
  horizon: number;
  opening: 'spread' | 'random';
  openingSeed: number;
  assignment: 'similar' | 'nearest';
  rate: number;
  countBias: boolean;
  normCorrection: boolean;
  /** Of codebooks: 1 - gamma of the averages by which codes follow their keys; 0: they stand still. */
  codeRate: number;
  /** Of Zamba2: blocks that are shared, every how many layers one is used, rank of each use's own part. */
  sharedBlocks: number;
  sharedEvery: number;
  adapterRank: number;
  adaptQueries: boolean;
  /** Whether the head is the embedding. */
  tied: boolean;
}

/** What flows in and what is asked for: tokens, or vectors. */
export type Vocabulary = { vocabulary: number } | { inputs: number; outputs: number };
