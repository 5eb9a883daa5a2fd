import type { JSX } from 'solid-js';
import type { ControlProps } from './controlProps';
import { createTypedField } from './typedField';

/** `label`: for where no visible label names the field. */
export function TextControl(props: ControlProps & { value: string; label?: string }): JSX.Element {
  const field = createTypedField(() => props.value);
  return (
    <input
      class="field setting-wide"
      ref={field.ref}
      id={props.id}
      autocomplete="off"
      spellcheck={false}
      aria-describedby={props.describedBy}
      aria-label={props.label}
      onChange={async () => {
        await props.change(field.handIn());
        // A change the session refused leaves the old value standing.
        field.answered();
      }}
    />
  );
}
