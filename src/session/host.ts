/**
 * What a session needs from where it runs. A Web Worker, a worker thread and a test each hand in their own, and the
 * session code is the same in all of them.
 */
import type { Compute } from '../compute/compute';
import type { ByteFile, FileHandle } from '../formats/byteFile';
import type { Progress } from '../formats/large/dataBlocks';
import type { TrialSample } from '../models/model';
import type { Definitions } from './experiment';
import type { LiveAccess } from './live/live';
import type { BackendWish } from './protocol';
import type { FileAccess } from './source';

/** What is known of a run before its backend is chosen. */
export interface RunSizes {
  inputs: number;
  outputs: number;
  /** Ticks in a trial. */
  steps: number;
  /** Hidden units (of the widest layer), and trials in lock-step, as the model's settings name them; 1 where they do not. */
  units: number;
  batch: number;
  /** Layers are run forwards and backwards over a batch, without time. */
  feedForward?: boolean;
  /** Layers over sequences are run. */
  sequences?: boolean;
}

export interface SessionHost {
  createCompute(wish: BackendWish, sizes: RunSizes): Promise<{ compute: Compute; reason: string }>;
  files: FileAccess;
  /** Absent where files come as bytes only. */
  openHandle?(name: string, handle: FileHandle): ByteFile;
  /** Hears how far the reading of a large file has come; rejects to stop the opening. */
  progress?: Progress;
  /** Opens live input; absent where there is none. */
  live?: LiveAccess;
  /** Milliseconds on any steady clock; used for pacing and rates, never for anything that enters a run. */
  now(): number;
  /** Lets the event loop turn once, so that messages are heard. */
  pause(): Promise<void>;
  /**
   * Runs the `measure` of the sample's model elsewhere (another worker), so that the run never waits for it; samples that come
   * while it is busy are skipped. Absent: measured in the run's own thread, every sample.
   */
  measure?(sample: TrialSample): Promise<{ probe: string; row: Float32Array }>;
  /** Default: everything in the registries. */
  definitions?: Definitions;
}
