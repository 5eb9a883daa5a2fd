import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import { For, type JSX } from 'solid-js';
import type { Command } from '../commands';
import { keyWords } from '../shortcuts';

/** Commands that are too seldom wanted for buttons of their own. */
export function CommandMenu(props: {
  label: string;
  help: string;
  commands: readonly Command[];
}): JSX.Element {
  return (
    <DropdownMenu placement="bottom-start" gutter={2} modal={false}>
      <DropdownMenu.Trigger class="button" title={props.help}>
        {props.label}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="menu">
          <For each={props.commands}>
            {(command) => (
              <DropdownMenu.Item
                class="menu-item"
                title={command.help}
                disabled={!command.when()}
                data-command={command.name}
                onSelect={() => command.do()}
              >
                {command.label()}
                <kbd>{keyWords(command.keys[0])}</kbd>
              </DropdownMenu.Item>
            )}
          </For>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}
