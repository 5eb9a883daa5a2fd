import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import { type JSX, Show } from 'solid-js';
import type { Command } from '../commands';
import { keyWords, sayCommand } from '../shortcuts';

/** A command as a line of a menu. */
export function MenuCommand(props: { command: Command }): JSX.Element {
  return (
    <DropdownMenu.Item
      class="menu-item"
      title={sayCommand(props.command)}
      disabled={!props.command.when()}
      data-command={props.command.name}
      onSelect={() => props.command.do()}
    >
      {props.command.label()}
      <Show when={props.command.keys[0]}>{(key) => <kbd>{keyWords(key())}</kbd>}</Show>
    </DropdownMenu.Item>
  );
}
