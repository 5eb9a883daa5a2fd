import { type JSX, Show } from 'solid-js';
import { classWords, useClassroom } from './classroom';

/** Says that this experiment was prepared for a class, and shows all of it to whoever asks. */
export function ClassStrip(): JSX.Element {
  const classroom = useClassroom();
  return (
    <Show when={classroom.settings()}>
      {(settings) => (
        <section class="class-strip" aria-label="Class">
          <span>
            Prepared for a class: {classWords(settings())}.
            <Show when={classroom.showsAll()}> You see everything.</Show>
          </span>
          <button
            type="button"
            class="button link"
            onClick={() => classroom.setShowsAll(!classroom.showsAll())}
          >
            {classroom.showsAll() ? 'Show what the class sees' : 'Show all controls'}
          </button>
        </section>
      )}
    </Show>
  );
}
