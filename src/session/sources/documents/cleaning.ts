/**
 * How a text came to be: a run of the Text lab as text, small enough to stand in a setting. It names the stream, its seed, every number of the
 * policy, what was edited on the way and how long it ran, so that whoever has it can clean the same documents again.
 */
import * as v from 'valibot';
import { filters } from '../../../models/corpus/cleaning/filters';
import { corpusSettings, corpusSizes } from '../../../models/corpus/model/settings';
import { completeSettings, SettingError, type Settings, type SettingValue } from '../../../models/settings';

/** Sources whose documents can be cleaned again: those that are functions of seed, settings and file. */
export const cleanedSources = ['pages', 'documents'] as const;

const settingsForm = v.record(v.string(), v.union([v.pipe(v.number(), v.finite()), v.string(), v.boolean()]));
const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const cleaningForm = v.object({
  stream: v.picklist(cleanedSources),
  /** Of the stream, the name of its file apart. */
  streamSettings: settingsForm,
  seed: wholeNumber,
  /** Ticks that the run had made: a document each, while there were any. */
  ticks: wholeNumber,
  /** Complete settings of the pipeline at its first tick. */
  policy: settingsForm,
  edits: v.array(
    v.object({
      tick: wholeNumber,
      setting: v.string(),
      value: v.union([v.pipe(v.number(), v.finite()), v.string(), v.boolean()])
    })
  )
});

export type Cleaning = v.InferOutput<typeof cleaningForm>;

/** What of an experiment says how its text is cleaned. */
export interface CleaningRun {
  model: { id: string; settings: Settings };
  source: { id: string; settings: Settings };
  seed: number;
  edits: readonly { tick: number; setting: string; value: SettingValue }[];
}

/** Whether what a run keeps can be had again from such an experiment. */
export function canBeCleanedAgain({ model, source }: Pick<CleaningRun, 'model' | 'source'>): boolean {
  return model.id === 'corpus' && cleanedSources.some((id) => id === source.id);
}

/**
 * The run after `ticks` ticks as the letters source takes it: `cleaning`, and the `file` its documents are from, which is empty where they are made
 * up. Throws SettingError for a run of another kind.
 */
export function cleaningOf(run: CleaningRun, ticks: number): { file: string; cleaning: string } {
  if (!canBeCleanedAgain(run))
    throw new SettingError(
      `A run of the model '${run.model.id}' on '${run.source.id}' keeps no documents; expected the model corpus on ${cleanedSources.join(' or ')}.`
    );
  const { file = '', ...streamSettings } = run.source.settings;
  const cleaning: Cleaning = {
    stream: run.source.id as Cleaning['stream'],
    streamSettings,
    seed: run.seed,
    ticks,
    policy: completeSettings(corpusSettings, run.model.settings),
    edits: run.edits
      .filter(({ tick }) => tick <= ticks)
      .map(({ setting, tick, value }) => ({ tick, setting, value }))
  };
  return { file: String(file), cleaning: JSON.stringify(cleaning) };
}

/** Throws SettingError for a text that is none, or is not whole. */
export function parseCleaning(text: string): Cleaning {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new SettingError(
      text.trim() === ''
        ? "Setting 'cleaning' is empty; expected what the command 'Learn from kept text' of the Text lab writes there, or 'handedOver' set to file."
        : "Setting 'cleaning' is not whole; expected what the command 'Learn from kept text' of the Text lab wrote there."
    );
  }
  const result = v.safeParse(cleaningForm, json);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new SettingError(
    `Setting 'cleaning' at '${v.getDotPath(issue) ?? 'its beginning'}': expected ${issue.expected ?? 'another value'}; found ${issue.received}.`
  );
}

/** The policy in words: "18 filters as in Zyda, save minLength 50; near copies from J 0.4 (13-grams of words, one stays)". */
export function sayPolicy({ edits, policy }: Pick<Cleaning, 'edits' | 'policy'>): string {
  const settings = completeSettings(corpusSettings, policy);
  const changed = filters
    .filter(({ id, threshold }) => settings[id] !== threshold)
    .map(({ id }) => `${id} ${settings[id]}`);
  const { labelled, likeness } = corpusSizes(settings);
  const stay = { one: 'one stays', cross: 'all of the best source stay', all: 'all stay' };
  const parts = [
    `${filters.length} filters as in Zyda${changed.length > 0 ? `, save ${changed.join(', ')}` : ''}`,
    `near copies from J ${likeness} (${settings.shingleSize}-grams of ${settings.shingles}, ${stay[settings.keep as 'one']})`,
    ...(labelled > 0 ? [`a judge of ${labelled} labels, quality at least ${settings.quality}`] : []),
    ...(edits.length > 0 ? [`${edits.length} ${edits.length === 1 ? 'edit' : 'edits'} on the way`] : [])
  ];
  return parts.join('; ');
}
