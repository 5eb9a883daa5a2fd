/** The matrix a state of fixed size is. */
import { memoryProbes } from '../../models/memory/model/probes';
import type { RecordingReader } from '../../session/recording';
import type { Figure, FigureContext } from '../figure';
import { emptyScene } from '../layout';
import { shortNumber } from '../numbers';
import { lookedAt, mapTable } from './lookedAt';
import { sayLook } from './sequencesContext';

function stateOf(reader: RecordingReader, { sequences }: FigureContext) {
  const image = reader.image(memoryProbes.stateMap);
  const size = image?.probe.size;
  if (!image || !size || !sequences || !image.data.some((value) => Math.abs(value) > 0)) return undefined;
  return { data: image.data, rows: size[0], columns: size[1] };
}

export const stateMap: Figure = {
  id: 'stateMap',
  title: 'The state',
  symbol: 'h',
  unit: '',
  help: 'All that linear attention or a state-space layer keeps of the first sequence in the head looked at: one matrix. Every token adds the outer product of its value (rows) and key (columns); a state-space layer lets the rest decay. Its size does not depend on how much was read, so that what was written lies on top of one another.',
  probes: [memoryProbes.stateMap],
  settings: [],
  emptyMessage:
    'The matrix that is a state of fixed size. Press Run or step a trial, and look at a layer of linear attention or a state-space layer.',

  draw(reader, context) {
    const state = stateOf(reader, context);
    if (!state || !context.sequences) return emptyScene(context, this.emptyMessage);
    return lookedAt(context, {
      ...state,
      key: 'stateMap',
      signed: true,
      words: sayLook(context.sequences),
      xTitle: 'Column of the key',
      yTitle: 'Column of the value'
    });
  },

  summary(reader, context) {
    const state = stateOf(reader, context);
    if (!state || !context.sequences) return this.emptyMessage;
    const length = Math.sqrt(state.data.reduce((sum, value) => sum + value * value, 0));
    return `${sayLook(context.sequences)}: a state of ${state.rows} by ${state.columns}, of length ${shortNumber(length)}.`;
  },

  table(reader, context) {
    const state = stateOf(reader, context);
    return state
      ? mapTable(state.rows, state.columns, state.data, { row: 'column of the value', column: 'key' })
      : { columns: ['column of the value'], rows: [] };
  }
};
