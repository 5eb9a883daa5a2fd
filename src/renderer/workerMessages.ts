/** What the page's smaller workers answer. */
import type { AlignmentPoint } from '../models/stack/alignmentSweep';
import type { SessionHost } from '../session/host';

export type Measure = NonNullable<SessionHost['measure']>;

/** To each sample, in the order they came. */
export type Measured = Awaited<ReturnType<Measure>> | { failed: string };

/** A point of a sweep as it is known; that there are no more; or why there will be none. */
export type SweepMessage = { point: AlignmentPoint } | { done: true } | { failed: string };
