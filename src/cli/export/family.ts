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
  /** The whole file. Throws UsageError for options that do not fit. */
  write(run: FinishedRun, format: string, call: Call): Promise<Uint8Array>;
}
