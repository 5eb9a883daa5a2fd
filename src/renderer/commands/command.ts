import type { Bench } from '../lab/bench';
import type { Condition } from './conditions';

/** A command as its theme describes it; its name is its key there. */
export interface CommandEntry {
  /** What the button says now. */
  label(): string;
  /** What it does, for tooltips, the palette and the sheet. */
  help: string;
  /** As `shortcut` spells them; the first is shown. None where menus and the palette are enough. */
  keys: readonly string[];
  /** What stands in its way; without this it always applies. */
  unless?: Condition;
  /** What it would act on now, where its label does not say. */
  of?(): string | undefined;
  do(): void;
}

export type CommandEntries = Readonly<Record<string, CommandEntry>>;

export interface CommandContext {
  bench: Bench;
  /** Opens the dialog for a file of the user's. */
  chooseFile(): void;
  /** Opens the experiment of a file, and hands the user the open one as a file. */
  openExperiment(): void;
  saveExperiment(): void;
  /** Hands the user what a live source gave. */
  saveTape(): void;
  /** Puts a link to the run, as it stands, where the user can paste it from. Undefined where links lead nowhere. */
  copyLink: (() => void) | undefined;
  /** What only the desktop window can do. */
  desktop: { clearRecent(): void; showReleases(): void } | undefined;
}
