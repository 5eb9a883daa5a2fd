/** Convolutions and max-pooling: each call as the fields of its kernel. */
import {
  type ConvolutionShape,
  type ConvolveBackwardCall,
  type ConvolveCall,
  type MaxPoolBackwardCall,
  type MaxPoolCall,
  sideOut
} from '../feedForward';
import { activations } from './dense';
import type { Engine } from './engine';

type Sizes = [
  channels: number,
  rows: number,
  columns: number,
  filters: number,
  kernel: number,
  stride: number,
  padding: number,
  enlarge: number
];

function sizesOf(shape: ConvolutionShape): Sizes {
  const { channels, columns, enlarge = 1, filters, kernel, padding, rows, stride } = shape;
  return [channels, rows, columns, filters, kernel, stride, padding, enlarge];
}

/** Flops of one pass over the taps. */
function flopsOf({ batch, ...shape }: ConvolveCall): number {
  const { channels, columns, enlarge, filters, kernel, padding, rows, stride } = shape;
  const plane =
    sideOut(rows, kernel, stride, padding, enlarge) * sideOut(columns, kernel, stride, padding, enlarge);
  return 2 * batch * filters * plane * channels * kernel * kernel;
}

export function convolve(engine: Engine, call: ConvolveCall): void {
  const { activation, batch, from = 0, parameters, x, y } = call;
  const { address, kernels, written } = engine;
  const on = engine.threadsFor(flopsOf(call));
  const sizes = sizesOf(call);
  const space = engine.scratch(kernels.convolveScratch(...sizes, on));
  const blocks = [address(x), address(parameters) + 4 * from, written(y)];
  engine.run('convolve', on, [batch, ...sizes, activations[activation], ...blocks, space]);
}

export function convolveBackward(engine: Engine, call: ConvolveBackwardCall): void {
  const { accumulate, activation, batch, from = 0, gradient, inputSignal, parameters, signal, x, y } = call;
  const { address, kernels, written } = engine;
  const products = (gradient ? 1 : 0) + (inputSignal ? 1 : 0);
  const on = engine.threadsFor(products * flopsOf(call));
  const sizes = sizesOf(call);
  const space = engine.scratch(kernels.convolveBackwardScratch(...sizes, batch, on));
  engine.run('convolveBackward', on, [
    batch,
    ...sizes,
    activations[activation],
    address(x),
    address(parameters) + 4 * from,
    address(y),
    space,
    accumulate ? 1 : 0,
    written(signal),
    gradient ? written(gradient) + 4 * from : 0,
    written(inputSignal)
  ]);
}

export function maxPool(engine: Engine, call: MaxPoolCall): void {
  const { address, written } = engine;
  pool(engine, 'maxPool', call, [address(call.x), written(call.y), 0, 0]);
}

export function maxPoolBackward(engine: Engine, call: MaxPoolBackwardCall): void {
  const { address, written } = engine;
  pool(engine, 'maxPoolBackward', call, [
    address(call.x),
    address(call.y),
    address(call.signal),
    written(call.inputSignal)
  ]);
}

function pool(
  engine: Engine,
  operation: 'maxPool' | 'maxPoolBackward',
  { batch, channels, columns, kernel, rows, stride }: MaxPoolCall,
  blocks: number[]
): void {
  const on = engine.threadsFor(batch * channels * rows * columns);
  engine.run(operation, on, [batch * channels, rows, columns, kernel, stride, ...blocks]);
}
