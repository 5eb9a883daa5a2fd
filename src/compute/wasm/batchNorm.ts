/** Batch normalisation: each call as the fields of its kernel. */
import type { BatchNormBackwardCall, BatchNormCall } from '../feedForward';
import { activations } from './dense';
import type { Engine } from './engine';

/** Flops a pixel, roughly, of a pass with its sums. */
const FLOPS = 6;

export function batchNorm(engine: Engine, call: BatchNormCall): void {
  const { activation, batch, channels, epsilon, from = 0, momentum, plane, training } = call;
  const { address, written } = engine;
  engine.run(
    'batchNorm',
    engine.threadsFor(FLOPS * batch * channels * plane),
    [
      batch,
      channels,
      plane,
      activations[activation],
      training ? 1 : 0,
      address(call.x),
      written(call.y),
      address(call.parameters) + 4 * from,
      written(call.running),
      written(call.used)
    ],
    [momentum, epsilon]
  );
}

export function batchNormBackward(engine: Engine, call: BatchNormBackwardCall): void {
  const { accumulate, activation, batch, channels, from = 0, gradient, plane, training } = call;
  const { address, written } = engine;
  engine.run('batchNormBackward', engine.threadsFor(FLOPS * batch * channels * plane), [
    batch,
    channels,
    plane,
    activations[activation],
    training ? 1 : 0,
    accumulate ? 1 : 0,
    address(call.x),
    address(call.y),
    address(call.parameters) + 4 * from,
    address(call.used),
    written(call.signal),
    gradient ? written(gradient) + 4 * from : 0,
    written(call.inputSignal)
  ]);
}
