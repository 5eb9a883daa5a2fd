/** A step between the samples of a stream and the rows a model is given. */
import type { Random } from '../../../models/random';

/** Streaming: holds what it needs of the past and nothing more. */
export interface Operator {
  /** Values in a row it gives. */
  readonly channels: number;
  /** Takes one row and gives none, one or several; a row given holds only during the call of `emit`. */
  push(row: Float64Array, emit: Emit): void;
}

export type Emit = (row: Float64Array) => void;

export interface Parameter {
  name: string;
  /** Without one it must be written. */
  default?: number;
  min: number;
  max: number;
  integer?: boolean;
  /** For error messages and help: "samples over which it forgets". */
  help: string;
}

export interface OperatorDefinition {
  name: string;
  help: string;
  /** A list of named numbers, or a matrix written "1 0; 0 -1". */
  parameters: readonly Parameter[] | 'matrix';
  /** Its rows are spikes, 0 or 1. */
  spikes?: boolean;
  /** Throws SettingError where the parameters do not fit the channels. */
  create(channels: number, given: Given, random: Random): Operator;
}

export interface Given {
  numbers: Readonly<Record<string, number>>;
  /** One list per row of the matrix. */
  matrix: readonly (readonly number[])[];
}
