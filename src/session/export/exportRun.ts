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

/** What a bounded recording had to let go, a sentence for each; none where all is there. */
export function lostRows(series: readonly { probe: { name: string }; lost: number }[]): readonly string[] {
  return series
    .filter(({ lost }) => lost > 0)
    .map(
      ({ probe, lost }) =>
        `The first ${lost} rows of ${probe.name} were too many to hold and are not in the file.`
    );
}
