/** Dense layers and elementwise products: each call as the fields of its kernel. */
import type { Activation, DenseBackwardCall, DenseCall, MultiplyCall } from '../feedForward';
import type { Engine } from './engine';

/** Activations by the numbers of src/kernels/activation.ts. */
export const activations: Readonly<Record<Activation, number>> = { linear: 0, relu: 1, tanh: 2, sigmoid: 3 };

export function dense(engine: Engine, call: DenseCall): void {
  const { activation, batch, from = 0, inputs, outputs, parameters, x, y } = call;
  const { address, written } = engine;
  const on = engine.threadsFor(2 * batch * inputs * outputs);
  engine.run('dense', on, [
    batch,
    inputs,
    outputs,
    activations[activation],
    address(x),
    address(parameters) + 4 * from,
    written(y),
    engine.scratch(engine.kernels.productScratch(on))
  ]);
}

export function denseBackward(engine: Engine, call: DenseBackwardCall): void {
  const { accumulate, activation, batch, from = 0, gradient, inputs, inputSignal, outputs } = call;
  const { address, written } = engine;
  const products = (gradient ? 1 : 0) + (inputSignal ? 1 : 0);
  const on = engine.threadsFor(2 * products * batch * inputs * outputs);
  engine.run('denseBackward', on, [
    batch,
    inputs,
    outputs,
    activations[activation],
    accumulate ? 1 : 0,
    address(call.x),
    address(call.parameters) + 4 * from,
    address(call.y),
    written(call.signal),
    gradient ? written(gradient) + 4 * from : 0,
    written(inputSignal),
    engine.scratch(engine.kernels.productScratch(on))
  ]);
}

export function multiply(engine: Engine, { by, length, values }: MultiplyCall): void {
  engine.run('multiply', engine.threadsFor(length), [length, engine.written(values), engine.address(by)]);
}
