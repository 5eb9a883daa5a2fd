/** The share of runs in which something holds. */
import type { Interval } from './bootstrap';
import { normalQuantile } from './normal';

/** Wilson's score interval (1927), which stays within 0 and 1 and is honest for few runs; 0 to 1 of none. */
export function shareInterval(held: number, n: number, level = 0.95): Interval {
  if (n === 0) return { low: 0, high: 1 };
  const z = normalQuantile(1 - (1 - level) / 2);
  const share = held / n;
  const centre = share + (z * z) / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const all = 1 + (z * z) / n;
  return { low: Math.max(0, (centre - half) / all), high: Math.min(1, (centre + half) / all) };
}
