/**
 * An experiment is plain JSON: a preset, a saved file, a share link, a recipe inside a figure and a line of a
 * sweep are all this one thing.
 */
import type { Settings, SettingValue } from '../models/settings';

/** A live change, made before the tick it names (counted over the whole run). */
export interface Edit {
  tick: number;
  setting: string;
  value: SettingValue;
}

export interface Experiment {
  /** Version of this form; see `upgrades.ts`. */
  format: 1;
  title: string;
  model: { id: string; settings: Settings };
  source: { id: string; settings: Settings };
  /** Probes recorded besides loss and error. */
  probes: readonly string[];
  seed: number;
  edits: readonly Edit[];
}

/** An experiment with a question. */
export interface Preset {
  id: string;
  title: string;
  /** The lab it opens in. */
  lab: 'learning';
  /** What is claimed, what should be seen if it is true, and what measures it. */
  claim: string;
  prediction: string;
  metric: string;
  experiment: Experiment;
  /** Trials a headless run makes when not told otherwise. */
  trials: number;
}
