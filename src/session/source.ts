/**
 * A source: an Observable of trials with a declared shape. It holds no position of its own: the session asks for
 * trials from an index on, so that a checkpoint is just that index and a branch sees the same stream.
 */
import type { Observable } from 'rxjs';
import type { FileContent } from '../formats/byteFile';
import type { Progress } from '../formats/large/dataBlocks';
import type { Random } from '../models/random';
import type { SettingDescription, Settings, SettingValue } from '../models/settings';
import type { StreamShape, Trial } from '../models/stream';
import type { LiveAccess, LiveStatus } from './live/live';
import type { TapeCopy } from './live/tape';

export interface Source {
  readonly shape: StreamShape;
  /**
   * Trials `from`, `from + 1`, ... A source that can wait emits as many as `demand$` has asked for in all;
   * a live one emits when it must and the session drops and counts what does not fit.
   */
  trials(from: number, demand$: Observable<number>): Observable<Trial>;
  /** Trials never learned from, for an honest score; empty where the task has none. */
  readonly heldOut: readonly Trial[];
  /**
   * Gives a live setting of the source another value: trials asked for from now on are drawn with it, held-out ones too. The shape
   * stays. There where a source has live settings.
   */
  set?(name: string, value: SettingValue): void;
  /** Of a live source: how it fares. Its trials are what came, not a function of seed and index, so its runs are replayed from a tape. */
  readonly live?: { status(): LiveStatus; tape(): TapeCopy };
  /** Trials in one pass over finite data; undefined for an endless stream. */
  readonly trialsPerPass?: number;
  /** Trials of the stream between two held-out scores; default: each pass over finite data, or only when a run ends. */
  readonly scoreEvery?: number;
  /** One line about what was read, for the status bar: "1797 rows, 64 of 65 columns". */
  readonly note: string;
}

/** Named files a source may read: the user's, handed in by the page or read by the command line. */
export interface FileAccess {
  /** All of it or, of one too large to hold, where to read it. */
  read(name: string): Promise<FileContent>;
}

export interface SourceContext {
  settings: Settings;
  random: Random;
  files: FileAccess;
  /** Hears how far the reading of a large file has come; rejects to stop it. */
  progress?: Progress;
  /** Absent where nothing live can be opened. */
  live?: LiveAccess;
}

export interface SourceDefinition {
  id: string;
  title: string;
  summary: string;
  settings: readonly SettingDescription[];
  create(context: SourceContext): Promise<Source>;
}
