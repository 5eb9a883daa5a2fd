/** What `engram cost` can be asked about: each model with the sizes it takes, its cost, and what it is compared with. */
import { ccaCost, compressedSettings, groupedCost, latentCost } from '../../models/memory/cost/attention';
import { type Cost, repeated, wholeShare } from '../../models/memory/cost/cost';
import { transformerCost, zamba2Cost, zamba2Sizes } from '../../models/memory/cost/zamba2';
import { type Call, UsageError, wholeNumber } from '../command';

/** Sizes as options spell them, with what they are unless given. */
export type Sizes = Readonly<Record<string, number>>;

interface Kind {
  sizes: Sizes;
  cost(sizes: Sizes): Cost;
  comparedWith: string;
  compared(sizes: Sizes): Cost;
}

export interface Subject {
  sizes: Sizes;
  cost: Cost;
  comparedWith: string;
  compared: Cost;
}

const zamba2 = Object.entries(zamba2Sizes).map(([name, sizes]): [string, Kind] => [
  name,
  {
    sizes: {},
    cost: () => zamba2Cost(sizes),
    comparedWith: 'transformer of its width and depth',
    compared: () => transformerCost(sizes)
  }
]);

/** Layers of attention, as many as `layers`, beside multi-head attention of their width. */
const attention = (sizes: Sizes, cost: (sizes: Sizes) => Cost): Kind => ({
  sizes: { width: 2048, ...sizes, layers: 1 },
  cost: (given) => repeated(cost(given), given.layers),
  comparedWith: 'mha of its width',
  // How many heads there are changes nothing that is counted.
  compared: ({ layers, width }) =>
    repeated(groupedCost(width, { heads: 1, kvHeads: 1, headWidth: width }), layers)
});

const headWidth = (width: number, heads: number): number =>
  wholeShare(width, heads, 'The width of a head, width / heads,');

const kinds = new Map<string, Kind>([
  ...zamba2,
  [
    'mha',
    attention({ heads: 16 }, ({ heads, width }) =>
      groupedCost(width, { heads, kvHeads: heads, headWidth: headWidth(width, heads) })
    )
  ],
  [
    'gqa',
    attention({ heads: 16, 'kv-heads': 4 }, ({ heads, 'kv-heads': kvHeads, width }) =>
      groupedCost(width, { heads, kvHeads, headWidth: headWidth(width, heads) })
    )
  ],
  [
    'mla',
    attention(
      { heads: 16, c1: 2, c2: 4, 'rope-width': 0 },
      ({ c1, c2, heads, 'rope-width': ropeWidth, width }) =>
        latentCost(width, {
          heads,
          headWidth: headWidth(width, heads),
          queryLatent: wholeShare(width, c1, 'The width of the query latent, width / c1,'),
          kvLatent: wholeShare(width, c2, 'The width of the key latent, width / c2,'),
          ropeWidth,
          norm: false
        })
    )
  ],
  [
    'cca',
    attention({ heads: 4, c1: 4 }, ({ c1, heads, width }) =>
      ccaCost(width, compressedSettings(width, heads, c1, c1))
    )
  ],
  [
    'ccgqa',
    attention({ heads: 8, c1: 2, c2: 8 }, ({ c1, c2, heads, width }) =>
      ccaCost(width, compressedSettings(width, heads, c1, c2))
    )
  ]
]);

export const subjectNames = [...kinds.keys()];

/** Every option that is a size of some model. */
const sizeNames = [...new Set([...kinds.values()].flatMap(({ sizes }) => Object.keys(sizes)))];

/** One line a model: the sizes it takes. */
export const subjectHelp = [...kinds].map(([name, { sizes }]): [string, string] => [
  name,
  Object.entries(sizes)
    .map(([size, value]) => `--${size} ${value}`)
    .join(' ') || 'fixed sizes'
]);

/** `name` is one of `subjectNames`. Throws UsageError for sizes it does not take or that are no whole numbers. */
export function subjectOf(name: string, call: Call): Subject {
  const kind = kinds.get(name)!;
  const taken = Object.keys(kind.sizes);
  const foreign = sizeNames.find((size) => call.get(size) !== undefined && !taken.includes(size));
  if (foreign)
    throw new UsageError(
      taken.length === 0
        ? `--${foreign} does not go with ${name}, whose sizes are fixed.`
        : `--${foreign} does not go with ${name}; it takes ${taken.map((size) => `--${size}`).join(', ')}.`
    );
  const sizes = Object.fromEntries(
    taken.map((size) => [size, wholeNumber(call, size, size === 'rope-width' ? 0 : 1) ?? kind.sizes[size]])
  );
  const { comparedWith } = kind;
  return { sizes, cost: kind.cost(sizes), comparedWith, compared: kind.compared(sizes) };
}
