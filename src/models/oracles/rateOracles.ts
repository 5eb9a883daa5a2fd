/** What rate-distortion theory must give: closed forms, numbers of an independent implementation, and bounds. */
import { blahutArimoto } from '../rateDistortion/blahutArimoto';
import { channelCapacity } from '../rateDistortion/capacity';
import { identify, memoryVariance } from '../rateDistortion/cognition';
import { criticalSlope, rateAt } from '../rateDistortion/curve';
import type { DiscreteSource } from '../rateDistortion/discreteSource';
import { binaryEntropy } from '../rateDistortion/information';
import { informationBottleneck, relevance } from '../rateDistortion/informationBottleneck';
import { type CodeKind, foundAccuracy, queryAccuracy } from '../rateDistortion/itemsAndQueries';
import { bit, bitCriticalSlope, erasure, gaussian, letters } from '../rateDistortion/knownSources';
import { bestAccuracy, labelRate } from '../rateDistortion/labelBound';
import { rateTerms } from '../rateDistortion/rateIdentity';
import { linearBetaVae } from '../rateDistortion/waterFilling';
import { Random } from '../random';
import { IDENTITY, type Oracle } from './oracle';

const CLOSED = 'closed form';
const NUMPY = 'computed independently in NumPy';

const oracle = (
  name: string,
  source: string,
  expected: number,
  tolerance: number,
  measure: () => number
): Oracle => ({ name, source, expected, tolerance, measure: async () => measure() });

type Row = readonly [slope: number, distortion: number, bits: number];

function points(
  name: string,
  source: () => DiscreteSource,
  tolerance: number,
  rows: readonly Row[]
): Oracle[] {
  return rows.flatMap(([slope, distortion, bits]) => [
    oracle(
      `${name}, slope ${slope}: distortion`,
      NUMPY,
      distortion,
      tolerance,
      () => blahutArimoto(source(), slope).distortion
    ),
    oracle(
      `${name}, slope ${slope}: rate (bits)`,
      NUMPY,
      bits,
      tolerance,
      () => blahutArimoto(source(), slope).rateBits
    )
  ]);
}

const fairBit = (): DiscreteSource => bit(0.5).source;
const biased = (): DiscreteSource => bit(0.3).source;
const four = (): DiscreteSource => letters(4).source;
const bell = (): DiscreteSource => gaussian(201, 5).source;

const toy = { classes: 4, members: 4 };
/** Bits, then the query's accuracy from the code for items and from the code for the query. */
const toyTable = [
  [0.5, 0.4729, 0.6455],
  [1, 0.5904, 0.8107],
  [1.5, 0.686, 0.9256],
  [2, 0.7683, 1]
] as const;

const variances = [4, 1, 0.25, 0.05];
/** beta, D, R in nats, latents used. */
const filled = [
  [0.1, 0.35, 3.45388, 3],
  [0.3, 0.9, 1.89712, 2],
  [1.5, 2.8, 0.49041, 1],
  [0.01, 0.04, 7.71247, 4]
] as const;

/** Eight items in four pairs; Y is the pair. */
const pairs = relevance(
  new Float64Array(8).fill(1 / 8),
  Array.from({ length: 8 }, (_, x) => Array.from({ length: 4 }, (_, y) => (y === x >> 1 ? 1 : 0)))
);
const bottleneck = (beta: number, deterministic: boolean) =>
  informationBottleneck(pairs, { beta, deterministic, random: new Random(1) });

/** Share of right answers and of one stimulus, through 1.5 bits. */
const told = [
  [2, 1],
  [4, 0.907],
  [6, 0.718],
  [8, 0.53],
  [10, 0.395]
] as const;
const toldEach = [
  [4, 0, 0.935],
  [4, 1, 0.879],
  [6, 0, 0.775],
  [6, 1, 0.718],
  [6, 2, 0.661],
  [8, 0, 0.394],
  [8, 1, 0.823],
  [8, 2, 0.28],
  [8, 3, 0.625]
] as const;

const tinyCodes = { probabilities: [0.5, 0.3, 0.2], means: [-1.5, 0.4, 2], deviations: [0.5, 0.9, 0.3] };

export const rateOracles: readonly Oracle[] = [
  ...points('fair bit', fairBit, 1e-5, [
    [1, 0.2689414, 0.1600585],
    [2, 0.1192029, 0.4729347],
    [3, 0.0474259, 0.7246401],
    [5, 0.0066929, 0.9420331]
  ]),
  oracle('fair bit: iterations', CLOSED, 1, 0, () => blahutArimoto(fairBit(), 2).iterations),
  ...points('bit with p .3', biased, 1e-5, [[1, 0.2689414, 0.0413494]]),
  oracle('bit with p .3, slope 1: output', NUMPY, 0.932791, 1e-5, () => blahutArimoto(biased(), 1).output[0]),
  oracle('bit with p .3: slope at which R leaves 0', CLOSED, bitCriticalSlope(0.3), 1e-12, () =>
    criticalSlope(biased())
  ),
  oracle(
    'bit with p .3 at that slope: rate (bits)',
    CLOSED,
    0,
    1e-5,
    () => blahutArimoto(biased(), bitCriticalSlope(0.3)).rateBits
  ),
  ...points('four letters', four, 1e-5, [
    [1, 0.5246331, 0.1702277],
    [2, 0.2887654, 0.6751965]
  ]),
  oracle('four letters, D .5 (bits)', CLOSED, 0.2075187, 1e-7, () => rateAt(four(), 0.5).rateBits),
  oracle('four letters, D .25 (bits)', CLOSED, 0.7924813, 1e-7, () => rateAt(four(), 0.25).rateBits),
  ...points('Gaussian on 201 points', bell, 1e-3, [
    [0.6, 0.83332, 0.13152],
    [1, 0.5, 0.49999],
    [2, 0.25, 0.99999],
    [5, 0.1, 1.66095],
    [10, 0.05, 2.16095]
  ]),
  oracle('Gaussian on 201 points, slope 2: variance of the output', CLOSED, 0.75, 1e-3, () => {
    const { output } = blahutArimoto(bell(), 2);
    return output.reduce((sum, share, i) => sum + share * (i / 20 - 5) * (i / 20 - 5), 0);
  }),
  oracle(
    'fair bit with erasure, slope .69: distortion',
    CLOSED,
    1,
    1e-8,
    () => blahutArimoto(erasure.source, 0.69).distortion
  ),
  oracle(
    'fair bit with erasure, slope .7: distortion',
    CLOSED,
    0,
    1e-8,
    () => blahutArimoto(erasure.source, 0.7).distortion
  ),
  ...[0.1, 0.25, 0.5, 0.9].map((D) =>
    oracle(
      `fair bit with erasure, D ${D} (bits)`,
      CLOSED,
      1 - D,
      1e-9,
      () => rateAt(erasure.source, D).rateBits
    )
  ),
  ...toyTable.flatMap(([bits, item, query]) =>
    (['item', 'query'] as const).flatMap((kind: CodeKind) => {
      const expected = kind === 'item' ? item : query;
      const name = `4 x 4 items, ${kind} code of ${bits} bits: query accuracy`;
      return [
        oracle(name, NUMPY, expected, 1e-4, () => foundAccuracy(toy, kind, bits)),
        oracle(
          `${name}, closed form less found`,
          CLOSED,
          0,
          1e-9,
          () => queryAccuracy(toy, kind, bits) - foundAccuracy(toy, kind, bits)
        )
      ];
    })
  ),
  ...filled.flatMap(([beta, distortion, rate, active]) => [
    oracle(
      `water-filling, beta ${beta}: distortion`,
      CLOSED,
      distortion,
      1e-12,
      () => linearBetaVae(variances, beta).distortion
    ),
    oracle(
      `water-filling, beta ${beta}: rate (nats)`,
      NUMPY,
      rate,
      1e-5,
      () => linearBetaVae(variances, beta).rateNats
    ),
    oracle(
      `water-filling, beta ${beta}: latents used`,
      CLOSED,
      active,
      0,
      () => linearBetaVae(variances, beta).active
    )
  ]),
  ...[1.1, 2, 10].flatMap((beta) =>
    ([false, true] as const).flatMap((deterministic) => {
      const name = `${deterministic ? 'deterministic ' : ''}bottleneck of four pairs, beta ${beta}`;
      return [
        oracle(
          `${name}: I(X; T) (bits)`,
          'Kolchinsky et al. 2019',
          2,
          1e-9,
          () => bottleneck(beta, deterministic).keptBits
        ),
        oracle(
          `${name}: I(T; Y) (bits)`,
          'Kolchinsky et al. 2019',
          2,
          1e-9,
          () => bottleneck(beta, deterministic).relevantBits
        )
      ];
    })
  ),
  oracle(
    'bottleneck of four pairs, beta .9: I(X; T) (bits)',
    'Kolchinsky et al. 2019',
    0,
    1e-5,
    () => bottleneck(0.9, false).keptBits
  ),
  oracle(
    'deterministic bottleneck of four pairs, beta .9: H(T) (bits)',
    'Kolchinsky et al. 2019',
    0,
    1e-9,
    () => bottleneck(0.9, true).entropyBits
  ),
  oracle(
    'capacity of a binary symmetric channel, .1 (bits)',
    CLOSED,
    1 - binaryEntropy(0.1),
    1e-10,
    () =>
      channelCapacity([
        [0.9, 0.1],
        [0.1, 0.9]
      ]).bits
  ),
  oracle(
    'capacity of the Z channel, 1/2 (bits)',
    'log2(5/4)',
    0.32192809488736235,
    1e-9,
    () =>
      channelCapacity([
        [1, 0],
        [0.5, 0.5]
      ]).bits
  ),
  ...(
    [
      [0.85, 2.237],
      [0.67, 1.361],
      [0.9, 2.536],
      [0.99, 3.209],
      [1, 3.3219]
    ] as const
  ).flatMap(([accuracy, bits]) => [
    oracle(`ten classes, ${accuracy} right (bits)`, NUMPY, bits, 5e-4, () => labelRate(10, 1 - accuracy)),
    oracle(`ten classes, ${accuracy} right and back`, IDENTITY, accuracy, 1e-9, () =>
      bestAccuracy(10, labelRate(10, 1 - accuracy))
    )
  ]),
  ...told.map(([stimuli, accuracy]) =>
    oracle(
      `identifying ${stimuli} stimuli through 1.5 bits`,
      NUMPY,
      accuracy,
      5e-4,
      () => identify(stimuli, 1.5).accuracy
    )
  ),
  ...toldEach.map(([stimuli, i, accuracy]) =>
    oracle(
      `identifying stimulus ${i + 1} of ${stimuli} through 1.5 bits`,
      NUMPY,
      accuracy,
      5e-4,
      () => identify(stimuli, 1.5).perStimulus[i]
    )
  ),
  oracle('four items in 4 bits of working memory: variance', CLOSED, 0.25, 1e-15, () => memoryVariance(4, 4)),
  oracle('rate of Gaussian codes less information less mismatch (nats)', IDENTITY, 0, 1e-12, () => {
    const { information, mismatch, rate } = rateTerms(tinyCodes);
    return rate - information - mismatch;
  })
];
