import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import { type JSX, Show } from 'solid-js';
import type { Command } from '../commands';
import { keyWords, sayCommand } from '../shortcuts';

/** A command as a line of a menu, which stays open after it where it `stays`. */
export function MenuCommand(props: { command: Command; stays?: boolean }): JSX.Element {
  return (
    <DropdownMenu.Item
      class="menu-item"
      title={sayCommand(props.command)}
      disabled={!props.command.when()}
      closeOnSelect={!props.stays}
      data-command={props.command.name}
      onSelect={() => props.command.do()}
    >
      {props.command.label()}
      <Show when={props.command.keys[0]}>{(key) => <kbd>{keyWords(key())}</kbd>}</Show>
    </DropdownMenu.Item>
  );
}
