import { createEffect, createMemo, createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { Commands } from '../commands';
import type { Host } from '../host';
import type { Bench } from '../lab/bench';
import { columnsIn, movedBy, movedTo, resized, withPanel } from './arrangement';
import { arrangedPanels, rearrange } from './arranging';
import { FigurePanel } from './FigurePanel';

/** `beside`: of a branch, not the main part of the page. The figures that the session can fill, side by side; one of them may fill the grid. */
export function PanelGrid(props: {
  bench: Bench;
  host: Host;
  commands: Commands;
  beside?: boolean;
}): JSX.Element {
  const { view } = props.bench;
  const [columns, setColumns] = createSignal(1);
  const panels = arrangedPanels(props.bench);
  // One that fills the grid is there for as long as it does.
  const shown = createMemo(() =>
    panels().filter((panel) => panel.shown || panel.figure.id === view.maximised())
  );
  const figures = createMemo(() => shown().map(({ figure }) => figure), [], {
    equals: (a, b) => a.length === b.length && a.every((figure, i) => figure === b[i])
  });
  const placeOf = (id: string) =>
    shown().find(({ place }) => place.id === id)?.place ?? { id, columns: 1, rows: 1 };
  const wanted = () => shown().reduce((sum, { place }) => sum + place.columns, 0);
  let grid!: HTMLElement;

  // A panel that is gone fills nothing.
  createEffect(() => {
    if (!figures().some(({ id }) => id === view.maximised())) view.setMaximised(undefined);
  });
  const measure = (): void => {
    const { columnGap, paddingLeft, paddingRight, width } = getComputedStyle(grid);
    const least = Number.parseFloat(getComputedStyle(grid).getPropertyValue('--panel-column'));
    const inner = Number.parseFloat(width) - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
    setColumns(columnsIn(inner, least, Number.parseFloat(columnGap), Math.max(1, wanted())));
  };
  onMount(() => {
    const resize = new ResizeObserver(measure);
    resize.observe(grid);
    onCleanup(() => resize.disconnect());
  });
  // Large type asks for wider columns.
  createEffect(() => {
    view.theme();
    wanted();
    measure();
  });

  const arrange = (change: Parameters<typeof rearrange>[2]): void => rearrange(props.bench, panels(), change);
  const order = () => figures().map(({ id }) => id);

  return (
    <Dynamic
      component={props.beside ? 'section' : 'main'}
      ref={grid}
      class="grid"
      classList={{ single: view.maximised() !== undefined }}
      style={{ '--columns': columns() }}
      aria-label={props.beside ? 'Panels of branch B' : 'Panels'}
    >
      <For each={figures()}>
        {(figure) => (
          <FigurePanel
            figure={figure}
            columns={Math.min(columns(), placeOf(figure.id).columns)}
            rows={placeOf(figure.id).rows}
            arranging={{
              columns,
              size: () => ({
                columns: Math.min(columns(), placeOf(figure.id).columns),
                rows: placeOf(figure.id).rows
              }),
              first: () => order()[0] === figure.id,
              last: () => order().at(-1) === figure.id,
              move: (step) => arrange((layout) => movedBy(layout, figure.id, step, order())),
              moveTo: (other) => arrange((layout) => movedTo(layout, figure.id, other)),
              resize: (size) => arrange((layout) => resized(layout, figure.id, size, columns())),
              hide: () => {
                if (view.maximised() === figure.id) view.setMaximised(undefined);
                arrange((layout) => withPanel(layout, figure.id, false));
              }
            }}
            bench={props.bench}
            host={props.host}
            commands={props.commands}
          />
        )}
      </For>
      <Show when={panels().length > 0 && shown().length === 0}>
        <p class="quiet grid-empty">Every panel is hidden. Choose some under Panels, at the top right.</p>
      </Show>
    </Dynamic>
  );
}
