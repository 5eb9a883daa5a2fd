/** The way out: a run as a file of some format. */
import { writeNwb } from '../../formats/nwbWrite';
import { runNpz } from './arrays';
import { csvPieces } from './longTable';
import { nwbOf } from './nwb';
import { runParquet } from './parquet';
import type { RunData } from './runData';
import type { DataFormat } from './snippets';

export const dataFormats: readonly DataFormat[] = ['csv', 'npz', 'nwb', 'parquet'];

/** The bytes, piece by piece: a table may be larger than what one array can hold. Throws RangeError for what the format cannot hold. */
export async function exportRun(data: RunData, format: DataFormat): Promise<Iterable<Uint8Array>> {
  switch (format) {
    case 'csv':
      return csvPieces(data);
    case 'npz':
      return [runNpz(data)];
    case 'nwb':
      return [await writeNwb(nwbOf(data))];
    case 'parquet':
      return [await runParquet(data)];
  }
}

/** Rows that a bounded recording had to let go, by the name of the probe; empty where all are there. */
export function lostRows(
  series: readonly { probe: { name: string }; appended: number; length: number }[]
): ReadonlyMap<string, number> {
  return new Map(
    series
      .filter(({ appended, length }) => appended > length)
      .map(({ probe, appended, length }) => [probe.name, appended - length])
  );
}
