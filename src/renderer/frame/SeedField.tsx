import { createSignal, type JSX } from 'solid-js';
import type { Lab } from '../lab/lab';

const largestSeed = 2 ** 31 - 1;

/** The seed all chance in the run comes from. A new one starts the run anew. */
export function SeedField(props: { lab: Lab }): JSX.Element {
  const [invalid, setInvalid] = createSignal(false);
  const seed = () => props.lab.opened()?.experiment.seed ?? 0;

  const commit = (field: HTMLInputElement): void => {
    const wanted = Number(field.value);
    const fits =
      field.value.trim() !== '' && Number.isInteger(wanted) && wanted >= 0 && wanted <= largestSeed;
    setInvalid(!fits);
    if (!fits)
      props.lab.alerts.error(
        `The seed is '${field.value}'; expected a whole number from 0 to ${largestSeed}.`
      );
    else if (wanted !== seed()) void props.lab.changeSeed(wanted);
  };

  return (
    <label
      class="labelled"
      title="All chance in the run comes from this number: the same seed gives the same run."
    >
      <span>Seed</span>
      <input
        class="field seed"
        inputmode="numeric"
        value={seed()}
        aria-invalid={invalid()}
        onChange={(event) => commit(event.currentTarget)}
      />
    </label>
  );
}
