/**
 * An experiment is plain JSON: a preset, a saved file, a share link, a recipe inside a figure and a line of a
 * sweep are all this one thing.
 */
import * as v from 'valibot';
import type { ModelDefinition } from '../models/model';
import { models } from '../models/registry';
import {
  checkSetting,
  completeSettings,
  findSetting,
  SettingError,
  type Settings,
  type SettingValue
} from '../models/settings';
import { layoutForm, type PanelLayout } from './panelLayout';
import type { SourceDefinition } from './source';
import { sources } from './sources/registry';
import { type Forms, ownForms, upgrade } from './upgrades';
import type { Comparison, Contrast, Goal } from './goal';

/** A live change, made before the tick it names (counted over the whole run). */
export interface Edit {
  tick: number;
  setting: string;
  value: SettingValue;
}

export interface Experiment {
  /** Version of this form; see `upgrades.ts`. */
  format: 1;
  title: string;
  model: { id: string; settings: Settings };
  source: { id: string; settings: Settings };
  /** Probes recorded besides loss and error. */
  probes: readonly string[];
  seed: number;
  edits: readonly Edit[];
  /** How its panels stand; see `layoutOf`, which knows whether this version understands it. Never enters the run. */
  layout?: PanelLayout | { version: number };
}

/** An experiment with a question. */
export interface Preset {
  id: string;
  title: string;
  /** What is claimed, what should be seen if it is true, and what measures it. */
  claim: string;
  prediction: string;
  metric: string;
  /** The prediction in numbers, where it has some: all must hold. */
  goals?: readonly Goal[];
  /** What the claim rests on besides, paired over seeds: that some goals' numbers are less than others', */
  comparisons?: readonly Comparison[];
  /** and that a metric grows along the values of a setting. */
  contrast?: Contrast;
  experiment: Experiment;
  /** Ticks a second at which the page begins, where fast is too fast to see; else as fast as it goes. */
  pace?: number;
  /** Trials a headless run makes when not told otherwise. */
  trials: number;
}

/** Raised for an experiment that does not read as one; the message is one line. */
export class ExperimentError extends Error {
  override readonly name = 'ExperimentError';
}

/** The models and sources an experiment may name. */
export interface Definitions {
  models: readonly ModelDefinition[];
  sources: readonly SourceDefinition[];
}

/** An experiment with its definitions found and every setting filled in. */
export interface CompleteExperiment {
  experiment: Experiment;
  model: ModelDefinition;
  source: SourceDefinition;
  modelSettings: Settings;
  sourceSettings: Settings;
}

const settingValue = v.union([v.pipe(v.number(), v.finite()), v.string(), v.boolean()]);
const part = v.looseObject({ id: v.string(), settings: v.optional(v.record(v.string(), settingValue), {}) });
const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Loose: fields this version does not know are kept. */
const experimentForm = v.looseObject({
  format: v.number(),
  title: v.optional(v.string(), 'Untitled'),
  model: part,
  source: part,
  probes: v.optional(v.array(v.string()), []),
  seed: v.optional(wholeNumber, 1),
  edits: v.optional(
    v.array(v.looseObject({ tick: wholeNumber, setting: v.string(), value: settingValue })),
    []
  ),
  layout: v.optional(layoutForm)
});

/** An experiment from parsed JSON, brought to the present format. Throws ExperimentError naming the field at fault. */
export function parseExperiment(json: unknown, forms: Forms = ownForms): Experiment {
  const { current } = forms;
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new ExperimentError(
      'An experiment is a JSON object with format, model and source; this is not an object.'
    );
  }
  const fields = json as Readonly<Record<string, unknown>>;
  const format = fields.format;
  if (typeof format !== 'number' || !Number.isInteger(format) || format < 1) {
    throw new ExperimentError(
      `format: expected a whole number from 1 to ${current}; found ${JSON.stringify(format) ?? 'nothing'}.`
    );
  }
  if (format > current) {
    throw new ExperimentError(
      `This experiment has format ${format}, newer than this version reads (${current}). Update Engram to open it.`
    );
  }
  const result = v.safeParse(experimentForm, upgrade(fields, format, forms));
  if (!result.success) {
    const [issue] = result.issues;
    const place = v.getDotPath(issue) ?? 'experiment';
    const missing = issue.received === 'undefined';
    throw new ExperimentError(
      missing
        ? `${place} is missing.`
        : `${place}: expected ${issue.expected ?? 'another value'}; found ${issue.received}.`
    );
  }
  // Brought to `forms.current` above.
  return result.output as Experiment;
}

/**
 * Finds the model and the source and fills in every setting. Throws ExperimentError for unknown ids and SettingError for
 * settings and edits that do not fit.
 */
export function completeExperiment(
  experiment: Experiment,
  definitions: Definitions = { models, sources }
): CompleteExperiment {
  const model = find('model', definitions.models, experiment.model.id);
  const source = find('source', definitions.sources, experiment.source.id);
  for (const edit of experiment.edits) checkEdit(model, source, edit.setting, edit.value);
  return {
    experiment,
    model,
    source,
    modelSettings: completeSettings(model.settings, experiment.model.settings),
    sourceSettings: completeSettings(source.settings, experiment.source.settings)
  };
}

/** Whether a setting belongs to the source; the names of a model's and a source's settings do not overlap. */
export function isOfSource(source: SourceDefinition, setting: string): boolean {
  return source.settings.some(({ name }) => name === setting);
}

/** Throws SettingError unless `setting` may become `value` while the session runs. */
export function checkEdit(
  model: ModelDefinition,
  source: SourceDefinition,
  setting: string,
  value: SettingValue
): void {
  const description = findSetting(isOfSource(source, setting) ? source.settings : model.settings, setting);
  checkSetting(description, value);
  if (!description.live) {
    throw new SettingError(
      `Setting '${setting}' cannot change while the session runs; open the experiment anew with it.`
    );
  }
}

/**
 * The same experiment with one setting changed, wherever it belongs. Throws SettingError.
 */
export function withSetting(
  experiment: Experiment,
  setting: string,
  value: SettingValue,
  definitions: Definitions = { models, sources }
): Experiment {
  const source = find('source', definitions.sources, experiment.source.id);
  const model = find('model', definitions.models, experiment.model.id);
  const where = isOfSource(source, setting) ? 'source' : 'model';
  const known = where === 'source' ? source.settings : [...model.settings, ...source.settings];
  checkSetting(findSetting(known, setting), value);
  const { id, settings } = experiment[where];
  return {
    ...experiment,
    [where]: { ...experiment[where], id, settings: { ...settings, [setting]: value } }
  };
}

function find<Definition extends { id: string }>(
  kind: string,
  definitions: readonly Definition[],
  id: string
): Definition {
  const found = definitions.find((definition) => definition.id === id);
  if (found) return found;
  const known = definitions.map((definition) => definition.id).join(', ');
  throw new ExperimentError(`Unknown ${kind} '${id}'. Expected one of: ${known}.`);
}
