/** Matrix products, optimiser steps and reductions on blocks. */
import type { AdamCall, Block, GemmCall, GemvCall, Reduction, SgdCall } from '../compute';
import { integerPower } from '../transcendentals';
import type { Memory } from './memory';

/** Rows in one plane of a product. WebGL2 promises textures of 2048; every adapter we know has 8192 or more. */
const mostRows = 4096;

export async function gemm(memory: Memory, call: GemmCall): Promise<void> {
  const { m, n, k, transposeA = false, transposeB = false, alpha = 1, accumulate = false } = call;
  const rows = Math.max(1, Math.min(m, mostRows));
  const product = await memory.runner.run('gemm', [n, rows, Math.ceil(m / rows)], {
    a: await memory.get(call.a),
    b: await memory.get(call.b),
    c: await memory.get(call.c),
    aFrom: 0,
    aRow: transposeA ? 1 : k,
    aColumn: transposeA ? m : 1,
    bRow: transposeB ? 1 : n,
    bColumn: transposeB ? k : 1,
    n,
    k,
    rows,
    alpha,
    keep: accumulate ? 1 : 0
  });
  await memory.put(call.c, product, m * n);
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
