import { createSignal, type JSX, Show } from 'solid-js';
import type { Lab } from '../lab/lab';
import { sayNumber } from '../words';

/** The other face of the discount: the restart probability of the same walk, and how far it looks. One moves the other. */
export function RestartControl(props: { lab: Lab; gamma: number }): JSX.Element {
  const [invalid, setInvalid] = createSignal(false);
  const alpha = (): number => Number((1 - props.gamma).toPrecision(12));
  const commit = (text: string): void => {
    const value = Number(text);
    const fits = text.trim() !== '' && value >= 0.001 && value <= 0.99;
    setInvalid(!fits);
    if (fits) void props.lab.changeSetting('model', 'gamma', Number((1 - value).toPrecision(12)), true);
  };
  return (
    <div class="setting restart">
      <label class="setting-name" for="restart-probability">
        Restart probability <span class="quiet symbol">α = 1 − γ</span>
      </label>
      <input
        class="field setting-number"
        id="restart-probability"
        inputmode="decimal"
        autocomplete="off"
        aria-invalid={invalid()}
        value={alpha()}
        onChange={(event) => commit(event.currentTarget.value)}
      />
      <Show when={invalid()}>
        <span class="setting-problem" role="alert">
          Expected a number from 0.001 to 0.99.
        </span>
      </Show>
      <span class="quiet restart-horizon" data-readout="horizon">
        looks 1/α = {sayNumber(1 / alpha())} steps ahead
      </span>
    </div>
  );
}
