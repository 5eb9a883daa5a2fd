import { For, type JSX } from 'solid-js';
import type { Lab } from '../lab/lab';
import { type LabId, labs } from '../lab/labs';
import { CodesIcon, LearningIcon, MapsIcon } from './icons';

const icons: Readonly<Record<LabId, () => JSX.Element>> = {
  learning: LearningIcon,
  maps: MapsIcon,
  codes: CodesIcon
};

/** The labs. One that is left keeps its experiment until it is opened again. */
export function Rail(props: { lab: Lab }): JSX.Element {
  return (
    <nav class="rail" aria-label="Labs">
      <For each={labs}>
        {({ id, word }) => (
          <button
            type="button"
            class="rail-lab"
            aria-current={props.lab.kind() === id ? 'page' : undefined}
            onClick={() => void props.lab.openLab(id)}
          >
            {icons[id]()}
            <span>{word}</span>
          </button>
        )}
      </For>
    </nav>
  );
}
