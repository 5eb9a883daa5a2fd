/** A case: one operation on drawn numbers, and how far a backend ends up from the reference. */
import { type Block, type Compute, ComputeError } from '../compute';
import type { Sequences } from '../sequences';
import { type Numbers, numbersFrom } from './numbers';

/** The operations that compute something, by their names in `Compute`. */
export const operations = [
  'readRows',
  'gemm',
  'gemv',
  'forward',
  'readout',
  'eligibility',
  'backward',
  'filterBackward',
  'sgd',
  'adam',
  'dense',
  'denseBackward',
  'multiply',
  'code',
  'codeBackward',
  'imageLoss',
  'answerLoss',
  'convolve',
  'convolveBackward',
  'maxPool',
  'maxPoolBackward',
  'batchNorm',
  'batchNormBackward',
  'reduce'
] as const satisfies readonly (keyof Compute)[];

/** Those of layers over sequences, by their names in `Sequences`. */
export const sequenceOperations = [
  'combine',
  'embed',
  'embedBackward',
  'norm',
  'normBackward',
  'rotate',
  'activate',
  'activateBackward',
  'remember',
  'attend',
  'attendBackward',
  'convolveTicks',
  'convolveTicksBackward',
  'delay',
  'scan',
  'scanBackward',
  'ovq',
  'ovqBackward',
  'tokenLoss',
  'valueLoss'
] as const satisfies readonly (keyof Sequences)[];

export type Operation = (typeof operations)[number];
export type SequenceOperation = (typeof sequenceOperations)[number];

/** What a backend has to do. */
export const operationsOf = ({ sequences }: Compute): readonly ComputeCase['operation'][] =>
  sequences ? [...operations, ...sequenceOperations] : operations;

/** The layers over sequences of a backend that has them. */
export function sequencesOf({ description, sequences }: Compute): Sequences {
  if (sequences) return sequences;
  throw new ComputeError(`The backend '${description}' has no layers over sequences.`);
}

export interface ComputeCase {
  operation: Operation | SequenceOperation;
  /** The operation and the sizes; no two cases share it. */
  name: string;
  /**
   * The largest difference in any block the operation wrote, relative to the block's largest magnitude in the
   * reference; infinite for a NaN. Every block is given back.
   */
  run(compute: Compute, reference: Compute): Promise<number>;
}

/** Does the same work on any backend and names the blocks to look at. */
export type Work = (compute: Compute, numbers: Numbers) => Promise<Block[]>;

export function caseOf(
  operation: ComputeCase['operation'],
  sizes: string,
  work: Work,
  seed = 1
): ComputeCase {
  return {
    operation,
    name: `${operation}, ${sizes}`,
    run: (compute, reference) =>
      givingBack(compute, (ours) =>
        givingBack(reference, async (judge) => {
          const got = await work(ours, numbersFrom(seed));
          const wanted = await work(judge, numbersFrom(seed));
          return relativeError(ours, got, judge, wanted);
        })
      )
  };
}

/** Hands `body` the backend and frees, in the end, every block that was allocated through it. */
export async function givingBack<Result>(
  compute: Compute,
  body: (compute: Compute) => Promise<Result>
): Promise<Result> {
  const blocks: Block[] = [];
  const alloc: Compute['alloc'] = (length, label) => {
    const block = compute.alloc(length, label);
    blocks.push(block);
    return block;
  };
  try {
    return await body({ ...compute, alloc });
  } finally {
    for (const block of blocks) compute.free(block);
  }
}

async function relativeError(
  compute: Compute,
  got: Block[],
  reference: Compute,
  wanted: Block[]
): Promise<number> {
  let worst = 0;
  for (let n = 0; n < wanted.length; n++) {
    const [actual, expected] = [await compute.read(got[n]), await reference.read(wanted[n])];
    let largest = 0;
    let difference = 0;
    for (let i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      const distance = Math.abs(actual[i] - expected[i]);
      difference = Math.max(difference, Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance);
    }
    // Where the reference is zero throughout, anything else is far away.
    if (difference > 0) worst = Math.max(worst, difference / (largest || 1e-30));
  }
  return worst;
}

/** Sizes as words for a case's name. */
export function describe(sizes: object): string {
  return Object.entries(sizes)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
