/** Dense layers, elementwise products, and the part all adjoints share, on blocks. */
import type { Block } from '../compute';
import {
  type Activation,
  type DenseBackwardCall,
  type DenseCall,
  denseParameters,
  type MultiplyCall
} from '../feedForward';
import type { Handle } from './gpujs';
import { activations } from './kernels/activation';
import { stack } from './linear';
import type { Memory } from './memory';

export async function dense(memory: Memory, call: DenseCall): Promise<void> {
  const { activation, batch, from = 0, inputs, outputs } = call;
  if (batch * outputs === 0) return;
  const [rows, planes] = stack(batch);
  const y = await memory.runner.run('dense', [outputs, rows, planes], {
    x: await memory.get(call.x),
    parameters: await memory.get(call.parameters),
    from,
    inputs,
    outputs,
    rows,
    activation: activations[activation]
  });
  await memory.put(call.y, y, batch * outputs);
}

/** signal <- signal activation'(y) over the first `length`. */
export async function bend(
  memory: Memory,
  { activation, signal, y }: { activation: Activation; signal: Block; y: Block },
  length: number
): Promise<void> {
  if (activation === 'linear' || length === 0) return;
  const bent = await memory.runner.run('bend', [length], {
    signal: await memory.get(signal),
    y: await memory.get(y),
    activation: activations[activation]
  });
  await memory.put(signal, bent, length);
}

/** Replaces the gradient of a layer's parameters from `from` on by that of its weights, then that of its biases; takes both over. */
export async function putGradient(
  memory: Memory,
  gradient: Block,
  from: number,
  [weights, biases]: readonly [Handle, Handle],
  [many, few]: readonly [number, number]
): Promise<void> {
  await memory.put(gradient, weights, many, from);
  await memory.put(gradient, biases, few, from + many);
}

export async function denseBackward(memory: Memory, call: DenseBackwardCall): Promise<void> {
  const { accumulate, batch, from = 0, gradient, inputs, inputSignal, outputs } = call;
  const { run } = memory.runner;
  await bend(memory, call, batch * outputs);
  const signal = await memory.get(call.signal);
  const unused = { c: signal, cFrom: 0, cRow: 0, keep: 0 };
  if (gradient && denseParameters(inputs, outputs) > 0) {
    const [rows, planes] = stack(outputs);
    const weights = await run('gemm', [inputs, rows, planes], {
      ...unused,
      a: signal,
      b: await memory.get(call.x),
      ...{ aFrom: 0, aRow: 1, aColumn: outputs, bFrom: 0, bRow: inputs, bColumn: 1 },
      k: batch,
      rows,
      alpha: 1
    });
    const biases = await run('columnSum', [outputs], {
      source: signal,
      width: outputs,
      rows: batch,
      scale: 1
    });
    await putGradient(memory, gradient, from, [weights, biases], [inputs * outputs, outputs]);
  }
  if (inputSignal && batch * inputs > 0) {
    const [rows, planes] = stack(batch);
    const below = await run('gemm', [inputs, rows, planes], {
      a: signal,
      b: await memory.get(call.parameters),
      c: accumulate ? await memory.get(inputSignal) : signal,
      ...{ aFrom: 0, aRow: outputs, aColumn: 1, bFrom: from, bRow: inputs, bColumn: 1 },
      ...{ cFrom: 0, cRow: inputs, k: outputs, rows, alpha: 1, keep: accumulate ? 1 : 0 }
    });
    await memory.put(inputSignal, below, batch * inputs);
  }
}

export async function multiply(memory: Memory, { by, length, values }: MultiplyCall): Promise<void> {
  if (length === 0) return;
  const given = { values: await memory.get(values), by: await memory.get(by) };
  await memory.put(values, await memory.runner.run('multiply', [length], given), length);
}
