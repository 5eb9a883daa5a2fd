import { For, type JSX } from 'solid-js';
import type { ProbeDescription } from '../../models/model';
import type { ClassPrompt } from '../../session/classroom';

const fresh: ClassPrompt = { question: '', answers: [], after: 100, series: 'error', explanation: '' };

/** A question of the teacher's own: predict, then reveal. Without words there is none. */
export function PromptFields(props: {
  prompt: ClassPrompt | undefined;
  probes: readonly ProbeDescription[];
  change(prompt: ClassPrompt | undefined): void;
}): JSX.Element {
  const now = (): ClassPrompt => props.prompt ?? fresh;
  const set = (change: Partial<ClassPrompt>): void => {
    const next = { ...now(), ...change };
    props.change(next.question.trim() === '' ? undefined : next);
  };
  const series = () => props.probes.filter(({ kind }) => kind === 'trial');
  return (
    <>
      <h3>Predict, then reveal</h3>
      <label class="prepare-text">
        <span>Your question</span>
        <textarea
          class="field"
          rows="2"
          value={now().question}
          onInput={(event) => set({ question: event.currentTarget.value })}
        />
      </label>
      <label class="prepare-text">
        <span>Answers to choose from, one a line; none asks for a number</span>
        <textarea
          class="field"
          rows="3"
          value={now().answers.join('\n')}
          onChange={(event) =>
            set({
              answers: event.currentTarget.value
                .split('\n')
                .map((line) => line.trim())
                .filter(Boolean)
            })
          }
        />
      </label>
      <label class="labelled prepare-when">
        <span>The run answers after</span>
        <input
          class="field tiny"
          inputmode="numeric"
          autocomplete="off"
          value={now().after}
          onChange={(event) => {
            const after = Number(event.currentTarget.value);
            if (Number.isSafeInteger(after) && after >= 1) set({ after });
            event.currentTarget.value = String(now().after);
          }}
        />
        <span>trials</span>
      </label>
      <label class="labelled prepare-when">
        <span>with its</span>
        <select
          class="field"
          value={now().series}
          onChange={(event) => set({ series: event.currentTarget.value })}
        >
          <For each={series()}>{({ label, name }) => <option value={name}>{label}</option>}</For>
        </select>
      </label>
      <label class="prepare-text">
        <span>Said with the answer</span>
        <textarea
          class="field"
          rows="2"
          value={now().explanation}
          onInput={(event) => set({ explanation: event.currentTarget.value })}
        />
      </label>
    </>
  );
}
