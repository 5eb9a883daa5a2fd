import type { JSX } from 'solid-js';
import type { ControlProps } from './controlProps';

export function TextControl(props: ControlProps & { value: string }): JSX.Element {
  return (
    <input
      class="field setting-wide"
      id={props.id}
      autocomplete="off"
      spellcheck={false}
      aria-describedby={props.describedBy}
      value={props.value}
      onChange={async (event) => {
        const field = event.currentTarget;
        await props.change(field.value);
        // A change the session refused leaves the old value standing.
        field.value = props.value;
      }}
    />
  );
}
