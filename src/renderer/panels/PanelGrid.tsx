import { createEffect, createMemo, For, type JSX } from 'solid-js';
import { isOffered } from '../../figures/figure';
import { learningFigures } from '../../figures/learning/registry';
import type { Host } from '../host';
import type { Bench } from '../lab/bench';
import { tellsStories } from '../lab/story';
import { FigurePanel } from './FigurePanel';
import { placed, rowsOf } from './layout';

/** The figures that the session can fill, side by side; one of them may fill the grid. */
export function PanelGrid(props: { bench: Bench; host: Host }): JSX.Element {
  const { lab, sweeps, view } = props.bench;
  const layers = () => lab.opened()?.layers.length ?? 1;
  const swept = createMemo(() => sweeps.result() !== undefined);
  const figures = createMemo(() => {
    const session = lab.opened();
    const offers = { probes: session?.probes ?? [], story: tellsStories(session), sweep: swept() };
    return placed(
      learningFigures.filter((figure) => !session || isOffered(figure, offers)),
      layers()
    );
  });

  // A panel that is gone fills nothing.
  createEffect(() => {
    if (!figures().some(({ id }) => id === view.maximised())) view.setMaximised(undefined);
  });

  return (
    <main class="grid" classList={{ single: view.maximised() !== undefined }} aria-label="Panels">
      <For each={figures()}>
        {(figure) => (
          <FigurePanel
            figure={figure}
            rows={rowsOf(figure, layers())}
            bench={props.bench}
            host={props.host}
          />
        )}
      </For>
    </main>
  );
}
