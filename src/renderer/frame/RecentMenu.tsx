import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import { For, type JSX } from 'solid-js';
import type { Command } from '../commands';
import type { RecentItem } from '../palette/items';
import { MenuCommand } from './MenuCommand';

/** Files that were open before, newest first. */
export function RecentMenu(props: { files: readonly RecentItem[]; clear: Command }): JSX.Element {
  return (
    <DropdownMenu placement="bottom-start" gutter={2} modal={false}>
      <DropdownMenu.Trigger class="button" title="Files that were open before">
        Recent
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="menu">
          <For each={props.files}>
            {(file) => (
              <DropdownMenu.Item class="menu-item" onSelect={() => file.open()}>
                {file.name}
                <span class="quiet">{file.folder}</span>
              </DropdownMenu.Item>
            )}
          </For>
          <DropdownMenu.Separator class="menu-line" />
          <MenuCommand command={props.clear} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}
