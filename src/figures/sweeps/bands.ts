/** Mean over seeds of a curve at each of its trials, with the 95 % interval of the mean. */
import type { Curve } from '../../session/sweep/plan';
import type { Group } from '../../session/sweep/summary';
import { bootstrapInterval } from '../../session/statistics/bootstrap';

export interface Band {
  /** Of each seed. */
  curves: readonly Curve[];
  trials: readonly number[];
  mean: readonly number[];
  /** NaN where there are fewer than three seeds. */
  low: readonly number[];
  high: readonly number[];
}

/** Points of a band: more are not told apart in a small plot, and each is resampled. */
const mostPoints = 60;
const resamples = 400;
const made = new WeakMap<readonly unknown[], Map<string, Band>>();

/** Remembered for as long as the group's results are the same list. */
export function bandOf({ results }: Pick<Group, 'results'>, series: string): Band {
  const known = made.get(results)?.get(series);
  if (known) return known;
  const band = makeBand(results, series);
  made.set(results, (made.get(results) ?? new Map<string, Band>()).set(series, band));
  return band;
}

function makeBand(results: Group['results'], series: string): Band {
  const curves = results.flatMap((result) => result.curves.filter((curve) => curve.series === series));
  // Trials that every seed has: one that diverged early ends earlier.
  const valuesAt = new Map<number, number[]>();
  for (const { trials, values } of curves)
    trials.forEach((trial, r) => {
      valuesAt.set(trial, [...(valuesAt.get(trial) ?? []), values[r]]);
    });
  const shared = [...valuesAt]
    .filter(([, values]) => values.length === curves.length)
    .sort(([a], [b]) => a - b);
  const each = Math.max(1, Math.ceil(shared.length / mostPoints));
  const shown = shared.filter((_, k) => k % each === 0 || k === shared.length - 1);
  const intervals = shown.map(([, values]) => bootstrapInterval(values, { resamples }));
  return {
    curves,
    trials: shown.map(([trial]) => trial),
    mean: shown.map(([, values]) => values.reduce((sum, value) => sum + value, 0) / values.length),
    low: intervals.map((interval) => interval?.low ?? Number.NaN),
    high: intervals.map((interval) => interval?.high ?? Number.NaN)
  };
}

/** Curves there are, in the order they first occur. */
export function seriesOf(groups: readonly Group[]): string[] {
  return [
    ...new Set(
      groups.flatMap(({ results }) => results.flatMap(({ curves }) => curves.map(({ series }) => series)))
    )
  ];
}
