/**
 * What a layer or a model costs: parameters, what it keeps of a sequence, and floating-point operations. All are counts of what is
 * there, split by kind, and exact as long as they stay below 2^53. A multiplication and an addition are two operations; products,
 * convolutions and scans count, norms, softmax, rotations and activations do not. Attention is counted over all pairs of tokens, as
 * papers print it, not halved for causality.
 */
import { MemoryError } from '../rows';

/** Counts by kind. */
export type Split = Readonly<Record<string, number>>;

export interface Cost {
  parameters: Split;
  /** Numbers kept for every token. */
  cachePerToken: number;
  /** Numbers kept whatever the length. */
  state: Split;
  /** Operations of a forward pass over `tokens` from the first. */
  forward(tokens: number): Split;
  /** Operations of one further token with `tokens` kept, itself included. */
  decode(tokens: number): Split;
}

export const totalOf = (split: Split): number => Object.values(split).reduce((sum, count) => sum + count, 0);

/** Numbers kept of `tokens` tokens. */
export const cacheOf = ({ cachePerToken, state }: Cost, tokens: number): number =>
  cachePerToken * tokens + totalOf(state);

const timesAll = (split: Split, factor: number): Split =>
  Object.fromEntries(Object.entries(split).map(([kind, count]) => [kind, factor * count]));

/** The same layer `count` times. */
export const repeated = (cost: Cost, count: number): Cost => ({
  parameters: timesAll(cost.parameters, count),
  cachePerToken: cost.cachePerToken * count,
  state: timesAll(cost.state, count),
  forward: (tokens) => timesAll(cost.forward(tokens), count),
  decode: (tokens) => timesAll(cost.decode(tokens), count)
});

/** left / right. Throws MemoryError naming what is divided, unless it comes out whole. */
export function wholeShare(left: number, right: number, what: string): number {
  if (left >= right && left % right === 0) return left / right;
  throw new MemoryError(`${what} is ${left} / ${right}; expected a whole number from 1.`);
}
