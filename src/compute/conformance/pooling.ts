/** Max-pooling and its adjoint: windows that overlap, leave pixels out or tie. */
import type { Compute } from '../compute';
import { type MaxPoolBackwardCall, type MaxPoolCall, sideOut } from '../feedForward';
import { caseOf, type ComputeCase, describe, type Work } from './computeCase';
import { blockOf, type Numbers } from './numbers';

export interface PoolSizes extends Omit<MaxPoolCall, 'x' | 'y'> {
  /** Pixels that are 0 or 1, so that most windows have more than one largest. */
  ties?: boolean;
}

export function maxPoolCall(compute: Compute, sizes: PoolSizes, { between, spikes }: Numbers): MaxPoolCall {
  const { batch, channels, columns, kernel, rows, stride, ties } = sizes;
  const pixels = batch * channels * rows * columns;
  const [height, width] = [rows, columns].map((side) => sideOut(side, kernel, stride));
  return {
    ...sizes,
    x: blockOf(compute, 'x', ties ? spikes(0.5, pixels) : between(-1, 1, pixels)),
    y: compute.alloc(batch * channels * height * width, 'y')
  };
}

export function maxPoolBackwardCall(
  compute: Compute,
  sizes: PoolSizes,
  numbers: Numbers
): MaxPoolBackwardCall {
  const call = maxPoolCall(compute, sizes, numbers);
  return {
    ...call,
    signal: blockOf(compute, 'signal', numbers.between(-1, 1, call.y.length)),
    inputSignal: blockOf(compute, 'inputSignal', numbers.between(-1, 1, call.x.length))
  };
}

function forwardWork(sizes: PoolSizes): Work {
  return async (compute, numbers) => {
    const call = maxPoolCall(compute, sizes, numbers);
    await compute.maxPool(call);
    return [call.y];
  };
}

function backwardWork(sizes: PoolSizes): Work {
  return async (compute, numbers) => {
    const call = maxPoolBackwardCall(compute, sizes, numbers);
    await compute.maxPoolBackward(call);
    return [call.inputSignal];
  };
}

const small = { batch: 2, channels: 3, rows: 8, columns: 10, kernel: 2, stride: 2 };
const sizes: PoolSizes[] = [
  small,
  { ...small, rows: 7, columns: 19 },
  { ...small, kernel: 3, stride: 1, rows: 6, columns: 9 },
  { ...small, kernel: 3, stride: 2, rows: 9, columns: 11 },
  { ...small, kernel: 2, stride: 3, rows: 9, columns: 13 },
  { ...small, kernel: 1, stride: 2, rows: 5, columns: 5 },
  { ...small, batch: 1, channels: 1, rows: 2, columns: 2 },
  { ...small, batch: 1, kernel: 3, stride: 3, rows: 3, columns: 4 },
  { ...small, batch: 0 }
];

export const poolingCases: ComputeCase[] = [
  ...sizes,
  ...sizes.map((each) => ({ ...each, ties: true }))
].flatMap((each) => [
  caseOf('maxPool', describe(each), forwardWork(each)),
  caseOf('maxPoolBackward', describe(each), backwardWork(each))
]);
