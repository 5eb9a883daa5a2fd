import { createEffect, createSignal, type JSX, on, onCleanup, Show } from 'solid-js';
import { Subject, throttleTime } from 'rxjs';
import { expectation, type NumberSetting } from '../../models/settings';
import type { ControlProps } from './controlProps';
import { fromSlider, sliderSteps, toSlider } from './sliderScale';
import { createTypedField } from './typedField';

/** Edits while dragging are journalled, so that they are thinned here and not in the session. */
const dragEveryMs = 150;

/** A number: typed, and for live settings a slider too. */
export function NumberControl(
  props: ControlProps & { description: NumberSetting; value: number }
): JSX.Element {
  const [invalid, setInvalid] = createSignal(false);
  const dragged = new Subject<number>();
  const subscription = dragged
    .pipe(throttleTime(dragEveryMs, undefined, { leading: true, trailing: true }))
    .subscribe((value) => void props.change(value));
  onCleanup(() => subscription.unsubscribe());

  const field = createTypedField(() => String(props.value));
  createEffect(
    on(
      () => props.value,
      () => setInvalid(false)
    )
  );
  /** What the newest change asked for, while it is under way. */
  let wanted: number | undefined;

  const commit = async (): Promise<void> => {
    const { min, max, integer } = props.description;
    const entry = field.handIn();
    const value = entry === '' ? Number.NaN : Number(entry);
    const fits = value >= min && value <= max && (!integer || Number.isInteger(value));
    setInvalid(!fits);
    if (!fits || value === (wanted ?? props.value)) return;
    wanted = value;
    await props.change(value);
    if (wanted === value) wanted = undefined;
    // A change the session refused leaves the old value standing.
    field.answered();
  };

  return (
    <>
      <input
        class="field setting-number"
        ref={field.ref}
        id={props.id}
        inputmode="decimal"
        autocomplete="off"
        aria-describedby={props.describedBy}
        aria-invalid={invalid()}
        title={invalid() ? `Expected ${expectation(props.description)}` : undefined}
        onChange={() => void commit()}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          field.show();
          setInvalid(false);
        }}
      />
      <Show when={invalid()}>
        <span class="setting-problem" role="alert">
          Expected {expectation(props.description)}.
        </span>
      </Show>
      <Show when={props.description.live}>
        <input
          type="range"
          class="setting-slider"
          min="0"
          max={sliderSteps}
          step="1"
          aria-label={`${props.description.label}, slider`}
          aria-valuetext={`${props.value} ${props.description.unit ?? ''}`}
          value={toSlider(props.description, props.value)}
          onInput={(event) => dragged.next(fromSlider(props.description, event.currentTarget.valueAsNumber))}
        />
      </Show>
    </>
  );
}
