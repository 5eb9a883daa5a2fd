/** Everything a run needs to go on exactly as it would have: restored, it gives the same state hash. */
import type { ModelSnapshot, Score } from '../models/model';
import type { ClockTime } from './clock';
import type { Experiment } from './experiment';

export interface Checkpoint {
  format: 1;
  /** With every edit made so far. */
  experiment: Experiment;
  clock: ClockTime;
  /** Index of the next trial of the stream. */
  cursor: number;
  /** Index of the first trial of the batch in progress, when a trial is under way. */
  currentTrial?: number;
  model: ModelSnapshot;
  /** The last scores, for the running means. */
  scores: readonly Score[];
  /** What the held-out trials scored last. */
  heldOut?: Score;
}
