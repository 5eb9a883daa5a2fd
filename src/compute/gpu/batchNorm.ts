/** Batch normalisation on blocks: sums over planes, then over the batch. */
import type { BatchNormBackwardCall, BatchNormCall } from '../feedForward';
import { bend } from './dense';
import type { Handle } from './gpujs';
import { activations } from './kernels/activation';
import type { Memory } from './memory';

export async function batchNorm(memory: Memory, call: BatchNormCall): Promise<void> {
  const { activation, batch, channels, from = 0, plane } = call;
  const pixels = batch * channels * plane;
  if (channels === 0) return;
  const x = await memory.get(call.x);
  const [mean, variance] = call.training ? await ofBatch(memory, call, x) : [undefined, undefined];
  const before = await memory.get(call.running);
  const used = await memory.runner.run('normaliser', [channels, 2], {
    mean: mean ?? before,
    variance: variance ?? before,
    varianceFrom: variance ? 0 : channels,
    epsilon: call.epsilon
  });
  await memory.put(call.used, used, 2 * channels);
  if (mean && variance) {
    const count = batch * plane;
    const running = await memory.runner.run('moveRunning', [channels, 2], {
      running: before,
      mean,
      variance,
      channels,
      momentum: call.momentum,
      unbias: count / Math.max(1, count - 1)
    });
    await memory.put(call.running, running, 2 * channels);
    mean.delete();
    variance.delete();
  }
  if (pixels === 0) return;
  const y = await memory.runner.run('normalise', [plane, channels, batch], {
    x,
    used: await memory.get(call.used),
    parameters: await memory.get(call.parameters),
    from,
    channels,
    plane,
    activation: activations[activation]
  });
  await memory.put(call.y, y, pixels);
}

/** Mean and biased variance of each channel. */
async function ofBatch(
  { runner: { run } }: Memory,
  { batch, channels, plane }: BatchNormCall,
  x: Handle
): Promise<[mean: Handle, variance: Handle]> {
  const over = { width: channels, rows: batch, scale: 1 / (batch * plane) };
  const sums = await run('planeSum', [channels, batch], { x, channels, plane });
  const mean = await run('columnSum', [channels], { source: sums, ...over });
  sums.delete();
  const squares = await run('planeSquares', [channels, batch], { x, mean, channels, plane });
  const variance = await run('columnSum', [channels], { source: squares, ...over });
  squares.delete();
  return [mean, variance];
}

export async function batchNormBackward(memory: Memory, call: BatchNormBackwardCall): Promise<void> {
  const { accumulate, batch, channels, from = 0, gradient, inputSignal, plane, training } = call;
  const { run } = memory.runner;
  const pixels = batch * channels * plane;
  await bend(memory, call, pixels);
  if (channels === 0 || !(gradient || inputSignal)) return;
  const signal = await memory.get(call.signal);
  const given = { x: await memory.get(call.x), signal, used: await memory.get(call.used), channels, plane };
  const parts = await run('normaliseSums', [channels, 2, batch], given);
  const over = { width: 2 * channels, rows: batch, scale: 1 };
  const sums = await run('columnSum', [2 * channels], { source: parts, ...over });
  parts.delete();
  if (inputSignal && pixels > 0) {
    const below = await run('normaliseBack', [plane, channels, batch], {
      ...given,
      parameters: await memory.get(call.parameters),
      sums,
      old: accumulate ? await memory.get(inputSignal) : signal,
      from,
      share: training ? 1 / (batch * plane) : 0,
      keep: accumulate ? 1 : 0
    });
    await memory.put(inputSignal, below, pixels);
  }
  if (gradient) await memory.put(gradient, sums, 2 * channels, from);
  else sums.delete();
}
