import { For, type JSX, Show } from 'solid-js';
import type { Commands } from '../commands';
import type { View } from '../lab/view';
import { PanelDialog } from '../panels/PanelDialog';
import { keyWords } from '../shortcuts';

/** Every command with its key, from the registry itself. */
export function ShortcutSheet(props: { view: View; commands: Commands }): JSX.Element {
  return (
    <Show when={props.view.sheetOpen()}>
      <PanelDialog title="Keyboard" close={() => props.view.setSheetOpen(false)}>
        <dl class="sheet-keys">
          <For each={Object.values(props.commands)}>
            {(command) => (
              <>
                <dt>
                  <kbd>{keyWords(command.keys[0])}</kbd>
                </dt>
                <dd>
                  {command.label()} <span class="quiet">{command.help}</span>
                </dd>
              </>
            )}
          </For>
        </dl>
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
