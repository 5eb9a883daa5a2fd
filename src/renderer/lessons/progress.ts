/** Where a learner is in every lesson, kept in this browser. Storage may be forbidden; it then lasts as long as the page. */
import * as v from 'valibot';

/** What was predicted in a step, and what the run answered. */
const prediction = v.object({
  predicted: v.union([v.string(), v.number()]),
  /** Of the moment in which it was made. */
  mark: v.optional(v.object({ trial: v.number(), value: v.optional(v.number()) })),
  /** Once the answer was looked at: what the run said, and whether the prediction came true. */
  said: v.optional(v.string()),
  cameTrue: v.optional(v.boolean())
});
const place = v.object({
  /** Id of the step. */
  step: v.string(),
  /** Ids of the steps that were done. */
  done: v.array(v.string()),
  predictions: v.record(v.string(), prediction)
});
const progressForm = v.object({
  open: v.boolean(),
  /** Id of the lesson under way. */
  lesson: v.optional(v.string()),
  places: v.record(v.string(), place)
});

export type PredictionMade = v.InferOutput<typeof prediction>;
export type Place = v.InferOutput<typeof place>;
export type Progress = v.InferOutput<typeof progressForm>;

const storageKey = 'engram.lessons';
export const noProgress: Progress = { open: false, places: {} };

/** What was kept, or nothing where it does not read as ours. */
export function readProgress(storage: Pick<Storage, 'getItem'> | undefined): Progress {
  try {
    const kept = v.safeParse(progressForm, JSON.parse(storage?.getItem(storageKey) ?? 'null'));
    return kept.success ? kept.output : noProgress;
  } catch {
    return noProgress;
  }
}

export function keepProgress(storage: Pick<Storage, 'setItem'> | undefined, progress: Progress): void {
  try {
    storage?.setItem(storageKey, JSON.stringify(progress));
  } catch {
    // As above.
  }
}

/** The browser's own; even to ask for it may be forbidden. */
export function pageStorage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
