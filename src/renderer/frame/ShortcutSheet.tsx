import { For, type JSX, Show } from 'solid-js';
import { type Commands, inGroups } from '../commands';
import type { View } from '../lab/view';
import { PanelDialog } from '../panels/PanelDialog';
import { keyWords } from '../shortcuts';

/** Apple's keyboards have a key of their own for commands; others hold Ctrl. */
const apple = /Mac|iPhone|iPad/.test(navigator.platform);
const isOfHere = (key: string): boolean => !key.startsWith(apple ? 'Ctrl+' : 'Meta+');

/** Every command with its keys, from the registry itself. */
export function ShortcutSheet(props: { view: View; commands: Commands }): JSX.Element {
  const groups = () => inGroups(Object.values(props.commands));
  return (
    <Show when={props.view.sheetOpen()}>
      <PanelDialog title="Keyboard" close={() => props.view.setSheetOpen(false)}>
        <For each={groups()}>
          {([group, commands]) => (
            <section aria-label={group}>
              <h3>{group}</h3>
              <dl class="sheet-keys">
                <For each={commands}>
                  {(command) => (
                    <>
                      <dt>
                        <For each={command.keys.filter(isOfHere)}>{(key) => <kbd>{keyWords(key)}</kbd>}</For>
                      </dt>
                      <dd data-command={command.name} classList={{ idle: !command.when() }}>
                        {command.label()} <span class="quiet">{command.help}</span>
                        <Show when={command.why()}>{(why) => <em class="quiet"> {why()}</em>}</Show>
                      </dd>
                    </>
                  )}
                </For>
              </dl>
            </section>
          )}
        </For>
        <p class="quiet">
          Tab reaches every control. In a plot, arrow keys move a cursor and say what stands there: left and
          right an instant, a trial or a row, ten at a time with Shift; up and down choose one of its lines.
          Enter holds the instant. On a map the arrows choose a state. A panel's menu moves, resizes and hides
          it, and has its data table.
        </p>
      </PanelDialog>
    </Show>
  );
}
