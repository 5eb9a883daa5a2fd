/**
 * Feed-forward networks on a backend: layers, the Gaussian code of an autoencoder, and losses, each with its adjoint. As in
 * compute.ts matrices are flat and row-major; images are [batch, channels, rows, columns].
 *
 * A layer's parameters lie together in one block of its network, from an offset on: weights first, then biases. Their gradient
 * has the same layout in a block of its own, so that one optimiser call moves a whole network.
 *
 * Signals are dE/d(what the name says). An adjoint finds dE/d(output) in `signal` and leaves dE/d(before the activation) there.
 */
import type { Block } from './block';

export type Activation = 'linear' | 'relu' | 'tanh' | 'sigmoid';

/** Where a layer's parameters lie in the block of its network. */
export interface Parameters {
  parameters: Block;
  /** Of the first weight; default 0. */
  from?: number;
}

/** y = activation(x W^T + b), with W [outputs, inputs] and then b [outputs] from `from` on. */
export interface DenseCall extends Parameters {
  batch: number;
  inputs: number;
  outputs: number;
  activation: Activation;
  /** [batch, inputs]. */
  x: Block;
  /** [batch, outputs]. */
  y: Block;
}

/** What every adjoint of a layer takes and gives. */
export interface Adjoint {
  /** dE/dy on entry, dE/d(before the activation) on return. */
  signal: Block;
  /** Replaced, from the layer's `from` on; without it the parameters are frozen. */
  gradient?: Block;
  /** dE/dx; without it nobody below listens. Another block than `signal`. */
  inputSignal?: Block;
  /** Adds to `inputSignal` instead of replacing it. */
  accumulate?: boolean;
}

/** dW = signal^T x, db = column sums of signal, dE/dx = signal W. */
export type DenseBackwardCall = DenseCall & Adjoint;

/** Sizes of a convolution; what comes out has rows (rows enlarge + 2 padding - kernel) / stride + 1, rounded down, and columns likewise. */
export interface ConvolutionShape {
  channels: number;
  rows: number;
  columns: number;
  filters: number;
  /** Side of the square kernel. */
  kernel: number;
  stride: number;
  /** Zeros around the image, on each side. */
  padding: number;
  /** Each pixel is first repeated this often along both sides (Odena et al. 2016), for decoders; default 1. */
  enlarge?: number;
}

/** y_f = activation(sum_c w_fc * x_c + b_f): cross-correlation, W [filters, channels, kernel, kernel] and then b [filters]. */
export interface ConvolveCall extends ConvolutionShape, Parameters {
  batch: number;
  activation: Activation;
  /** [batch, channels, rows, columns]. */
  x: Block;
  /** [batch, filters, rows out, columns out]. */
  y: Block;
}

export type ConvolveBackwardCall = ConvolveCall & Adjoint;

/** The largest of each kernel x kernel window; no padding, so that rows out are (rows - kernel) / stride + 1, rounded down. */
export interface MaxPoolCall {
  batch: number;
  channels: number;
  rows: number;
  columns: number;
  kernel: number;
  stride: number;
  x: Block;
  y: Block;
}

/** inputSignal = signal, each at the first largest of its window (row by row), summed where windows overlap. */
export interface MaxPoolBackwardCall extends MaxPoolCall {
  signal: Block;
  inputSignal: Block;
}

/**
 * Batch normalisation (Ioffe & Szegedy 2015) of each channel over batch and plane, then the activation:
 *
 *   y = activation(scale (x - mean) / sqrt(variance + epsilon) + shift),  scale [channels], then shift [channels] from `from` on
 *
 * In training with the batch's mean and (biased) variance, which move the running ones by `momentum` (the running variance by the
 * unbiased one, as is usual); frozen with the running ones.
 */
export interface BatchNormCall extends Parameters {
  batch: number;
  channels: number;
  /** Pixels of a channel. */
  plane: number;
  activation: Activation;
  training: boolean;
  momentum: number;
  epsilon: number;
  x: Block;
  y: Block;
  /** [2, channels] running means, running variances. */
  running: Block;
  /** [2, channels] means used, and 1 / sqrt(variance + epsilon): written for the adjoint. */
  used: Block;
}

export type BatchNormBackwardCall = BatchNormCall & Adjoint;

/** values <- values * by, elementwise over the first `length`: dropout with a drawn mask, forward and backward. */
export interface MultiplyCall {
  length: number;
  values: Block;
  by: Block;
}

/** Log variances are kept within these (papers' practice; beyond them no gradient flows). */
export const logVarianceRange = [-10, 4] as const;

/**
 * The Gaussian code of a variational autoencoder (Kingma & Welling 2014) and its rate against the prior N(0, I):
 *
 *   z = mean + exp(logVariance / 2) noise;   rate_k = mean over the batch of (mean^2 + exp(logVariance) - 1 - logVariance) / 2   nats
 */
export interface CodeCall {
  batch: number;
  latents: number;
  /** [batch, 2 latents]: means, then log variances, of each example. */
  statistics: Block;
  /** [batch, latents] standard normal draws. */
  noise: Block;
  /** [batch, latents]. */
  code: Block;
  /** [.., latents], written from `rateFrom` (default 0) on. */
  rate: Block;
  rateFrom?: number;
}

/** From dE/dz: dmean = signal + weight mean, dlogVariance = signal noise exp(logVariance / 2) / 2 + weight (exp(logVariance) - 1) / 2. */
export interface CodeBackwardCall {
  batch: number;
  latents: number;
  statistics: Block;
  noise: Block;
  /** [batch, latents] dE/dz. */
  signal: Block;
  /** Weight of the rate in the loss, over the batch: beta / batch. */
  rateWeight: number;
  /** [batch, 2 latents]. */
  statisticsSignal: Block;
}

/**
 * What a reconstruction y in (0, 1) loses of an image x, per example summed over pixels:
 *
 *   bernoulli  -sum x ln y + (1 - x) ln(1 - y);   signal = scale (y - x): with respect to the logits of a sigmoid y
 *   squared    sum (y - x)^2 / 2;                 signal = scale (y - x): with respect to y
 *
 * In the logarithms y is kept 1e-7 away from 0 and 1.
 */
export interface ImageLossCall {
  kind: 'bernoulli' | 'squared';
  batch: number;
  pixels: number;
  image: Block;
  target: Block;
  /** [.., batch], written from `lossFrom` (default 0) on. */
  loss: Block;
  lossFrom?: number;
  signal: Block;
  scale: number;
}

/**
 * How far two answers to a query are apart, p = softmax(logits) and q:
 *
 *   forward  KL[q || p], q = softmax(target);      signal = scale (p - q)
 *   reverse  KL[p || q], q = softmax(target);      signal = scale p (ln p - ln q - KL)
 *   label    -sum q ln p, q = target, a distribution;  signal = scale (p - q)
 */
export interface AnswerLossCall {
  kind: 'forward' | 'reverse' | 'label';
  batch: number;
  classes: number;
  /** [batch, classes]. */
  logits: Block;
  target: Block;
  /** [.., batch], written from `lossFrom` (default 0) on. */
  loss: Block;
  lossFrom?: number;
  /** dE/dlogits. */
  signal: Block;
  scale: number;
}

/** The part of a backend that runs feed-forward networks. */
export interface FeedForward {
  dense(call: DenseCall): Promise<void>;
  denseBackward(call: DenseBackwardCall): Promise<void>;
  convolve(call: ConvolveCall): Promise<void>;
  convolveBackward(call: ConvolveBackwardCall): Promise<void>;
  maxPool(call: MaxPoolCall): Promise<void>;
  maxPoolBackward(call: MaxPoolBackwardCall): Promise<void>;
  batchNorm(call: BatchNormCall): Promise<void>;
  batchNormBackward(call: BatchNormBackwardCall): Promise<void>;
  multiply(call: MultiplyCall): Promise<void>;
  code(call: CodeCall): Promise<void>;
  codeBackward(call: CodeBackwardCall): Promise<void>;
  imageLoss(call: ImageLossCall): Promise<void>;
  answerLoss(call: AnswerLossCall): Promise<void>;
}

/** Side of what a window slides over, after enlarging and padding. */
export function sideOut(side: number, kernel: number, stride: number, padding = 0, enlarge = 1): number {
  return Math.floor((side * enlarge + 2 * padding - kernel) / stride) + 1;
}

/** Floats of a dense layer's parameters. */
export function denseParameters(inputs: number, outputs: number): number {
  return outputs * inputs + outputs;
}

/** Floats of a convolution's parameters. */
export function convolutionParameters({ channels, filters, kernel }: ConvolutionShape): number {
  return filters * channels * kernel * kernel + filters;
}
