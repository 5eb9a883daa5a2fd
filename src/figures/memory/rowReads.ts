/** Which row of a dictionary every tick reads, and which it was written to. */
import { memoryProbes } from '../../models/memory/model/probes';
import type { RecordingReader } from '../../session/recording';
import type { Figure, FigureContext } from '../figure';
import { emptyScene } from '../layout';
import type { Mark } from '../scene';
import { lookedAt, mapTable } from './lookedAt';
import { sayLook } from './sequencesContext';

/** [ticks, rows] and, of the same ticks, the row each was written to. */
function readsOf(reader: RecordingReader, { sequences, shape }: FigureContext) {
  const image = reader.image(memoryProbes.rowReads);
  const counts = reader.image(memoryProbes.rowCounts);
  if (!image || !counts || !sequences) return undefined;
  const columns = counts.data.length;
  const rows = image.data.length / columns;
  if (!image.data.some((value) => value >= 0)) return undefined;
  const { look, networks } = sequences;
  const head = Math.min(look.head, networks[Math.min(networks.length, look.network) - 1].sizes.heads) - 1;
  return { data: image.data, rows, columns, written: writtenOf(reader, shape.steps, rows, head) };
}

/** [tick in the map, row it was written to], of the sequence under way as far as its ticks have passed. */
function writtenOf(
  reader: RecordingReader,
  steps: number,
  rows: number,
  head: number
): (readonly [tick: number, row: number])[] {
  const series = reader.series(memoryProbes.written)?.latest(rows);
  if (!series || series.times.length === 0) return [];
  const last = series.times[series.times.length - 1];
  const begun = last - (last % steps);
  return Array.from(
    series.times,
    (time, r) => [time - begun, series.data[r * series.width + head]] as const
  ).filter(([tick, row]) => tick >= 0 && tick < rows && row >= 0);
}

export const rowReads: Figure = {
  id: 'rowReads',
  title: 'Reading and writing',
  symbol: 'p, z',
  unit: '',
  help: 'A dictionary over the last ticks of the first sequence: how much each tick (row) reads of each row of the dictionary (column), and, as a mark, the row it was written to. Every token is written to one row only, the one most like it, so that little is disturbed. What is missing from 1 is read from the tokens of the block under way, which are still there as they were.',
  probes: [memoryProbes.rowReads, memoryProbes.written, memoryProbes.rowCounts],
  settings: [],
  emptyMessage:
    'Which row of the dictionary every tick reads and writes. Press Run or step a trial, and look at a layer with a dictionary.',

  draw(reader, context) {
    const reads = readsOf(reader, context);
    if (!reads || !context.sequences) return emptyScene(context, this.emptyMessage);
    const { columns, data, rows, written } = reads;
    const { theme } = context;
    return lookedAt(context, {
      key: 'rowReads',
      rows,
      columns,
      data,
      range: [0, 1],
      words: `${sayLook(context.sequences)}; ○ written to`,
      xTitle: 'Row of the dictionary',
      yTitle: 'Tick',
      over: (x, y): Mark[] => [
        {
          kind: 'symbols',
          points: Float32Array.from(written.flatMap(([tick, row]) => [x(row), y(tick)])),
          shape: 'circle',
          radius: theme.space * 0.5,
          shades: ['none'],
          stroke: { colour: theme.accent, width: theme.lineWidth * 0.8 }
        }
      ]
    });
  },

  summary(reader, context) {
    const reads = readsOf(reader, context);
    if (!reads || !context.sequences) return this.emptyMessage;
    const used = new Set(reads.written.map(([, row]) => row));
    return `${sayLook(context.sequences)}: ${reads.rows} ticks read a dictionary of ${reads.columns} rows; they were written to ${used.size} of them.`;
  },

  table(reader, context) {
    const reads = readsOf(reader, context);
    return reads
      ? mapTable(reads.rows, reads.columns, reads.data, { row: 'tick', column: 'row' })
      : { columns: ['tick'], rows: [] };
  }
};
