/** Numbers of a run, as lessons ask for them. Whatever has not been recorded is undefined. */
import type { LayerSpan } from '../../models/model';
import type { RecordingReader } from '../../session/recording';

/** The newest row's number in a column. */
export function latest(recording: RecordingReader, series: string, column = 0): number | undefined {
  return meanOfLast(recording, series, 1, column);
}

/** The mean over the last rows; undefined while there are fewer, or one of them is no number. */
export function meanOfLast(
  recording: RecordingReader,
  series: string,
  rows: number,
  column = 0
): number | undefined {
  const last = recording.series(series)?.latest(rows);
  if (!last || last.times.length < rows) return undefined;
  let sum = 0;
  for (let r = 0; r < rows; r++) sum += last.data[r * last.width + column];
  const mean = sum / rows;
  return Number.isFinite(mean) ? mean : undefined;
}

/** A number of the latest image, by its row and column. */
export function imageAt(
  recording: RecordingReader,
  name: string,
  row: number,
  column: number
): number | undefined {
  const image = recording.image(name);
  const width = image?.probe.size?.[1];
  const value = image && width !== undefined ? image.data[row * width + column] : undefined;
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

/** Whether a unit of a layer is one that adapts. */
export function adapts(layers: readonly LayerSpan[], unit: number): boolean {
  return layers.some(({ adaptiveFrom, from, to }) => unit >= from && unit < to && unit >= adaptiveFrom);
}

/** As lessons write numbers: three digits. */
export function say(value: number, digits = 3): string {
  return String(Number(value.toPrecision(digits))).replace('-', '−');
}

/** What a number may do, for a learner to choose from. */
export const courses = [
  { value: 'grows', label: 'grow' },
  { value: 'stays', label: 'stay as it is' },
  { value: 'falls', label: 'fall' }
] as const;

/** What it did: to stay is to change by a twentieth at most. */
export function courseOf(before: number, now: number): (typeof courses)[number]['value'] {
  const change = now / before;
  return change > 1.05 ? 'grows' : change < 0.95 ? 'falls' : 'stays';
}

/** "97.3 %"; a dash for what was not recorded. */
export function sayShare(share: number | undefined): string {
  return share === undefined ? '—' : `${say(100 * share)} %`;
}
