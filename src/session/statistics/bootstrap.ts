/**
 * Bootstrap confidence intervals (Efron & Tibshirani 1993, ch. 14): BCa, which corrects the percentile interval for bias and for a
 * spread that changes with the value. Seeded, so equal samples have equal intervals.
 */
import { Random } from '../../models/random';
import { mean } from './moments';
import { normalQuantile, normalShare } from './normal';

export interface Interval {
  low: number;
  high: number;
}

export interface BootstrapOptions {
  /** Of a sample; default its mean. Resamples for which it is not finite are left out. */
  statistic?: (values: readonly number[]) => number;
  /** Default 0.95. */
  level?: number;
  /** Default 4000. */
  resamples?: number;
}

const seed = 'bootstrap';

/**
 * Undefined of fewer than three values, of which resampling can say next to nothing; a single point where all are equal. With few
 * values (under some 10) such intervals are too narrow, as every bootstrap is; n belongs beside them.
 */
export function bootstrapInterval(
  values: readonly number[],
  { statistic = mean, level = 0.95, resamples = 4000 }: BootstrapOptions = {}
): Interval | undefined {
  const n = values.length;
  if (n < 3) return undefined;
  const whole = statistic(values);
  if (values.every((value) => value === values[0]))
    return Number.isFinite(whole) ? { low: whole, high: whole } : undefined;
  const random = new Random(seed);
  const drawn: number[] = [];
  const resample = new Array<number>(n);
  for (let b = 0; b < resamples; b++) {
    for (let i = 0; i < n; i++) resample[i] = values[random.below(n)];
    const value = statistic(resample);
    if (Number.isFinite(value)) drawn.push(value);
  }
  if (drawn.length < resamples / 2 || !Number.isFinite(whole)) return undefined;
  drawn.sort((a, b) => a - b);
  const bias = biasOf(drawn, whole);
  const acceleration = accelerationOf(values, statistic);
  const bound = (share: number): number => {
    const shifted = bias + normalQuantile(share);
    return quantile(drawn, normalShare(bias + shifted / (1 - acceleration * shifted)));
  };
  const outside = (1 - level) / 2;
  return { low: bound(outside), high: bound(1 - outside) };
}

/** z0: how far the sample's own value is from the median of the resampled ones; ties count half. */
function biasOf(drawn: readonly number[], whole: number): number {
  let below = 0;
  for (const value of drawn) below += value < whole ? 1 : value === whole ? 0.5 : 0;
  const share = below / drawn.length;
  const edge = 1 / (2 * drawn.length);
  return normalQuantile(Math.min(1 - edge, Math.max(edge, share)));
}

/** a: from the skewness of the values with each left out in turn (the jackknife); 0 where that cannot be told. */
function accelerationOf(values: readonly number[], statistic: (values: readonly number[]) => number): number {
  const left = values.map((_, out) => statistic(values.filter((_, i) => i !== out))).filter(Number.isFinite);
  const centre = mean(left);
  let squares = 0;
  let cubes = 0;
  for (const value of left) {
    const away = centre - value;
    squares += away * away;
    cubes += away * away * away;
  }
  return squares > 0 ? cubes / (6 * squares * Math.sqrt(squares)) : 0;
}

/** Between order statistics, of sorted values. */
function quantile(sorted: readonly number[], share: number): number {
  const at = Math.min(1, Math.max(0, share)) * (sorted.length - 1);
  const from = Math.floor(at);
  const to = Math.min(sorted.length - 1, from + 1);
  return sorted[from] + (at - from) * (sorted[to] - sorted[from]);
}
