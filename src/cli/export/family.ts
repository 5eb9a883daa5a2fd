/** Formats that are written alike. */
import type { Recipe } from '../../session/recipe';
import type { Session } from '../../session/session';
import type { Call, Option } from '../command';
import type { Followed } from '../run/figures';

/** A run that has come to its end. */
export interface FinishedRun {
  /** What was asked for, as a stem for names of files. */
  stem: string;
  session: Session;
  /** Files it names lead from the folder that is written to. */
  recipe: Recipe;
  followed: Followed;
}

export interface WrittenFile {
  /** In one piece or in several. */
  bytes: Uint8Array | Iterable<Uint8Array>;
  /** What is not in the file or not as asked, each in one sentence. */
  warnings: readonly string[];
}

export interface ExportFamily {
  formats: readonly string[];
  options: readonly Option[];
  /** Bytes that recordings may take; as for any run by default. */
  recordingBudget?: number;
  /** Probes to record instead of the experiment's own, where some were asked for. */
  probes?(call: Call): readonly string[] | undefined;
  /** The unit and the synapse onto it that the options name. Throws UsageError. */
  followed?(call: Call): Followed;
  /** The whole file. Throws UsageError for options that do not fit. */
  write(run: FinishedRun, format: string, call: Call): Promise<WrittenFile>;
  /** A text that belongs beside the file. `file` is its name without a folder. */
  beside?(format: string, file: string): { name: string; text: string };
}
