/** The Gaussian code of an autoencoder and losses: each call as the fields of its kernel. */
import {
  type AnswerLossCall,
  type CodeBackwardCall,
  type CodeCall,
  type ImageLossCall,
  logVarianceRange
} from '../feedForward';
import type { Engine } from './engine';

/** What a latent or a pixel costs, as the flops of a product that takes as long: functions are slower than products. */
const flops = { code: 300, codeBackward: 200, bernoulli: 140, squared: 10 } as const;

/** By the numbers of src/kernels/losses.ts. */
const answers = { forward: 0, reverse: 1, label: 2 } as const;

export function code(engine: Engine, call: CodeCall): void {
  const { batch, latents, noise, rate, rateFrom = 0, statistics } = call;
  const { address, written } = engine;
  const blocks = [address(statistics), address(noise), written(call.code), written(rate) + 4 * rateFrom];
  engine.run(
    'code',
    engine.threadsFor(flops.code * batch * latents),
    [batch, latents, ...blocks],
    [...logVarianceRange]
  );
}

export function codeBackward(engine: Engine, call: CodeBackwardCall): void {
  const { batch, latents, noise, rateWeight, signal, statistics, statisticsSignal } = call;
  const { address, written } = engine;
  const blocks = [address(statistics), address(noise), address(signal), written(statisticsSignal)];
  engine.run(
    'codeBackward',
    engine.threadsFor(flops.codeBackward * batch * latents),
    [batch, latents, ...blocks],
    [rateWeight, ...logVarianceRange]
  );
}

export function imageLoss(engine: Engine, call: ImageLossCall): void {
  const { batch, image, kind, loss, lossFrom = 0, pixels, scale, signal, target } = call;
  const { address, written } = engine;
  const squared = kind === 'squared';
  const blocks = [address(image), address(target), written(loss) + 4 * lossFrom, written(signal)];
  const on = engine.threadsFor(flops[kind] * batch * pixels);
  engine.run('imageLoss', on, [squared ? 1 : 0, batch, pixels, ...blocks], [scale]);
}

export function answerLoss(engine: Engine, call: AnswerLossCall): void {
  const { batch, classes, kind, logits, loss, lossFrom = 0, scale, signal, target } = call;
  const { address, written } = engine;
  const on = engine.threadsFor(batch * (60 * classes + 200));
  const blocks = [address(logits), address(target), written(loss) + 4 * lossFrom, written(signal)];
  const space = engine.scratch(engine.kernels.answerLossScratch(classes, on));
  engine.run('answerLoss', on, [answers[kind], batch, classes, ...blocks, space], [scale]);
}
