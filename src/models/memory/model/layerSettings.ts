/** Settings of single kinds of layers: how large memories are, and what may be taken away. */
import type { SettingDescription } from '../../settings';

export const layerSettings: readonly SettingDescription[] = [
  {
    name: 'rows',
    label: 'Rows',
    symbol: 'N',
    group: 'Memory',
    live: false,
    kind: 'number',
    default: 32,
    min: 1,
    max: 16384,
    integer: true,
    scale: 'log',
    help: 'Of each dictionary or codebook, one for each head: what is kept of however long a stream.'
  },
  {
    name: 'block',
    label: 'Block',
    symbol: 'L',
    group: 'Memory',
    live: false,
    kind: 'number',
    default: 16,
    min: 1,
    max: 4096,
    integer: true,
    unit: 'ticks',
    scale: 'log',
    help: 'Tokens that are attended as they are before they are written to the dictionary.'
  },
  {
    name: 'growth',
    label: 'Growth',
    group: 'Memory',
    live: false,
    kind: 'choice',
    default: 'plateau',
    options: [
      { value: 'plateau', label: 'Plateau, t N / (t + N)' },
      { value: 'linear', label: 'Linear' },
      { value: 'min', label: 'A row a token, until full' }
    ],
    help: 'How many rows are open after t tokens.'
  },
  {
    name: 'growthEnd',
    label: 'Linear growth ends after',
    group: 'Memory',
    live: false,
    kind: 'number',
    default: 4096,
    min: 1,
    max: 1000000,
    integer: true,
    unit: 'ticks',
    scale: 'log',
    help: 'Tokens after which linear growth has opened all rows.'
  },
  {
    name: 'opening',
    label: 'New rows',
    group: 'Memory',
    live: false,
    kind: 'choice',
    default: 'spread',
    options: [
      { value: 'spread', label: 'Tokens least like any row' },
      { value: 'random', label: 'Any tokens' }
    ],
    help: 'Which tokens of a block open the rows that are new.'
  },
  {
    name: 'openingSeed',
    label: 'Seed of openings',
    group: 'Memory',
    live: false,
    kind: 'number',
    default: 1,
    min: 0,
    max: 1000000,
    integer: true,
    scale: 'linear',
    help: 'Of the tokens that open rows where any may.'
  },
  {
    name: 'assignment',
    label: 'Written to',
    group: 'Memory',
    live: false,
    kind: 'choice',
    default: 'similar',
    options: [
      { value: 'similar', label: 'The most similar row' },
      { value: 'nearest', label: 'The nearest row' }
    ],
    help: 'By inner product, as published, or by distance.'
  },
  {
    name: 'rate',
    label: 'Rate of writing',
    symbol: 'η_w',
    group: 'Memory',
    live: false,
    kind: 'number',
    default: 0,
    min: 0,
    max: 1,
    scale: 'linear',
    help: '0: rows are means of all tokens they were given, rate 1 / count; else the constant rate at which they follow them.'
  },
  {
    name: 'countBias',
    label: 'Counts as bias',
    group: 'Memory',
    live: false,
    kind: 'toggle',
    default: true,
    help: 'Adds the log of how many tokens a row stands for to its logit, which makes repeats exact.'
  },
  {
    name: 'normCorrection',
    label: 'Norm correction',
    group: 'Memory',
    live: false,
    kind: 'toggle',
    default: false,
    help: 'Adds what a Gaussian mixture has for rows shorter than 1: β (1 − |μ|²) / 2, with β as heads begin.'
  },
  {
    name: 'state',
    label: 'State width',
    symbol: 'N',
    group: 'Memory',
    live: false,
    kind: 'number',
    default: 16,
    min: 1,
    max: 512,
    integer: true,
    scale: 'log',
    help: 'N of state-space layers: what a head keeps is P × N numbers.'
  },
  {
    name: 'groups',
    label: 'Groups',
    symbol: 'G',
    group: 'Memory',
    live: false,
    kind: 'number',
    default: 1,
    min: 1,
    max: 64,
    integer: true,
    scale: 'log',
    help: 'Of heads that share B and C in state-space layers; divides the heads.'
  },
  {
    name: 'rank',
    label: 'Latent',
    group: 'Memory',
    live: false,
    kind: 'number',
    default: 16,
    min: 1,
    max: 2048,
    integer: true,
    unit: 'columns',
    scale: 'log',
    help: 'Width of what latent attention keeps of a token.'
  },
  {
    name: 'turned',
    label: 'Turned columns',
    group: 'Memory',
    live: false,
    kind: 'number',
    default: 8,
    min: 2,
    max: 256,
    integer: true,
    unit: 'columns',
    scale: 'log',
    help: 'Of each head of latent attention where positions are rotary; even.'
  },
  {
    name: 'queryFactor',
    label: 'Compression of queries',
    symbol: 'C₁',
    group: 'Memory',
    live: false,
    kind: 'number',
    default: 2,
    min: 1,
    max: 64,
    integer: true,
    scale: 'log',
    help: 'C₁ of compressed attention: queries are width / C₁ wide.'
  },
  {
    name: 'keyFactor',
    label: 'Compression of keys',
    symbol: 'C₂',
    group: 'Memory',
    live: false,
    kind: 'number',
    default: 4,
    min: 1,
    max: 64,
    integer: true,
    scale: 'log',
    help: 'C₂ of compressed attention: keys and values are width / C₂ wide, so that there are heads C₁ / C₂ of them.'
  },
  {
    name: 'convolutions',
    label: 'Convolutions',
    group: 'Memory',
    live: false,
    kind: 'toggle',
    default: true,
    help: 'Of compressed attention: two of 2 taps over queries and keys, by channel and by head.'
  },
  {
    name: 'qkMean',
    label: 'Mean of queries and keys',
    group: 'Memory',
    live: false,
    kind: 'toggle',
    default: true,
    help: 'Of compressed attention: both get the mean of the latents before the convolutions.'
  },
  {
    name: 'valueShift',
    label: 'Value shift',
    group: 'Memory',
    live: false,
    kind: 'toggle',
    default: true,
    help: 'Of compressed attention: half of the value comes from the tick before.'
  },
  {
    name: 'qkNorm',
    label: 'Unit queries and keys',
    group: 'Memory',
    live: false,
    kind: 'toggle',
    default: true,
    help: 'Of compressed attention: both are brought to one length, keys with a learned temperature.'
  },
  {
    name: 'sharedBlocks',
    label: 'Shared blocks',
    group: 'Memory',
    live: false,
    kind: 'number',
    default: 1,
    min: 0,
    max: 4,
    integer: true,
    scale: 'linear',
    help: 'Transformer blocks of Zamba2 whose weights all their uses share; 0 leaves Mamba2 alone.'
  },
  {
    name: 'sharedEvery',
    label: 'Used every',
    group: 'Memory',
    live: false,
    kind: 'number',
    default: 2,
    min: 1,
    max: 32,
    integer: true,
    unit: 'layers',
    scale: 'linear',
    help: 'Layers between two uses of a shared block.'
  },
  {
    name: 'adapterRank',
    label: 'Rank of adapters',
    symbol: 'r',
    group: 'Memory',
    live: false,
    kind: 'number',
    default: 4,
    min: 0,
    max: 256,
    integer: true,
    scale: 'linear',
    help: 'Of what each use of a shared block adds to its first matrix of the MLP; 0 for none.'
  },
  {
    name: 'adaptQueries',
    label: 'Adapters of queries',
    group: 'Memory',
    live: false,
    kind: 'toggle',
    default: false,
    help: 'Each use also adds to queries, keys and values of the shared block.'
  }
];
