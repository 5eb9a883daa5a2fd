/** How a map tells communities apart. */
import { mapProbes } from '../../models/hippocampus/probes';
import type { RecordingReader } from '../../session/recording';
import type { Figure, FigureContext } from '../figure';
import { emptyScene, scene } from '../layout';
import { shortNumber } from '../numbers';
import { type TrialLine, trialLines } from './trialLines';

function read(reader: RecordingReader, { theme }: FigureContext) {
  const rows = reader.series(mapProbes.communities)?.latest();
  if (!rows || rows.times.length === 0) return undefined;
  const lines: TrialLine[] = [
    {
      label: 'within',
      short: 'within',
      colour: theme.categories[0],
      shape: 'circle',
      hollow: false,
      column: 0
    },
    {
      label: 'between',
      short: 'betw.',
      colour: theme.categories[1],
      shape: 'square',
      hollow: true,
      column: 1
    }
  ];
  return { rows, lines };
}

export const communities: Figure = {
  id: 'communities',
  title: 'Communities in the map',
  symbol: 'M',
  unit: 'visits',
  help: 'Mean of M over pairs of different states of one community, and over pairs from two. A walk stays in a community for long, so the map keeps its states together. Communities are found by modularity.',
  probes: [mapProbes.communities],
  settings: [],
  emptyMessage: 'Mean M within and between communities, in a graph that has some. Press Run.',
  draw(reader, context) {
    const found = read(reader, context);
    if (!found) return emptyScene(context, this.emptyMessage);
    return scene(context, trialLines(context, { key: this.id, ...found, title: 'Mean M' }));
  },
  summary(reader, context) {
    const found = read(reader, context);
    if (!found) return this.emptyMessage;
    const { data, times, width } = found.rows;
    const at = (times.length - 1) * width;
    return `Mean M is ${shortNumber(data[at])} within communities and ${shortNumber(data[at + 1])} between them.`;
  },
  table(reader, context) {
    const rows = read(reader, context)?.rows;
    return {
      columns: ['trial', 'within', 'between'],
      rows: Array.from(rows?.times ?? [], (trial, r) => [
        trial + 1,
        rows!.data[r * rows!.width],
        rows!.data[r * rows!.width + 1]
      ])
    };
  }
};
