/** Where an animal was at any time of a recording, as shares of the box it was seen in, y down. */
import { FormatError } from '../../formats/formatError';
import type { PositionArrays } from '../../formats/nwb';

export interface Track {
  /** [rows] s, ascending. */
  times: Float64Array;
  /** [rows] each, in [0, 1]. */
  x: Float64Array;
  y: Float64Array;
}

/** Seconds without a position over which no line is drawn. */
const longestGap = 1;

/** Rows without a position are left out. Throws FormatError where too few are left. */
export function trackOf(file: string, { times, positions, path }: PositionArrays): Track {
  const seen = Array.from(times, (_, row) => row).filter(
    (row) =>
      Number.isFinite(times[row]) &&
      Number.isFinite(positions[2 * row]) &&
      Number.isFinite(positions[2 * row + 1]) &&
      (row === 0 || !(times[row] <= times[row - 1]))
  );
  if (seen.length < 2)
    throw new FormatError({
      file,
      column: path,
      found: `${seen.length} rows with a position`,
      expected: 'at least 2'
    });
  const shares = (axis: number): Float64Array => {
    const values = seen.map((row) => positions[2 * row + axis]);
    const low = values.reduce((a, b) => Math.min(a, b));
    const high = values.reduce((a, b) => Math.max(a, b));
    return Float64Array.from(values, (value) => (high > low ? (value - low) / (high - low) : 0.5));
  };
  return {
    times: Float64Array.from(seen, (row) => times[row]),
    x: shares(0),
    y: shares(1).map((up) => 1 - up)
  };
}

/** [x, y] on the line between the two rows around `time`; undefined outside the recording and in a gap. */
export function placeAt({ times, x, y }: Track, time: number): [number, number] | undefined {
  let [low, high] = [0, times.length - 1];
  if (time < times[low] || time > times[high]) return undefined;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle] <= time) low = middle;
    else high = middle;
  }
  if (times[high] - times[low] > longestGap) return undefined;
  const share = (time - times[low]) / (times[high] - times[low]);
  return [x[low] + share * (x[high] - x[low]), y[low] + share * (y[high] - y[low])];
}
