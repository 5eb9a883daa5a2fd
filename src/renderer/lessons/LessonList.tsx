import { For, type JSX, Show } from 'solid-js';
import type { Lesson } from '../../presets/lessons/lesson';
import { lessonsOf } from '../../presets/lessons/registry';
import { type LabId, labs } from '../lab/labs';
import type { Lessons } from './lessons';

/** Every lesson there is: those of the open lab first. */
export function LessonList(props: { kind: LabId; lessons: Lessons }): JSX.Element {
  const order = () => [...labs].sort((a, b) => Number(b.id === props.kind) - Number(a.id === props.kind));
  return (
    <For each={order()}>
      {({ id, word }) => (
        <section aria-label={`Lessons of the ${word} lab`} class="lesson-list">
          <h3 class="quiet">{word}</h3>
          <ul>
            <For each={lessonsOf(id)}>{(lesson) => <Offer lesson={lesson} lessons={props.lessons} />}</For>
          </ul>
        </section>
      )}
    </For>
  );
}

function Offer(props: { lesson: Lesson; lessons: Lessons }): JSX.Element {
  const place = () => props.lessons.placeIn(props.lesson);
  const done = () => props.lesson.steps.filter((step) => props.lessons.isDone(props.lesson, step)).length;
  const all = () => props.lesson.steps.length;
  const begun = () => place() !== undefined;
  return (
    <li class="lesson-offer" data-lesson={props.lesson.id}>
      <b>{props.lesson.title}</b>
      <p class="quiet">
        {props.lesson.audience} About {props.lesson.minutes} minutes, {all()} steps.
      </p>
      <p class="lesson-offer-act">
        <button
          type="button"
          class="button small"
          aria-label={`${begun() ? 'Continue' : 'Begin'}: ${props.lesson.title}`}
          onClick={() => void props.lessons.begin(props.lesson)}
        >
          {begun() ? 'Continue' : 'Begin'}
        </button>
        <Show when={begun()}>
          <span class="quiet">{done() === all() ? '✓ done' : `${done()} of ${all()} steps done`}</span>
        </Show>
      </p>
    </li>
  );
}
