/** How many rows a dictionary has. */
import type { OvqSettings } from './settings';

type Growth = Pick<OvqSettings, 'capacity' | 'growth' | 'horizon'>;

/**
 * n(t) after t tokens: 0 without tokens, else at least 1, never falling, min(t, N) at most. The published plateau floor(t N / (t + N))
 * has no row after one token, and for ever if N = 1: what is written then could not be read. At least one row is the cleaner rule
 * and differs nowhere else.
 */
export function rowsAfter(t: number, { capacity, growth, horizon }: Growth): number {
  if (t === 0) return 0;
  const rows = {
    plateau: (t * capacity) / (t + capacity),
    linear: (t * capacity) / horizon,
    min: t
  }[growth];
  return Math.max(1, Math.min(t, capacity, Math.floor(rows)));
}
