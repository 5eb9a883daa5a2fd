/** Figures with one line a learner over trials, from a probe with one number a learner. */
import type { RecordingReader, Rows } from '../../session/recording';
import type { Figure, FigureContext } from '../figure';
import { emptyScene } from '../layout';
import { shortNumber } from '../numbers';
import { learnerMark } from './learners';
import { type TrialLine, trialScene, type TrialLinesOptions } from '../trialLines';

type Words = Pick<Figure, 'id' | 'title' | 'symbol' | 'unit' | 'help' | 'emptyMessage'>;
type Drawn = Pick<TrialLinesOptions, 'title' | 'logarithmic' | 'beyond'>;

/** Rows of `probe`, and a line for every learner that has a number in them. */
function read(probe: string, reader: RecordingReader, context: FigureContext) {
  const rows = reader.series(probe)?.latest();
  if (!rows || rows.times.length === 0 || !context.maps) return undefined;
  const lines = context.maps.learners.flatMap((name, column): TrialLine[] => {
    const has = rows.times.some((_, r) => Number.isFinite(rows.data[r * rows.width + column]));
    const { label, ...mark } = learnerMark(name, context.theme);
    return has ? [{ ...mark, label, short: label, column }] : [];
  });
  return lines.length > 0 ? { rows, lines } : undefined;
}

export function learnerSeries(words: Words, probe: string, drawn: Drawn): Figure {
  const say = (rows: Rows, { column, label }: TrialLine): string => {
    const value = rows.data[(rows.times.length - 1) * rows.width + column];
    return `${label} ${drawn.beyond && value >= drawn.beyond.from ? drawn.beyond.word : shortNumber(value)}`;
  };
  return {
    ...words,
    probes: [probe],
    settings: [],
    draw(reader, context) {
      const found = read(probe, reader, context);
      if (!found) return emptyScene(context, this.emptyMessage);
      return trialScene(context, { key: words.id, ...found, ...drawn });
    },
    summary(reader, context) {
      const found = read(probe, reader, context);
      if (!found) return this.emptyMessage;
      const { lines, rows } = found;
      return `After trial ${rows.times[rows.times.length - 1] + 1}: ${lines.map((line) => say(rows, line)).join(', ')}.`;
    },
    table(reader, context) {
      const found = read(probe, reader, context);
      if (!found) return { columns: ['trial'], rows: [] };
      const { lines, rows } = found;
      return {
        columns: ['trial', ...lines.map(({ label }) => label)],
        rows: Array.from(rows.times, (trial, r) => [
          trial + 1,
          ...lines.map(({ column }) => rows.data[r * rows.width + column])
        ])
      };
    }
  };
}
