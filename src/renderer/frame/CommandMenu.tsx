import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import { For, type JSX } from 'solid-js';
import type { Command } from '../commands';
import { MenuCommand } from './MenuCommand';

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
          <For each={props.commands}>{(command) => <MenuCommand command={command} />}</For>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}
