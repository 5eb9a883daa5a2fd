/**
 * A model: settings, state, a step, probes, a snapshot. Pure numerics on a compute backend; it knows no
 * clock, screen, file or stream. It runs `batch` independent trials in lock-step; ticks count within a trial.
 */
import type { Compute } from '../compute/compute';
import type { PassageGroup } from './passages';
import type { Random } from './random';
import type { SettingDescription, Settings, SettingValue } from './settings';
import type { InputKind, StreamShape, Trial } from './stream';

export interface ProbeDescription {
  /** Key in recordings, for instance "spikes" or "eligibility". */
  name: string;
  /** Words for the panel title, for instance "Eligibility trace". */
  label: string;
  symbol: string;
  unit: string;
  /**
   * `tick`: a vector a tick; `trial`: a vector once a trial has ended; `image`: a matrix, only its latest value;
   * `sampled`: a vector now and then, computed away from the run from a sample of it (see `Model.sample`).
   */
  kind: 'tick' | 'trial' | 'image' | 'sampled';
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

/** Units `from` .. `to` - 1 of a model, which are one layer of it. */
export interface LayerSpan {
  /** "Layer 2", or "Units" where there is only one. */
  label: string;
  from: number;
  to: number;
  kind: 'lif' | 'alif' | 'leakyTanh' | 'membrane';
  /** The first of its units that adapts; `to` where none does. */
  adaptiveFrom: number;
  /** What is left of a unit's state after one tick, where that is one number: the layer's filter in the cascade. */
  decay?: number;
}

/**
 * One trial and the weights it ran with: all that is needed to compute its gradient again, elsewhere. Plain data that may be
 * posted to a worker.
 */
export interface TrialSample {
  /** The model's id. */
  model: string;
  /** Complete, live edits included. */
  settings: Settings;
  shape: StreamShape;
  trial: Trial;
  /** Ticks of the trial made so far. */
  ticks: number;
  /** Weights (and feedback) as they were when the trial began, by the model's own names. */
  weights: Readonly<Record<string, Float64Array>>;
}

/** One row of plots in the story of a synapse. */
export interface StoryStage {
  /** `filter`: the trace behind one more layer's filter; `credit`: what each tick adds to the gradient; `sum`: its running sum. */
  kind: 'input' | 'trace' | 'filter' | 'signal' | 'credit' | 'sum';
  label: string;
  symbol: string;
  help: string;
  /** The layer (from 0) this happens in. */
  layer: number;
  /** 1 for a curve; more for a heat map with one row per unit of that layer. */
  rows: number;
  /** [rows, ticks]. */
  values: Float32Array;
}

/** Why one weight changes over one trial, tick by tick, under the rule in use. */
export interface SynapseStory {
  unit: number;
  /** As in `Picked`: input channels first, then units, then the bias. */
  synapse: number;
  /** Words for the synapse: "input 3 to unit 12 (layer 1)". */
  label: string;
  /** The stream's index of the trial. */
  trial: number;
  ticks: number;
  /** In causal order. */
  stages: readonly StoryStage[];
  weight: number;
  /** The gradient of this trial that the rule gives, and the exact one. */
  gradient: number;
  exact: number;
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

/** A lab: a set of panels and presets around one kind of model. */
export type Lab = 'learning' | 'maps' | 'codes' | 'memory' | 'text';

export interface ModelContext {
  settings: Settings;
  shape: StreamShape;
  compute: Compute;
  /** The model's own branch of the run's generator. */
  random: Random;
  /** Trials never learned from, as the source has them now: for models that measure themselves on them. */
  heldOut?(): readonly Trial[];
}

export interface Model {
  readonly batch: number;
  readonly units: number;
  /** Units are numbered through all layers, bottom first; a model that is no network has none. */
  readonly layers: readonly LayerSpan[];
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
  /** Of models of text: what they say of single passages now. Reading never changes the run. */
  passages?(): readonly PassageGroup[];
  /** Loss and error of the trial (batch) that ended last. */
  score(): Score;
  /**
   * From the next trial on (or, with `false`, no longer) keep what `sample` needs. Never changes the run. Only models whose
   * definition has `measure` or `explain`.
   */
  keepSample?(keep: boolean): void;
  /** Trial 0 of the batch under way or ended last; undefined while none has begun since it is kept. */
  sample?(): Promise<TrialSample | undefined>;
  /** Runs trials without learning and without touching the run's state. */
  evaluate(trials: readonly Trial[]): Promise<Score>;
  /** Only between trials or ticks, never during `advance`. */
  snapshot(): Promise<ModelSnapshot>;
  restore(snapshot: ModelSnapshot): void;
  dispose(): void;
}

/** How a series of scores is called where a model's scores are no loss and error. */
export type ScoreWords = Pick<ProbeDescription, 'label' | 'symbol' | 'unit' | 'help'>;

export interface ModelDefinition {
  id: string;
  title: string;
  /** The lab it is looked at in. */
  lab: Lab;
  /** Kinds of streams it learns from. */
  inputKinds: readonly InputKind[];
  /** Why it uses no backend, in a sentence; it is then handed the reference one. */
  computesItself?: string;
  /** A tick runs layers forwards and backwards over a minibatch, without time: what a backend is chosen by. */
  feedForward?: boolean;
  /** It runs layers over sequences, which not every backend has. */
  sequences?: boolean;
  /** What `Score` holds, where it is not a loss and an error. */
  scores?: Readonly<Record<keyof Score, ScoreWords>>;
  /** One sentence for lists. */
  summary: string;
  settings: readonly SettingDescription[];
  /** Floats of state and history the model would allocate, to show (and refuse) before it does. */
  floats(settings: Settings, shape: StreamShape): number;
  /** The floats of `floats` by what they are for; what is large is named first. */
  memory?(settings: Settings, shape: StreamShape): readonly { label: string; floats: number }[];
  /** Row of the `sampled` probe, from a sample: pure, and as slow as it must be. */
  measure?(sample: TrialSample): { probe: string; row: Float32Array };
  /** The story of one synapse in the sampled trial; throws SettingError where there is no such synapse. */
  explain?(sample: TrialSample, unit: number, synapse: number): SynapseStory;
  create(context: ModelContext): Promise<Model>;
}
