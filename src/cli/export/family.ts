/** Formats that are written alike. */
import type { Recipe } from '../../session/recipe';
import type { Session } from '../../session/session';
import type { Call, Option } from '../command';

/** A run that has come to its end. */
export interface FinishedRun {
  /** What was asked for, as a stem for names of files. */
  stem: string;
  session: Session;
  /** Files it names lead from the folder that is written to. */
  recipe: Recipe;
}

export interface ExportFamily {
  formats: readonly string[];
  options: readonly Option[];
  /** Bytes that recordings may take; as for any run by default. */
  recordingBudget?: number;
  /** Probes to record instead of the experiment's own, where some were asked for. */
  probes?(call: Call): readonly string[] | undefined;
  /** The whole file, in one piece or in several. Throws UsageError for options that do not fit. */
  write(run: FinishedRun, format: string, call: Call): Promise<Uint8Array | Iterable<Uint8Array>>;
  /** A text that belongs beside the file. `file` is its name without a folder. */
  beside?(format: string, file: string): { name: string; text: string };
  /** What is not in the file, each in one sentence. */
  warnings?(run: FinishedRun): readonly string[];
}
