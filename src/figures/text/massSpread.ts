/** How mass spreads from the question through the text, iteration by iteration. */
import { mixprProbes } from '../../models/retrieval/model/probeList';
import type { RecordingReader } from '../../session/recording';
import type { Figure, FigureContext } from '../figure';
import { emptyScene } from '../layout';
import { lookedAt, mapTable } from '../memory/lookedAt';
import { sayFixed } from '../numbers';

/** Powers of ten that the colours span. */
const decades = 4;

function mapOf(reader: RecordingReader, _: FigureContext) {
  const image = reader.image(mixprProbes.massMap);
  const size = image?.probe.size;
  if (!image || !size || !image.data.some((mass) => mass > 0)) return undefined;
  const [rows, columns] = size;
  let done = rows;
  while (done > 1 && !image.data.subarray((done - 1) * columns, done * columns).some((mass) => mass > 0))
    done--;
  const data = image.data.slice(0, done * columns);
  const most = data.reduce((largest, mass) => Math.max(largest, mass), 0);
  const last = data.subarray((done - 1) * columns);
  const best = last.reduce((at, mass, c) => (mass > last[at] ? c : at), 0);
  return {
    rows: done,
    columns,
    data,
    most,
    words: `After ${done} iterations most mass is on passage ${best + 1}: ${sayFixed(last[best], 3)}`
  };
}

export const massSpread: Figure = {
  id: 'massSpread',
  title: 'Mass spreading through the text',
  symbol: 'log₁₀ π',
  unit: '',
  help: 'A row an iteration of the walk, a column a passage in the order of the text (of long texts, a stretch of them): the mass it holds, on a logarithmic scale over four powers of ten. With a high α mass stays near the question and reaches one link further in each iteration; with α = 0 it settles on what is linked to most.',
  probes: [mixprProbes.massMap],
  settings: [],
  emptyMessage: 'How mass spreads from the question through the text. Press Run or step a trial.',

  draw(reader, context) {
    const map = mapOf(reader, context);
    if (!map) return emptyScene(context, this.emptyMessage);
    const { columns, data, most, rows, words } = map;
    const top = Math.log10(most);
    return lookedAt(context, {
      key: 'massSpread',
      rows,
      columns,
      data: data.map((mass) => (mass > 0 ? Math.max(top - decades, Math.log10(mass)) : top - decades)),
      range: [top - decades, top],
      words,
      xTitle: 'Passage',
      yTitle: 'Iteration'
    });
  },

  summary(reader, context) {
    const map = mapOf(reader, context);
    return map ? `${map.words}.` : this.emptyMessage;
  },

  table(reader, context) {
    const map = mapOf(reader, context);
    return map
      ? mapTable(map.rows, map.columns, map.data, { row: 'iteration', column: 'passage' })
      : { columns: ['iteration'], rows: [] };
  }
};
