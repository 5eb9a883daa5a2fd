/** How a memory grows while a sequence is read. */
import { memoryProbes } from '../../models/memory/model/probes';
import type { RecordingReader, Rows } from '../../session/recording';
import { curvePlot, type Place } from '../curvePlot';
import type { Figure, FigureContext } from '../figure';
import { emptyScene } from '../layout';
import { shortNumber } from '../numbers';
import { roundRange } from '../ranges';
import { networkMarks } from './networks';

/** Ticks of the latest trial, [tick in trial, kilobytes] of each network. */
function linesOf(reader: RecordingReader, context: FigureContext) {
  const { sequences, shape, theme } = context;
  const series = reader.series(memoryProbes.keptBytes);
  if (!sequences || !series || series.length === 0) return undefined;
  const rows: Rows = series.latest(shape.steps);
  const last = rows.times[rows.times.length - 1];
  const begun = last - (last % shape.steps);
  return networkMarks(sequences, theme).map((mark, n) => ({
    ...mark,
    places: Array.from(
      rows.times,
      (time, r): Place => [time - begun + 1, rows.data[r * rows.width + n] / 1000]
    ).filter(([tick]) => tick > 0)
  }));
}

export const keptBytes: Figure = {
  id: 'keptBytes',
  title: 'Memory over a sequence',
  symbol: '',
  unit: 'kB',
  help: 'What each network keeps of one sequence after every tick of it, at four bytes a number: keys and values of attention grow with every token, a window until it is full; a dictionary has room for all its rows from the beginning, and a state one size.',
  probes: [memoryProbes.keptBytes],
  settings: [],
  emptyMessage: 'How each memory grows while a sequence is read. Press Run or step a trial.',

  draw(reader, context) {
    const lines = linesOf(reader, context);
    if (!lines) return emptyScene(context, this.emptyMessage);
    const most = Math.max(1e-3, ...lines.flatMap(({ places }) => places.map(([, kept]) => kept)));
    return curvePlot(context, {
      curves: lines.map(({ colour, label, places, shape }) => ({
        name: label,
        colour,
        shape,
        line: places,
        found: places.slice(-1)
      })),
      xTitle: 'Tick of the sequence',
      yTitle: 'Kept (kB)',
      xRange: [1, context.shape.steps],
      yRange: [0, roundRange([0, most])[1]],
      words: lines.map(({ colour, label, places }) => ({
        text: `${label} ${shortNumber(places.at(-1)?.[1] ?? 0)} kB`,
        colour
      }))
    });
  },

  summary(reader, context) {
    const lines = linesOf(reader, context);
    if (!lines) return this.emptyMessage;
    const said = lines.map(({ label, places }) => `${label} ${shortNumber(places.at(-1)?.[1] ?? 0)} kB`);
    return `Kept after tick ${lines[0].places.at(-1)?.[0] ?? 0}: ${said.join(', ')}.`;
  },

  table(reader, context) {
    const lines = linesOf(reader, context) ?? [];
    return {
      columns: ['tick', ...lines.map(({ label }) => `${label} (kB)`)],
      rows: (lines[0]?.places ?? []).map(([tick], r) => [tick, ...lines.map(({ places }) => places[r][1])])
    };
  }
};
