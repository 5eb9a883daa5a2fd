/** How large a file would be, from a sample of each series: to be said before anything is written. */
import { exportRun } from './exportRun';
import type { RunData, RunSeries } from './runData';
import type { DataFormat } from './snippets';

/** Numbers of a sample: enough that formats compress it as they do the whole. */
const sampleNumbers = 1 << 15;

/** Bytes, within a quarter or so where a series is alike throughout. Throws RangeError for what the format cannot hold. */
export async function estimateSize(data: RunData, format: DataFormat): Promise<number> {
  const none = { ...data, series: [] };
  const empty = await sizeOf({ ...none, images: [] }, format);
  let total = await sizeOf(none, format);
  for (const series of data.series) {
    const sample = middleOf(series);
    const own = (await sizeOf({ ...none, images: [], series: [sample] }, format)) - empty;
    total += own * (series.rows.times.length / sample.rows.times.length);
  }
  return Math.round(total);
}

async function sizeOf(data: RunData, format: DataFormat): Promise<number> {
  let bytes = 0;
  for (const piece of await exportRun(data, format)) bytes += piece.length;
  return bytes;
}

/** Rows from the middle: a run begins and ends unlike it goes on. */
function middleOf({ probe, rows }: RunSeries): RunSeries {
  const { times, data, width } = rows;
  const length = Math.min(times.length, Math.max(1, Math.floor(sampleNumbers / Math.max(1, width))));
  const from = Math.floor((times.length - length) / 2);
  return {
    probe,
    rows: {
      times: times.subarray(from, from + length),
      data: data.subarray(from * width, (from + length) * width),
      width
    }
  };
}
