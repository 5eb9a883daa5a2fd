import { createSignal, For, type JSX } from 'solid-js';
import { shortValue } from '../../figures/sweeps/sweepFigure';
import type { SettingValue } from '../../models/settings';
import type { PointResult } from '../../session/sweep/plan';
import type { Group } from '../../session/sweep/summary';
import { differingSettings, metricsOf } from '../../session/sweep/tables';
import { sayNumber } from '../words';

interface Row {
  settings: Group['settings'];
  /** Runs, or of one run its seed. */
  count: number;
  failed: number;
  metrics: Group['metrics'];
  /** What a click opens. */
  result: PointResult | undefined;
}

/** Only the settings that differ, and every metric with its interval; a row opens its run. */
export function SweepTable(props: {
  groups: readonly Group[];
  open(result: PointResult): void;
}): JSX.Element {
  const [sort, setSort] = createSignal<{ column: string; down: boolean }>();
  const [every, setEvery] = createSignal(false);
  const settings = () => differingSettings(props.groups);
  const metrics = () => metricsOf(props.groups);
  const countName = () => (every() ? 'seed' : 'n');
  const rows = (): Row[] => {
    const all = props.groups.flatMap((own): Row[] =>
      every()
        ? own.results.map((result) => ({
            settings: own.settings,
            count: result.seed,
            failed: 0,
            metrics: Object.fromEntries(
              Object.entries(result.metrics).map(([name, value]) => [name, { n: 1, mean: value }])
            ),
            result
          }))
        : [{ ...own, count: own.results.length, result: own.results[0] }]
    );
    const by = sort();
    if (!by) return all;
    const sorted = all.sort((a, b) => compare(cell(a, by.column), cell(b, by.column)));
    return by.down ? sorted.reverse() : sorted;
  };
  const cell = (row: Row, column: string): SettingValue | undefined => {
    if (column === countName()) return row.count;
    return settings().includes(column) ? row.settings[column] : row.metrics[column]?.mean;
  };
  const head = (column: string) => (
    <th
      scope="col"
      aria-sort={sort()?.column !== column ? 'none' : sort()?.down ? 'descending' : 'ascending'}
    >
      <button
        type="button"
        class="button plain small"
        onClick={() => setSort((by) => ({ column, down: by?.column === column && !by.down }))}
      >
        {column}
        <span aria-hidden="true">{sort()?.column !== column ? '' : sort()?.down ? ' ↓' : ' ↑'}</span>
      </button>
    </th>
  );
  return (
    <>
      <label class="labelled">
        <input
          type="checkbox"
          checked={every()}
          onChange={(event) => setEvery(event.currentTarget.checked)}
        />
        Every run on its own
      </label>
      <section class="table-scroll" aria-label="Results" tabindex="0">
        <table data-table="sweep">
          <thead>
            <tr>
              <For each={settings()}>{head}</For>
              {head(countName())}
              <For each={metrics()}>{head}</For>
              <th scope="col">
                <span class="spoken">Open</span>
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={rows()}>
              {(row) => (
                <tr>
                  <For each={settings()}>{(name) => <td>{sayValue(row.settings[name])}</td>}</For>
                  <td>
                    {row.count}
                    {row.failed > 0 ? ` (${row.failed} failed)` : ''}
                  </td>
                  <For each={metrics()}>{(name) => <td>{sayMetric(row.metrics[name])}</td>}</For>
                  <td>
                    <button
                      type="button"
                      class="button small"
                      disabled={!row.result}
                      title="Opens this run in the lab, from its first tick"
                      onClick={() => row.result && props.open(row.result)}
                    >
                      Open
                    </button>
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </section>
    </>
  );
}

function compare(a: SettingValue | undefined, b: SettingValue | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b));
}

const sayValue = (value: SettingValue | undefined): string =>
  typeof value === 'number' ? sayNumber(value) : shortValue(value);

function sayMetric(summary: Group['metrics'][string] | undefined): string {
  if (!summary || summary.n === 0) return '';
  const { interval, mean } = summary;
  return interval
    ? `${sayNumber(mean)} [${sayNumber(interval.low)}, ${sayNumber(interval.high)}]`
    : sayNumber(mean);
}
