import { createSignal, createUniqueId, type JSX, onCleanup, Show } from 'solid-js';
import { createFigureMemory } from '../../figures/ranges';
import type { Figure } from '../../figures/figure';
import type { Commands } from '../commands';
import { useClassroom } from '../classroom/classroom';
import { figureEntry } from '../glossary/entries';
import { AboutMark } from '../glossary/Term';
import { RestoreIcon } from '../frame/icons';
import { SymbolText } from '../frame/SymbolText';
import type { Host } from '../host';
import type { Bench } from '../lab/bench';
import type { Arranging, ShownPanel } from '../lab/shownPanels';
import { WorldTools } from '../world/WorldTools';
import { DataTable } from './DataTable';
import { Explain } from './Explain';
import { ComposeDialog } from './ComposeDialog';
import { dragCorner, dragHead } from './dragPanel';
import { exportAs } from './exportPanel';
import { FigureCanvas } from './FigureCanvas';
import { PanelMenu, type Point } from './PanelMenu';
import { StoryHint, SweepProgress } from './PanelState';

/** A figure in its frame: what is seen in words, its symbol and unit, its menu. */
export function FigurePanel(props: {
  figure: Figure;
  /** Of the grid, that it takes. */
  columns: number;
  rows: number;
  arranging: Arranging;
  bench: Bench;
  host: Host;
  commands: Commands;
}): JSX.Element {
  const [shown, setShown] = createSignal<'table' | 'explain' | 'compose'>();
  const memory = createFigureMemory();
  const { view, lab } = props.bench;
  const classroom = useClassroom();
  const settings = () => view.panelSettings(props.figure.id);
  const maximised = () => view.maximised() === props.figure.id;
  const hidden = () => view.maximised() !== undefined && !maximised();
  const title = createUniqueId();
  const titleId = () => `panel-${props.figure.id}-${title}`;
  const [pressedAt, setPressedAt] = createSignal<Point>();
  let section!: HTMLElement;
  const panel: ShownPanel = {
    id: props.figure.id,
    title: props.figure.title,
    get arranging() {
      return props.arranging;
    },
    focus: () => section.querySelector<HTMLElement>('[data-plot]')?.focus(),
    save: (format) => {
      exportAs(format, props.figure, props.bench, props.host, settings()).catch(lab.alerts.error);
    },
    compose: () => setShown('compose'),
    table: () => setShown('table'),
    explain: () => setShown('explain')
  };
  const use = (): void => props.bench.panels.use(panel);
  onCleanup(props.bench.panels.add(panel));
  /** By the right button, or by Shift+F10, which the browser turns into the same event on what has the focus. */
  const openMenu = (event: MouseEvent): void => {
    // Text is cut and pasted by the browser's own menu.
    if (event.target instanceof Element && event.target.closest('input, textarea, [role="menu"]')) return;
    event.preventDefault();
    use();
    setPressedAt({ x: event.clientX, y: event.clientY });
  };

  return (
    <section
      ref={section}
      class="panel"
      classList={{ maximised: maximised() }}
      style={{
        'grid-row': maximised() ? 'auto' : `span ${props.rows}`,
        'grid-column': maximised() ? 'auto' : `span ${props.columns}`
      }}
      hidden={hidden()}
      data-figure={props.figure.id}
      aria-labelledby={titleId()}
      onFocusIn={use}
      onPointerDown={use}
      onContextMenu={openMenu}
    >
      <header class="panel-head" onPointerDown={(event) => dragHead(event, props.arranging)}>
        <div class="panel-name">
          <h2 id={titleId()} title={props.figure.title}>
            {props.figure.title}
          </h2>
          <span class="quiet">
            <SymbolText text={[props.figure.symbol, props.figure.unit].filter(Boolean).join(', ')} />
          </span>
        </div>
        <AboutMark entry={figureEntry(props.figure)} />
        <span class="spring" />
        <SweepProgress figure={props.figure} bench={props.bench} />
        <Show when={maximised()}>
          <button
            type="button"
            class="button plain icon small"
            aria-label="Restore the panel"
            title="Restore the panel (Esc)"
            onClick={() => view.setMaximised(undefined)}
          >
            <RestoreIcon />
          </button>
        </Show>
        <PanelMenu
          figure={props.figure}
          settings={settings()}
          change={(name, value) => view.setPanelSettings(props.figure.id, { ...settings(), [name]: value })}
          commands={props.commands}
          at={pressedAt()}
          left={() => setPressedAt(undefined)}
        />
      </header>
      <Show when={props.figure.id === 'worldMap' && classroom.access('world') === undefined}>
        <WorldTools tools={props.bench.tools} />
      </Show>
      <FigureCanvas
        figure={props.figure}
        bench={props.bench}
        settings={settings()}
        memory={memory}
        hidden={hidden()}
      />
      <Show when={!maximised()}>
        {/* For pointers alone: keys have the panel's menu. */}
        <div
          class="panel-corner"
          aria-hidden="true"
          title="Drag to resize the panel"
          onPointerDown={(event) =>
            dragCorner(event, props.arranging, { columns: props.columns, rows: props.rows })
          }
        />
      </Show>
      <StoryHint figure={props.figure} bench={props.bench} />
      <Show when={shown() === 'table'}>
        <DataTable
          figure={props.figure}
          bench={props.bench}
          host={props.host}
          settings={settings()}
          close={() => setShown(undefined)}
        />
      </Show>
      <Show when={shown() === 'compose'}>
        <ComposeDialog
          first={props.figure.id}
          bench={props.bench}
          host={props.host}
          close={() => setShown(undefined)}
        />
      </Show>
      <Show when={shown() === 'explain'}>
        <Explain figure={props.figure} bench={props.bench} close={() => setShown(undefined)} />
      </Show>
    </section>
  );
}
