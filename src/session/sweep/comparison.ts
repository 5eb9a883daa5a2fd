/** Runs from different places side by side: only the settings that differ, and paired differences over the seeds they share. */
import type { SettingValue } from '../../models/settings';
import { completeExperiment, type Experiment } from '../experiment';
import { type PairedEffect, pairedEffect } from '../statistics/paired';
import { experimentAt, type PointOutcome } from './plan';
import { type Group, summarise } from './summary';
import { differingSettings, metricsOf } from './tables';

export interface Subject {
  /** The file, folder or preset it came from. */
  name: string;
  /** What is the same in all its outcomes. */
  experiment: Experiment;
  outcomes: readonly PointOutcome[];
}

export interface Difference {
  /** The settings of the two groups: the first of all, and another. */
  from: Group['settings'];
  to: Group['settings'];
  metric: string;
  effect: PairedEffect;
}

/** Name under which a subject stands among the settings. */
const nameColumn = 'of';

/**
 * A group for every combination of settings of every subject, with all its settings that differ between any two groups; `of` says
 * whose it is, where there are several subjects. Throws SettingError and ExperimentError.
 */
export function compareSubjects(subjects: readonly Subject[]): Group[] {
  const outcomes = subjects.flatMap(({ experiment, name, outcomes: own }) =>
    own.map(
      (outcome): PointOutcome => ({
        ...outcome,
        settings: { [nameColumn]: name, ...fullSettings(experiment, outcome) }
      })
    )
  );
  const groups = summarise(outcomes.map((outcome, index) => ({ ...outcome, index })));
  const differing = differingSettings(groups);
  return groups.map((group) => ({
    ...group,
    settings: Object.fromEntries(
      differing.flatMap((name): [string, SettingValue][] =>
        Object.hasOwn(group.settings, name) ? [[name, group.settings[name]]] : []
      )
    )
  }));
}

function fullSettings(experiment: Experiment, outcome: PointOutcome): Group['settings'] {
  const { model, modelSettings, source, sourceSettings } = completeExperiment(
    experimentAt({ experiment }, outcome)
  );
  return {
    model: model.id,
    source: source.id,
    ...sourceSettings,
    ...modelSettings,
    // Runs edited on the way are others than those that were not.
    ...(experiment.edits.length > 0 && {
      edits: experiment.edits.map(({ setting, tick, value }) => `${setting}=${value}@${tick}`).join(' ')
    })
  };
}

/** Every later group less the first, seed by seed, in every metric both have; none where they share no seed. */
export function differencesOf(
  groups: readonly Group[],
  metrics: readonly string[] = metricsOf(groups)
): Difference[] {
  const [first, ...others] = groups;
  if (!first) return [];
  return others.flatMap((other) =>
    metrics.flatMap((metric): Difference[] => {
      const before = new Map(first.results.map((result) => [result.seed, result.metrics[metric]]));
      const pairs = other.results.flatMap(({ metrics: own, seed }): [number, number][] => {
        const [a, b] = [before.get(seed), own[metric]];
        return a === undefined || b === undefined ? [] : [[a, b]];
      });
      return pairs.length > 0
        ? [{ from: first.settings, to: other.settings, metric, effect: pairedEffect(pairs) }]
        : [];
    })
  );
}
