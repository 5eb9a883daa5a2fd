/**
 * What a teacher prepared for a class: which controls and panels are there, the lesson to begin with, and a question of their own.
 * It is part of the experiment, so that a file, a link and a figure carry it, and never enters the run. It is for teaching: whoever
 * opens the experiment can show everything again.
 */
import * as v from 'valibot';
import { versionedForm } from './versionedForm';

/** How a control that is not simply shown stands. A locked one is seen and cannot be changed. */
export type ControlAccess = 'hidden' | 'locked';

/** A question to answer before the run does: "predict, then reveal". */
export interface ClassPrompt {
  question: string;
  /** To choose from; without any the class writes a number. */
  answers: readonly string[];
  /** Trials of the run after which it has answered. */
  after: number;
  /** The series that answers: its mean over the last ten trials is told. */
  series: string;
  /** Said with the answer: why. */
  explanation: string;
}

export interface ClassSettings {
  /** Of this form. */
  version: 1;
  /** By the name of the setting. A name that no setting has any more does nothing. */
  controls: Readonly<Record<string, ControlAccess>>;
  /** Ids of the panels that are there; all of them without a list. */
  panels?: readonly string[];
  /** Id of the lesson that opens with the experiment. */
  lesson?: string;
  prompt?: ClassPrompt;
}

/** The form that is written, and the newest that is understood. */
const current = 1;

const trials = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const ownForm = v.looseObject({
  version: v.literal(current),
  controls: v.optional(v.record(v.string(), v.picklist(['hidden', 'locked'])), {}),
  panels: v.optional(v.array(v.string())),
  lesson: v.optional(v.string()),
  prompt: v.optional(
    v.looseObject({
      question: v.string(),
      answers: v.optional(v.array(v.string()), []),
      after: v.optional(trials, 100),
      series: v.optional(v.string(), 'error'),
      explanation: v.optional(v.string(), '')
    })
  )
});
const classes = versionedForm(ownForm, current);

/** Of the field `class` of an experiment. */
export const classForm = classes.form;

/** What the experiment says of a class; undefined where it says nothing that this version understands. */
export function classOf(experiment: { class?: { version: number } }): ClassSettings | undefined {
  return classes.understood<ClassSettings>(experiment.class);
}
