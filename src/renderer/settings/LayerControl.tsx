import { createSignal, For, Index, type JSX, Show } from 'solid-js';
import {
  type ChoicesSetting,
  checkSetting,
  type NumbersSetting,
  type Settings,
  type SettingValue
} from '../../models/settings';
import { CloseIcon, UndoIcon } from '../frame/icons';
import { SymbolText } from '../frame/SymbolText';
import {
  columnsOf,
  isOfUse,
  type LayerTable,
  settingsOf,
  withCell,
  withLayer,
  withoutLayer
} from '../lab/layerLists';
import type { SettingRow } from '../lab/settingRows';
import { createTypedField } from './typedField';

type List = SettingRow & { description: NumbersSetting | ChoicesSetting };

/** All layers in one table: what each has its own value of. Any change starts the run anew. */
export function LayerControl(props: {
  table: LayerTable;
  onFocus(row: SettingRow): void;
  change(settings: Settings): Promise<void>;
}): JSX.Element {
  const [problem, setProblem] = createSignal<string>();
  const lists = () => props.table.lists as readonly List[];
  const columns = () => columnsOf(props.table);
  /** Which of a column's lists this layer has a use for. */
  const listAt = (layer: number, column: readonly number[]): number =>
    column.find((list) => isOfUse(props.table, layer, list)) ?? column[0];
  const changed = () => lists().some((list) => list.changed);
  let last: Promise<unknown> = Promise.resolve();
  /** One change after another, each of the table as the one before has left it. */
  const apply = (changed: (table: LayerTable) => string[][]): Promise<void> => {
    setProblem(undefined);
    const done = last.then(() => props.change(settingsOf(props.table, changed(props.table))));
    last = done.catch(() => undefined);
    return done;
  };

  /** Tries the entry; one that does not fit, or that the session refused, leaves the old value standing. */
  const enter = async (entry: string, layer: number, column: number): Promise<void> => {
    const { description } = lists()[column];
    if (entry === props.table.cells[layer][column]) return;
    try {
      checkSetting({ ...description, most: 1 } as List['description'], entry as SettingValue);
      await apply((table) => withCell(table, layer, column, entry));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };

  return (
    <div class="setting layers" classList={{ changed: changed() }} data-setting="layers">
      <table class="layer-table">
        <caption>
          Layers <span class="quiet">1 hears the input</span>
        </caption>
        <thead class="layer-heads">
          <tr>
            <th scope="col">
              <span class="spoken">Layer</span>
            </th>
            <Index each={columns()}>
              {(column) => (
                <th
                  scope="col"
                  title={column()
                    .map((list) => inFull(lists()[list].description))
                    .join('\n')}
                >
                  <Index each={column()}>
                    {(list, i) => (
                      <>
                        {i > 0 && ', '}
                        <Heading description={lists()[list()].description} alone={column().length === 1} />
                      </>
                    )}
                  </Index>
                </th>
              )}
            </Index>
            <th>
              <span class="quiet restarts" aria-hidden="true" title="A change starts the run anew">
                ↻
              </span>
            </th>
          </tr>
        </thead>
        <tbody>
          <Index each={props.table.cells}>
            {(row, layer) => (
              <tr>
                <th scope="row">{layer + 1}</th>
                <Index each={columns()}>
                  {(column) => {
                    const list = () => listAt(layer, column());
                    return (
                      <td>
                        <Cell
                          list={lists()[list()]}
                          value={row()[list()]}
                          layer={layer}
                          disabled={!isOfUse(props.table, layer, list())}
                          onFocus={() => props.onFocus(lists()[list()])}
                          enter={(entry) => enter(entry, layer, list())}
                        />
                      </td>
                    );
                  }}
                </Index>
                <td>
                  <button
                    type="button"
                    class="button plain icon small"
                    aria-label={`Remove layer ${layer + 1}`}
                    title={`Remove layer ${layer + 1}`}
                    disabled={props.table.cells.length === 1}
                    onClick={() => void apply((table) => withoutLayer(table, layer))}
                  >
                    <CloseIcon />
                  </button>
                </td>
              </tr>
            )}
          </Index>
        </tbody>
      </table>
      <div class="layer-buttons">
        <button
          type="button"
          class="button small"
          disabled={props.table.cells.length >= props.table.most}
          title={`A copy of the top layer; at most ${props.table.most} layers`}
          onClick={() => void apply(withLayer)}
        >
          Add layer
        </button>
        <Show when={changed()}>
          <button
            type="button"
            class="button plain icon small"
            aria-label="Reset the layers to the preset"
            title="The layers of the preset"
            onClick={() =>
              void props.change(
                Object.fromEntries(lists().map(({ description, original }) => [description.name, original]))
              )
            }
          >
            <UndoIcon />
          </button>
        </Show>
      </div>
      <Show when={problem()}>
        <span class="setting-problem" role="alert">
          {problem()}
        </span>
      </Show>
    </div>
  );
}

/** Narrow columns: the symbol where there is one, its unit where there is room. */
function Heading(props: { description: List['description']; alone: boolean }): JSX.Element {
  return (
    <>
      <SymbolText text={props.description.symbol ?? props.description.label} />
      <Show when={props.alone && props.description.symbol && unitOf(props.description)}>
        <span class="quiet"> {unitOf(props.description)}</span>
      </Show>
    </>
  );
}

function inFull(description: List['description']): string {
  const { symbol, label, help } = description;
  const name = [label, [symbol, unitOf(description)].filter(Boolean).join(', ')].filter(Boolean);
  return `${name.join(' ')}. ${help}`;
}

function unitOf(description: List['description']): string | undefined {
  return description.kind === 'numbers' ? description.unit : undefined;
}

function Cell(props: {
  list: List;
  value: string;
  layer: number;
  disabled: boolean;
  onFocus(): void;
  /** Resolves once the session has answered, whatever it said. */
  enter(entry: string): Promise<void>;
}): JSX.Element {
  const name = () => `${props.list.description.label}, layer ${props.layer + 1}`;
  const typed = createTypedField(() => props.value);
  return (
    <Show
      when={props.list.description.kind === 'choices' && props.list.description}
      fallback={
        <input
          class="field"
          inputmode="decimal"
          autocomplete="off"
          size="4"
          aria-label={name()}
          title={props.disabled ? 'Not used by this type of unit' : undefined}
          disabled={props.disabled}
          ref={typed.ref}
          onFocus={() => props.onFocus()}
          onPointerEnter={() => props.onFocus()}
          onChange={async () => {
            await props.enter(typed.handIn());
            typed.answered();
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') typed.show();
          }}
        />
      }
    >
      {(choices) => (
        <select
          class="field"
          aria-label={name()}
          title={choices().options.find(({ value }) => value === props.value)?.label}
          value={props.value}
          onFocus={() => props.onFocus()}
          onPointerEnter={() => props.onFocus()}
          onChange={async (event) => {
            const select = event.currentTarget;
            await props.enter(select.value);
            select.value = props.value;
          }}
        >
          <For each={choices().options}>
            {(option) => <option value={option.value}>{option.label.replace(/ \(.*/, '')}</option>}
          </For>
        </select>
      )}
    </Show>
  );
}
