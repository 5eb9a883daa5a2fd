/** Makes one sweep of alignments and posts each of its points as soon as it is known. */
import { type AlignmentSweep, alignmentSweep } from '../models/stack/alignmentSweep';
import type { SweepMessage } from './workerMessages';

const say = (message: SweepMessage): void => self.postMessage(message);

self.addEventListener(
  'message',
  ({ data: plan }: MessageEvent<AlignmentSweep>) => {
    try {
      for (const point of alignmentSweep(plan)) say({ point });
      say({ done: true });
    } catch (error) {
      say({ failed: error instanceof Error ? error.message : String(error) });
    }
  },
  { once: true }
);
