/** What each memory is worth: right answers against the bytes it keeps of a sequence. */
import { memoryProbes } from '../../models/memory/model/probes';
import type { RecordingReader, Rows } from '../../session/recording';
import { curvePlot } from '../curvePlot';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { emptyScene } from '../layout';
import { sayFixed, shortNumber } from '../numbers';
import { type NetworkMark, networkMarks } from './networks';

/** Trials averaged. */
const recent = 50;

interface Point extends NetworkMark {
  bytes: number;
  /** Percent. */
  right: number;
}

function pointsOf(reader: RecordingReader, context: FigureContext): Point[] | undefined {
  const { sequences, theme } = context;
  const held = settingOf(memoryWorth, context, 'trials') === 'heldOut';
  const accuracy = held
    ? lastSaid(reader.series(memoryProbes.examinedAccuracy)?.latest())
    : reader.series(memoryProbes.networkAccuracy)?.latest(recent);
  const kept = reader.series(held ? memoryProbes.examinedBytes : memoryProbes.stateBytes)?.latest(1);
  if (!sequences || !accuracy || !kept || accuracy.times.length === 0 || kept.times.length === 0)
    return undefined;
  return networkMarks(sequences, theme).map((mark, n) => {
    const shares = Array.from(accuracy.times, (_, r) => accuracy.data[r * accuracy.width + n]).filter(
      Number.isFinite
    );
    return {
      ...mark,
      bytes: kept.data[n],
      right: (100 * shares.reduce((sum, share) => sum + share, 0)) / Math.max(1, shares.length)
    };
  });
}

/** The newest row that says anything: held-out trials are the same at every look. */
function lastSaid(rows: Rows | undefined): Rows | undefined {
  if (!rows) return undefined;
  const { data, times, width } = rows;
  for (let r = times.length - 1; r >= 0; r--) {
    const row = data.subarray(r * width, (r + 1) * width);
    if (row.some(Number.isFinite)) return { ...rows, times: times.subarray(r, r + 1), data: row };
  }
  return undefined;
}

export const memoryWorth: Figure = {
  id: 'memoryWorth',
  title: 'What a memory is worth',
  symbol: '',
  unit: '',
  help: 'Each network as a point: right answers, mean of the last 50 trials, against the bytes it keeps of one sequence at its end, at four bytes a number; or the same of held-out trials, with the bytes of the longest of them. Up and to the left is better. Attention keeps a key and a value of every token; linear attention and state spaces keep one matrix a head; a dictionary its rows.',
  probes: [
    memoryProbes.networkAccuracy,
    memoryProbes.stateBytes,
    memoryProbes.examinedAccuracy,
    memoryProbes.examinedBytes
  ],
  settings: [
    {
      name: 'trials',
      label: 'Trials',
      group: 'Run',
      live: true,
      kind: 'choice',
      default: 'latest',
      options: [
        { value: 'latest', label: 'The last 50' },
        { value: 'heldOut', label: 'Held-out' }
      ],
      help: 'Which answers are counted, and whose end the bytes are kept at.'
    }
  ],
  emptyMessage: 'Right answers of each memory against what it keeps. Press Run or step a trial.',

  draw(reader, context) {
    const points = pointsOf(reader, context);
    if (!points) return emptyScene(context, this.emptyMessage);
    const bytes = points.map((point) => Math.max(1, point.bytes));
    return curvePlot(context, {
      curves: points.map(({ colour, label, right, shape }, n) => ({
        name: label,
        colour,
        shape,
        line: [],
        found: [[bytes[n], right]]
      })),
      xTitle: 'Kept of a sequence (bytes)',
      yTitle: 'Right answers (%)',
      xRange: [
        10 ** Math.floor(Math.log10(Math.min(...bytes))),
        10 ** Math.ceil(Math.log10(Math.max(...bytes) + 1))
      ],
      yRange: [0, 100],
      logarithmic: { x: true },
      words: points.map(({ colour, label, right, bytes: kept }) => ({
        text: `${label} ${sayFixed(right, 0)} %, ${sayBytes(kept)}`,
        colour
      }))
    });
  },

  summary(reader, context) {
    const points = pointsOf(reader, context);
    if (!points) return this.emptyMessage;
    return `${points.map(({ bytes, label, right }) => `${label} answers ${sayFixed(right, 1)} % rightly with ${sayBytes(bytes)}`).join('; ')}.`;
  },

  table(reader, context) {
    const points = pointsOf(reader, context) ?? [];
    return {
      columns: ['network', 'kept of a sequence (bytes)', 'right answers (%)'],
      rows: points.map(({ bytes, label, right }) => [label, bytes, right])
    };
  }
};

const sayBytes = (bytes: number): string => (bytes < 1000 ? `${bytes} B` : `${shortNumber(bytes / 1000)} kB`);
