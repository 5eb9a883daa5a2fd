/** Two conditions on the same seeds: how much one exceeds the other, seed by seed. */
import { bootstrapInterval, type Interval } from './bootstrap';
import { mean, standardDeviation } from './moments';

export interface PairedEffect {
  /** Pairs. */
  n: number;
  /** Mean of b - a, and its 95 % BCa bootstrap interval. */
  difference: number;
  interval?: Interval;
  /**
   * Cohen's d_z = mean(b - a) / sd(b - a), made smaller by Hedges' factor 1 - 3 / (4 (n - 1) - 1), since small samples overstate it;
   * infinite where every pair differs by the same amount.
   */
  size: number;
}

/** `pairs`: [a, b] of each seed. */
export function pairedEffect(pairs: readonly (readonly [number, number])[]): PairedEffect {
  const differences = pairs.map(([a, b]) => b - a);
  const interval = bootstrapInterval(differences);
  return {
    n: pairs.length,
    difference: mean(differences),
    ...(interval && { interval }),
    size: hedgesSize(differences)
  };
}

function hedgesSize(differences: readonly number[]): number {
  const n = differences.length;
  const spread = standardDeviation(differences);
  const centre = mean(differences);
  if (spread === 0) return centre === 0 ? 0 : centre > 0 ? Infinity : -Infinity;
  return (centre / spread) * (1 - 3 / (4 * (n - 1) - 1));
}
