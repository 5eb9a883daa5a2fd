/** The Gaussian code of an autoencoder and losses on blocks. */
import type { AnswerLossCall, CodeBackwardCall, CodeCall, ImageLossCall } from '../feedForward';
import type { Memory } from './memory';

/** Kinds of answer losses by the numbers of the kernels. */
const kinds = { forward: 0, reverse: 1, label: 2 } as const;

export async function code(memory: Memory, call: CodeCall): Promise<void> {
  const { batch, latents, rateFrom = 0 } = call;
  const { run } = memory.runner;
  if (latents === 0) return;
  const statistics = await memory.get(call.statistics);
  const rate =
    batch > 0
      ? await run('codeRate', [latents], { statistics, latents, batch })
      : await run('fill', [latents], { value: 0 });
  await memory.put(call.rate, rate, latents, rateFrom);
  if (batch === 0) return;
  const given = { statistics, noise: await memory.get(call.noise), latents };
  await memory.put(call.code, await run('drawCode', [latents, batch], given), batch * latents);
}

export async function codeBackward(memory: Memory, call: CodeBackwardCall): Promise<void> {
  const { batch, latents } = call;
  if (batch * latents === 0) return;
  const signals = await memory.runner.run('codeBack', [latents, 2, batch], {
    statistics: await memory.get(call.statistics),
    noise: await memory.get(call.noise),
    signal: await memory.get(call.signal),
    latents,
    weight: call.rateWeight
  });
  await memory.put(call.statisticsSignal, signals, 2 * batch * latents);
}

export async function imageLoss(memory: Memory, call: ImageLossCall): Promise<void> {
  const { batch, kind, lossFrom = 0, pixels, scale } = call;
  const { run } = memory.runner;
  if (batch === 0) return;
  const given = { image: await memory.get(call.image), target: await memory.get(call.target) };
  const loss = await run('imageLoss', [batch], { ...given, pixels, squared: kind === 'squared' ? 1 : 0 });
  await memory.put(call.loss, loss, batch, lossFrom);
  if (pixels === 0) return;
  const signal = await run('imageSignal', [batch * pixels], { ...given, scale });
  await memory.put(call.signal, signal, batch * pixels);
}

export async function answerLoss(memory: Memory, call: AnswerLossCall): Promise<void> {
  const { batch, classes, lossFrom = 0, scale } = call;
  const { run } = memory.runner;
  if (batch === 0) return;
  const given = {
    logits: await memory.get(call.logits),
    target: await memory.get(call.target),
    classes,
    kind: kinds[call.kind]
  };
  await memory.put(call.loss, await run('answerLoss', [batch], given), batch, lossFrom);
  if (classes === 0) return;
  const signal = await run('answerSignal', [classes, batch], { ...given, scale });
  await memory.put(call.signal, signal, batch * classes);
}
