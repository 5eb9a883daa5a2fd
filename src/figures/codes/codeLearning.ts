/** Learning curves of the coders, from when the classifiers are frozen. */
import { codeProbes } from '../../models/codes/probes';
import type { RecordingReader, Rows } from '../../session/recording';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { emptyScene } from '../layout';
import { sayFixed, shortNumber } from '../numbers';
import type { Range } from '../ranges';
import { type TrialLine, trialScene } from '../trialLines';
import { coderMarks } from './coders';
import { chosenFactor, factorSetting, waitingWords } from './reading';

type Quantity = 'accuracy' | 'rate' | 'divergence' | 'meanSquaredError';

interface Shown {
  quantity: Quantity;
  title: string;
  rows: Rows;
  lines: TrialLine[];
  range?: Range;
  across?: { value: number; word: string };
  /** Trials in which the classifiers learned. */
  shaded?: { from: number; to: number; word: string };
  say(value: number): string;
}

function shownOf(figure: Figure, reader: RecordingReader, context: FigureContext): Shown | undefined {
  const { codes, theme } = context;
  if (!codes) return undefined;
  const chosen = String(settingOf(figure, context, 'quantity')) as Quantity;
  const quantity = chosen === 'accuracy' && codes.classes.length === 0 ? 'rate' : chosen;
  const raw = reader.series(codeProbes[quantity])?.latest();
  if (!raw || raw.times.length === 0) return undefined;
  const factor = chosenFactor(figure, context, codes);
  const columnOf = (coder: number): number =>
    quantity === 'accuracy' ? coder * codes.classes.length + factor : coder;
  const scale = quantity === 'accuracy' ? 100 : 1;
  const rows: Rows = scale === 1 ? raw : { ...raw, data: raw.data.map((value) => value * scale) };
  const known = (column: number): boolean =>
    rows.times.some((_, r) => Number.isFinite(rows.data[r * rows.width + column]));
  const lines = coderMarks(codes.coders, theme).flatMap(({ colour, dash, label, shape, short }, coder) =>
    known(columnOf(coder))
      ? [{ label, short, colour, shape, hollow: false, column: columnOf(coder), ...(dash && { dash }) }]
      : []
  );
  if (lines.length === 0) return undefined;
  const constant = quantity === 'meanSquaredError' ? rows.data.at(-1)! : Number.NaN;
  const factorShown = codes.classes[factor];
  const chance = quantity === 'accuracy' ? 100 / (factorShown?.classes?.length ?? 1) : Number.NaN;
  const titles: Record<Quantity, string> = {
    accuracy: `${factorShown?.label ?? ''} read from reconstructions (%)`,
    rate: 'Rate R (bits)',
    divergence: 'Divergence of answers (nats)',
    meanSquaredError: 'Pixel error of reconstructions (MSE)'
  };
  const shaded = classifierPhase(reader);
  return {
    quantity,
    title: titles[quantity],
    rows,
    lines,
    say: quantity === 'accuracy' ? (value) => sayFixed(value, 1) : shortNumber,
    ...(quantity === 'accuracy' && { range: [0, 100] as const }),
    ...(Number.isFinite(constant) && { across: { value: constant, word: 'constant image' } }),
    ...(Number.isFinite(chance) && { across: { value: chance, word: 'chance' } }),
    ...(shaded && { shaded })
  };
}

/** From the first trial recorded to the last before any rate is known. */
export function classifierPhase(reader: RecordingReader): Shown['shaded'] {
  const rate = reader.series(codeProbes.rate)?.latestColumn(0);
  if (!rate || rate.times.length === 0) return undefined;
  const known = rate.data.findIndex((value) => Number.isFinite(value));
  const from = rate.times[0];
  const to = known < 0 ? rate.times[rate.times.length - 1] + 1 : rate.times[known];
  return to > from ? { from, to, word: 'classifiers learn' } : undefined;
}

export const codeLearning: Figure = {
  id: 'codeLearning',
  title: 'How the coders learn',
  symbol: '',
  unit: '',
  help: 'One line a coder over trials, measured on held-out images after each. In the shaded trials only the classifiers learn, on the images themselves; then they are frozen and the coders begin. Action-centric coders are useful after fewer steps: their loss asks for nothing else. The dashed level is chance, or the error of the best constant image.',
  probes: [codeProbes.accuracy, codeProbes.rate, codeProbes.divergence, codeProbes.meanSquaredError],
  settings: [
    {
      name: 'quantity',
      label: 'Shown',
      group: 'Run',
      live: true,
      kind: 'choice',
      default: 'accuracy',
      options: [
        { value: 'accuracy', label: 'Accuracy on reconstructions' },
        { value: 'rate', label: 'Rate' },
        { value: 'divergence', label: 'Divergence of answers' },
        { value: 'meanSquaredError', label: 'Pixel error' }
      ],
      help: 'Which measure is drawn over time.'
    },
    factorSetting('Whose accuracy is drawn.')
  ],
  emptyMessage: 'How fast each coder learns what is asked. Press Run or step a trial.',

  draw(reader, context) {
    const shown = shownOf(this, reader, context);
    if (!shown) return emptyScene(context, waitingWords(reader, this));
    const { lines, quantity, shaded, ...drawn } = shown;
    return trialScene(context, {
      key: `codeLearning ${quantity}`,
      ...drawn,
      // "β = 0.1: 98.7", lest two numbers run together.
      lines: lines.map((line) => ({ ...line, label: `${line.label}:`, short: `${line.short}:` })),
      // Rates begin low, all else high or above chance.
      ...(shaded && { shaded: { ...shaded, low: quantity !== 'rate' } })
    });
  },

  summary(reader, context) {
    const shown = shownOf(this, reader, context);
    if (!shown) return waitingWords(reader, this);
    const { lines, rows, say, title } = shown;
    const last = rows.times.length - 1;
    const said = lines.map(({ column, label }) => `${label} ${say(rows.data[last * rows.width + column])}`);
    return `${title} after trial ${rows.times[last] + 1}: ${said.join(', ')}.`;
  },

  table(reader, context) {
    const shown = shownOf(this, reader, context);
    if (!shown) return { columns: ['trial'], rows: [] };
    const { lines, rows } = shown;
    return {
      columns: ['trial', ...lines.map(({ label }) => label)],
      rows: Array.from(rows.times, (trial, r) => [
        trial + 1,
        ...lines.map(({ column }) => rows.data[r * rows.width + column])
      ])
    };
  }
};
