import { createSignal, createUniqueId, type JSX, Show } from 'solid-js';
import { createFigureMemory } from '../../figures/ranges';
import type { Figure } from '../../figures/figure';
import { RestoreIcon } from '../frame/icons';
import { SymbolText } from '../frame/SymbolText';
import type { Host } from '../host';
import type { Bench } from '../lab/bench';
import { WorldTools } from '../world/WorldTools';
import { DataTable } from './DataTable';
import { Explain } from './Explain';
import { ComposeDialog } from './ComposeDialog';
import { dragCorner, dragHead } from './dragPanel';
import { exportAs } from './exportPanel';
import type { FigureFormat } from './printedFile';
import { FigureCanvas } from './FigureCanvas';
import { type Arranging, LayoutItems } from './LayoutItems';
import { PanelMenu } from './PanelMenu';
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
}): JSX.Element {
  const [shown, setShown] = createSignal<'table' | 'explain' | 'compose'>();
  const memory = createFigureMemory();
  const { view, lab } = props.bench;
  const settings = () => view.panelSettings(props.figure.id);
  const maximised = () => view.maximised() === props.figure.id;
  const hidden = () => view.maximised() !== undefined && !maximised();
  const title = createUniqueId();
  const titleId = () => `panel-${props.figure.id}-${title}`;
  const save = (format: FigureFormat): void => {
    exportAs(format, props.figure, props.bench, props.host, settings()).catch(lab.alerts.error);
  };

  return (
    <section
      class="panel"
      classList={{ maximised: maximised() }}
      style={{
        'grid-row': maximised() ? 'auto' : `span ${props.rows}`,
        'grid-column': maximised() ? 'auto' : `span ${props.columns}`
      }}
      hidden={hidden()}
      data-figure={props.figure.id}
      aria-labelledby={titleId()}
    >
      <header class="panel-head" onPointerDown={(event) => dragHead(event, props.arranging)}>
        <h2 id={titleId()} title={props.figure.title}>
          {props.figure.title}
        </h2>
        <span class="quiet panel-symbol">
          <SymbolText text={[props.figure.symbol, props.figure.unit].filter(Boolean).join(', ')} />
        </span>
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
          maximised={maximised()}
          place={<LayoutItems arranging={props.arranging} columns={props.columns} rows={props.rows} />}
          onMaximise={() => view.setMaximised(maximised() ? undefined : props.figure.id)}
          onExport={save}
          onCompose={() => setShown('compose')}
          onTable={() => setShown('table')}
          onExplain={() => setShown('explain')}
        />
      </header>
      <Show when={props.figure.id === 'worldMap'}>
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
