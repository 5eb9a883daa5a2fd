/** What the page and a worker that makes points of a sweep say to each other. */
import type { PageFile } from '../files/openedFiles';
import type { PointOutcome, SweepPlan, SweepPoint } from '../../session/sweep/plan';

export interface OpenedData {
  name: string;
  bytes: PageFile;
}

/** First what all points share, then one point at a time. */
export type ToPointWorker = { plan: SweepPlan; files: readonly OpenedData[] } | { point: SweepPoint };

/** How far the point is, from 0 to 1; or what it gave. */
export type FromPointWorker = { share: number } | { outcome: PointOutcome };
