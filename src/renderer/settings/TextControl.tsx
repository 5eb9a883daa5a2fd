import type { JSX } from 'solid-js';
import type { ControlProps } from './controlProps';

/** `label`: for where no visible label names the field. */
export function TextControl(props: ControlProps & { value: string; label?: string }): JSX.Element {
  return (
    <input
      class="field setting-wide"
      id={props.id}
      autocomplete="off"
      spellcheck={false}
      aria-describedby={props.describedBy}
      aria-label={props.label}
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
