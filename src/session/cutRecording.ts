/** A recording as it stood at an earlier tick. */
import { type RecordingReader, type Rows, Series } from './recording';

export interface CutOptions {
  /** Of the moment, in place of the newest. */
  images?: Pick<RecordingReader, 'image'>;
  /** Leaves rows of ticks alone, for readers that take what they need of them by the tick. */
  wholeTicks?: boolean;
}

/**
 * What was recorded before tick `until`: rows of those ticks, and of trials of `steps` ticks that had ended by then. Rows are cut when
 * they are asked for, and once: what comes later is later.
 */
export function cutRecording(
  reader: RecordingReader,
  until: number,
  steps: number,
  { images, wholeTicks = false }: CutOptions = {}
): RecordingReader {
  const cuts = new Map<string, { from: Series; cut: Series }>();
  return {
    series(name) {
      const from = reader.series(name);
      if (!from || from.length === 0 || (wholeTicks && from.probe.kind === 'tick')) return from;
      const known = cuts.get(name);
      if (known?.from === from) return known.cut;
      const end = from.probe.kind === 'tick' ? until : Math.floor(until / steps);
      if (from.newest < end) return from;
      const rows = from.latest();
      const cut = seriesOf(from, rows, firstAtOrAfter(rows.times, end));
      cuts.set(name, { from, cut });
      return cut;
    },
    image: (name) => images?.image(name) ?? reader.image(name)
  };
}

function seriesOf({ probe }: Series, { data, times, width }: Rows, length: number): Series {
  const cut = new Series({ ...probe, width }, length);
  cut.appendRows({ times: times.subarray(0, length), data: data.subarray(0, length * width) });
  return cut;
}

/** Index of the first of ascending `times` that is not below `wanted`; their number where all are. */
export function firstAtOrAfter(times: Float64Array, wanted: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
