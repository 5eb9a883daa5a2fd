/** Whether and when a preset's prediction came true: the first trial at which the running mean of a score fell low enough. */
import type { RecordingReader } from './recording';

export interface Goal {
  /** A series of scores with one number a trial. */
  series: string;
  /** Scores in the running mean. */
  over: number;
  below: number;
}

export interface Progress {
  /** Lowest running mean so far. */
  lowest: number;
  /** Trials made when the running mean first was below the goal. */
  reachedAfter?: number;
}

/** Undefined until there are enough scores for one mean. */
export function progressTowards(
  { series, over, below }: Goal,
  recording: RecordingReader
): Progress | undefined {
  const rows = recording.series(series)?.latest();
  if (!rows || rows.data.length < over) return undefined;
  let sum = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let reachedAfter: number | undefined;
  for (let r = 0; r < rows.data.length; r++) {
    sum += rows.data[r] - (r >= over ? rows.data[r - over] : 0);
    if (r < over - 1) continue;
    const mean = sum / over;
    lowest = Math.min(lowest, mean);
    if (mean < below) reachedAfter ??= rows.times[r] + 1;
  }
  return { lowest, ...(reachedAfter !== undefined && { reachedAfter }) };
}
