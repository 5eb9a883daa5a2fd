/** What a walk finds that the words of a question do not lead to: three ways of retrieving on the same texts. */
import { mixprProbes } from '../../models/retrieval/model/probeList';
import type { RecordingReader, Rows } from '../../session/recording';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { emptyScene } from '../layout';
import { sayFixed } from '../numbers';
import { trialScene } from '../trialLines';
import { methodMarks } from './methods';

const quantities = {
  recall: { probe: mixprProbes.methodRecall, title: 'Needed passages found (%)', share: true },
  answered: { probe: mixprProbes.methodAnswered, title: 'Answers read (%)', share: true },
  exact: { probe: mixprProbes.methodExact, title: 'Answered exactly (%)', share: true },
  rank: { probe: mixprProbes.neededRank, title: 'Rank of the last needed passage', share: false }
} as const;

/** Means over all trials so far, which is what a claim is about; single texts are all or nothing. */
function meansOf(reader: RecordingReader, context: FigureContext) {
  const chosen =
    quantities[String(settingOf(methodsCompared, context, 'quantity')) as keyof typeof quantities];
  const raw = reader.series(chosen.probe)?.latest();
  if (!raw || raw.times.length === 0) return undefined;
  const sums = new Float64Array(raw.width);
  const counts = new Float64Array(raw.width);
  const data = new Float32Array(raw.data.length);
  for (let r = 0; r < raw.times.length; r++)
    for (let m = 0; m < raw.width; m++) {
      const value = raw.data[r * raw.width + m];
      if (Number.isFinite(value)) {
        sums[m] += value;
        counts[m]++;
      }
      data[r * raw.width + m] = ((chosen.share ? 100 : 1) * sums[m]) / counts[m];
    }
  const rows: Rows = { times: raw.times, data, width: raw.width };
  return data.some(Number.isFinite) ? { ...chosen, rows } : undefined;
}

export const methodsCompared: Figure = {
  id: 'methodsCompared',
  title: 'What each method finds',
  symbol: '',
  unit: '',
  help: 'Mean over all texts so far, one a trial, of MixPR (a walk on the graph of passages from the question), TF-IDF and BM25 (which rank passages by the words they share with it). Each returns equally many passages; a reader by simple rules answers from them, so that no language model takes part.',
  probes: Object.values(quantities).map(({ probe }) => probe),
  settings: [
    {
      name: 'quantity',
      label: 'Shown',
      group: 'Run',
      live: true,
      kind: 'choice',
      default: 'recall',
      options: [
        { value: 'recall', label: 'Needed passages found' },
        { value: 'answered', label: 'Answers read' },
        { value: 'exact', label: 'Answered exactly' },
        { value: 'rank', label: 'Rank of the last needed one' }
      ],
      help: 'Which measure is drawn over trials.'
    }
  ],
  emptyMessage: 'How much of what is needed each method finds. Press Run or step a trial.',

  draw(reader, context) {
    const means = meansOf(reader, context);
    if (!means) return emptyScene(context, this.emptyMessage);
    const { probe, rows, share, title } = means;
    return trialScene(context, {
      key: `methodsCompared ${probe}`,
      rows,
      title,
      lines: methodMarks(context.theme).map(({ label, ...mark }, column) => ({
        ...mark,
        label: `${label}:`,
        short: `${label}:`,
        column
      })),
      say: (value) => sayFixed(value, 1),
      ...(share && { range: [0, 100] as const })
    });
  },

  summary(reader, context) {
    const means = meansOf(reader, context);
    if (!means) return this.emptyMessage;
    const { rows, title } = means;
    const last = rows.times.length - 1;
    const said = methodMarks(context.theme).map(
      ({ label }, m) => `${label} ${sayFixed(rows.data[last * rows.width + m], 1)}`
    );
    return `${title}, mean of ${last + 1} trials: ${said.join(', ')}.`;
  },

  table(reader, context) {
    const means = meansOf(reader, context);
    const marks = methodMarks(context.theme);
    return {
      columns: ['trial', ...marks.map(({ label }) => label)],
      rows: means
        ? Array.from(means.rows.times, (trial, r) => [
            trial + 1,
            ...marks.map((_, m) => means.rows.data[r * means.rows.width + m])
          ])
        : []
    };
  }
};
