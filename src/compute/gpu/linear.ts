/** Matrix products, optimiser steps and reductions on blocks. */
import type { AdamCall, Block, GemmCall, GemvCall, Reduction, SgdCall } from '../compute';
import { integerPower } from '../transcendentals';
import type { Handle } from './gpujs';
import type { Memory } from './memory';

/** Rows in one plane of a product. WebGL2 promises textures of 2048; every adapter we know has 8192 or more. */
const mostRows = 4096;

/** Rows and planes of an output that has `count` rows. */
export const stack = (count: number): [rows: number, planes: number] => {
  const rows = Math.max(1, Math.min(count, mostRows));
  return [rows, Math.ceil(count / rows)];
};

export async function gemm(memory: Memory, call: GemmCall): Promise<void> {
  const { m, n, k, c, transposeA, transposeB, alpha = 1, accumulate = false } = call;
  const { offsetA = 0, offsetB = 0, offsetC = 0 } = call;
  const { strideA = transposeA ? m : k, strideB = transposeB ? k : n, strideC = n } = call;
  if (m * n === 0) return;
  const [rows, planes] = stack(m);
  const product = await memory.runner.run('gemm', [n, rows, planes], {
    a: await memory.get(call.a),
    b: await memory.get(call.b),
    c: await memory.get(c),
    aFrom: offsetA,
    aRow: transposeA ? 1 : strideA,
    aColumn: transposeA ? strideA : 1,
    bFrom: offsetB,
    bRow: transposeB ? 1 : strideB,
    bColumn: transposeB ? strideB : 1,
    cFrom: offsetC,
    cRow: strideC,
    k,
    rows,
    alpha,
    keep: accumulate ? 1 : 0
  });
  if (strideC === n) await memory.put(c, product, m * n, offsetC);
  else await putRows(memory, c, product, { many: m, width: n, stride: strideC, offset: offsetC });
}

/** Replaces rows of the block, `stride` floats apart, by those of `source`, which is used up. */
async function putRows(
  memory: Memory,
  block: Block,
  source: Handle,
  { many, width, stride, offset }: { many: number; width: number; stride: number; offset: number }
): Promise<void> {
  const [rows, planes] = stack(Math.ceil(block.length / stride));
  const whole = await memory.runner.run('pasteRows', [stride, rows, planes], {
    old: await memory.get(block),
    piece: source,
    stride,
    rows,
    row: Math.floor(offset / stride),
    column: offset % stride,
    many,
    width
  });
  source.delete();
  await memory.put(block, whole, block.length);
}

/** A product with a matrix of one column. */
export function gemv(
  memory: Memory,
  { rows, columns, a, x, y, transpose = false, ...rest }: GemvCall
): Promise<void> {
  const [m, k] = transpose ? [columns, rows] : [rows, columns];
  return gemm(memory, { m, n: 1, k, a, b: x, c: y, transposeA: transpose, ...rest });
}

export async function sgd(memory: Memory, call: SgdCall): Promise<void> {
  const { length } = call.weights;
  const moved = await memory.runner.run('descend', [length], {
    weights: await memory.get(call.weights),
    gradient: await memory.get(call.gradient),
    keep: 1 - (call.weightDecay ?? 0),
    rate: call.rate
  });
  await memory.put(call.weights, moved, length);
}

export async function adam(memory: Memory, call: AdamCall): Promise<void> {
  const { weights, gradient, firstMoment, secondMoment, beta1, beta2, step } = call;
  const { length } = weights;
  const advance = async (moment: Block, beta: number, squared: 0 | 1): Promise<void> => {
    const given = { moment: await memory.get(moment), gradient: await memory.get(gradient) };
    const next = await memory.runner.run('moment', [length], { ...given, beta, rest: 1 - beta, squared });
    await memory.put(moment, next, length);
  };
  await advance(firstMoment, beta1, 0);
  await advance(secondMoment, beta2, 1);
  const moved = await memory.runner.run('adam', [length], {
    weights: await memory.get(weights),
    firstMoment: await memory.get(firstMoment),
    secondMoment: await memory.get(secondMoment),
    correction1: 1 - integerPower(beta1, step),
    correction2: 1 - integerPower(beta2, step),
    epsilon: call.epsilon,
    keep: 1 - (call.weightDecay ?? 0),
    rate: call.rate
  });
  await memory.put(weights, moved, length);
}

/** The kernel's code for each reduction, and the one that reduces its partial results. */
const folds: Record<Reduction, [first: number, then: number]> = {
  sum: [0, 0],
  mean: [0, 0],
  sumOfSquares: [1, 0],
  min: [2, 2],
  max: [3, 3]
};
/** Floats one cell reduces. */
const stretch = 64;

export async function reduce(memory: Memory, kind: Reduction, block: Block): Promise<number> {
  if (block.length === 0) return kind === 'sum' || kind === 'sumOfSquares' ? 0 : Number.NaN;
  const own = await memory.get(block);
  let [fold, then] = folds[kind];
  let source = own;
  let length = block.length;
  while (length > stretch) {
    const cells = Math.ceil(length / stretch);
    const next = await memory.runner.run('fold', [cells], { source, length, kind: fold });
    if (source !== own) source.delete();
    [source, length, fold] = [next, cells, then];
  }
  const [value] = await memory.runner.values('fold', 1, { source, length, kind: fold });
  if (source !== own) source.delete();
  return kind === 'mean' ? value / block.length : value;
}
