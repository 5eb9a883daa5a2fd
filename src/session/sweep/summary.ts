/** What the points of a sweep say together: for every combination of settings the mean of each metric over seeds, with its interval. */
import type { SettingValue } from '../../models/settings';
import { bootstrapInterval, type Interval } from '../statistics/bootstrap';
import { mean } from '../statistics/moments';
import { isFailure, type PointOutcome, type PointResult } from './plan';

export interface MetricSummary {
  /** Seeds that gave a number. */
  n: number;
  mean: number;
  /** 95 %, BCa bootstrap over seeds; absent of fewer than three. */
  interval?: Interval;
}

export interface Group {
  /** Of the axes. */
  settings: Readonly<Record<string, SettingValue>>;
  /** In the order of seeds. */
  results: readonly PointResult[];
  /** Points that failed. */
  failed: number;
  metrics: Readonly<Record<string, MetricSummary>>;
}

/** Groups in the order of their first points; metrics in the order they first occur. */
export function summarise(outcomes: readonly PointOutcome[]): Group[] {
  const groups = new Map<string, PointOutcome[]>();
  for (const outcome of [...outcomes].sort((a, b) => a.index - b.index)) {
    const key = settingsKey(outcome.settings);
    groups.set(key, [...(groups.get(key) ?? []), outcome]);
  }
  return [...groups.values()].map((own) => {
    const results = own.filter((outcome): outcome is PointResult => !isFailure(outcome));
    return {
      settings: own[0].settings,
      results,
      failed: own.length - results.length,
      metrics: Object.fromEntries(
        metricNames(results).map((name) => [name, summaryOf(valuesOf(results, name))])
      )
    };
  });
}

/** Equal for equal settings, whatever their order. */
export function settingsKey(settings: Readonly<Record<string, SettingValue>>): string {
  return JSON.stringify(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Names of all metrics, in the order they first occur. */
export function metricNames(results: readonly PointResult[]): string[] {
  return [...new Set(results.flatMap(({ metrics }) => Object.keys(metrics)))];
}

/** One metric of all points that have it. */
export function valuesOf(results: readonly PointResult[], metric: string): number[] {
  return results.flatMap(({ metrics }) => (Object.hasOwn(metrics, metric) ? [metrics[metric]] : []));
}

export function summaryOf(values: readonly number[]): MetricSummary {
  const interval = bootstrapInterval(values);
  return { n: values.length, mean: mean(values), ...(interval && { interval }) };
}
