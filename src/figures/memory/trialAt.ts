/** The rows of one trial of a tick probe: of the trial in which time is held, else of the latest. */
import { type RecordingReader, type Rows, rowsBetween } from '../../session/recording';
import type { FigureContext } from '../figure';

export interface TrialRows {
  /** Ticks of the run at which the trial began and which is looked at. */
  begun: number;
  tick: number;
  rows: Rows;
}

/** Undefined while nothing is recorded, and where the trial looked at is no longer kept. */
export function trialAt(
  reader: RecordingReader,
  probe: string,
  { selection, shape, until }: Pick<FigureContext, 'selection' | 'shape' | 'until'>
): TrialRows | undefined {
  const series = reader.series(probe);
  if (!series || series.length === 0 || series.width === 0) return undefined;
  const newest = series.latest(1).times[0];
  const end = until === undefined ? newest : Math.min(newest, until - 1);
  const tick = selection?.tick === undefined ? end : Math.min(end, selection.tick);
  const begun = tick - (tick % shape.steps);
  const rows = rowsBetween(series, begun, Math.min(newest, begun + shape.steps - 1) + 1);
  return rows.times.length > 0 ? { begun, tick, rows } : undefined;
}

/** The row of a tick of the run; empty where it is not kept. */
export function rowOf({ data, times, width }: Rows, tick: number): Float32Array {
  const r = times.indexOf(tick);
  return r < 0 ? new Float32Array(0) : data.subarray(r * width, (r + 1) * width);
}
