/** What a run leaves behind: its scores as a table, and its recordings as arrays. */
import { writeCsv } from '../../formats/csv';
import { writeNpz } from '../../formats/npz';
import { recordedArrays } from '../../session/export/arrays';
import type { Recording } from '../../session/recording';

/** One row a trial, one column a score; a score not measured after that trial is left empty. */
export function metricsCsv(recording: Recording): string {
  const scores = recording.all.filter(({ probe }) => probe.kind === 'trial' && probe.width === 1);
  const rows = scores.map((series) => series.latest());
  const trials = [...new Set(rows.flatMap(({ times }) => [...times]))].sort((a, b) => a - b);
  const place = new Map(trials.map((trial, r) => [trial, r]));
  const columns = scores.map(({ probe }, s) => {
    const values = new Float64Array(trials.length).fill(Number.NaN);
    rows[s].times.forEach((trial, r) => {
      values[place.get(trial) ?? 0] = rows[s].data[r];
    });
    return { name: probe.name, values };
  });
  return writeCsv([{ name: 'trial', values: trials }, ...columns]);
}

/** See `recordedArrays`. */
export function recordingsNpz(recording: Recording): Uint8Array {
  const series = recording.all.map((ring) => ({ probe: ring.probe, rows: ring.latest() }));
  return writeNpz(recordedArrays(series, recording.allImages));
}
