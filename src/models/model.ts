/**
 * A model: settings, state, a step, probes, a snapshot. Pure numerics on a compute backend; it knows no
 * clock, screen, file or stream. It runs `batch` independent trials in lock-step; ticks count within a trial.
 */
import type { Compute } from '../compute/compute';
import type { Random } from './random';
import type { SettingDescription, Settings, SettingValue } from './settings';
import type { StreamShape, Trial } from './stream';

export interface ProbeDescription {
  /** Key in recordings, for instance "spikes" or "eligibility". */
  name: string;
  /** Words for the panel title, for instance "Eligibility trace". */
  label: string;
  symbol: string;
  unit: string;
  /** `tick`: a vector a tick; `trial`: a vector once a trial has ended; `image`: a matrix, only its latest value. */
  kind: 'tick' | 'trial' | 'image';
  /** Numbers in a row (rows x columns for an image). */
  width: number;
  /** [rows, columns] of an image. */
  size?: readonly [number, number];
  /** Zero is a meaningful middle: draw with a diverging palette. */
  signed: boolean;
  /** Follows the watched unit and is empty while none is watched. */
  ofWatchedUnit: boolean;
  help: string;
}

/** Everything that decides how the run goes on. */
export interface ModelSnapshot {
  numbers: Record<string, number>;
  arrays: Record<string, Float64Array>;
}

export interface Score {
  /** Mean over trials of the summed loss. */
  loss: number;
  /** Classification: share of wrong decisions. Regression: normalised mean square error. */
  error: number;
}

export interface ModelContext {
  settings: Settings;
  shape: StreamShape;
  compute: Compute;
  /** The model's own branch of the run's generator. */
  random: Random;
}

export interface Model {
  readonly batch: number;
  readonly units: number;
  readonly probes: readonly ProbeDescription[];
  /** Ticks done in the current trial; equal to the trial's steps once it has ended, and before the first. */
  readonly tick: number;
  /** Begins the next trial: `batch` trials of the stream. Only when the current one has ended. */
  begin(trials: readonly Trial[]): void;
  /**
   * Advances by up to `ticks` ticks and returns how many were done: it stops at the end of the trial and
   * wherever weights are updated, so that probes can read what led there.
   */
  advance(ticks: number): Promise<number>;
  /** A live setting takes its new value from the next tick on. Throws SettingError for others. */
  set(name: string, value: SettingValue): void;
  /** The unit whose synapses the per-unit probes follow, in trial 0 of the batch. Never changes the run. */
  watch(unit: number | undefined): Promise<void>;
  /**
   * Tick probe: rows of trial 0 of the batch for ticks [from, to) among those of the last `advance` or its chunk,
   * row-major. Trial probe and image: the latest value (from and to unused). Reading never changes the run.
   */
  probe(name: string, from: number, to: number): Promise<Float32Array>;
  /** Loss and error of the trial (batch) that ended last. */
  score(): Score;
  /** Runs trials without learning and without touching the run's state. */
  evaluate(trials: readonly Trial[]): Promise<Score>;
  /** Only between trials or ticks, never during `advance`. */
  snapshot(): Promise<ModelSnapshot>;
  restore(snapshot: ModelSnapshot): void;
  dispose(): void;
}

export interface ModelDefinition {
  id: string;
  title: string;
  /** One sentence for lists. */
  summary: string;
  settings: readonly SettingDescription[];
  /** Floats of state and history the model would allocate, to show (and refuse) before it does. */
  floats(settings: Settings, shape: StreamShape): number;
  create(context: ModelContext): Promise<Model>;
}
