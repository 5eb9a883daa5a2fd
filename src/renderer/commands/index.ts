/** Every user command, once: the transport bar, the shortcuts and the `?` sheet read this list. */
import type { CommandContext, CommandEntry } from './command';
import { edits } from './edits';
import { files } from './files';
import { selection } from './selection';
import { sweeps } from './sweeps';
import { transport } from './transport';
import { view } from './view';
import { worlds } from './worlds';

/** In the order in which they are listed. */
const themes = { transport, files, selection, sweeps, edits, worlds, view };

type Theme = keyof typeof themes;

export type CommandName = { [T in Theme]: keyof ReturnType<(typeof themes)[T]> }[Theme];

export interface Command extends CommandEntry {
  readonly name: CommandName;
}

export type Commands = Readonly<Record<CommandName, Command>>;

export function createCommands(context: CommandContext): Commands {
  const entries = Object.values(themes).flatMap((theme) => Object.entries<CommandEntry>(theme(context)));
  return Object.fromEntries(entries.map(([name, entry]) => [name, { name, ...entry }])) as Commands;
}
