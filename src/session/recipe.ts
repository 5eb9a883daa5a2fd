/**
 * A recipe: what a figure carries to bring its run back. The experiment with every edit made, how long it had run, on which
 * backend and by which version; the state hash says whether what came back is the same run.
 */
import * as v from 'valibot';
import type { BackendKind } from '../compute/compute';
import type { Settings } from '../models/settings';
import { type Experiment, ExperimentError, parseExperiment } from './experiment';

/** What of the run a figure shows. */
export interface ShownFigure {
  id: string;
  /** The figure's own settings. */
  settings: Settings;
  unit?: number;
  synapse?: number;
  code?: number;
  /** Ticks on its time axis, `from` included, `until` excluded. */
  from?: number;
  until?: number;
}

export interface Recipe {
  /** Version of this form. */
  recipe: 1;
  /** With every edit made so far. */
  experiment: Experiment;
  /** Of Engram. */
  version: string;
  backend: BackendKind;
  /** Ticks the run had made. */
  ticks: number;
  /** Of the run after those ticks. */
  stateHash: string;
  /** The panels of the file, one unless it was composed. */
  figures?: readonly ShownFigure[];
}

const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const shownFigure = v.looseObject({
  id: v.string(),
  settings: v.optional(v.record(v.string(), v.union([v.number(), v.string(), v.boolean()])), {}),
  unit: v.optional(wholeNumber),
  synapse: v.optional(wholeNumber),
  code: v.optional(wholeNumber),
  from: v.optional(v.number()),
  until: v.optional(v.number())
});
const recipeForm = v.looseObject({
  recipe: v.literal(1),
  version: v.string(),
  backend: v.picklist(['wasm', 'gpu', 'reference']),
  ticks: wholeNumber,
  stateHash: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  figures: v.optional(v.array(shownFigure))
});

/** From parsed JSON. Throws ExperimentError naming the field at fault. */
export function parseRecipe(json: unknown): Recipe {
  const result = v.safeParse(recipeForm, json);
  if (!result.success) {
    const [issue] = result.issues;
    const place = v.getDotPath(issue) ?? 'recipe';
    throw new ExperimentError(
      `${place}: expected ${issue.expected ?? 'another value'}; found ${issue.received}.`
    );
  }
  const { experiment, ...rest } = result.output;
  return { ...rest, experiment: parseExperiment(experiment) } as Recipe;
}

/** Whether parsed JSON means to be a recipe rather than an experiment. */
export function isRecipe(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'recipe' in json;
}
