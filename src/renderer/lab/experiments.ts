/** Experiments as the page changes them: another setting, another seed, another source. */
import { models } from '../../models/registry';
import type { SettingDescription, Settings, SettingValue } from '../../models/settings';
import type { Experiment } from '../../session/experiment';
import { sources } from '../../session/sources/registry';

/** Which half of an experiment a setting belongs to. */
export type Owner = 'model' | 'source';

export type SettingChanges = Partial<Record<Owner, Settings>>;

export function descriptionsOf(experiment: Experiment, owner: Owner): readonly SettingDescription[] {
  const definitions = owner === 'model' ? models : sources;
  return definitions.find(({ id }) => id === experiment[owner].id)?.settings ?? [];
}

/** The experiment from its first tick with these settings added, and none of the edits made on the way. */
export function withSettings(experiment: Experiment, changes: SettingChanges): Experiment {
  const part = (owner: Owner): Experiment['model'] => ({
    id: experiment[owner].id,
    settings: { ...experiment[owner].settings, ...changes[owner] }
  });
  return { ...experiment, model: part('model'), source: part('source'), edits: [] };
}

/** Edits that have acted by `tick`, and those that wait for a later one. */
export function actedBy(
  edits: Experiment['edits'],
  tick: number
): { acted: Experiment['edits']; waiting: Experiment['edits'] } {
  return {
    acted: edits.filter((edit) => edit.tick <= tick),
    waiting: edits.filter((edit) => edit.tick > tick)
  };
}

/** Settings of one half of the experiment as the edits so far have left them. */
export function editedSettings(
  experiment: Experiment,
  owner: Owner,
  settings: Settings,
  edits: Experiment['edits']
): Settings {
  const edited: Record<string, SettingValue> = { ...settings };
  const own = new Set(descriptionsOf(experiment, owner).map(({ name }) => name));
  for (const { setting, value } of edits) if (own.has(setting)) edited[setting] = value;
  return edited;
}
