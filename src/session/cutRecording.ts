/** A recording as it stood at an earlier tick. */
import { type RecordingReader, type Rows, rowsBetween, Series } from './recording';

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
      const cut = seriesOf(from, rowsBetween(from, Number.NEGATIVE_INFINITY, end));
      cuts.set(name, { from, cut });
      return cut;
    },
    image: (name) => images?.image(name) ?? reader.image(name)
  };
}

function seriesOf({ probe }: Series, rows: Rows): Series {
  const cut = new Series({ ...probe, width: rows.width }, rows.times.length);
  cut.appendRows(rows);
  return cut;
}
