import { createSignal, type JSX } from 'solid-js';
import type { Lab } from '../lab/lab';

const largestSeed = 2 ** 31 - 1;

/** The seed all chance in the run comes from. A new one starts the run anew. */
export function SeedField(props: { lab: Lab }): JSX.Element {
  const [problem, setProblem] = createSignal<number>();
  const seed = () => props.lab.opened()?.experiment.seed ?? 0;

  const commit = (field: HTMLInputElement): void => {
    const wanted = Number(field.value);
    const fits =
      field.value.trim() !== '' && Number.isInteger(wanted) && wanted >= 0 && wanted <= largestSeed;
    forgive();
    if (fits) {
      field.value = String(wanted);
      if (wanted !== seed()) void props.lab.changeSeed(wanted);
    } else
      setProblem(
        props.lab.alerts.error(
          `The seed is '${field.value}'; expected a whole number from 0 to ${largestSeed}.`
        )
      );
  };
  const forgive = (): void => {
    const id = problem();
    if (id !== undefined) props.lab.alerts.dismiss(id);
    setProblem(undefined);
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
        aria-invalid={problem() !== undefined}
        onChange={(event) => commit(event.currentTarget)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.currentTarget.value = String(seed());
          forgive();
        }}
      />
    </label>
  );
}
