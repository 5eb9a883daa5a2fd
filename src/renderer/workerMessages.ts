/** What the page's smaller workers answer. */
import type { AlignmentPoint } from '../models/stack/alignmentSweep';
import type { SweepPoint } from '../session/betaSweep';
import type { CoderPlan } from '../models/codes/coderList';
import type { Experiment } from '../session/experiment';
import type { SessionHost } from '../session/host';

export type Measure = NonNullable<SessionHost['measure']>;

/** To each sample, in the order they came. */
export type Measured = Awaited<ReturnType<Measure>> | { failed: string };

/** A point of a sweep as it is known; that there are no more; or why there will be none. */
export type SweepMessage = { point: AlignmentPoint } | { done: true } | { failed: string };

/** What to train, and for how many trials each. */
export interface CodeSweepQuestion {
  experiment: Experiment;
  plans: readonly CoderPlan[];
  trials: number;
}

/** How far the coder under way has come, from 0 to 1; a coder that is done; that there are no more; or why there will be none. */
export type CodeSweepMessage =
  | { share: number }
  | { point: SweepPoint }
  | { done: true }
  | { failed: string };
