/** Where the mass of the walk is after each iteration: at the question, on what is needed, elsewhere. */
import { mixprProbes } from '../../models/retrieval/model/probeList';
import type { RecordingReader } from '../../session/recording';
import { curvePlot, type Place } from '../curvePlot';
import type { Figure, FigureContext } from '../figure';
import { emptyScene } from '../layout';
import { sayFixed } from '../numbers';
import type { Symbols } from '../scene';

const parts = ['Question', 'Needed passages', 'Other passages'] as const;
const shapes: readonly Symbols['shape'][] = ['triangle', 'circle', 'square'];

/** [iteration, share] of each part in the latest text that was asked about. */
function linesOf(reader: RecordingReader, { shape }: FigureContext): Place[][] | undefined {
  const rows = reader.series(mixprProbes.walkMass)?.latest(2 * shape.steps);
  if (!rows) return undefined;
  const known = Array.from(rows.times, (_, r) => r).filter((r) => Number.isFinite(rows.data[3 * r]));
  if (known.length === 0) return undefined;
  const begun = rows.times[known[known.length - 1]] - (rows.times[known[known.length - 1]] % shape.steps);
  const now = known.filter((r) => rows.times[r] >= begun);
  return parts.map((_, p) => now.map((r, k): Place => [k + 1, rows.data[3 * r + p]]));
}

export const walkMass: Figure = {
  id: 'walkMass',
  title: 'Where the walk is',
  symbol: 'π',
  unit: '',
  help: 'Chance that the walk stands at the question, on a passage the answer needs, or anywhere else, after each iteration. It begins everywhere alike; what remains of that falls by 1 − α an iteration. With α = 0 it never returns to the question and forgets it.',
  probes: [mixprProbes.walkMass],
  settings: [],
  emptyMessage: 'How much of the walk reaches what is needed. Press Run or step a trial.',

  draw(reader, context) {
    const lines = linesOf(reader, context);
    if (!lines) return emptyScene(context, this.emptyMessage);
    const colours = [context.theme.categories[2], context.theme.categories[1], context.theme.categories[0]];
    return curvePlot(context, {
      curves: lines.map((line, p) => ({
        name: parts[p],
        colour: colours[p],
        shape: shapes[p],
        line,
        found: line.slice(-1)
      })),
      xTitle: 'Iteration',
      yTitle: 'Share of the walk π',
      xRange: [1, Math.max(2, lines[0].length)],
      yRange: [0, 1],
      words: lines.map((line, p) => ({
        text: `${parts[p]} ${sayFixed(line[line.length - 1][1], 3)}`,
        colour: colours[p]
      }))
    });
  },

  summary(reader, context) {
    const lines = linesOf(reader, context);
    if (!lines) return this.emptyMessage;
    const said = lines.map((line, p) => `${parts[p].toLowerCase()} ${sayFixed(line[line.length - 1][1], 3)}`);
    return `After ${lines[0].length} iterations: ${said.join(', ')}.`;
  },

  table(reader, context) {
    const lines = linesOf(reader, context);
    return {
      columns: ['iteration', ...parts.map((part) => part.toLowerCase())],
      rows: lines ? lines[0].map(([iteration], k) => [iteration, ...lines.map((line) => line[k][1])]) : []
    };
  }
};
