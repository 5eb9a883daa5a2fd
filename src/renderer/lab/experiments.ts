/** Experiments as the page changes them: another setting, another seed, another source. */
import { models } from '../../models/registry';
import type { SettingDescription, Settings, SettingValue } from '../../models/settings';
import type { Edit, Experiment } from '../../session/experiment';
import { sources } from '../../session/sources/registry';

/** Which half of an experiment a setting belongs to. */
export type Owner = 'model' | 'source';

export type SettingChanges = Partial<Record<Owner, Settings>>;

export function descriptionsOf(experiment: Experiment, owner: Owner): readonly SettingDescription[] {
  const definitions = owner === 'model' ? models : sources;
  return definitions.find(({ id }) => id === experiment[owner].id)?.settings ?? [];
}

/**
 * The experiment from its first tick as its user has left it: `changes`, and before them what was edited live, are its settings from
 * the start. What it has planned for later ticks stays planned, save for what was taken from the journal and for settings that are changed
 * now.
 */
export function startedAnew(
  experiment: Experiment,
  journal: Experiment['edits'],
  changes: SettingChanges = {},
  now = Number.POSITIVE_INFINITY
): Experiment {
  // Edits that the experiment did not bring with it; those beyond tick `now` have been planned since.
  const own = without(journal, experiment.edits);
  const live = own.filter(({ tick }) => tick <= now);
  const later = own.filter(({ tick }) => tick > now);
  const part = (owner: Owner): Experiment['model'] => ({
    ...experiment[owner],
    settings: {
      ...editedSettings(experiment, owner, experiment[owner].settings, live),
      ...changes[owner]
    }
  });
  const changed = { ...changes.model, ...changes.source };
  const removed = new Set(without(experiment.edits, journal));
  const edits = [...experiment.edits, ...later].filter(
    (edit) => !(edit.setting in changed || removed.has(edit))
  );
  return { ...experiment, model: part('model'), source: part('source'), edits };
}

/** Edits of `all` that are not among `others`, each of which stands for one. */
function without(all: Experiment['edits'], others: Experiment['edits']): Experiment['edits'] {
  const left = [...others];
  return all.filter(({ setting, tick, value }) => {
    const known = left.findIndex(
      (edit) => edit.tick === tick && edit.setting === setting && edit.value === value
    );
    if (known >= 0) left.splice(known, 1);
    return known < 0;
  });
}

/** Where in a journal the last such edit stands that has acted by `tick`; -1 where there is none. */
export function placeOf({ setting, tick, value }: Edit, journal: readonly Edit[]): number {
  return journal.reduce(
    (at, edit, k) => (edit.setting === setting && edit.value === value && edit.tick <= tick ? k : at),
    -1
  );
}

export function sameEdits(a: Experiment['edits'], b: Experiment['edits']): boolean {
  return (
    a.length === b.length &&
    a.every(({ setting, tick, value }, k) => {
      const other = b[k];
      return setting === other.setting && tick === other.tick && value === other.value;
    })
  );
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
