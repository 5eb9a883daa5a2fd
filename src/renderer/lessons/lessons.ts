/** The store of lessons: which is under way, at which step, what was done, what was predicted and what the run answered. */
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup, untrack } from 'solid-js';
import {
  cameTrue,
  isDone,
  type Lesson,
  type Mark,
  markNow,
  type Outcome,
  type Step
} from '../../presets/lessons/lesson';
import { lessonNamed } from '../../presets/lessons/registry';
import { presets } from '../../presets/registry';
import type { Bench } from '../lab/bench';
import { lessonState } from './lessonState';
import { makeRoom } from './makeRoom';
import { keepProgress, pageStorage, type Place, type PredictionMade, readProgress } from './progress';

export interface Lessons {
  readonly open: Accessor<boolean>;
  setOpen(open: boolean): void;
  /** The lesson under way, the step shown, and its number from 0. */
  readonly lesson: Accessor<Lesson | undefined>;
  readonly step: Accessor<Step | undefined>;
  readonly at: Accessor<number>;
  /** Begins a lesson, or goes on where it was left, with its preset open and paused. */
  begin(lesson: Lesson): Promise<void>;
  /** As above with the experiment that is open, as a class has it. */
  beginHere(lesson: Lesson): void;
  /** From its first step, with nothing done. */
  restart(): Promise<void>;
  /** Opens the preset of the lesson anew. */
  openPreset(): Promise<void>;
  /** Back to the list; the place is kept. */
  leave(): void;
  go(to: number): void;
  isDone(lesson: Lesson, step: Step): boolean;
  /** Undefined for a lesson never begun. */
  placeIn(lesson: Lesson): Place | undefined;
  readonly prediction: Accessor<PredictionMade | undefined>;
  predict(answer: string | number): void;
  /** Whether the run has answered what was predicted. */
  readonly answered: Accessor<boolean>;
  reveal(): void;
}

/** Between two looks at whether the step is done: often enough to feel at once. */
const lookEveryMs = 250;

export function createLessons(bench: Bench): Lessons {
  const { lab, painter } = bench;
  const storage = pageStorage();
  const kept = readProgress(storage);
  const [open, setOpen] = createSignal(kept.open);
  const [current, setCurrent] = createSignal(kept.lesson);
  const [places, setPlaces] = createSignal(kept.places);
  const [outcome, setOutcome] = createSignal<Outcome>();
  let mark: Mark | undefined;

  const lesson = createMemo(() => lessonNamed(current()));
  const placeIn = ({ id }: Lesson): Place | undefined => places()[id];
  const at = createMemo(() => {
    const now = lesson();
    const step = now && placeIn(now)?.step;
    return Math.max(0, now?.steps.findIndex(({ id }) => id === step) ?? 0);
  });
  const step = createMemo(() => lesson()?.steps[at()]);
  const stepDone = (of: Lesson, { id }: Step): boolean => placeIn(of)?.done.includes(id) ?? false;
  const prediction = createMemo(() => {
    const [now, here] = [lesson(), step()];
    return now && here && placeIn(now)?.predictions[here.id];
  });

  createEffect(() =>
    keepProgress(storage, { open: open(), ...(current() && { lesson: current() }), places: places() })
  );

  const change = (of: Lesson, how: (place: Place) => Place): void => {
    setPlaces((all) => ({
      ...all,
      [of.id]: how(all[of.id] ?? { step: of.steps[0].id, done: [], predictions: {} })
    }));
  };

  /** Ticks the step shown once it is done, and hears what the run answers. */
  const look = (): void => {
    const [now, here] = [lesson(), step()];
    const state = lessonState(bench);
    if (!now || !here || !state) return;
    mark ??= markNow(here, state);
    if (here.predict) {
      const said = prediction();
      if (said && said.said === undefined)
        setOutcome(here.predict.outcome(state, (said.mark as Mark | undefined) ?? mark));
    } else if (!stepDone(now, here) && isDone(here, state, { mark }))
      change(now, (place) => ({ ...place, done: [...place.done, here.id] }));
  };

  createEffect(
    on([open, step], ([shown, here]) => {
      mark = undefined;
      setOutcome(undefined);
      if (!shown || !here) return;
      look();
      // Images come only for what is being looked at, and a predicate looks too.
      const remove = painter.add({ probes: here.probes ?? [], visible: () => true, paint: () => undefined });
      const timer = setInterval(() => untrack(look), lookEveryMs);
      onCleanup(() => {
        remove();
        clearInterval(timer);
      });
    })
  );
  // What changes at once is looked at at once, so that a short moment is not missed.
  createEffect(
    on([bench.view.maximised, lab.running], () => untrack(() => open() && look()), { defer: true })
  );

  // Projector type may come while they are open.
  createEffect(() => {
    bench.view.theme();
    if (open()) makeRoom(bench.view);
  });

  const openPreset = async (): Promise<void> => {
    const preset = presets.find(({ id }) => id === lesson()?.preset);
    if (preset) await lab.openPreset(preset, false);
    mark = undefined;
  };

  return {
    open,
    setOpen,
    lesson,
    step,
    at,
    async begin(chosen) {
      change(chosen, (place) => place);
      setCurrent(chosen.id);
      setOpen(true);
      await openPreset();
    },
    beginHere(chosen) {
      change(chosen, (place) => place);
      setCurrent(chosen.id);
      setOpen(true);
    },
    async restart() {
      const now = lesson();
      if (!now) return;
      setPlaces((all) => ({ ...all, [now.id]: { step: now.steps[0].id, done: [], predictions: {} } }));
      await openPreset();
    },
    openPreset,
    leave: () => setCurrent(undefined),
    go(to) {
      const now = lesson();
      const next = now?.steps[to];
      if (now && next) change(now, (place) => ({ ...place, step: next.id }));
    },
    isDone: stepDone,
    placeIn,
    prediction,
    predict(answer) {
      const [now, here] = [lesson(), step()];
      const state = lessonState(bench);
      if (!now || !here || !state) return;
      // What comes from here on is held against this moment.
      const moment = markNow(here, state);
      change(now, (place) => ({
        ...place,
        predictions: { ...place.predictions, [here.id]: { predicted: answer, mark: moment } }
      }));
      look();
    },
    answered: () => outcome() !== undefined,
    reveal() {
      const [now, here, made, answer] = [lesson(), step(), prediction(), outcome()];
      if (!now || !here?.predict || !made || !answer) return;
      const told: PredictionMade = {
        ...made,
        said: answer.said,
        cameTrue: cameTrue(here.predict, made.predicted, answer)
      };
      change(now, (place) => ({
        ...place,
        done: place.done.includes(here.id) ? place.done : [...place.done, here.id],
        predictions: { ...place.predictions, [here.id]: told }
      }));
    }
  };
}
