/**
 * Whether a preset's prediction came true over seeds. It rests on up to three kinds of parts:
 *
 * - its goals: that all of them hold in more than half of all seeds, by the 95 % Wilson interval of the share in which they did;
 * - its comparisons: that one goal's number is less than another's, by the 95 % bootstrap interval of the difference paired over seeds;
 * - its contrast: that a metric grows from each value of a setting to the next, likewise; a run that never reached its goal counts as
 *   having taken all the trials it made.
 *
 * A part is supported where its interval lies wholly on the predicted side, not supported where it lies wholly on the other, else
 * undecided. A prediction is supported if all its parts are, not supported if one is not, else undecided: with few seeds it is.
 */
import type { Settings } from '../../models/settings';
import { completeExperiment, type Preset } from '../experiment';
import { goalLabel } from '../goal';
import type { Interval } from '../statistics/bootstrap';
import { type PairedEffect, pairedEffect } from '../statistics/paired';
import { shareInterval } from '../statistics/share';
import { isFailure, type PointOutcome, type PointResult, type SweepAxis } from './plan';
import { type MetricSummary, settingsKey, summaryOf } from './summary';

export type Answer = 'supported' | 'not supported' | 'undecided';

export interface GoalVerdict {
  label: string;
  /** Seeds in which it held. */
  held: number;
  /** Of the number that tells of it, over the seeds that have one. */
  told: MetricSummary;
}

export interface ComparisonVerdict {
  /** "SR-TD, rewarded runs needed < MF, rewarded runs needed". */
  label: string;
  answer: Answer;
  /** Of the greater beyond the less. */
  effect: PairedEffect;
}

export interface Verdict {
  preset: string;
  answer: Answer;
  /** Seeds whose goals, or whose pairs, were judged. */
  n: number;
  /** Seeds in which all goals held, and the 95 % interval of that share; absent without goals. */
  goals?: { answer: Answer; held: number; share: Interval; each: readonly GoalVerdict[] };
  comparisons: readonly ComparisonVerdict[];
}

type Judged = Pick<Preset, 'id' | 'goals' | 'comparisons' | 'contrast' | 'experiment'>;

/** The points a preset is judged by: itself, or the values of its contrast, each with every seed. */
export function verdictAxes({ contrast }: Judged): SweepAxis[] {
  if (!contrast) return [];
  const { setting, settings = {}, values } = contrast;
  const same = Object.entries(settings).map(([name, value]) => ({ setting: name, values: [value] }));
  return [...same, { setting, values }];
}

/** Whether there is anything to judge a preset by. */
export function isJudged({ contrast, goals = [] }: Judged): boolean {
  return goals.length > 0 || contrast !== undefined;
}

/**
 * `outcomes`: points at `verdictAxes`, or of any sweep over the preset: goals are judged where the settings are its own. A run that
 * failed is a seed in which they did not hold.
 */
export function judge(preset: Judged, outcomes: readonly PointOutcome[]): Verdict {
  const as = ownSettings(preset);
  const own = outcomes.filter(({ settings }) =>
    Object.entries(settings).every(([name, value]) => as[name] === value)
  );
  const goals = (preset.goals ?? []).length > 0 ? judgeGoals(preset, own) : undefined;
  const comparisons = [...judgeComparisons(preset, own), ...judgeContrast(preset, outcomes)];
  const answers = [...(goals ? [goals.answer] : []), ...comparisons.map(({ answer }) => answer)];
  const n = goals ? own.length : Math.max(0, ...comparisons.map(({ effect }) => effect.n));
  return { preset: preset.id, answer: together(answers), n, ...(goals && { goals }), comparisons };
}

function ownSettings({ experiment }: Judged): Settings {
  const { modelSettings, sourceSettings } = completeExperiment(experiment);
  return { ...modelSettings, ...sourceSettings };
}

function together(answers: readonly Answer[]): Answer {
  if (answers.includes('not supported')) return 'not supported';
  return answers.length > 0 && answers.every((answer) => answer === 'supported') ? 'supported' : 'undecided';
}

function judgeGoals({ goals = [] }: Judged, own: readonly PointOutcome[]): NonNullable<Verdict['goals']> {
  const results = own.filter((outcome): outcome is PointResult => !isFailure(outcome));
  const held = results.filter((result) => result.goals?.every(({ holds }) => holds)).length;
  const share = shareInterval(held, own.length);
  return {
    answer: own.length === 0 ? 'undecided' : sideOf({ low: share.low - 0.5, high: share.high - 0.5 }),
    held,
    share,
    each: goals.map((goal, g) => ({
      label: goalLabel(goal),
      held: results.filter((result) => result.goals?.[g]?.holds).length,
      told: summaryOf(results.flatMap((result) => toldBy(result, g)))
    }))
  };
}

const toldBy = (result: PointResult, goal: number): number[] => {
  const told = result.goals?.[goal]?.told ?? null;
  return told === null ? [] : [told];
};

function judgeComparisons(
  { comparisons = [], goals = [] }: Judged,
  own: readonly PointOutcome[]
): ComparisonVerdict[] {
  return comparisons.map(({ less, than }) => {
    const pairs = own.flatMap((outcome): [number, number][] => {
      if (isFailure(outcome)) return [];
      const [[a], [b]] = [toldBy(outcome, less), toldBy(outcome, than)];
      return a === undefined || b === undefined ? [] : [[a, b]];
    });
    return compared(`${goalLabel(goals[less])} < ${goalLabel(goals[than])}`, pairs);
  });
}

function judgeContrast({ contrast }: Judged, outcomes: readonly PointOutcome[]): ComparisonVerdict[] {
  if (!contrast) return [];
  const { metric, setting, settings = {}, values } = contrast;
  const bySeed = values.map((value) => {
    const key = settingsKey({ ...settings, [setting]: value });
    const own = outcomes.filter(
      (outcome): outcome is PointResult => !isFailure(outcome) && settingsKey(outcome.settings) === key
    );
    return new Map(own.map((result) => [result.seed, measured(result, metric)]));
  });
  return values.slice(1).map((value, k) => {
    const [less, more] = [bySeed[k], bySeed[k + 1]];
    const pairs = [...less].flatMap(([seed, a]): [number, number][] => {
      const b = more.get(seed);
      return a === undefined || b === undefined ? [] : [[a, b]];
    });
    return compared(`${metric}: ${setting} = ${values[k]} < ${setting} = ${value}`, pairs);
  });
}

/** A run that never reached its goal would have taken longer than it went on: dropping its pair would favour what often fails. */
function measured({ metrics, trials }: PointResult, metric: string): number | undefined {
  return metrics[metric] ?? (metric === 'goalReachedAfter' ? trials : undefined);
}

function compared(label: string, pairs: readonly (readonly [number, number])[]): ComparisonVerdict {
  const effect = pairedEffect(pairs);
  return { label, answer: effect.interval ? sideOf(effect.interval) : 'undecided', effect };
}

/** An interval that is the point 0 says that there is no difference. */
function sideOf({ high, low }: Interval): Answer {
  if (low > 0) return 'supported';
  return high < 0 || (low === 0 && high === 0) ? 'not supported' : 'undecided';
}
