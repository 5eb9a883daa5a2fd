/** How much of every stored pattern each update takes: attention settling on one of them. */
import { hopfieldProbes } from '../../models/memory/hopfield/probes';
import type { RecordingReader } from '../../session/recording';
import type { Figure, FigureContext } from '../figure';
import { emptyScene } from '../layout';
import { sayFixed } from '../numbers';
import { lookedAt, mapTable } from './lookedAt';
import { rowOf, trialAt } from './trialAt';

function mapOf(reader: RecordingReader, context: FigureContext) {
  const now = trialAt(reader, hopfieldProbes.patternWeights, context);
  if (!now) return undefined;
  const { begun, rows, tick } = now;
  const row = rowOf(rows, tick);
  const most = row.reduce((best, weight, slot) => (weight > (row[best] || 0) ? slot : best), 0);
  const words = `Trial ${begun / context.shape.steps + 1}: update ${tick - begun} takes ${sayFixed(row[most] ?? 0, 3)} of pattern ${most + 1}`;
  // Room for all updates of a trial: those to come have no colour yet.
  const { steps } = context.shape;
  const data = new Float32Array(steps * rows.width).fill(Number.NaN);
  rows.times.forEach((time, r) => {
    data.set(rows.data.subarray(r * rows.width, (r + 1) * rows.width), (time - begun) * rows.width);
  });
  return { data, rows: steps, columns: rows.width, words };
}

export const patternWeights: Figure = {
  id: 'patternWeights',
  title: 'Attention to the patterns',
  symbol: 'p',
  unit: '',
  help: 'A row an update, a column a place for a pattern: how much of each stored pattern the next update takes, the softmax of βXξ. Columns without a colour are still empty, rows without one are still to come. Where one column is left bright the state has found a pattern; where several stay bright it rests at their mean.',
  probes: [hopfieldProbes.patternWeights],
  settings: [],
  emptyMessage: 'How attention settles on a stored pattern. Press Run or step a tick.',

  draw(reader, context) {
    const map = mapOf(reader, context);
    if (!map) return emptyScene(context, this.emptyMessage);
    return lookedAt(context, {
      key: 'patternWeights',
      ...map,
      range: [0, 1],
      xTitle: 'Place of the pattern',
      yTitle: 'Update',
      first: { column: 1, row: 0 }
    });
  },

  summary(reader, context) {
    const map = mapOf(reader, context);
    return map ? `${map.words}.` : this.emptyMessage;
  },

  table(reader, context) {
    const map = mapOf(reader, context);
    return map
      ? mapTable(map.rows, map.columns, map.data, { row: 'update, from 1', column: 'pattern' })
      : { columns: ['update, from 1'], rows: [] };
  }
};
