/** The experiment that `engram run` was asked for: a preset or a file, with the settings given on the command line. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { figureFormat, parseRecipeText, recipeOf } from '../../figures/recipeIn';
import { isRecipe, type Recipe } from '../../session/recipe';
import { models } from '../../models/registry';
import { parseSetting, type SettingDescription, SettingError, type Settings } from '../../models/settings';
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
import { isExample, readWhole } from '../files';
import { suggestion } from '../nearest';

/** In a results folder: the run that made it, with its length, its backend and the state it came to. */
export const recipeFile = 'recipe.json';

export interface Asked {
  /** The preset's id, or the file as it was typed. */
  name: string;
  experiment: Experiment;
  /** Trials the preset is made for; undefined for a file. */
  trials?: number;
  /** Of a figure: what its run came to. */
  recipe?: Recipe;
}

/**
 * Files that an experiment file names are looked for beside it; in the experiment returned they are relative to `cwd`,
 * as on the command line. Throws UsageError, FormatError, ExperimentError or SettingError.
 */
export async function findExperiment(name: string, cwd: string): Promise<Asked> {
  const preset = presets.find(({ id }) => id === name);
  if (preset) return { name, experiment: preset.experiment, trials: preset.trials };
  const ids = presets.map(({ id }) => id);
  const file = await fileIn(name, cwd);
  if (file === name && !/[./\\]/.test(name)) {
    throw new UsageError(
      `Unknown preset '${name}'.${suggestion(name, ids)} Presets: ${ids.join(', ')}; or name an experiment file or a figure, with its ending, or a results folder.`
    );
  }
  const bytes = await readWhole(file, cwd);
  try {
    const { experiment, recipe } = read(file, bytes);
    return {
      name,
      experiment: withFilesFrom(checked(experiment), dirname(resolve(cwd, file)), cwd),
      ...(recipe && { recipe })
    };
  } catch (error) {
    if (error instanceof SyntaxError) throw new ExperimentError(`${file} is not JSON: ${error.message}.`);
    if (error instanceof ExperimentError) throw new ExperimentError(`${file}: ${error.message}`);
    if (error instanceof SettingError) throw new SettingError(`${file}: ${error.message}`);
    throw error;
  }
}

/** A folder that `engram run --out` left means the run in it, as far as it went; any other name itself. */
async function fileIn(name: string, cwd: string): Promise<string> {
  const isFolder = await stat(resolve(cwd, name))
    .then((found) => found.isDirectory())
    .catch(() => false);
  if (!isFolder) return name;
  const recipe = join(name, recipeFile);
  return existsSync(resolve(cwd, recipe)) ? recipe : join(name, 'experiment.json');
}

/** A figure gives its recipe, any other file is an experiment or a recipe in JSON. */
function read(name: string, bytes: Uint8Array): { experiment: Experiment; recipe?: Recipe } {
  if (figureFormat(bytes)) return recipeOf(name, bytes);
  const text = new TextDecoder().decode(bytes);
  const json: unknown = JSON.parse(text);
  return isRecipe(json) ? parseRecipeText(name, text) : { experiment: parseExperiment(json) };
}

/** The same experiment for another folder: relative names of files lead from `to` where they led from `from`. */
export function withFilesFrom(experiment: Experiment, from: string, to: string): Experiment {
  const names = settingsOf(experiment)
    .filter((description) => description.kind === 'text' && description.namesFile)
    .map(({ name }) => name);
  const moved = (settings: Settings): Settings =>
    Object.fromEntries(
      Object.entries(settings).map(([name, value]) =>
        typeof value === 'string' && names.includes(name) && isRelativeFile(value)
          ? [name, relative(to, resolve(from, value)).split(sep).join('/')]
          : [name, value]
      )
    );
  const { model, source } = experiment;
  return {
    ...experiment,
    model: { ...model, settings: moved(model.settings) },
    source: { ...source, settings: moved(source.settings) }
  };
}

function isRelativeFile(name: string): boolean {
  return name.trim() !== '' && !isAbsolute(name) && !isExample(name);
}

/** Every setting of the experiment's model and source. */
export function settingsOf({ model, source }: Experiment): readonly SettingDescription[] {
  const find = <Definition extends { id: string; settings: readonly SettingDescription[] }>(
    definitions: readonly Definition[],
    id: string
  ): readonly SettingDescription[] => definitions.find((definition) => definition.id === id)?.settings ?? [];
  return [...find(models, model.id), ...find(sources, source.id)];
}

/** The same model on another source with its default settings. Throws UsageError. */
export function withSource(experiment: Experiment, id: string | undefined): Experiment {
  if (id === undefined || id === experiment.source.id) return experiment;
  const ids = sources.map((source) => source.id);
  if (!ids.includes(id))
    throw new UsageError(`--source is '${id}'; expected one of ${ids.join(', ')}.${suggestion(id, ids)}`);
  return { ...experiment, source: { id, settings: {} } };
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
