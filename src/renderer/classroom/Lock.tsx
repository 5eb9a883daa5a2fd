import { type JSX, Show } from 'solid-js';
import { lockedWords, useClassroom } from './classroom';

/** What is inside cannot be changed while the control of that name is locked, and is not there while it is hidden. */
export function Lock(props: { control: string; children: JSX.Element }): JSX.Element {
  const classroom = useClassroom();
  const locked = () => classroom.access(props.control) === 'locked';
  return (
    <Show when={classroom.access(props.control) !== 'hidden'}>
      <fieldset
        class="lock"
        disabled={locked()}
        title={locked() ? lockedWords : undefined}
        data-locked={locked() ? props.control : undefined}
      >
        {props.children}
      </fieldset>
    </Show>
  );
}
