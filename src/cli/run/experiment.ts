/** The experiment that `engram run` was asked for: a preset or a file, with the settings given on the command line. */
import { models } from '../../models/registry';
import { parseSetting, type SettingDescription } from '../../models/settings';
import { presets } from '../../presets/registry';
import {
  completeExperiment,
  type Experiment,
  ExperimentError,
  parseExperiment,
  withSetting
} from '../../session/experiment';
import { sources } from '../../session/sources/registry';
import { UsageError } from '../command';
import { readWhole } from '../files';
import { suggestion } from '../nearest';

export interface Asked {
  /** The preset's id, or the file as it was typed. */
  name: string;
  experiment: Experiment;
  /** Trials the preset is made for; undefined for a file. */
  trials?: number;
}

/** Throws UsageError, FormatError or ExperimentError. */
export async function findExperiment(name: string, cwd: string): Promise<Asked> {
  const preset = presets.find(({ id }) => id === name);
  if (preset) return { name, experiment: preset.experiment, trials: preset.trials };
  const ids = presets.map(({ id }) => id);
  if (!/[./\\]/.test(name)) {
    throw new UsageError(
      `Unknown preset '${name}'.${suggestion(name, ids)} Presets: ${ids.join(', ')}; or name an experiment file ending in .json.`
    );
  }
  const text = new TextDecoder().decode(await readWhole(name, cwd));
  try {
    return { name, experiment: parseExperiment(JSON.parse(text)) };
  } catch (error) {
    if (error instanceof SyntaxError) throw new ExperimentError(`${name} is not JSON: ${error.message}.`);
    if (error instanceof ExperimentError) throw new ExperimentError(`${name}: ${error.message}`);
    throw error;
  }
}

/** Every setting of the experiment's model and source. */
export function settingsOf({ model, source }: Experiment): readonly SettingDescription[] {
  const find = <Definition extends { id: string; settings: readonly SettingDescription[] }>(
    definitions: readonly Definition[],
    id: string
  ): readonly SettingDescription[] => definitions.find((definition) => definition.id === id)?.settings ?? [];
  return [...find(models, model.id), ...find(sources, source.id)];
}

/** Options of the command that are easily taken for settings. */
const ownOptions = ['seed', 'trials', 'backend', 'out'];

/** `assignments` are texts such as "units=64". Throws UsageError and SettingError. */
export function withAssignments(experiment: Experiment, assignments: readonly string[]): Experiment {
  let changed = experiment;
  const descriptions = settingsOf(experiment);
  const names = descriptions.map(({ name }) => name);
  for (const assignment of assignments) {
    const [, name, text] = /^([^=]+)=(.*)$/s.exec(assignment) ?? [];
    if (name === undefined)
      throw new UsageError(`--set '${assignment}' is not name=value, such as units=64.`);
    const description = descriptions.find((candidate) => candidate.name === name.trim());
    if (!description) {
      if (ownOptions.includes(name))
        throw new UsageError(`'${name}' is no setting; write --${name} ${text}.`);
      throw new UsageError(
        `Unknown setting '${name}'.${suggestion(name, names)} Settings here: ${names.join(', ')}.`
      );
    }
    changed = withSetting(changed, description.name, parseSetting(description, text));
  }
  return changed;
}

/** Checks ids and every setting before anything is allocated. Throws ExperimentError and SettingError. */
export function checked(experiment: Experiment): Experiment {
  completeExperiment(experiment);
  return experiment;
}
