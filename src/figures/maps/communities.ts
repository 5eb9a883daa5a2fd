/** How a map tells communities apart. */
import { communitiesOf } from '../../models/hippocampus/communities';
import { groupMeans } from '../../models/hippocampus/mapScores';
import { mapProbes } from '../../models/hippocampus/probes';
import type { RecordingReader } from '../../session/recording';
import type { Figure, FigureContext } from '../figure';
import { emptyScene } from '../layout';
import { shortNumber } from '../numbers';
import { keep } from '../ranges';
import { type TrialLine, trialScene } from '../trialLines';

/** Mean of M* over pairs of different states of one community, and over pairs from two; NaN where there are no such pairs. */
function exactMeans(reader: RecordingReader, { maps, memory }: FigureContext): [number, number] | undefined {
  const data = reader.image(mapProbes.exactSuccessor)?.data;
  if (!data || !maps || maps.world.maze) return undefined;
  const { graph } = maps.world;
  const n = graph.nodes;
  if (data.length !== n * n) return undefined;
  return keep(memory, 'exact communities', [data, graph], () => {
    const groups = communitiesOf(graph);
    if (!groups) return undefined;
    const [within, between] = groupMeans(Float64Array.from(data), n, groups);
    return [within, between];
  });
}

function read(reader: RecordingReader, context: FigureContext) {
  const { theme } = context;
  const rows = reader.series(mapProbes.communities)?.latest();
  if (!rows || rows.times.length === 0) return undefined;
  const exact = exactMeans(reader, context);
  const level = (kind: 0 | 1) => (exact && Number.isFinite(exact[kind]) ? { theory: exact[kind] } : {});
  const lines: TrialLine[] = [
    {
      label: 'within',
      short: 'within',
      colour: theme.categories[0],
      shape: 'circle',
      hollow: false,
      column: 0,
      ...level(0)
    },
    {
      label: 'between',
      short: 'betw.',
      colour: theme.categories[1],
      shape: 'square',
      hollow: true,
      column: 1,
      ...level(1)
    }
  ];
  return { rows, lines, exact };
}

export const communities: Figure = {
  id: 'communities',
  title: 'Communities in the map',
  symbol: 'M',
  unit: 'visits',
  help: 'Mean of M over pairs of different states of one community, and over pairs from two. A walk stays in a community for long, so the map keeps its states together. Dashed across: the same of the exact M*. Communities are found by modularity.',
  probes: [mapProbes.communities, mapProbes.exactSuccessor],
  settings: [],
  emptyMessage: 'Mean M within and between communities, in a graph that has some. Press Run.',
  draw(reader, context) {
    const found = read(reader, context);
    if (!found) return emptyScene(context, this.emptyMessage);
    const { lines, rows } = found;
    return trialScene(context, { key: this.id, lines, rows, title: 'Mean M (visits)' });
  },
  summary(reader, context) {
    const found = read(reader, context);
    if (!found) return this.emptyMessage;
    const { data, times, width } = found.rows;
    const { exact } = found;
    const truth = exact ? ` Exactly: ${exact.map(shortNumber).join(' and ')}.` : '';
    const at = (times.length - 1) * width;
    return `Mean M is ${shortNumber(data[at])} within communities and ${shortNumber(data[at + 1])} between them.${truth}`;
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
