/** The way out: a run as a file of some format. */
import { writeNwb } from '../../formats/nwbWrite';
import { runNpz } from './arrays';
import { csvPieces } from './longTable';
import { nwbOf } from './nwb';
import { runParquet } from './parquet';
import type { RunData } from './runData';
import type { DataFormat } from './snippets';

export const dataFormats: readonly DataFormat[] = ['csv', 'npz', 'nwb', 'parquet'];

/**
 * The bytes, piece by piece: a table may be larger than what one array can hold. `hear` is told of the share written so far by
 * formats that are written in pieces. Throws RangeError for what the format cannot hold.
 */
export async function exportRun(
  data: RunData,
  format: DataFormat,
  hear: (share: number) => void = () => undefined
): Promise<Iterable<Uint8Array>> {
  switch (format) {
    case 'csv':
      return csvPieces(data, hear);
    case 'npz':
      return [runNpz(data)];
    case 'nwb':
      return [await writeNwb(nwbOf(data))];
    case 'parquet':
      return [await runParquet(data)];
  }
}

/** What a bounded recording had to let go: a sentence for all that lost equally much; none where all is there. */
export function lostRows(series: readonly { probe: { name: string }; lost: number }[]): readonly string[] {
  const lost = new Map<number, string[]>();
  for (const { probe, lost: rows } of series)
    if (rows > 0) lost.set(rows, [...(lost.get(rows) ?? []), probe.name]);
  return Array.from(lost, ([rows, names]) =>
    names.length === 1
      ? `The first ${rows} rows of ${names[0]} were too many to hold and are not in the file.`
      : `The first ${rows} rows of ${names.length} variables were too many to hold and are not in the file: ${names.join(', ')}.`
  );
}
