import { Dialog } from '@kobalte/core/dialog';
import { For, type JSX, Show } from 'solid-js';
import type { Command, Commands, Group } from '../commands';
import type { View } from '../lab/view';
import { keyWords } from '../shortcuts';
import { CloseIcon } from './icons';

/** Apple's keyboards have a key of their own for commands; others hold Ctrl. */
const apple = /Mac|iPhone|iPad/.test(navigator.platform);
const isOfHere = (key: string): boolean => !key.startsWith(apple ? 'Ctrl+' : 'Meta+');

/** Every command with its keys, from the registry itself. */
export function ShortcutSheet(props: { view: View; commands: Commands }): JSX.Element {
  const groups = (): [Group, Command[]][] => {
    const groups = new Map<Group, Command[]>();
    for (const command of Object.values(props.commands))
      groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
    return [...groups];
  };
  return (
    <Dialog open={props.view.sheetOpen()} onOpenChange={props.view.setSheetOpen}>
      <Dialog.Portal>
        <Dialog.Overlay class="veil" />
        <Dialog.Content class="dialog sheet">
          <header>
            <Dialog.Title as="h2">Keyboard</Dialog.Title>
            <Dialog.CloseButton class="button plain icon" aria-label="Close">
              <CloseIcon />
            </Dialog.CloseButton>
          </header>
          <For each={groups()}>
            {([group, commands]) => (
              <section aria-label={group}>
                <h3>{group}</h3>
                <dl class="sheet-keys">
                  <For each={commands}>
                    {(command) => (
                      <>
                        <dt>
                          <For each={command.keys.filter(isOfHere)}>
                            {(key) => <kbd>{keyWords(key)}</kbd>}
                          </For>
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
            In a plot, arrow keys move the marked instant and Enter holds it. Tab reaches every control.
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog>
  );
}
