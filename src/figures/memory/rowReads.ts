/** Which row of a dictionary every tick reads, and which it was written to. */
import { memoryProbes } from '../../models/memory/model/probes';
import type { RecordingReader } from '../../session/recording';
import type { Figure, FigureContext } from '../figure';
import { emptyScene } from '../layout';
import type { Mark } from '../scene';
import { lookedAt, mapTable } from './lookedAt';
import { sayLook } from './sequencesContext';

/** [ticks, rows] and, of the same ticks, the row each was written to. */
function readsOf(reader: RecordingReader, { sequences }: FigureContext) {
  const image = reader.image(memoryProbes.rowReads);
  const counts = reader.image(memoryProbes.rowCounts);
  if (!image || !counts || !sequences) return undefined;
  const columns = counts.data.length;
  const rows = image.data.length / columns;
  if (!image.data.some((value) => value >= 0)) return undefined;
  return { data: image.data, rows, columns, written: writtenOf(reader) };
}

/** [tick in the map, row it was written to], without those that still wait. */
function writtenOf(reader: RecordingReader): (readonly [tick: number, row: number])[] {
  const rows = reader.image(memoryProbes.written)?.data ?? [];
  return Array.from(rows, (row, tick) => [tick, row] as const).filter(([, row]) => row >= 0);
}

export const rowReads: Figure = {
  id: 'rowReads',
  title: 'Reading and writing',
  symbol: 'p, z',
  unit: '',
  help: 'A dictionary over the last ticks of the first sequence: how much each tick (row) reads of each row of the dictionary (column), and, as a ring, the row it was written to. Every token is written to one row only, the one most like it, so that little is disturbed. What is missing from 1 is read from the tokens of the block under way, which are still there as they were.',
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
      over: (x, y): Mark[] => {
        const points = Float32Array.from(written.flatMap(([tick, row]) => [x(row), y(tick)]));
        // Light on dark, so that they are seen on any colour of the map.
        const rings = [
          { colour: '#000000', width: 2.5 * theme.lineWidth },
          { colour: '#ffffff', width: theme.lineWidth }
        ];
        return rings.map((stroke) => ({
          kind: 'symbols',
          points,
          shape: 'circle',
          radius: theme.space * 0.6,
          shades: ['none'],
          stroke
        }));
      }
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
