import { type JSX, Show } from 'solid-js';
import type { Command } from '../commands';
import { ariaKeys, sayCommand } from '../shortcuts';

/** A command as a button; its accessible name is the command's label. */
export function CommandButton(props: {
  command: Command;
  icon?: JSX.Element;
  /** Shows the icon alone; the label stays its name. */
  bare?: boolean;
  primary?: boolean;
  pressed?: boolean;
}): JSX.Element {
  return (
    <button
      type="button"
      class="button"
      classList={{ primary: props.primary ?? false, icon: props.bare ?? false, plain: props.bare ?? false }}
      aria-label={props.bare ? props.command.label() : undefined}
      aria-pressed={props.pressed}
      aria-keyshortcuts={props.command.keys.map(ariaKeys).join(' ') || undefined}
      title={`${props.bare ? `${props.command.label()}. ` : ''}${sayCommand(props.command)}`}
      disabled={!props.command.when()}
      data-command={props.command.name}
      // Clicked by mouse it leaves the focus where it was, so that the space bar still runs and pauses.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => props.command.do()}
    >
      {props.icon}
      <Show when={!props.bare}>
        <span>{props.command.label()}</span>
      </Show>
    </button>
  );
}
