import { For, type JSX } from 'solid-js';
import { learningFigures } from '../../figures/learning/registry';
import type { Host } from '../host';
import type { Bench } from '../lab/bench';
import { FigurePanel } from './FigurePanel';
import { placed } from './layout';

/** The figures of the lab, side by side; one of them may fill the grid. */
export function PanelGrid(props: { bench: Bench; host: Host }): JSX.Element {
  return (
    <main class="grid" classList={{ single: props.bench.view.maximised() !== undefined }} aria-label="Panels">
      <For each={placed(learningFigures)}>
        {({ figure, rows }) => (
          <FigurePanel figure={figure} rows={rows} bench={props.bench} host={props.host} />
        )}
      </For>
    </main>
  );
}
