/** The open experiment as a sweep takes it: as its settings stand, from the first tick. */
import type { SettingDescription } from '../../models/settings';
import { completeExperiment, type Experiment, type Preset } from '../../session/experiment';
import type { SweepPoint } from '../../session/sweep/plan';
import { descriptionsOf, startedAnew } from '../lab/experiments';
import type { Lab } from '../lab/lab';

export function experimentNow(lab: Lab): Experiment {
  const status = lab.status();
  return startedAnew(lab.opened()!.experiment, status?.edits ?? [], {}, status?.clock.tick);
}

/** The preset it came from, where neither a setting nor the trials differ from it: then its goals are judged too. */
export function presetNow(lab: Lab, trials: number): Preset | undefined {
  const preset = lab.preset();
  if (!preset || preset.trials !== trials) return undefined;
  const settings = (experiment: Experiment): string => {
    const { modelSettings, sourceSettings } = completeExperiment(experiment);
    return JSON.stringify([modelSettings, sourceSettings, experiment.edits]);
  };
  return settings(preset.experiment) === settings(experimentNow(lab)) ? preset : undefined;
}

/** Whether a point of a sweep over the preset has the preset's own settings. */
export function isOfPreset({ experiment }: Preset, { settings }: Pick<SweepPoint, 'settings'>): boolean {
  const { modelSettings, sourceSettings } = completeExperiment(experiment);
  const own = { ...modelSettings, ...sourceSettings };
  return Object.entries(settings).every(([name, value]) => own[name] === value);
}

/** Settings that can be varied, in the order of the settings column. */
export function sweptSettings(experiment: Experiment): readonly SettingDescription[] {
  return (['source', 'model'] as const)
    .flatMap((owner) => descriptionsOf(experiment, owner))
    .filter(
      (description) => !(description.kind === 'text' && (description.document || description.namesFile))
    );
}
