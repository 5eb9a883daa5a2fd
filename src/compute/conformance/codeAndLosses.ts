/** The Gaussian code of an autoencoder and its adjoint, log variances beyond their range among them, and every loss. */
import type { Block, Compute } from '../compute';
import type { AnswerLossCall, CodeBackwardCall, CodeCall, ImageLossCall } from '../feedForward';
import { caseOf, type ComputeCase, describe, type Work } from './computeCase';
import { blockOf, type Numbers } from './numbers';

interface CodeSizes {
  batch: number;
  latents: number;
  rateFrom?: number;
  /** Log variances are drawn in [-spread, spread); default 1. */
  spread?: number;
}

/** [batch, 2 latents] means within 1, and log variances. */
function statisticsOf(compute: Compute, { batch, latents, spread = 1 }: CodeSizes, numbers: Numbers): Block {
  const drawn = numbers.between(-1, 1, 2 * batch * latents);
  const values = drawn.map((value, i) => (i % (2 * latents) < latents ? value : spread * value));
  return blockOf(compute, 'statistics', values);
}

export function codeCall(compute: Compute, sizes: CodeSizes, numbers: Numbers): CodeCall {
  const { batch, latents, rateFrom = 0 } = sizes;
  return {
    batch,
    latents,
    statistics: statisticsOf(compute, sizes, numbers),
    noise: blockOf(compute, 'noise', numbers.between(-2, 2, batch * latents)),
    code: compute.alloc(batch * latents, 'code'),
    rate: blockOf(compute, 'rate', numbers.between(0, 0.1, rateFrom + latents + 2)),
    ...(rateFrom > 0 && { rateFrom })
  };
}

export function codeBackwardCall(compute: Compute, sizes: CodeSizes, numbers: Numbers): CodeBackwardCall {
  const { batch, latents } = sizes;
  return {
    batch,
    latents,
    statistics: statisticsOf(compute, sizes, numbers),
    noise: blockOf(compute, 'noise', numbers.between(-2, 2, batch * latents)),
    signal: blockOf(compute, 'signal', numbers.between(-1, 1, batch * latents)),
    rateWeight: 0.75,
    statisticsSignal: compute.alloc(2 * batch * latents, 'statistics signal')
  };
}

interface ImageSizes {
  kind: ImageLossCall['kind'];
  batch: number;
  pixels: number;
  lossFrom?: number;
  /** Whether some pixels of the reconstruction are 0 and 1, beyond where logarithms are taken. */
  certain?: boolean;
}

export function imageLossCall(compute: Compute, sizes: ImageSizes, { between }: Numbers): ImageLossCall {
  const { batch, certain, kind, lossFrom = 0, pixels } = sizes;
  const image = between(certain ? -0.2 : 0.01, certain ? 1.2 : 0.99, batch * pixels);
  return {
    kind,
    batch,
    pixels,
    image: blockOf(
      compute,
      'image',
      image.map((value) => Math.min(1, Math.max(0, value)))
    ),
    target: blockOf(compute, 'target', between(0, 1, batch * pixels)),
    loss: blockOf(compute, 'loss', between(0, 0.1, lossFrom + batch + 1)),
    ...(lossFrom > 0 && { lossFrom }),
    signal: compute.alloc(batch * pixels, 'signal'),
    scale: 0.25
  };
}

interface AnswerSizes {
  kind: AnswerLossCall['kind'];
  batch: number;
  classes: number;
  lossFrom?: number;
  /** Logits are drawn in [-spread, spread); default 2. */
  spread?: number;
}

export function answerLossCall(compute: Compute, sizes: AnswerSizes, { between }: Numbers): AnswerLossCall {
  const { batch, classes, kind, lossFrom = 0, spread = 2 } = sizes;
  const logits = between(-spread, spread, batch * classes);
  const target =
    kind === 'label'
      ? Float32Array.from({ length: batch * classes }, (_, i) =>
          i % classes === Math.floor(i / classes) % classes ? 1 : 0
        )
      : between(-spread, spread, batch * classes);
  return {
    kind,
    batch,
    classes,
    logits: blockOf(compute, 'logits', logits),
    target: blockOf(compute, 'target', target),
    loss: blockOf(compute, 'loss', between(0, 0.1, lossFrom + batch + 1)),
    ...(lossFrom > 0 && { lossFrom }),
    signal: compute.alloc(batch * classes, 'signal'),
    scale: 0.5
  };
}

/** Work of one operation from its call and the blocks it writes. */
function workOf<Call>(
  callOf: (compute: Compute, numbers: Numbers) => Call,
  run: (compute: Compute, call: Call) => Promise<void>,
  blocks: (call: Call) => Block[]
): Work {
  return async (compute, numbers) => {
    const call = callOf(compute, numbers);
    await run(compute, call);
    return blocks(call);
  };
}

const codeWork = (sizes: CodeSizes): Work =>
  workOf(
    (compute, numbers) => codeCall(compute, sizes, numbers),
    (compute, call) => compute.code(call),
    ({ code, rate }) => [code, rate]
  );

const codeBackwardWork = (sizes: CodeSizes): Work =>
  workOf(
    (compute, numbers) => codeBackwardCall(compute, sizes, numbers),
    (compute, call) => compute.codeBackward(call),
    ({ statisticsSignal }) => [statisticsSignal]
  );

const imageWork = (sizes: ImageSizes): Work =>
  workOf(
    (compute, numbers) => imageLossCall(compute, sizes, numbers),
    (compute, call) => compute.imageLoss(call),
    ({ loss, signal }) => [loss, signal]
  );

const answerWork = (sizes: AnswerSizes): Work =>
  workOf(
    (compute, numbers) => answerLossCall(compute, sizes, numbers),
    (compute, call) => compute.answerLoss(call),
    ({ loss, signal }) => [loss, signal]
  );

const codes: CodeSizes[] = [
  { batch: 5, latents: 7 },
  { batch: 1, latents: 1, rateFrom: 3 },
  { batch: 64, latents: 16, rateFrom: 16 },
  { batch: 9, latents: 5, spread: 12 },
  { batch: 0, latents: 4 }
];

const images: Omit<ImageSizes, 'kind'>[] = [
  { batch: 5, pixels: 7 },
  { batch: 1, pixels: 1, lossFrom: 2 },
  { batch: 3, pixels: 785, lossFrom: 1 },
  { batch: 4, pixels: 30, certain: true },
  { batch: 0, pixels: 9 }
];

const answers: Omit<AnswerSizes, 'kind'>[] = [
  { batch: 5, classes: 3 },
  { batch: 1, classes: 2, lossFrom: 4 },
  { batch: 33, classes: 10, spread: 8 },
  { batch: 2, classes: 4, spread: 40 },
  { batch: 0, classes: 4 }
];

export const codeAndLossCases: ComputeCase[] = [
  ...codes.flatMap((each) => [
    caseOf('code', describe(each), codeWork(each)),
    caseOf('codeBackward', describe(each), codeBackwardWork(each))
  ]),
  ...(['bernoulli', 'squared'] as const).flatMap((kind) =>
    images.map((each) => caseOf('imageLoss', describe({ kind, ...each }), imageWork({ kind, ...each })))
  ),
  ...(['forward', 'reverse', 'label'] as const).flatMap((kind) =>
    answers.map((each) => caseOf('answerLoss', describe({ kind, ...each }), answerWork({ kind, ...each })))
  )
];
