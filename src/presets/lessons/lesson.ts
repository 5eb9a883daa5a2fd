/** A lesson is data: steps that say what is seen, why, and what to try, each with a predicate that tells whether it was done. */
import type { Lab, LayerSpan } from '../../models/model';
import type { Settings } from '../../models/settings';
import type { RecordingReader } from '../../session/recording';

/** What a lesson may know of the page: enough to tell what was done, and nothing that draws. */
export interface LessonState {
  /** Id of the preset the experiment came from. */
  preset: string | undefined;
  running: boolean;
  /** Ticks made, and trials ended. */
  tick: number;
  trial: number;
  /** Ticks in a trial. */
  stepsPerTrial: number;
  /** Of model and source, whose names do not overlap, as they stand. */
  settings: Settings;
  layers: readonly LayerSpan[];
  selection: { unit?: number; synapse?: number; code?: number; tick?: number };
  /** Id of the panel that fills the grid. */
  maximised: string | undefined;
  /** Whether a branch runs beside. */
  branch: boolean;
  recording: RecordingReader;
}

/** Taken when a step is first shown, and anew when its prediction is made: what later numbers are held against. */
export interface Mark {
  trial: number;
  /** What the step wanted to remember. */
  value?: number;
}

/** What on the page a step speaks of. */
export type Target =
  /** A figure's panel, its plot, or the menu in its corner. */
  | { panel: string }
  | { plot: string }
  | { menu: string }
  | { setting: string }
  | { command: string }
  /** A control of the bars: the list of presets, the speed. */
  | { control: 'preset' | 'speed' };

/** What the run answered. */
export interface Outcome {
  /** One of the answers' values, or a number. */
  value: string | number;
  /** A sentence with the numbers of the run. */
  said: string;
}

export interface Prediction {
  question: string;
  /** To choose from; or a number to write. */
  ask:
    | { answers: readonly { value: string; label: string }[] }
    | {
        number: {
          label: string;
          unit: string;
          min: number;
          max: number /** How far off is still near. */;
          near: number;
        };
      };
  /** From the run; undefined until it has answered. */
  outcome(state: LessonState, mark: Mark): Outcome | undefined;
  /** Why it comes out so, said with the outcome. */
  because: string;
}

export interface Step {
  /** Kept with a learner's progress: never changes. */
  id: string;
  title: string;
  /** What is seen, why, what to try. Marks: see `text.ts`. */
  see: string;
  why: string;
  /** As the inspector writes equations. */
  equation?: string;
  try: string;
  /** The panel spoken of, and the control to use. */
  look: Target;
  act?: Target;
  /** Images it reads: the page fetches those alone that somebody looks at. */
  probes?: readonly string[];
  /** A number to hold later ones against. */
  remember?(state: LessonState): number | undefined;
  /** A step that asks first is done once the run has answered and the answer was looked at. */
  predict?: Prediction;
  /** Any other, once this holds. */
  done?(state: LessonState, mark: Mark): boolean;
}

export interface Lesson {
  id: string;
  lab: Lab;
  title: string;
  /** Who it is for, and what they need to know. */
  audience: string;
  minutes: number;
  /** Id of the preset it opens, paused at its first tick. */
  preset: string;
  /** Ids of presets that later steps go on with. */
  others?: readonly string[];
  steps: readonly Step[];
}

/** What is known of a learner's way through a step. */
export interface Attempt {
  mark: Mark;
  /** What was predicted, and whether the run's answer was looked at. */
  predicted?: string | number;
  revealed?: boolean;
}

/** Whether the step has been done. */
export function isDone(step: Step, state: LessonState, attempt: Attempt): boolean {
  if (step.predict)
    return (
      attempt.predicted !== undefined &&
      attempt.revealed === true &&
      step.predict.outcome(state, attempt.mark) !== undefined
    );
  return step.done?.(state, attempt.mark) ?? false;
}

/** What to remember of this moment. */
export function markNow(step: Step, state: LessonState): Mark {
  const value = step.remember?.(state);
  return { trial: state.trial, ...(value !== undefined && { value }) };
}

/** Whether a prediction was right: the same answer, or a number near enough. */
export function cameTrue({ ask }: Prediction, predicted: string | number, { value }: Outcome): boolean {
  if ('answers' in ask) return predicted === value;
  return Math.abs(Number(predicted) - Number(value)) <= ask.number.near;
}
