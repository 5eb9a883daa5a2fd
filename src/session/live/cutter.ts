import type { StreamShape, Trial } from '../../models/stream';

/** Makes trials of successive samples, whatever they are. What it gives depends on the samples and the seed alone, so a tape gives the same trials again. */
export interface Cutter {
  readonly shape: StreamShape;
  /** Trials kept aside so far and never given; those of old make room. */
  readonly heldOut: readonly Trial[];
  /** Whether the next trial is complete. */
  readonly ready: boolean;
  push(sample: ArrayLike<number>): void;
  /** The trial of the first rows that wait; only while `ready`. */
  take(index: number): Trial;
}
