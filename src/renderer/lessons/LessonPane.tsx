import { createEffect, For, type JSX, on, Show } from 'solid-js';
import { presets } from '../../presets/registry';
import type { Commands } from '../commands';
import { CloseIcon } from '../frame/icons';
import type { Bench } from '../lab/bench';
import { keyWords } from '../shortcuts';
import { LessonList } from './LessonList';
import type { Lessons } from './lessons';
import { StepView } from './StepView';
import { leaveLessons } from './toLessons';

/** The column of lessons, beside the panels and never over them. */
export function LessonPane(props: {
  lessons: Lessons;
  bench: Bench;
  commands: Commands;
  /** What a teacher asks stands above all else. */
  children?: JSX.Element;
}): JSX.Element {
  const { lessons } = props;
  const { lab } = props.bench;
  let pane!: HTMLElement;
  const key = (): string => keyWords(props.commands.lessons.keys[0]);
  const head = (): HTMLElement | null => pane.querySelector('[data-lesson-head]');
  const presetTitle = (): string | undefined =>
    presets.find(({ id }) => id === lessons.lesson()?.preset)?.title;
  /** Another experiment than the lesson is about; one that a teacher prepared may come from anywhere. */
  const elsewhere = (): boolean => {
    const about = presets.find(({ id }) => id === lessons.lesson()?.preset)?.experiment;
    const open = lab.opened()?.experiment;
    return (
      about !== undefined &&
      open !== undefined &&
      (about.model.id !== open.model.id ||
        about.source.id !== open.source.id ||
        (lab.preset() !== undefined && !isOfLesson(lab.preset()!.id)))
    );
  };
  /** Some steps go on with another preset. */
  const isOfLesson = (id: string): boolean => {
    const lesson = lessons.lesson();
    return lesson !== undefined && (id === lesson.preset || (lesson.others?.includes(id) ?? false));
  };
  const last = (): boolean => lessons.at() === (lessons.lesson()?.steps.length ?? 0) - 1;
  const stepDone = (): boolean => {
    const [lesson, step] = [lessons.lesson(), lessons.step()];
    return lesson !== undefined && step !== undefined && lessons.isDone(lesson, step);
  };

  // Reading goes on at the head of what is new; the scroll too.
  createEffect(
    on(
      [lessons.lesson, lessons.step],
      () => {
        if (pane.contains(document.activeElement) || document.activeElement === document.body)
          queueMicrotask(() => head()?.focus());
        pane.scrollTop = 0;
      },
      { defer: true }
    )
  );

  return (
    <aside class="lessons" aria-label="Lessons" ref={pane}>
      <header class="lessons-head">
        <Show
          when={lessons.lesson()}
          fallback={
            <h2 data-lesson-head tabindex="-1">
              Lessons
            </h2>
          }
        >
          <button type="button" class="button small" onClick={() => lessons.leave()}>
            All lessons
          </button>
        </Show>
        <span class="spring" />
        <button
          type="button"
          class="button plain icon small"
          aria-label="Close the lessons"
          title={`Close; the place is kept (${key()})`}
          onClick={() => leaveLessons(lessons)}
        >
          <CloseIcon />
        </button>
      </header>
      {props.children}
      <Show when={lessons.lesson()} fallback={<LessonList kind={lab.kind()} lessons={lessons} />}>
        {(lesson) => (
          <>
            <h2 class="lesson-title">{lesson().title}</h2>
            <ol class="lesson-steps" aria-label={`Step ${lessons.at() + 1} of ${lesson().steps.length}`}>
              <For each={lesson().steps}>
                {(step, k) => (
                  <li>
                    <button
                      type="button"
                      class="lesson-dot"
                      classList={{ done: lessons.isDone(lesson(), step) }}
                      aria-current={k() === lessons.at() ? 'step' : undefined}
                      aria-label={`Step ${k() + 1}: ${step.title}${lessons.isDone(lesson(), step) ? ', done' : ''}`}
                      title={step.title}
                      onClick={() => lessons.go(k())}
                    >
                      {lessons.isDone(lesson(), step) ? '✓' : k() + 1}
                    </button>
                  </li>
                )}
              </For>
            </ol>
            <Show when={elsewhere()}>
              <p class="lesson-elsewhere">
                This lesson is about the preset “{presetTitle()}”, which is not open.{' '}
                <button type="button" class="button small" onClick={() => void lessons.openPreset()}>
                  Open it
                </button>
              </p>
            </Show>
            <Show when={lessons.step()} keyed>
              {(step) => (
                <section class="lesson-step" aria-label={step.title} data-step={step.id}>
                  <h3
                    data-lesson-head
                    tabindex="-1"
                    onKeyDown={(event) => {
                      if (event.key !== 'Enter' || !stepDone() || last()) return;
                      event.preventDefault();
                      lessons.go(lessons.at() + 1);
                    }}
                  >
                    {lessons.at() + 1}. {step.title}
                  </h3>
                  <StepView
                    lesson={lesson()}
                    step={step}
                    lessons={lessons}
                    bench={props.bench}
                    commands={props.commands}
                  />
                </section>
              )}
            </Show>
            <footer class="lesson-foot">
              <p role="status" data-lesson-state={stepDone() ? 'done' : 'open'}>
                <Show
                  when={stepDone()}
                  fallback={
                    <>
                      Not done yet. <kbd>{key()}</kbd>, or <kbd>F6</kbd> out of a field, comes back here.
                    </>
                  }
                >
                  {last() ? '✓ Done. This was the last step.' : '✓ Done.'}
                </Show>
              </p>
              <button
                type="button"
                class="button"
                disabled={lessons.at() === 0}
                onClick={() => lessons.go(lessons.at() - 1)}
              >
                Back
              </button>
              <Show
                when={!last()}
                fallback={
                  <button type="button" class="button" onClick={() => lessons.leave()}>
                    All lessons
                  </button>
                }
              >
                <button
                  type="button"
                  class="button"
                  classList={{ primary: stepDone() }}
                  onClick={() => lessons.go(lessons.at() + 1)}
                >
                  {stepDone() ? 'Next' : 'Skip'}
                </button>
              </Show>
              <button
                type="button"
                class="button link"
                title="From the first step, with the preset as it is"
                onClick={() => void lessons.restart()}
              >
                Begin again
              </button>
            </footer>
          </>
        )}
      </Show>
    </aside>
  );
}
