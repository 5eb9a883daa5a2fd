/** What the rows of a dictionary stand for, the fullest first. */
import { memoryProbes } from '../../models/memory/model/probes';
import type { RecordingReader } from '../../session/recording';
import type { Figure, FigureContext } from '../figure';
import { emptyScene } from '../layout';
import { sayCount } from '../numbers';
import { lookedAt } from './lookedAt';
import { sayLook } from './sequencesContext';

function rowsOf(reader: RecordingReader, { sequences }: FigureContext) {
  const keys = reader.image(memoryProbes.rowKeys);
  const counts = reader.image(memoryProbes.rowCounts)?.data;
  if (!keys || !counts || !sequences) return undefined;
  const width = keys.data.length / counts.length;
  const open = Array.from(counts, (_, n) => n)
    .filter((n) => counts[n] > 0)
    .sort((a, b) => counts[b] - counts[a] || a - b);
  if (open.length === 0) return undefined;
  const sorted = Float32Array.from(open.flatMap((n) => [...keys.data.subarray(n * width, (n + 1) * width)]));
  return { open, counts, width, sorted, all: counts.length };
}

export const rowKeys: Figure = {
  id: 'rowKeys',
  title: 'The dictionary',
  symbol: 'μ, c',
  unit: '',
  help: 'Every open row of the dictionary looked at, the fullest on top: its key μ, the mean of all keys that were ever given to it. New rows open for the tokens least like any row, fewer and fewer as the dictionary fills. A row that stands for c tokens is read with log c added to its logit, as c tokens with that key would be.',
  probes: [memoryProbes.rowKeys, memoryProbes.rowCounts],
  settings: [],
  emptyMessage:
    'The rows of a dictionary and what they stand for. Press Run or step a trial, and look at a layer with a dictionary.',

  draw(reader, context) {
    const found = rowsOf(reader, context);
    if (!found || !context.sequences) return emptyScene(context, this.emptyMessage);
    const { all, counts, open, sorted, width } = found;
    return lookedAt(context, {
      key: 'rowKeys',
      rows: open.length,
      columns: width,
      data: sorted,
      signed: true,
      words: `${sayLook(context.sequences)}: ${open.length} of ${all} rows open, ${sayCount(counts[open[0]])} tokens in the fullest`,
      xTitle: 'Column of the key',
      yTitle: 'Row, fullest first'
    });
  },

  summary(reader, context) {
    const found = rowsOf(reader, context);
    if (!found || !context.sequences) return this.emptyMessage;
    const { all, counts, open } = found;
    const tokens = open.reduce((sum, n) => sum + counts[n], 0);
    return `${sayLook(context.sequences)}: ${open.length} of ${all} rows are open and stand for ${sayCount(tokens)} tokens, ${sayCount(counts[open[0]])} in the fullest.`;
  },

  table(reader, context) {
    const found = rowsOf(reader, context);
    if (!found) return { columns: ['row', 'tokens'], rows: [] };
    const { counts, open, sorted, width } = found;
    return {
      columns: ['row', 'tokens', ...Array.from({ length: width }, (_, c) => `key ${c + 1}`)],
      rows: open.map((n, r) => [n + 1, counts[n], ...sorted.subarray(r * width, (r + 1) * width)])
    };
  }
};
