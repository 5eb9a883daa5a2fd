/** The numbers a run ends with, by name: what `engram run` prints, and what points of a sweep are compared by. */
import { classFactors, valueFactors } from '../models/codes/queries';
import type { StreamShape } from '../models/stream';
import { type Goal, progressTowards, toldOf } from './goal';
import type { OpenedSession } from './protocol';
import type { Recording } from './recording';

/** Trials in the mean of scores that change from one trial to the next. */
const recentTrials = 10;

/**
 * Loss, error and mean rate are means over the last 10 trials; held-out scores are those after the last trial. With a
 * goals: the lowest running mean of the first one's score, the trials made when that first was reached, and how many hold.
 */
export function finalMetrics(
  { status, shape }: OpenedSession,
  recording: Recording,
  goals: readonly Goal[] = []
): Record<string, number> {
  const { recent, heldOut, pass } = status;
  const progress = goals[0] && progressTowards(goals[0], recording);
  const rates = [...(recording.series('meanRate')?.latest(recentTrials).data ?? [])];
  return {
    ...(recent && { loss: recent.loss, error: recent.error }),
    ...(heldOut && { heldOutLoss: heldOut.loss, heldOutError: heldOut.error }),
    ...(heldOut && shape.loss === 'classification' && { heldOutAccuracy: 1 - heldOut.error }),
    ...alignment(recording),
    ...codeMetrics(shape, recording),
    ...(rates.length > 0 && { meanRate: rates.reduce((sum, rate) => sum + rate, 0) / rates.length }),
    ...(pass !== undefined && { passes: pass }),
    ...(progress && { lowest: progress.lowest }),
    ...(progress?.reachedAfter !== undefined && { goalReachedAfter: progress.reachedAfter }),
    ...goalValues(goals, recording)
  };
}

/** Of goals with words of their own, where each score stands. */
function goalValues(goals: readonly Goal[], recording: Recording): Record<string, number> {
  return Object.fromEntries(
    goals.flatMap((goal) => {
      const progress = goal.label === undefined ? undefined : progressTowards(goal, recording);
      return progress ? [[goal.label, toldOf(goal, progress)]] : [];
    })
  );
}

/**
 * Of models that code images, by the first coder after the last trial: `accuracy` is that of the stream's first factor with classes;
 * each of them also has its own, and the share right of its nearest neighbours in the code; every factor that is a number has its
 * R^2. Empty for other models.
 */
function codeMetrics({ factors = [] }: StreamShape, recording: Recording): Record<string, number> {
  const last = (series: string, column = 0): number | undefined =>
    recording.series(series)?.latest(1).data[column];
  const numbers = {
    rateBits: last('rate'),
    accuracy: last('accuracy'),
    accuracyOther: last('accuracyOther'),
    mse: last('meanSquaredError'),
    divergence: last('divergence'),
    pixelLoss: last('pixelLoss')
  };
  const classes = classFactors(factors).flatMap(({ factor: { name } }, column) => [
    [`${name}Accuracy`, last('accuracy', column)],
    [`${name}Neighbours`, last('neighbours', column)]
  ]);
  const values = valueFactors(factors).map(({ factor: { name } }, column) => [
    name === 'x' || name === 'y' ? `positionR2${name}` : `${name}R2`,
    last('factorR2', column)
  ]);
  return Object.fromEntries(
    [...Object.entries(numbers), ...classes, ...values].filter(([, value]) => value !== undefined)
  );
}

/**
 * Cosine of the rule's gradient to the exact one, of each layer, bottom first: means over the last 10 measurements under the
 * rule used last. Empty where none was measured.
 */
function alignment(recording: Recording): Record<string, number> {
  const { data, width } = recording.series('alignment')?.latest(recentTrials) ?? { data: [], width: 1 };
  const layers = (width - 1) / 3;
  // A row ends with the rule it is of; see models/deep/alignment.ts.
  const rows = Array.from({ length: data.length / width }, (_, r) => r * width).filter(
    (at) => data[at + width - 1] === data[data.length - 1]
  );
  const means = Array.from({ length: layers }, (_, l) => {
    const cosines = rows.map((at) => data[at + l]).filter(Number.isFinite);
    return [`cosineLayer${l + 1}`, cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length];
  });
  return Object.fromEntries(means.filter(([, mean]) => Number.isFinite(mean)));
}
