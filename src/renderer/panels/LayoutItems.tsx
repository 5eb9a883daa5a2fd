import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import { For, type JSX } from 'solid-js';
import type { Commands } from '../commands';
import { MenuCommand } from '../frame/MenuCommand';

/** Moving and resizing by key: the menu stays open, so that a step can be taken again. */
export function LayoutItems(props: { commands: Commands }): JSX.Element {
  return (
    <DropdownMenu.Group>
      <DropdownMenu.GroupLabel class="menu-label quiet">Place in the grid</DropdownMenu.GroupLabel>
      <For each={Object.values(props.commands).filter(({ group }) => group === 'Layout')}>
        {(command) => <MenuCommand command={command} stays={command.name !== 'hidePanel'} />}
      </For>
    </DropdownMenu.Group>
  );
}
