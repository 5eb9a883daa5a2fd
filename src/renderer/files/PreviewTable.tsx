import { For, type JSX, Show } from 'solid-js';
import type { Settings } from '../../models/settings';
import { sayCount, sayNumber } from '../words';
import { answerColumns, inputColumns, sayColumns } from './fileExperiment';
import type { FilePreview } from './protocol';

/** The first rows of a table; a tick in a column's head makes it an input. */
export function PreviewTable(props: {
  preview: FilePreview;
  settings: Settings;
  change(name: string, value: string): Promise<void>;
}): JSX.Element {
  const answers = (): readonly number[] => answerColumns(props.settings, props.preview);
  const inputs = (): readonly number[] => inputColumns(props.settings, props.preview);
  const toggle = (column: number, on: boolean): void => {
    const kept = inputs().filter((c) => c !== column);
    void props.change('columns', sayColumns(on ? [...kept, column] : kept));
  };

  return (
    <section class="table-scroll preview" aria-label="First rows" tabindex="0">
      <table>
        <caption class="quiet">
          {props.preview.large ? 'About ' : ''}
          {sayCount(props.preview.rows)} rows
          {props.preview.rate ? ` at ${sayNumber(props.preview.rate)} Hz` : ''},{' '}
          {props.preview.columns.length} columns
          {props.preview.unit ? ` in ${props.preview.unit}` : ''}; the first rows. Tick the input columns.
        </caption>
        <thead>
          <tr>
            <For each={props.preview.columns}>
              {(column, c) => (
                <th scope="col" classList={{ answer: answers().includes(c()) }}>
                  <label>
                    <Show when={!answers().includes(c())} fallback={<span class="answer-mark">answer</span>}>
                      <input
                        type="checkbox"
                        aria-label={`Column ${column.name} is an input`}
                        checked={inputs().includes(c())}
                        onChange={(event) => toggle(c(), event.currentTarget.checked)}
                      />
                    </Show>
                    {column.name}
                  </label>
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={props.preview.head}>
            {(cells) => (
              <tr>
                <For each={cells}>
                  {(text, c) => (
                    <td classList={{ unused: !inputs().includes(c()) && !answers().includes(c()) }}>
                      {text}
                    </td>
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </section>
  );
}
