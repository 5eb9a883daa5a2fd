/** Convolutions and their adjoints: odd sides, strides, padding and enlarging, single channels, filters and examples. */
import type { Compute } from '../compute';
import {
  type Activation,
  type ConvolutionShape,
  type ConvolveBackwardCall,
  type ConvolveCall,
  convolutionParameters,
  sideOut
} from '../feedForward';
import { adjointBlocks, adjointOf, beyond, outputsOf, type Wanted } from './adjoint';
import { caseOf, type ComputeCase, describe, type Work } from './computeCase';
import { blockOf, type Numbers } from './numbers';

export interface ConvolutionSizes extends ConvolutionShape {
  batch: number;
  activation: Activation;
  /** Where the parameters begin. */
  from?: number;
}

const pixelsIn = ({ batch, channels, columns, rows }: ConvolutionSizes): number =>
  batch * channels * rows * columns;

function pixelsOut(sizes: ConvolutionSizes): number {
  const { batch, columns, enlarge, filters, kernel, padding, rows, stride } = sizes;
  const [height, width] = [rows, columns].map((side) => sideOut(side, kernel, stride, padding, enlarge));
  return batch * filters * height * width;
}

/** Of an image and weights that are drawn; `y` is what an activation may give, so that slopes do not hang on rounding. */
export function convolveCall(compute: Compute, sizes: ConvolutionSizes, numbers: Numbers): ConvolveCall {
  const { between } = numbers;
  const floats = (sizes.from ?? 0) + convolutionParameters(sizes) + beyond;
  const size = 1 / Math.sqrt(sizes.channels * sizes.kernel * sizes.kernel);
  return {
    ...sizes,
    x: blockOf(compute, 'x', between(-1, 1, pixelsIn(sizes))),
    parameters: blockOf(compute, 'parameters', between(-size, size, floats)),
    y: blockOf(compute, 'y', outputsOf(sizes.activation, pixelsOut(sizes), numbers))
  };
}

export function convolveBackwardCall(
  compute: Compute,
  sizes: ConvolutionSizes,
  wanted: Wanted,
  numbers: Numbers
): ConvolveBackwardCall {
  const parameters = (sizes.from ?? 0) + convolutionParameters(sizes);
  const floats = { inputs: pixelsIn(sizes), outputs: pixelsOut(sizes), parameters };
  return { ...convolveCall(compute, sizes, numbers), ...adjointOf(compute, wanted, floats, numbers) };
}

function forwardWork(sizes: ConvolutionSizes): Work {
  return async (compute, numbers) => {
    const call = convolveCall(compute, sizes, numbers);
    await compute.convolve(call);
    return [call.y];
  };
}

function backwardWork(sizes: ConvolutionSizes, wanted: Wanted): Work {
  return async (compute, numbers) => {
    const call = convolveBackwardCall(compute, sizes, wanted, numbers);
    await compute.convolveBackward(call);
    return adjointBlocks(call);
  };
}

const small = { batch: 2, channels: 3, rows: 6, columns: 7, filters: 5, kernel: 3, stride: 1, padding: 1 };
const sizes: ConvolutionSizes[] = [
  { ...small, activation: 'relu' },
  { ...small, activation: 'linear', padding: 0, from: 4 },
  { ...small, activation: 'tanh', rows: 7, columns: 9, stride: 2 },
  { ...small, activation: 'sigmoid', rows: 8, columns: 6, stride: 2, padding: 0 },
  { ...small, activation: 'tanh', enlarge: 2, rows: 3, columns: 4 },
  { ...small, activation: 'linear', enlarge: 3, rows: 2, columns: 3, stride: 2, padding: 2 },
  { ...small, activation: 'sigmoid', kernel: 1, padding: 0, from: 1 },
  { ...small, activation: 'relu', kernel: 1, stride: 2, padding: 1, rows: 5, columns: 5 },
  { ...small, activation: 'linear', kernel: 2, stride: 3, padding: 0, rows: 9, columns: 10 },
  { ...small, activation: 'tanh', kernel: 5, stride: 3, padding: 4, rows: 5, columns: 4 },
  { ...small, activation: 'relu', batch: 1, channels: 1, filters: 1 },
  { ...small, activation: 'sigmoid', channels: 9, filters: 1, rows: 11, columns: 12, from: 7 },
  { ...small, activation: 'linear', channels: 1, filters: 9, rows: 13, columns: 5 },
  { ...small, activation: 'linear', batch: 1, channels: 1, filters: 1, rows: 1, columns: 1 },
  { ...small, activation: 'tanh', kernel: 3, padding: 0, rows: 3, columns: 3 },
  { ...small, activation: 'relu', batch: 1, channels: 31, filters: 6, rows: 5, columns: 4 },
  { ...small, activation: 'linear', batch: 9, channels: 4, filters: 4, rows: 5, columns: 5 },
  { ...small, activation: 'linear', batch: 1, channels: 2, filters: 2, rows: 40, columns: 33 },
  { ...small, activation: 'linear', batch: 0 }
];

const wants: Wanted[] = [
  {},
  { accumulate: true },
  { frozen: true, accumulate: false },
  { deaf: true },
  { frozen: true, deaf: true }
];

export const convolutionCases: ComputeCase[] = sizes.flatMap((each, n) => [
  caseOf('convolve', describe(each), forwardWork(each)),
  ...(n < 6 ? wants : wants.slice(0, 2)).map((wanted) =>
    caseOf('convolveBackward', describe({ ...each, ...wanted }), backwardWork(each, wanted))
  )
]);
