/** Learning curves of the networks that learn one stream side by side. */
import { memoryProbes } from '../../models/memory/model/probes';
import type { RecordingReader, Rows } from '../../session/recording';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { emptyScene } from '../layout';
import { sayFixed, shortNumber } from '../numbers';
import { trialScene } from '../trialLines';
import { networkMarks } from './networks';

const quantities = {
  accuracy: { probe: memoryProbes.networkAccuracy, title: 'Right answers (%)', share: true },
  loss: { probe: memoryProbes.networkLoss, title: 'Loss E', share: false },
  examinedAccuracy: {
    probe: memoryProbes.examinedAccuracy,
    title: 'Right on held-out trials (%)',
    share: true
  },
  examinedLoss: { probe: memoryProbes.examinedLoss, title: 'Loss E on held-out trials', share: false }
} as const;

function shownOf(reader: RecordingReader, context: FigureContext) {
  const chosen = String(settingOf(networkLearning, context, 'quantity')) as keyof typeof quantities;
  // Streams of vectors have no right answers.
  const name = quantities[chosen].share && !context.shape.tokens ? 'loss' : chosen;
  const { probe, share, title } = quantities[name];
  const raw = reader.series(probe)?.latest();
  if (!raw || !context.sequences) return undefined;
  // Held-out trials are looked at now and then; other rows are empty.
  const known = Array.from(raw.times, (_, r) => r).filter((r) => Number.isFinite(raw.data[r * raw.width]));
  if (known.length === 0) return undefined;
  const rows: Rows = {
    times: Float64Array.from(known, (r) => raw.times[r]),
    data: Float32Array.from(
      known.flatMap((r) =>
        Array.from(raw.data.subarray(r * raw.width, (r + 1) * raw.width), (value) =>
          share ? value * 100 : value
        )
      )
    ),
    width: raw.width
  };
  return { name, rows, share, title, marks: networkMarks(context.sequences, context.theme) };
}

export const networkLearning: Figure = {
  id: 'networkLearning',
  title: 'How the memories learn',
  symbol: '',
  unit: '',
  help: 'One line a network over trials, all on the same sequences from the same first numbers, so that they differ by their memories alone. The first is the one the settings describe; Networks beside it names the others. Answers are counted before the trial is learned from. On held-out trials, which may be longer than those that are learned from, a memory shows what it keeps beyond what it was trained to.',
  probes: Object.values(quantities).map(({ probe }) => probe),
  settings: [
    {
      name: 'quantity',
      label: 'Shown',
      group: 'Run',
      live: true,
      kind: 'choice',
      default: 'accuracy',
      options: [
        { value: 'accuracy', label: 'Right answers' },
        { value: 'loss', label: 'Loss' },
        { value: 'examinedAccuracy', label: 'Right on held-out trials' },
        { value: 'examinedLoss', label: 'Loss on held-out trials' }
      ],
      help: 'Which measure is drawn over trials.'
    }
  ],
  emptyMessage: 'How fast each memory learns to answer. Press Run or step a trial.',

  draw(reader, context) {
    const shown = shownOf(reader, context);
    if (!shown) return emptyScene(context, this.emptyMessage);
    const { marks, name, rows, share, title } = shown;
    return trialScene(context, {
      key: `networkLearning ${name}`,
      rows,
      title,
      lines: marks.map(({ label, short, ...mark }, column) => ({
        ...mark,
        label: `${label}:`,
        short: `${short}:`,
        column
      })),
      say: share ? (value) => sayFixed(value, 1) : shortNumber,
      ...(share && { range: [0, 100] as const })
    });
  },

  summary(reader, context) {
    const shown = shownOf(reader, context);
    if (!shown) return this.emptyMessage;
    const { marks, rows, title } = shown;
    const last = rows.times.length - 1;
    const said = marks.map(({ label }, n) => `${label} ${shortNumber(rows.data[last * rows.width + n])}`);
    return `${title} after trial ${rows.times[last] + 1}: ${said.join(', ')}.`;
  },

  table(reader, context) {
    const shown = shownOf(reader, context);
    if (!shown) return { columns: ['trial'], rows: [] };
    const { marks, rows } = shown;
    return {
      columns: ['trial', ...marks.map(({ label }) => label)],
      rows: Array.from(rows.times, (trial, r) => [
        trial + 1,
        ...marks.map((_, n) => rows.data[r * rows.width + n])
      ])
    };
  }
};
