/** What the page and the worker that measures devices say to each other. */
import type { TreeMeasurement } from '../../models/memory/workers/measured';

export interface DevicesQuestion {
  /** Keys in all. */
  keys: number;
  /** Parts that become one at a node of the tree. */
  fanIn: number;
  /** Measured one after another, each a number of threads. */
  counts: readonly number[];
}

/** Numbers in a key and in a value. */
export const headWidth = 64;

/** A row as it is known; that there are no more; or why there will be none. */
export type DevicesAnswer = { row: TreeMeasurement } | { done: true } | { failed: string };
