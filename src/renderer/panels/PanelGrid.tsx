import { createEffect, createMemo, For, type JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { isOffered } from '../../figures/figure';
import type { Commands } from '../commands';
import type { Host } from '../host';
import type { Bench } from '../lab/bench';
import { isFilled } from '../lab/filled';
import { labNamed } from '../lab/labs';
import { hasWorld } from '../lab/spreads';
import { tellsStories } from '../lab/story';
import { FigurePanel } from './FigurePanel';
import { placed, rowsOf } from './layout';

/** `beside`: of a branch, not the main part of the page. The figures that the session can fill, side by side; one of them may fill the grid. */
export function PanelGrid(props: {
  bench: Bench;
  host: Host;
  commands: Commands;
  beside?: boolean;
}): JSX.Element {
  const { lab, sweeps, view } = props.bench;
  const kind = () => labNamed(lab.kind());
  const places = () => kind().places(lab.opened());
  const swept = createMemo(() => sweeps.result() !== undefined);
  const filled = createMemo(() => isFilled(lab.opened(), lab.settings()), undefined, { equals: false });
  const figures = createMemo(
    () => {
      const session = lab.opened();
      const offers = {
        probes: session?.probes ?? [],
        story: tellsStories(session),
        sweep: swept(),
        spread: hasWorld(session),
        exact: kind().id === 'codes'
      };
      return placed(
        kind().figures.filter((figure) => !session || (isOffered(figure, offers) && filled()(figure))),
        places()
      );
    },
    [],
    { equals: (a, b) => a.length === b.length && a.every((figure, i) => figure === b[i]) }
  );

  // A panel that is gone fills nothing.
  createEffect(() => {
    if (!figures().some(({ id }) => id === view.maximised())) view.setMaximised(undefined);
  });

  return (
    <Dynamic
      component={props.beside ? 'section' : 'main'}
      class="grid"
      classList={{ single: view.maximised() !== undefined }}
      aria-label={props.beside ? 'Panels of branch B' : 'Panels'}
    >
      <For each={figures()}>
        {(figure) => (
          <FigurePanel
            figure={figure}
            rows={rowsOf(figure, places())}
            bench={props.bench}
            host={props.host}
            commands={props.commands}
          />
        )}
      </For>
    </Dynamic>
  );
}
