/** Batch normalisation and its adjoint, in training and frozen: single pixels, channels and examples, offsets that dwarf the spread. */
import type { Block, Compute } from '../compute';
import type { Activation, BatchNormBackwardCall, BatchNormCall } from '../feedForward';
import { adjointBlocks, adjointOf, beyond, outputsOf, type Wanted } from './adjoint';
import { caseOf, type ComputeCase, describe, type Work } from './computeCase';
import { blockOf, type Numbers } from './numbers';

export interface BatchNormSizes {
  batch: number;
  channels: number;
  plane: number;
  activation: Activation;
  training: boolean;
  from?: number;
  /** Of the pixels' mean from zero. */
  offset?: number;
}

export function batchNormCall(compute: Compute, sizes: BatchNormSizes, numbers: Numbers): BatchNormCall {
  const { activation, batch, channels, from = 0, offset = 0, plane } = sizes;
  const { between } = numbers;
  const pixels = batch * channels * plane;
  const each = (low: number, high: number) => Array.from(between(low, high, channels));
  return {
    ...sizes,
    momentum: 0.1,
    epsilon: 1e-5,
    x: blockOf(compute, 'x', between(offset - 1, offset + 1, pixels)),
    y: blockOf(compute, 'y', outputsOf(activation, pixels, numbers)),
    parameters: blockOf(compute, 'parameters', between(0.5, 1.5, from + 2 * channels + beyond)),
    running: blockOf(compute, 'running', [...each(-0.5, 0.5), ...each(0.5, 1)]),
    used: blockOf(compute, 'used', [...each(offset - 0.2, offset + 0.2), ...each(1, 2)])
  };
}

/** What batch normalisation writes. */
export const batchNormBlocks = ({ running, used, y }: BatchNormCall): Block[] => [y, running, used];

export function batchNormBackwardCall(
  compute: Compute,
  sizes: BatchNormSizes,
  wanted: Wanted,
  numbers: Numbers
): BatchNormBackwardCall {
  const { batch, channels, from = 0, plane } = sizes;
  const pixels = batch * channels * plane;
  const floats = { inputs: pixels, outputs: pixels, parameters: from + 2 * channels };
  return { ...batchNormCall(compute, sizes, numbers), ...adjointOf(compute, wanted, floats, numbers) };
}

function forwardWork(sizes: BatchNormSizes): Work {
  return async (compute, numbers) => {
    const call = batchNormCall(compute, sizes, numbers);
    await compute.batchNorm(call);
    return batchNormBlocks(call);
  };
}

function backwardWork(sizes: BatchNormSizes, wanted: Wanted): Work {
  return async (compute, numbers) => {
    const call = batchNormBackwardCall(compute, sizes, wanted, numbers);
    await compute.batchNormBackward(call);
    return adjointBlocks(call);
  };
}

const sizes: Omit<BatchNormSizes, 'training'>[] = [
  { batch: 3, channels: 4, plane: 9, activation: 'linear' },
  { batch: 5, channels: 3, plane: 8, activation: 'tanh', from: 5 },
  { batch: 7, channels: 5, plane: 1, activation: 'sigmoid' },
  { batch: 2, channels: 1, plane: 35, activation: 'relu' },
  { batch: 1, channels: 3, plane: 14, activation: 'linear', from: 2 },
  { batch: 16, channels: 2, plane: 49, activation: 'linear', offset: 2 }
];

const wants: Wanted[] = [{}, { accumulate: true }, { frozen: true }, { deaf: true }];

export const batchNormCases: ComputeCase[] = [true, false].flatMap((training) =>
  sizes.flatMap((each) => {
    const all = { ...each, training };
    return [
      caseOf('batchNorm', describe(all), forwardWork(all)),
      ...wants.map((wanted) =>
        caseOf('batchNormBackward', describe({ ...all, ...wanted }), backwardWork(all, wanted))
      )
    ];
  })
);
