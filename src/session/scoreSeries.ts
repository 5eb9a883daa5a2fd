/** The series every session keeps besides its probes: how well it does, once a trial. */
import type { ModelDefinition, ProbeDescription, ScoreWords } from '../models/model';

function score(name: string, label: string, symbol: string, unit: string, help: string): ProbeDescription {
  return { name, label, symbol, unit, kind: 'trial', width: 1, signed: false, ofWatchedUnit: false, help };
}

const lossSeries = score('loss', 'Loss', 'E', '', 'Summed over a trial, mean over the batch.');
const errorSeries = score(
  'error',
  'Error',
  'ε',
  '',
  'Share of wrong decisions, or normalised mean square error, over the batch of one trial.'
);
/** Loss and error, in the model's own words where it has some. */
export function scoreSeries(scores: ModelDefinition['scores']): ProbeDescription[] {
  const said = (series: ProbeDescription, words: ScoreWords | undefined): ProbeDescription => ({
    ...series,
    ...words
  });
  return [said(lossSeries, scores?.loss), said(errorSeries, scores?.error)];
}

/** The mean over units of a probe such as the firing rate, in its unit. */
export function meanRateSeries({ label, symbol, unit, signed }: ProbeDescription): ProbeDescription {
  const words = label.toLowerCase();
  const mean = words.startsWith('mean') ? label : `Mean ${words}`;
  return { ...score('meanRate', mean, symbol, unit, 'Mean over units and batch of one trial.'), signed };
}

export const heldOutLossSeries = score(
  'heldOutLoss',
  'Held-out loss',
  'E',
  '',
  'Loss of trials never learned from.'
);
export const heldOutErrorSeries = score(
  'heldOutError',
  'Held-out error',
  'ε',
  '',
  'Error of trials never learned from, measured after each pass over the data, or as often as the source says, and when a run ends.'
);
