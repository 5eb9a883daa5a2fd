import { For, type JSX, Show } from 'solid-js';
import type { Figure } from '../../figures/figure';
import { themes } from '../../figures/theme';
import { writeCsv } from '../../formats/csv';
import type { Settings } from '../../models/settings';
import type { Host } from '../host';
import type { Bench } from '../lab/bench';
import { figureContext } from '../lab/figureContext';
import { sayCount } from '../words';
import { PanelDialog } from './PanelDialog';

/** Rows put on screen; the file has them all. */
const mostRows = 200;

/** What the panel shows, as numbers, at the moment the table was asked for. */
export function DataTable(props: {
  figure: Figure;
  bench: Bench;
  host: Host;
  settings: Settings;
  close(): void;
}): JSX.Element {
  const { lab } = props.bench;
  const shared = figureContext(props.bench)!;
  const size = { width: 640, height: 400 };
  const table = props.figure.table(lab.seen.reader(), {
    ...shared,
    theme: themes.light,
    size,
    settings: props.settings
  });
  const shown = table.rows.slice(-mostRows);

  const save = (): void => {
    const columns = table.columns.map((name, c) => ({ name, values: table.rows.map((row) => row[c]) }));
    const bytes = new TextEncoder().encode(writeCsv(columns));
    props.host.saveFile(`${props.figure.id}.csv`, bytes).catch(lab.alerts.error);
  };

  return (
    <PanelDialog title={`${props.figure.title}: data`} close={props.close}>
      <Show when={table.rows.length > 0} fallback={<p>{props.figure.emptyMessage}</p>}>
        <section class="table-scroll" aria-label="Data" tabindex="0">
          <table>
            <thead>
              <tr>
                <For each={table.columns}>{(column) => <th scope="col">{column}</th>}</For>
              </tr>
            </thead>
            <tbody>
              <For each={shown}>
                {(row) => (
                  <tr>
                    <For each={row}>
                      {(cell) => <td>{typeof cell === 'number' ? +cell.toPrecision(6) : cell}</td>}
                    </For>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </section>
        <footer>
          <span class="quiet spring">
            {table.rows.length > shown.length
              ? `The last ${shown.length} of ${sayCount(table.rows.length)} rows; the file has all.`
              : `${sayCount(table.rows.length)} rows.`}
          </span>
          <button type="button" class="button" onClick={save}>
            Save as CSV
          </button>
        </footer>
      </Show>
    </PanelDialog>
  );
}
