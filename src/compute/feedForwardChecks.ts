/** What every backend refuses of a feed-forward operation: blocks without the floats it would touch, windows larger than the image. */
import { type Block, ComputeError } from './compute';
import {
  type Adjoint,
  type AnswerLossCall,
  type BatchNormCall,
  type CodeBackwardCall,
  type CodeCall,
  convolutionParameters,
  type ConvolveCall,
  type DenseCall,
  denseParameters,
  type FeedForward,
  type ImageLossCall,
  type MaxPoolCall,
  sideOut
} from './feedForward';

/** [what the block is for, the block, floats needed] */
export type Need = [role: string, block: Block | undefined, length: number];

type Calls = { [Name in keyof FeedForward]: Parameters<FeedForward[Name]>[0] };

function denseNeeds({ batch, from = 0, inputs, outputs, parameters, x, y }: DenseCall): Need[] {
  return [
    ['x', x, batch * inputs],
    ['parameters', parameters, from + denseParameters(inputs, outputs)],
    ['y', y, batch * outputs]
  ];
}

function convolveNeeds(call: ConvolveCall): Need[] {
  const { batch, channels, columns, enlarge = 1, filters, from = 0, kernel, padding, rows, stride } = call;
  const [height, width] = [rows, columns].map((side) => sideOut(side, kernel, stride, padding, enlarge));
  checkWindow('convolve', height, width);
  return [
    ['x', call.x, batch * channels * rows * columns],
    ['parameters', call.parameters, from + convolutionParameters(call)],
    ['y', call.y, batch * filters * height * width]
  ];
}

function poolNeeds(call: MaxPoolCall): Need[] {
  const { batch, channels, columns, kernel, rows, stride } = call;
  const [height, width] = [rows, columns].map((side) => sideOut(side, kernel, stride));
  checkWindow('maxPool', height, width);
  return [
    ['x', call.x, batch * channels * rows * columns],
    ['y', call.y, batch * channels * height * width]
  ];
}

function checkWindow(operation: string, height: number, width: number): void {
  if (height >= 1 && width >= 1) return;
  throw new ComputeError(`${operation}: the kernel is larger than the image with its padding.`);
}

function batchNormNeeds(call: BatchNormCall): Need[] {
  const { batch, channels, from = 0, parameters, plane, running, used, x, y } = call;
  const pixels = batch * channels * plane;
  return [
    ['x', x, pixels],
    ['parameters', parameters, from + 2 * channels],
    ['running', running, 2 * channels],
    ['used', used, 2 * channels],
    ['y', y, pixels]
  ];
}

/** Of an adjoint, from the needs of its layer: x first, parameters second, y last. */
function adjointNeeds(operation: string, own: Need[], { gradient, inputSignal, signal }: Adjoint): Need[] {
  if (inputSignal === signal) {
    throw new ComputeError(
      `${operation}: block '${signal.label}' is given as signal and as inputSignal; give two blocks.`
    );
  }
  return [
    ...own,
    ['signal', signal, own[own.length - 1][2]],
    ['gradient', gradient, own[1][2]],
    ['inputSignal', inputSignal, own[0][2]]
  ];
}

function codeNeeds({ batch, code, latents, noise, rate, rateFrom = 0, statistics }: CodeCall): Need[] {
  return [
    ['statistics', statistics, 2 * batch * latents],
    ['noise', noise, batch * latents],
    ['code', code, batch * latents],
    ['rate', rate, rateFrom + latents]
  ];
}

function codeBackwardNeeds(call: CodeBackwardCall): Need[] {
  const { batch, latents, noise, signal, statistics, statisticsSignal } = call;
  return [
    ['statistics', statistics, 2 * batch * latents],
    ['noise', noise, batch * latents],
    ['signal', signal, batch * latents],
    ['statisticsSignal', statisticsSignal, 2 * batch * latents]
  ];
}

function imageLossNeeds({ batch, image, loss, lossFrom = 0, pixels, signal, target }: ImageLossCall): Need[] {
  return [
    ['image', image, batch * pixels],
    ['target', target, batch * pixels],
    ['loss', loss, lossFrom + batch],
    ['signal', signal, batch * pixels]
  ];
}

function answerLossNeeds(call: AnswerLossCall): Need[] {
  const { batch, classes, logits, loss, lossFrom = 0, signal, target } = call;
  return [
    ['logits', logits, batch * classes],
    ['target', target, batch * classes],
    ['loss', loss, lossFrom + batch],
    ['signal', signal, batch * classes]
  ];
}

export const feedForwardNeeds: { [Name in keyof Calls]: (call: Calls[Name]) => Need[] } = {
  dense: denseNeeds,
  denseBackward: (call) => adjointNeeds('denseBackward', denseNeeds(call), call),
  convolve: convolveNeeds,
  convolveBackward: (call) => adjointNeeds('convolveBackward', convolveNeeds(call), call),
  maxPool: poolNeeds,
  maxPoolBackward: (call) => {
    const [x, y] = poolNeeds(call);
    return [x, y, ['signal', call.signal, y[2]], ['inputSignal', call.inputSignal, x[2]]];
  },
  batchNorm: batchNormNeeds,
  batchNormBackward: (call) => adjointNeeds('batchNormBackward', batchNormNeeds(call), call),
  multiply: ({ by, length, values }) => [
    ['values', values, length],
    ['by', by, length]
  ],
  code: codeNeeds,
  codeBackward: codeBackwardNeeds,
  imageLoss: imageLossNeeds,
  answerLoss: answerLossNeeds
};
