/** What an oracle is, and the measures oracles share. */
import type { Compute } from '../../compute/compute';

export type ComputeFactory = () => Compute | Promise<Compute>;

export interface Oracle {
  name: string;
  /** Where the expected number comes from. */
  source: string;
  expected: number;
  /** Allowed distance, relative to numbers larger than 1. */
  tolerance: number;
  measure(create: ComputeFactory): Promise<number>;
}

export const IDENTITY = 'identity';
export const FIXTURE = 'independent float64 implementation, no random numbers';

/** Runs `body` on a backend that lives no longer than it. */
export const measuring =
  (body: (compute: Compute) => Promise<number>) =>
  async (create: ComputeFactory): Promise<number> => {
    const compute = await create();
    try {
      return await body(compute);
    } finally {
      compute.dispose();
    }
  };

export const norm = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at] * values[at];
  return Math.sqrt(sum);
};

/** Norm of the difference over the norm of the second. */
export function distance(values: ArrayLike<number>, right: ArrayLike<number>): number {
  return norm(Float64Array.from({ length: right.length }, (_, at) => values[at] - right[at])) / norm(right);
}

/** Of the angle between two vectors. */
export function cosine(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let dot = 0;
  for (let at = 0; at < left.length; at++) dot += left[at] * right[at];
  return dot / (norm(left) * norm(right));
}
