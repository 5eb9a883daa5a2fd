import { createMemo, createSignal, For, type JSX, Show } from 'solid-js';
import { Lock } from '../classroom/Lock';
import { lockedWords, useClassroom } from '../classroom/classroom';
import type { Lab } from '../lab/lab';
import { layerTable } from '../lab/layerLists';
import { settingGroups } from '../../models/settings';
import { type SettingRow, settingRows } from '../lab/settingRows';
import type { View } from '../lab/view';
import { LayerControl } from './LayerControl';
import { RestartControl } from './RestartControl';
import { RuleMemory } from './RuleMemory';
import { SettingControl } from './SettingControl';
import { SettingHelp } from './SettingHelp';
import { ViewSettings } from './ViewSettings';

/** All settings, generated from their descriptions. */
export function SettingsColumn(props: { lab: Lab; view: View; defaultSpan: number }): JSX.Element {
  const classroom = useClassroom();
  const isShown = ({ description }: SettingRow): boolean =>
    !(description.kind === 'text' && description.written) && classroom.access(description.name) !== 'hidden';
  const rows = createMemo(() =>
    settingRows(props.lab).map((row) =>
      classroom.access(row.description.name) === 'locked' ? { ...row, locked: lockedWords } : row
    )
  );
  // Rows are rebuilt with every change; controls are kept by name, so that one being dragged is never replaced.
  const keys = createMemo(
    () =>
      rows()
        .filter((row) => row.inUse && isShown(row))
        .map(keyOf),
    [],
    { equals: sameList }
  );
  const byKey = createMemo(() => new Map(rows().map((row) => [keyOf(row), row])));
  const changed = createMemo(() => rows().filter((row) => row.changed && row.inUse && isShown(row)));
  const [onlyChanged, setOnlyChanged] = createSignal(false);
  const [focus, setFocus] = createSignal<string>();
  const layers = createMemo(() => layerTable(rows().filter(isShown)));
  /** One of them that is locked locks the table. */
  const lockOf = (lists: readonly SettingRow[]): string =>
    (lists.find(({ description }) => classroom.access(description.name) === 'locked') ?? lists[0]).description
      .name;
  const showsLayers = (group: string): boolean =>
    group === 'Network' && (layers()?.lists.some((row) => !onlyChanged() || row.changed) ?? false);
  const shown = (group: string): string[] =>
    keys().filter((key) => {
      const row = byKey().get(key);
      if (!row || row.description.group !== group || layers()?.lists.includes(row)) return false;
      return !onlyChanged() || row.changed;
    });

  const resetAll = (): void => {
    const originals = (owner: SettingRow['owner']) =>
      Object.fromEntries(
        rows()
          .filter((row) => row.owner === owner)
          .map((row) => [row.description.name, row.original])
      );
    void props.lab.changeSettings(
      { model: originals('model'), source: originals('source') },
      'All settings are back to the preset; the run started anew.'
    );
  };

  return (
    <section class="settings" aria-label="Settings" onPointerLeave={() => setFocus(undefined)}>
      <header class="settings-head">
        <h2 classList={{ spoken: changed().length > 0 }}>Settings</h2>
        <Show
          when={changed().length > 0}
          fallback={<span class="quiet">{props.lab.preset() ? 'as in the preset' : 'as opened'}</span>}
        >
          <button
            type="button"
            class="button small"
            aria-pressed={onlyChanged()}
            title="Shows only what differs from the preset"
            onClick={() => setOnlyChanged(!onlyChanged())}
          >
            {changed().length} changed
          </button>
          <button type="button" class="button small" onClick={resetAll}>
            Reset to preset
          </button>
        </Show>
      </header>
      <div class="settings-scroll">
        <For each={settingGroups}>
          {(group) => (
            <Show when={shown(group).length > 0 || showsLayers(group)}>
              <fieldset class="settings-group">
                <legend>{group}</legend>
                <Show when={showsLayers(group) && layers()}>
                  {(table) => (
                    <Lock control={lockOf(table().lists)}>
                      <LayerControl
                        table={table()}
                        onFocus={(row) => setFocus(keyOf(row))}
                        change={(settings) =>
                          props.lab.changeSettings(
                            { model: settings },
                            'The run started anew with the changed layers.'
                          )
                        }
                      />
                    </Lock>
                  )}
                </Show>
                <For each={shown(group)}>
                  {(key) => (
                    <Show when={byKey().get(key)}>
                      {(row) => (
                        <>
                          <SettingControl
                            row={row()}
                            onFocus={() => setFocus(key)}
                            openDocument={() => props.view.setDialog('world')}
                            change={(value) => {
                              const { owner, description } = row();
                              return props.lab.changeSetting(
                                owner,
                                description.name,
                                value,
                                description.live
                              );
                            }}
                          />
                          <Show when={row().description.name === 'gamma'}>
                            <Lock control="gamma">
                              <RestartControl lab={props.lab} gamma={row().value as number} />
                            </Lock>
                          </Show>
                          <Show when={row().description.name === 'rule'}>
                            <RuleMemory lab={props.lab} />
                          </Show>
                        </>
                      )}
                    </Show>
                  )}
                </For>
              </fieldset>
            </Show>
          )}
        </For>
        <Show when={!onlyChanged()}>
          <ViewSettings view={props.view} defaultSpan={props.defaultSpan} />
        </Show>
      </div>
      <SettingHelp row={byKey().get(focus() ?? '')} />
    </section>
  );
}

function keyOf({ owner, description }: SettingRow): string {
  return `${owner}.${description.name}`;
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
