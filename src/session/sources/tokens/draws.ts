/** Drawing without repetition, in memory that grows with what is drawn and not with what it is drawn from. */
import { exp, log } from '../../../compute/transcendentals';
import type { Random } from '../../../models/random';

/** `count` different whole numbers of [0, n), n at most 2^32, in random order: Fisher-Yates over a row that is kept where it changed. */
export function distinct(random: Random, n: number, count: number): Float64Array {
  const moved = new Map<number, number>();
  return Float64Array.from({ length: count }, (_, i) => {
    const j = i + random.below(n - i);
    const drawn = moved.get(j) ?? j;
    moved.set(j, moved.get(i) ?? i);
    return drawn;
  });
}

/**
 * `count` different whole numbers of [0, n), i with a weight (i + 1)^(power - 1), ascending: one after another from what is left, as
 * the smallest of exponential times -log(u) / weight (Efraimidis & Spirakis 2006).
 */
export function powerLaw(random: Random, n: number, count: number, power: number): number[] {
  const times = Float64Array.from({ length: n }, (_, i) => {
    const rarity = exp((1 - power) * log(i + 1));
    return -log(1 - random.uniform()) * rarity;
  });
  return Array.from(times, (_, i) => i)
    .sort((a, b) => times[a] - times[b] || a - b)
    .slice(0, count)
    .sort((a, b) => a - b);
}
