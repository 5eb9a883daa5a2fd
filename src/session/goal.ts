/** Whether and when a preset's prediction came true: a running mean of a score passed a bound, in time, and stayed there where it must. */
import type { Settings, SettingValue } from '../models/settings';
import type { RecordingReader } from './recording';

export interface Goal {
  /** A series with a row a trial, and which of its numbers (default the first). */
  series: string;
  column?: number;
  /** What it is, in the words of the preset: "SR-TD, steps to the reward". */
  label?: string;
  /** Rows in the running mean. */
  over: number;
  /** At least one of these bounds the mean. */
  below?: number;
  above?: number;
  /** It must be so when the run ends, not only once. */
  lasting?: boolean;
  /** It must be so from the first mean on. */
  always?: boolean;
  /** First reached after at most this many trials; not before this many. */
  by?: number;
  notBefore?: number;
}

/** What a preset says of two of its goals, by their places in the list: that the first's number is less, seed by seed. */
export interface Comparison {
  less: number;
  than: number;
}

/** Values of a setting in the order in which the claim puts them: with each next one a metric of the run's end is greater. */
export interface Contrast {
  setting: string;
  values: readonly SettingValue[];
  /** As `finalMetrics` names it. */
  metric: string;
  /** What is different from the preset in all these runs. */
  settings?: Settings;
}

/** What it bounds, in words. */
export function goalLabel({ above, below, label, series }: Goal): string {
  if (label !== undefined) return label;
  const bounds = [
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(below === undefined ? [] : [`below ${below}`])
  ];
  return `${series} ${bounds.join(' and ')}`;
}

export interface Progress {
  /** Lowest and latest running mean so far. */
  lowest: number;
  latest: number;
  /** Trials made when the running mean first was within the bounds. */
  reachedAfter?: number;
  /** The goal, with all its conditions, as the run stands. */
  holds: boolean;
}

/** Undefined until there are enough rows for one mean. */
export function progressTowards(goal: Goal, recording: RecordingReader): Progress | undefined {
  const { column = 0, over, series } = goal;
  const rows = recording.series(series)?.latest();
  // A run with fewer networks or learners than the preset has no such number.
  if (!rows || rows.times.length < over || column >= rows.width) return undefined;
  const value = (r: number): number => rows.data[r * rows.width + column];
  const within = (mean: number): boolean =>
    mean < (goal.below ?? Number.POSITIVE_INFINITY) && mean > (goal.above ?? Number.NEGATIVE_INFINITY);
  let lowest = Number.POSITIVE_INFINITY;
  let latest = Number.NaN;
  let reachedAfter: number | undefined;
  let left = false;
  for (let r = over - 1; r < rows.times.length; r++) {
    let sum = 0;
    for (let back = 0; back < over; back++) sum += value(r - back);
    latest = sum / over;
    if (latest < lowest) lowest = latest;
    if (within(latest)) reachedAfter ??= rows.times[r] + 1;
    else left = true;
  }
  const inTime =
    reachedAfter === undefined
      ? false
      : reachedAfter <= (goal.by ?? Number.POSITIVE_INFINITY) && reachedAfter >= (goal.notBefore ?? 0);
  const holds = inTime && (!goal.lasting || within(latest)) && !(goal.always && left);
  return { lowest, latest, ...(reachedAfter !== undefined && { reachedAfter }), holds };
}

/**
 * The number that tells of a goal: where it stands, for one that must last or always hold; else when it was first reached, where that is
 * what is asked, and the lowest mean of what must fall once.
 */
export function toldOf(
  { always, by, lasting, above }: Goal,
  { latest, lowest, reachedAfter }: Progress
): number {
  if (always) return above !== undefined ? lowest : latest;
  if (lasting) return latest;
  if (by !== undefined) return reachedAfter ?? Number.NaN;
  return above === undefined ? lowest : latest;
}

/** Of several goals, which hold; undefined while one cannot be judged yet. */
export function verdictOf(
  goals: readonly Goal[],
  recording: RecordingReader
): 'supported' | 'not supported' | undefined {
  const progress = goals.map((goal) => progressTowards(goal, recording));
  if (progress.some((one) => one === undefined)) return undefined;
  return progress.every((one) => one?.holds) ? 'supported' : 'not supported';
}
