import { LessonText } from './LessonText';
import { createSignal, createUniqueId, For, type JSX, Show } from 'solid-js';

export type Asked =
  | { answers: readonly { value: string; label: string }[] }
  | { number: { label: string; unit: string; min: number; max: number } };

/** Predict, then reveal: an answer is chosen or written, then the run has to answer, then both are put side by side. */
export function PredictionForm(props: {
  question: string;
  ask: Asked;
  predicted: string | number | undefined;
  predict(answer: string | number): void;
  /** The run has answered. */
  answered: boolean;
  /** What is still to be done until it has. */
  waiting: string;
  reveal(): void;
  /** What it said, once that was looked at. */
  said: string | undefined;
  cameTrue: boolean | undefined;
  because: string;
}): JSX.Element {
  const name = createUniqueId();
  const [chosen, setChosen] = createSignal(props.predicted);
  const answers = () => ('answers' in props.ask ? props.ask.answers : undefined);
  const number = () => ('number' in props.ask ? props.ask.number : undefined);
  const fits = (): boolean => {
    const range = number();
    const value = chosen();
    if (!range) return value !== undefined;
    return typeof value === 'number' && value >= range.min && value <= range.max;
  };
  const made = (): boolean => props.predicted !== undefined;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const value = chosen();
    if (!made() && value !== undefined && fits()) props.predict(value);
  };
  return (
    <form class="prediction" onSubmit={submit}>
      <fieldset>
        <legend>{props.question}</legend>
        <For each={answers()}>
          {(answer) => (
            <label class="prediction-answer">
              <input
                type="radio"
                name={name}
                value={answer.value}
                checked={chosen() === answer.value}
                disabled={made()}
                onChange={() => setChosen(answer.value)}
              />
              <span>{answer.label}</span>
            </label>
          )}
        </For>
        <Show when={number()}>
          {(range) => (
            <label class="labelled prediction-number">
              <span>{range().label}</span>
              <input
                class="field tiny"
                inputmode="decimal"
                autocomplete="off"
                value={chosen() ?? ''}
                disabled={made()}
                onInput={(event) => {
                  const text = event.currentTarget.value.trim();
                  setChosen(text === '' ? undefined : Number(text));
                }}
              />
              <span>{range().unit}</span>
            </label>
          )}
        </Show>
      </fieldset>
      <Show when={!made()}>
        <button type="submit" class="button" disabled={!fits()}>
          Predict
        </button>
        <Show when={number() && chosen() !== undefined && !fits()}>
          <p class="setting-problem" role="alert">
            {expected(number()!)}
          </p>
        </Show>
      </Show>
      <Show when={made() && props.said === undefined}>
        <div role="status">
          <Show when={props.answered} fallback={<p class="quiet">{props.waiting}</p>}>
            <button type="button" class="button primary" onClick={() => props.reveal()}>
              Show the answer of the run
            </button>
          </Show>
        </div>
      </Show>
      <Show when={props.said}>
        {(said) => (
          <div class="prediction-outcome" role="status">
            <Show when={props.cameTrue !== undefined}>
              <p>
                <b>{props.cameTrue ? '✓ As you predicted.' : '≠ Not as you predicted.'}</b>
              </p>
            </Show>
            <p>{said()}</p>
            <Show when={props.because}>
              <p>
                <LessonText text={props.because} />
              </p>
            </Show>
          </div>
        )}
      </Show>
    </form>
  );
}

function expected({ max, min }: { max: number; min: number }): string {
  return Number.isFinite(max) ? `Expected a number from ${min} to ${max}.` : 'Expected a number.';
}
