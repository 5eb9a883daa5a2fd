/** Products and optimiser steps: each call as the fields of its kernel. */
import type { AdamCall, GemmCall, GemvCall, SgdCall } from '../compute';
import { integerPower } from '../transcendentals';
import type { Engine } from './engine';

export function gemm(engine: Engine, call: GemmCall): void {
  const { m, n, k, a, b, c, transposeA, transposeB, accumulate, alpha = 1 } = call;
  const { offsetA = 0, offsetB = 0, offsetC = 0 } = call;
  const { strideA = transposeA ? m : k, strideB = transposeB ? k : n, strideC = n } = call;
  const on = engine.threadsFor(2 * m * n * k);
  const space = engine.scratch(engine.kernels.productScratch(on));
  const flags = [transposeA, transposeB, accumulate].map((flag) => (flag ? 1 : 0));
  const [from, and] = [engine.address(a) + 4 * offsetA, engine.address(b) + 4 * offsetB];
  const to = engine.written(c) + 4 * offsetC;
  engine.run('gemm', on, [m, n, k, from, and, to, ...flags, strideA, strideB, strideC, space], [alpha]);
}

export function gemv(engine: Engine, call: GemvCall): void {
  const { rows, columns, a, x, y, transpose, accumulate, alpha = 1 } = call;
  const flags = [transpose, accumulate].map((flag) => (flag ? 1 : 0));
  const blocks = [engine.address(a), engine.address(x), engine.written(y)];
  engine.run('gemv', engine.threadsFor(2 * rows * columns), [rows, columns, ...blocks, ...flags], [alpha]);
}

export function sgd(engine: Engine, { weights, gradient, rate, weightDecay = 0 }: SgdCall): void {
  const fields = [weights.length, engine.written(weights), engine.address(gradient)];
  engine.run('sgd', engine.threadsFor(4 * weights.length), fields, [1 - weightDecay, rate]);
}

export function adam(engine: Engine, call: AdamCall): void {
  const { weights, gradient, firstMoment, secondMoment, weightDecay = 0 } = call;
  const { rate, beta1, beta2, epsilon, step } = call;
  const [correction1, correction2] = [beta1, beta2].map((beta) => 1 - integerPower(beta, step));
  const blocks = [engine.written(weights), engine.address(gradient)];
  const moments = [engine.written(firstMoment), engine.written(secondMoment)];
  engine.run(
    'adam',
    engine.threadsFor(15 * weights.length),
    [weights.length, ...blocks, ...moments],
    [1 - weightDecay, rate / correction1, beta1, 1 - beta1, beta2, 1 - beta2, 1 / correction2, epsilon]
  );
}
