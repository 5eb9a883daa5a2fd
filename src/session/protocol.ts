/**
 * What the page and the worker that owns a session say to each other: plain, transferable, one place.
 * Every request has a reply with the same id; a request that fails is answered by `failed`, and the running
 * session goes on. The page asks for each frame, so a slow page is never flooded.
 */
import type { FileHandle } from '../formats/byteFile';
import type { BackendKind } from '../compute/compute';
import type { LayerSpan, ProbeDescription, Score, SynapseStory } from '../models/model';
import type { PassageGroup } from '../models/passages';
import type { Settings, SettingValue } from '../models/settings';
import type { StreamShape } from '../models/stream';
import type { Checkpoint } from './checkpoint';
import type { ClockTime } from './clock';
import type { Edit, Experiment } from './experiment';
import type { LiveStatus } from './live/live';
import type { TapeCopy } from './live/tape';
import type { Recipe } from './recipe';
import type { Rows } from './recording';

export type BackendWish = 'auto' | BackendKind;

export interface SessionStatus {
  clock: ClockTime;
  running: boolean;
  /** What really runs, and why it was chosen. */
  backend: { kind: BackendKind; description: string; reason: string; precision: string };
  /** Measured over the last second of running. */
  microsecondsPerTick: number;
  ticksPerSecond: number;
  trialsPerSecond: number;
  /** Trials a live source sent that found no room. */
  dropped: number;
  /** Of a live source. */
  live?: LiveStatus;
  /** Bytes of model and history, of recordings, and what recordings may take. */
  modelBytes: number;
  recordedBytes: number;
  recordingBudget: number;
  /** Of the last trial; the mean over the last 10; of the held-out trials when there are any. */
  latest?: Score;
  recent?: Score;
  heldOut?: Score;
  /** Passes over finite data so far. */
  pass?: number;
  /** What stopped the last run or step, when it was an error. */
  failure?: string;
  /** Why the last measurement beside the run failed; the run goes on without it. */
  sampleFailure?: string;
  edits: readonly Edit[];
}

/** What a page needs to build itself around an opened session. */
export interface OpenedSession {
  experiment: Experiment;
  /** All settings with defaults filled in. */
  modelSettings: Settings;
  sourceSettings: Settings;
  shape: StreamShape;
  units: number;
  layers: readonly LayerSpan[];
  batch: number;
  probes: readonly ProbeDescription[];
  sourceNote: string;
  status: SessionStatus;
}

/** New rows since the last frame; `skipped` rows before them were too many to send and stay in the worker. */
export interface SeriesUpdate {
  name: string;
  rows: Rows;
  skipped: number;
}

export interface Frame {
  status: SessionStatus;
  series: readonly SeriesUpdate[];
  images: readonly { name: string; data: Float32Array }[];
}

export interface Requests {
  /** Starts `experiment` anew, paused. On failure the session before it goes on. */
  open: { ask: { experiment: Experiment; backend: BackendWish }; reply: OpenedSession };
  /** Runs until paused, or for `trials` more trials; replied to as soon as it has begun. */
  run: { ask: { trials?: number }; reply: SessionStatus };
  /** Replied to once the session stands still. */
  pause: { ask: Record<never, never>; reply: SessionStatus };
  /** Replied to once the steps are done. */
  step: { ask: { level: 'tick' | 'trial'; count: number }; reply: SessionStatus };
  /** Ticks per second; 0 is as fast as it goes. */
  pace: { ask: { ticksPerSecond: number }; reply: SessionStatus };
  edit: { ask: { setting: string; value: SettingValue }; reply: SessionStatus };
  /** Adds an edit to those that wait for a later tick, or takes one away. */
  plan: { ask: { edit: Edit; planned: boolean }; reply: SessionStatus };
  watch: { ask: { unit: number | undefined }; reply: SessionStatus };
  /** Why the weight of one synapse changes, over the trial under way or ended last. */
  explain: { ask: { unit: number; synapse: number }; reply: SynapseStory };
  /** What a model of text says of single passages now. */
  passages: { ask: Record<never, never>; reply: readonly PassageGroup[] };
  /** At most `rows` rows of each named series, images at most once per `imagesEveryMs`. */
  frame: { ask: { probes: readonly string[]; rows: number; imagesEveryMs: number }; reply: Frame };
  /** A file of the user's, to be read by sources under its name: its bytes or, of a large one, where they are. */
  file: { ask: { name: string; bytes: Uint8Array | FileHandle }; reply: { name: string } };
  /** How far the opening under way has read its file, where that takes long. `stop`: it is to fail, and what is open to go on. */
  opening: { ask: { stop: boolean }; reply: { reading: { doing: string; share: number } | undefined } };
  /** Whole recordings and images, for export. */
  collect: {
    ask: Record<never, never>;
    reply: {
      experiment: Experiment;
      /** `lost`: older rows that the memory set aside could not keep. */
      series: readonly { probe: ProbeDescription; rows: Rows; lost: number }[];
      images: readonly { probe: ProbeDescription; data: Float32Array }[];
      /** Of a live source: the samples the run used. */
      tape?: TapeCopy;
    };
  };
  checkpoint: { ask: Record<never, never>; reply: Checkpoint };
  /** The checkpoint as one file, written beside the page; no `bytes` where its numbers alone take more than `most`. `size`: of those. */
  checkpointFile: {
    ask: { most: number };
    reply: { clock: ClockTime; size: number; bytes?: Uint8Array<ArrayBuffer> };
  };
  /** Without a backend, on the one asked for last. */
  restore: { ask: { checkpoint: Checkpoint; backend?: BackendWish }; reply: OpenedSession };
  hash: { ask: Record<never, never>; reply: { stateHash: string } };
  /**
   * Images of the run after `tick` ticks, the watched unit's of `unit`; with `near`, of a moment before that is there at once. A newer
   * question overtakes this one, which then comes back without images.
   */
  past: {
    ask: { tick: number; images: readonly string[]; unit: number | undefined; near: boolean };
    reply: {
      overtaken: boolean;
      /** The tick they are of, and whether it is the one asked for. */
      tick: number;
      exact: boolean;
      images: readonly { name: string; data: Float32Array }[];
    };
  };
  /** Of the moment that was shown last; undefined before the first. */
  pastHash: { ask: Record<never, never>; reply: { stateHash: string | undefined } };
  /** What a figure of this moment carries, or one of the run after `tick` ticks. */
  recipe: { ask: { tick?: number }; reply: Recipe };
}

export type RequestName = keyof Requests;

export type RequestMessage = {
  [Name in RequestName]: { id: number; name: Name; ask: Requests[Name]['ask'] };
}[RequestName];

export type ReplyMessage =
  | { id: number; name: RequestName; reply: Requests[RequestName]['reply'] }
  | { id: number; name: 'failed'; message: string };
