/** What the two forms of `engram gradient` have in common: arrays in, a result that can be written in three ways out. */
import type { Call } from '../command';
import type { NamedArrays } from './arrays';
import type { Shaped } from './shaped';

export interface GradientReport {
  /** What goes into an NPZ file, and into JSON after `said`. */
  arrays: Readonly<Record<string, Shaped>>;
  /** Further fields of the JSON, between the loss and the other arrays. */
  said: Readonly<Record<string, unknown>>;
  /** Lines for a terminal: a term and what it is. */
  words: readonly (readonly [string, string])[];
  /** Arrays of the file that were not used. */
  unused: readonly string[];
}

export type GradientForm = (arrays: NamedArrays, call: Call, cwd: string) => Promise<GradientReport>;
