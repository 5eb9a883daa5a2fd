/** Which earlier tick every tick reads from. */
import { memoryProbes } from '../../models/memory/model/probes';
import type { RecordingReader } from '../../session/recording';
import type { Figure, FigureContext } from '../figure';
import { emptyScene } from '../layout';
import { shortNumber } from '../numbers';
import { lookedAt, mapTable } from './lookedAt';
import { sayLook } from './sequencesContext';

function mapOf(reader: RecordingReader, context: FigureContext) {
  const image = reader.image(memoryProbes.attentionMap);
  if (!image || !context.sequences || !image.data.some((value) => value > 0)) return undefined;
  return { data: image.data, side: Math.round(Math.sqrt(image.data.length)) };
}

export const attentionMap: Figure = {
  id: 'attentionMap',
  title: 'Attention map',
  symbol: 'p',
  unit: '',
  help: 'How much each of the last ticks of the first sequence (rows) reads of each (columns), in the layer and head that Network looked at, Layer looked at and Head looked at name. A row sums to 1, less what lies before the ticks shown. Nothing is right of the diagonal: no tick reads what is to come. A stripe beside the diagonal reads the tick before; a dot far to the left is something recalled.',
  probes: [memoryProbes.attentionMap],
  settings: [],
  emptyMessage:
    'Which earlier tick every tick reads from. Press Run or step a trial, and look at a layer of attention.',

  draw(reader, context) {
    const map = mapOf(reader, context);
    if (!map || !context.sequences) return emptyScene(context, this.emptyMessage);
    return lookedAt(context, {
      key: 'attentionMap',
      rows: map.side,
      columns: map.side,
      data: map.data,
      range: [0, 1],
      words: sayLook(context.sequences),
      xTitle: 'Tick read from',
      yTitle: 'Tick that reads'
    });
  },

  summary(reader, context) {
    const map = mapOf(reader, context);
    if (!map || !context.sequences) return this.emptyMessage;
    const { data, side } = map;
    const last = data.subarray((side - 1) * side);
    const most = last.indexOf(last.reduce((a, b) => Math.max(a, b)));
    return `${sayLook(context.sequences)}: of ${side} ticks shown the last reads most, ${shortNumber(last[most])}, of tick ${most + 1}.`;
  },

  table(reader, context) {
    const map = mapOf(reader, context);
    return map
      ? mapTable(map.side, map.side, map.data, { row: 'tick that reads', column: 'tick' })
      : { columns: ['tick that reads'], rows: [] };
  }
};
