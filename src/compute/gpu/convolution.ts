/** Convolutions and max-pooling on blocks. */
import {
  type ConvolveBackwardCall,
  type ConvolveCall,
  type MaxPoolBackwardCall,
  type MaxPoolCall,
  sideOut
} from '../feedForward';
import { bend, putGradient } from './dense';
import type { Handle } from './gpujs';
import { activations } from './kernels/activation';
import type { Memory } from './memory';

/** Sizes in which the kernels see a call: its image is already as large as `enlarge` makes it. */
function sizesOf(call: ConvolveCall) {
  const { batch, channels, enlarge = 1, filters, kernel, padding, stride } = call;
  const [rows, columns] = [call.rows * enlarge, call.columns * enlarge];
  const [height, width] = [rows, columns].map((side) => sideOut(side, kernel, stride, padding));
  return { batch, channels, rows, columns, filters, kernel, stride, padding, height, width };
}

/** Hands `body` the image, enlarged where the call says so. */
async function withImage(
  memory: Memory,
  call: ConvolveCall,
  body: (x: Handle) => Promise<void>
): Promise<void> {
  const { batch, channels, columns, enlarge = 1, rows } = call;
  const source = await memory.get(call.x);
  if (enlarge === 1) return body(source);
  const shape = [columns * enlarge, rows * enlarge, batch * channels];
  const large = await memory.runner.run('enlarge', shape, { source, rows, columns, enlarge });
  await body(large);
  large.delete();
}

export async function convolve(memory: Memory, call: ConvolveCall): Promise<void> {
  const { height, width, ...sizes } = sizesOf(call);
  const { batch, filters } = sizes;
  if (batch * filters === 0) return;
  await withImage(memory, call, async (x) => {
    const y = await memory.runner.run('convolve', [width, height, batch * filters], {
      x,
      parameters: await memory.get(call.parameters),
      from: call.from ?? 0,
      ...sizes,
      activation: activations[call.activation]
    });
    await memory.put(call.y, y, batch * filters * height * width);
  });
}

export async function convolveBackward(memory: Memory, call: ConvolveBackwardCall): Promise<void> {
  const { batch, filters, height, width } = sizesOf(call);
  await bend(memory, call, batch * filters * height * width);
  if (call.gradient) await parameterGradient(memory, call);
  if (call.inputSignal) await signalBelow(memory, call);
}

/** Each example's, then their sum. */
async function parameterGradient(memory: Memory, call: ConvolveBackwardCall): Promise<void> {
  const { batch, ...sizes } = sizesOf(call);
  const { channels, filters, height, kernel, width } = sizes;
  const { from = 0, gradient } = call;
  const { run } = memory.runner;
  if (!gradient) return;
  const signal = await memory.get(call.signal);
  const taps = channels * kernel * kernel;
  const sum = async (parts: Handle, many: number): Promise<Handle> => {
    const total = await run('columnSum', [many], { source: parts, width: many, rows: batch, scale: 1 });
    parts.delete();
    return total;
  };
  await withImage(memory, call, async (x) => {
    const parts = await run('weightGradient', [taps, filters, batch], { x, signal, ...sizes });
    const weights = await sum(parts, taps * filters);
    const planes = { x: signal, channels: filters, plane: height * width };
    const biases = await sum(await run('planeSum', [filters, batch], planes), filters);
    await putGradient(memory, gradient, from, [weights, biases], [taps * filters, filters]);
  });
}

async function signalBelow(memory: Memory, call: ConvolveBackwardCall): Promise<void> {
  const { accumulate, columns, enlarge = 1, from = 0, inputSignal, rows } = call;
  const { columns: across, rows: down, ...sizes } = sizesOf(call);
  const planes = sizes.batch * sizes.channels;
  const { run } = memory.runner;
  if (!inputSignal || planes === 0) return;
  const large = await run('convolveBack', [across, down, planes], {
    signal: await memory.get(call.signal),
    parameters: await memory.get(call.parameters),
    from,
    ...sizes
  });
  const pixels = planes * rows * columns;
  if (enlarge === 1 && !accumulate) return memory.put(inputSignal, large, pixels);
  const below = await run('shrink', [columns, rows, planes], {
    source: large,
    old: await memory.get(inputSignal),
    ...{ rows, columns, enlarge, keep: accumulate ? 1 : 0 }
  });
  large.delete();
  await memory.put(inputSignal, below, pixels);
}

export async function maxPool(memory: Memory, call: MaxPoolCall): Promise<void> {
  const { batch, channels, columns, kernel, rows, stride } = call;
  const [height, width] = [rows, columns].map((side) => sideOut(side, kernel, stride));
  const planes = batch * channels;
  if (planes === 0) return;
  const given = { x: await memory.get(call.x), rows, columns, kernel, stride };
  const y = await memory.runner.run('maxPool', [width, height, planes], given);
  await memory.put(call.y, y, planes * height * width);
}

export async function maxPoolBackward(memory: Memory, call: MaxPoolBackwardCall): Promise<void> {
  const { batch, channels, columns, kernel, rows, stride } = call;
  const [height, width] = [rows, columns].map((side) => sideOut(side, kernel, stride));
  const planes = batch * channels;
  if (planes === 0) return;
  const below = await memory.runner.run('maxPoolBack', [columns, rows, planes], {
    x: await memory.get(call.x),
    signal: await memory.get(call.signal),
    ...{ rows, columns, kernel, stride, height, width }
  });
  await memory.put(call.inputSignal, below, planes * rows * columns);
}
