import { For, type JSX } from 'solid-js';
import type { BackendWish, SessionStatus } from '../../session/protocol';
import type { Lab } from '../lab/lab';

const wishes: readonly { value: BackendWish; label: string }[] = [
  { value: 'auto', label: 'auto' },
  { value: 'wasm', label: 'wasm' },
  { value: 'gpu', label: 'gpu' },
  { value: 'reference', label: 'reference' }
];

/** The backend wished for, beside the one that really runs and why. */
export function BackendChoice(props: { lab: Lab; status: SessionStatus }): JSX.Element {
  return (
    <span class="backend">
      <label class="labelled">
        <span class="spoken">Backend</span>
        <select
          class="field small"
          title="Where the numbers are computed. Changing it starts the run anew."
          value={props.lab.backend()}
          onChange={async (event) => {
            const select = event.currentTarget;
            await props.lab.changeBackend(select.value as BackendWish);
            // A backend that is not there leaves the old one running; the choice says so again.
            select.value = props.lab.backend();
          }}
        >
          <For each={wishes}>{(wish) => <option value={wish.value}>{wish.label}</option>}</For>
        </select>
      </label>
      <span class="backend-words" title={`${props.status.backend.precision}. ${props.status.backend.reason}`}>
        <b data-readout="backend">{props.status.backend.description}</b>
        <span class="quiet"> {props.status.backend.reason}</span>
      </span>
    </span>
  );
}
