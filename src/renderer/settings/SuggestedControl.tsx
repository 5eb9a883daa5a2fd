import { For, type JSX, Show } from 'solid-js';
import type { Suggestion } from '../../models/codes/queries';
import type { ControlProps } from './controlProps';
import { TextControl } from './TextControl';

/** A text with values to choose from: most are one choice away, any other can still be written. */
export function SuggestedControl(
  props: ControlProps & { value: string; label: string; suggestions: readonly Suggestion[] }
): JSX.Element {
  // An empty text means the first.
  const chosen = () => (props.value === '' ? props.suggestions[0]?.value : props.value);
  const isKnown = () => props.suggestions.some(({ value }) => value === chosen());
  return (
    <span class="setting-wide suggested">
      <select
        class="field"
        id={props.id}
        aria-describedby={props.describedBy}
        onChange={async (event) => {
          const select = event.currentTarget;
          await props.change(select.value);
          // A change the session refused leaves the old value standing.
          select.value = chosen();
        }}
      >
        <For each={props.suggestions}>
          {({ label, value }) => (
            <option value={value} selected={value === chosen()}>
              {label}
            </option>
          )}
        </For>
        <Show when={!isKnown()}>
          <option value={props.value} selected>
            As written below
          </option>
        </Show>
      </select>
      <TextControl
        id={`${props.id}-text`}
        describedBy={props.describedBy}
        change={props.change}
        value={chosen()}
        label={`${props.label}, as text`}
      />
    </span>
  );
}
