/** How well rules agree with the exact gradient over a range of networks: what the figure of a sweep is drawn from. */
import type { AlignmentPoint, AlignmentSweep } from '../../models/stack/alignmentSweep';

export interface AlignmentSweepResult {
  sweep: AlignmentSweep;
  /** Those measured so far. */
  points: readonly AlignmentPoint[];
}
