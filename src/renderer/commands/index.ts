/** Every user command, once: bars, menus, shortcuts, the palette and the `?` sheet read this list. */
import type { CommandContext, CommandEntry } from './command';
import { edits } from './edits';
import { files } from './files';
import { labs } from './labs';
import { layout } from './layout';
import { panels } from './panels';
import { help } from './help';
import { selection } from './selection';
import { sweeps } from './sweeps';
import { text } from './text';
import { teaching } from './teaching';
import { transport } from './transport';
import { view } from './view';
import { worlds } from './worlds';

/** In the order in which they are listed, under the word each goes by in menus. */
const themes = {
  File: files,
  Edit: edits,
  Run: transport,
  Select: selection,
  Sweep: sweeps,
  World: worlds,
  Text: text,
  Lab: labs,
  Teach: teaching,
  Panel: panels,
  Layout: layout,
  View: view,
  Help: help
};

export type Group = keyof typeof themes;

export type CommandName = { [G in Group]: keyof ReturnType<(typeof themes)[G]> }[Group];

export interface Command extends CommandEntry {
  readonly name: CommandName;
  readonly group: Group;
  /** Whether it applies now. */
  when(): boolean;
  /** Why it does not, as a sentence; undefined where it does. */
  why(): string | undefined;
}

export type Commands = Readonly<Record<CommandName, Command>>;

/** Commands under the words they go by in menus, in the order in which they are listed. */
export function inGroups(commands: readonly Command[]): [Group, Command[]][] {
  const groups = new Map<Group, Command[]>();
  for (const command of commands) groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  return [...groups];
}

export function createCommands(context: CommandContext): Commands {
  const commands = Object.entries(themes).flatMap(([group, theme]) =>
    Object.entries<CommandEntry>(theme(context)).map(([name, entry]) => {
      const why = entry.unless ?? (() => undefined);
      return [name, { ...entry, name, group, why, when: () => why() === undefined }];
    })
  );
  return Object.fromEntries(commands) as Commands;
}
