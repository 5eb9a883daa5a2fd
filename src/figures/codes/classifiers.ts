/** The classifiers that stand for what is asked: how well they know the images themselves, and how they learned to. */
import { codeProbes } from '../../models/codes/probes';
import type { RecordingReader, Rows } from '../../session/recording';
import type { Figure, FigureContext } from '../figure';
import { emptyScene, panel, scene } from '../layout';
import { sayFixed, shortNumber } from '../numbers';
import type { Mark } from '../scene';
import type { Theme } from '../theme';
import { type TrialLine, trialLines } from '../trialLines';
import { classifierPhase } from './codeLearning';

interface Shown {
  /** In per cent, over trials. */
  accuracy?: Rows;
  /** Over the trials they took, in fractions of a trial. */
  loss?: Rows;
  lines: TrialLine[];
}

function linesOf({ codes, theme }: FigureContext): TrialLine[] {
  const classes = codes?.classes ?? [];
  const colours = (theme as Theme).categories.slice(2);
  return ['asked', 'independent'].flatMap((kind, k) =>
    classes.map(
      ({ label }, f): TrialLine => ({
        label: `${label}, ${kind}`,
        short: k === 0 ? label : 'indep.',
        colour: colours[f % colours.length],
        shape: k === 0 ? 'circle' : 'square',
        hollow: k === 1,
        column: k * classes.length + f,
        ...(k === 1 && { dash: [theme.space, theme.space / 2] })
      })
    )
  );
}

function shownOf(reader: RecordingReader, context: FigureContext): Shown | undefined {
  const lines = linesOf(context);
  if (lines.length === 0) return undefined;
  const accuracy = reader.series(codeProbes.classifierAccuracy)?.latest();
  const loss = reader.series(codeProbes.classifierLoss)?.latest();
  const known = loss && finiteRows(loss, context.shape.steps);
  const shown: Shown = {
    ...(accuracy &&
      accuracy.times.length > 0 && {
        accuracy: { ...accuracy, data: accuracy.data.map((share) => share * 100) }
      }),
    ...(known && known.times.length > 1 && { loss: known }),
    lines
  };
  return shown.accuracy || shown.loss ? shown : undefined;
}

/** Rows of ticks in which one or the other learned, at fractions of a trial; the other keeps what it had. */
function finiteRows({ data, times, width }: Rows, steps: number): Rows {
  const kept: number[] = [];
  const row = new Array<number>(width).fill(Number.NaN);
  const filled: number[] = [];
  for (let r = 0; r < times.length; r++) {
    const seen = data.subarray(r * width, (r + 1) * width);
    if (!seen.some(Number.isFinite)) continue;
    seen.forEach((value, k) => {
      if (Number.isFinite(value)) row[k] = value;
    });
    kept.push(r);
    filled.push(...row);
  }
  return {
    // Rows of trials stand at their end.
    times: Float64Array.from(kept, (r) => times[r] / steps - 1),
    data: Float32Array.from(filled),
    width
  };
}

export const classifiers: Figure = {
  id: 'classifiers',
  title: 'The classifiers that are asked',
  symbol: '',
  unit: '',
  help: 'A query is asked of a classifier: for every factor with classes one that the coders are trained on, and one trained independently as a check. Above, the share of held-out images they name rightly; no reconstruction can be expected to do better. Below, their loss (cross-entropy with the true class, nats) while they learn. Once the coders begin, the classifiers are frozen.',
  probes: [codeProbes.classifierAccuracy, codeProbes.classifierLoss],
  settings: [],
  emptyMessage: 'How well the classifiers know the images themselves. Press Run or step a trial.',

  draw(reader, context) {
    const shown = shownOf(reader, context);
    if (!shown) return emptyScene(context, this.emptyMessage);
    const { accuracy, lines, loss } = shown;
    const outer = panel(context);
    const { space, textSize } = context.theme;
    // Two plots need height; in a low panel the accuracies are what counts.
    const both = accuracy && loss && outer.height > textSize * 17;
    const upper = both ? { ...outer, height: outer.height * 0.54 - space } : outer;
    const lower = both
      ? { ...outer, y: outer.y + outer.height * 0.54 + space, height: outer.height * 0.46 - space }
      : outer;
    const phase = classifierPhase(reader);
    const marks: Mark[] = [];
    if (accuracy)
      marks.push(
        ...trialLines(context, {
          key: 'classifiers accuracy',
          box: upper,
          rows: accuracy,
          lines,
          title: 'Images named rightly (%)',
          range: [0, 100],
          say: (value) => sayFixed(value, 1),
          ...(phase && { shaded: { ...phase, low: true } })
        })
      );
    if (loss && (both || !accuracy))
      marks.push(
        ...trialLines(context, {
          key: 'classifiers loss',
          box: lower,
          rows: loss,
          lines,
          title: 'Cross-entropy (nats)'
        })
      );
    return scene(context, marks);
  },

  summary(reader, context) {
    const shown = shownOf(reader, context);
    if (!shown) return this.emptyMessage;
    const { accuracy, lines, loss } = shown;
    const newest = (rows: Rows, column: number): number =>
      rows.data[(rows.times.length - 1) * rows.width + column];
    const said = lines.map(({ column, label }) =>
      accuracy
        ? `${label} ${sayFixed(newest(accuracy, column), 1)} %`
        : `${label} ${shortNumber(newest(loss!, column))} nats`
    );
    return `On the images themselves: ${said.join('; ')}.`;
  },

  table(reader, context) {
    const shown = shownOf(reader, context);
    const lines = shown?.lines ?? linesOf(context);
    const { accuracy } = shown ?? {};
    return {
      columns: ['trial', ...lines.map(({ label }) => `${label} (%)`)],
      rows: accuracy
        ? Array.from(accuracy.times, (trial, r) => [
            trial + 1,
            ...lines.map(({ column }) => accuracy.data[r * accuracy.width + column])
          ])
        : []
    };
  }
};
