/** The same numbers for every backend: drawn from a seed, exact in float32. */
import type { Block, Compute } from '../compute';

export interface Numbers {
  /** Uniform in [low, high). */
  between(low: number, high: number, length: number): Float32Array;
  /** 1 with probability `rate`, else 0. */
  spikes(rate: number, length: number): Float32Array;
}

/** A linear congruential generator (Numerical Recipes, 1992, `ranqd1`): its upper 24 bits fill a float32. */
export function numbersFrom(seed: number): Numbers {
  let state = (Math.imul(seed, 2654435761) + 12345) >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
  return {
    between: (low, high, length) => Float32Array.from({ length }, () => low + (high - low) * next()),
    spikes: (rate, length) => Float32Array.from({ length }, () => (next() < rate ? 1 : 0))
  };
}

/** A fresh block that holds `data`. */
export function blockOf(compute: Compute, label: string, data: ArrayLike<number>): Block {
  const block = compute.alloc(data.length, label);
  compute.write(block, data);
  return block;
}
