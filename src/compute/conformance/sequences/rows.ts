/** Sums of blocks, embeddings, what is remembered, and losses of rows. */
import type { Compute } from '../../compute';
import { caseOf, type ComputeCase, describe, sequencesOf, type Work } from '../computeCase';
import { blockOf, type Numbers } from '../numbers';

/** Floats of a block that belong to others. */
const beyond = 3;

interface CombineSizes {
  length: number;
  two: boolean;
  accumulate: boolean;
}

const combineWork =
  ({ accumulate, length, two }: CombineSizes): Work =>
  async (compute, { between }) => {
    const x = blockOf(compute, 'x', between(-1, 1, length));
    const y = blockOf(compute, 'y', between(-1, 1, length + beyond));
    const z = two ? { z: blockOf(compute, 'z', between(-1, 1, length)), b: 0.3 } : {};
    await sequencesOf(compute).combine({ length, x, a: -1.7, ...z, y, accumulate });
    return [y];
  };

/** Whole numbers below `below`. */
const wholes = ({ between }: Numbers, below: number, length: number): Float32Array =>
  between(0, below, length).map(Math.floor);

interface EmbedSizes {
  rows: number;
  vocabulary: number;
  width: number;
  from?: number;
}

function embedCall(compute: Compute, sizes: EmbedSizes, numbers: Numbers) {
  const { from = 0, rows, vocabulary, width } = sizes;
  const length = from + vocabulary * width + beyond;
  return {
    ...sizes,
    tokens: blockOf(compute, 'tokens', wholes(numbers, vocabulary, rows)),
    parameters: blockOf(compute, 'parameters', numbers.between(-1, 1, length))
  };
}

const embedWork =
  (sizes: EmbedSizes): Work =>
  async (compute, numbers) => {
    const y = compute.alloc(sizes.rows * sizes.width, 'y');
    await sequencesOf(compute).embed({ ...embedCall(compute, sizes, numbers), y });
    return [y];
  };

const embedBackwardWork =
  (sizes: EmbedSizes): Work =>
  async (compute, numbers) => {
    const call = embedCall(compute, sizes, numbers);
    const gradient = blockOf(compute, 'gradient', numbers.between(-1, 1, call.parameters.length));
    const signal = blockOf(compute, 'signal', numbers.between(-1, 1, sizes.rows * sizes.width));
    await sequencesOf(compute).embedBackward({ ...call, gradient, signal });
    return [gradient];
  };

interface RememberSizes {
  batch: number;
  ticks: number;
  width: number;
  capacity: number;
  held: number;
}

const rememberWork =
  (sizes: RememberSizes): Work =>
  async (compute, { between }) => {
    const { batch, capacity, ticks, width } = sizes;
    const x = blockOf(compute, 'x', between(-1, 1, batch * ticks * width));
    const cache = blockOf(compute, 'cache', between(-1, 1, batch * capacity * width));
    await sequencesOf(compute).remember({ ...sizes, x, cache });
    return [cache];
  };

interface LossSizes {
  rows: number;
  width: number;
  /** Of the logits' range. */
  reach?: number;
}

/** Rows that count fully, in part and not at all. */
const masks = ({ between }: Numbers, rows: number): Float32Array =>
  between(0, 2, rows).map((value) => (value < 0.7 ? 0 : value < 1.4 ? 1 : value));

export function tokenLossCall(compute: Compute, { reach = 4, rows, width }: LossSizes, numbers: Numbers) {
  return {
    ...{ rows, vocabulary: width, scale: 0.25 },
    logits: blockOf(compute, 'logits', numbers.between(-reach, reach, rows * width)),
    target: blockOf(compute, 'target', wholes(numbers, width, rows)),
    mask: blockOf(compute, 'mask', masks(numbers, rows)),
    loss: compute.alloc(rows, 'loss'),
    hit: compute.alloc(rows, 'hit'),
    signal: blockOf(compute, 'signal', numbers.between(-1, 1, rows * width))
  };
}

const tokenLossWork =
  (sizes: LossSizes): Work =>
  async (compute, numbers) => {
    const call = tokenLossCall(compute, sizes, numbers);
    await sequencesOf(compute).tokenLoss(call);
    return [call.loss, call.hit, call.signal];
  };

const valueLossWork =
  ({ rows, width }: LossSizes): Work =>
  async (compute, numbers) => {
    const drawn = (label: string) => blockOf(compute, label, numbers.between(-1, 1, rows * width));
    const call = {
      ...{ rows, width, scale: 0.25, y: drawn('y'), target: drawn('target'), signal: drawn('signal') },
      mask: blockOf(compute, 'mask', masks(numbers, rows)),
      loss: compute.alloc(rows, 'loss')
    };
    await sequencesOf(compute).valueLoss(call);
    return [call.loss, call.signal];
  };

const embeddings: EmbedSizes[] = [
  { rows: 1, vocabulary: 1, width: 1 },
  { rows: 9, vocabulary: 4, width: 3, from: 2 },
  { rows: 40, vocabulary: 30, width: 17, from: 5 },
  { rows: 0, vocabulary: 3, width: 5 }
];

const caches: RememberSizes[] = [
  { batch: 1, ticks: 1, width: 1, capacity: 1, held: 0 },
  { batch: 3, ticks: 2, width: 3, capacity: 5, held: 2 },
  { batch: 3, ticks: 4, width: 5, capacity: 5, held: 3 },
  { batch: 2, ticks: 9, width: 17, capacity: 5, held: 5 },
  { batch: 2, ticks: 1, width: 3, capacity: 40, held: 40 }
];

const losses: LossSizes[] = [
  { rows: 5, width: 3 },
  { rows: 4, width: 1 },
  { rows: 1, width: 17 },
  { rows: 33, width: 65 },
  { rows: 0, width: 4 }
];

export const sequenceRowCases: ComputeCase[] = [
  ...[1, 5, 1003, 0].flatMap((length) =>
    [true, false].flatMap((two) =>
      [true, false].map((accumulate) => {
        const sizes = { length, two, accumulate };
        return caseOf('combine', describe(sizes), combineWork(sizes));
      })
    )
  ),
  ...embeddings.flatMap((sizes) => [
    caseOf('embed', describe(sizes), embedWork(sizes)),
    caseOf('embedBackward', describe(sizes), embedBackwardWork(sizes))
  ]),
  ...caches.map((sizes) => caseOf('remember', describe(sizes), rememberWork(sizes))),
  ...[...losses, { rows: 12, width: 5, reach: 1000 }].map((sizes) =>
    caseOf('tokenLoss', describe(sizes), tokenLossWork(sizes))
  ),
  ...losses.map((sizes) => caseOf('valueLoss', describe(sizes), valueLossWork(sizes)))
];
