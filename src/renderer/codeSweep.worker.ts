/** Trains the coders of one sweep over beta, one after the other, and posts each of them as soon as it is done. */
import { readSweepPoint, sweepExperiment } from '../session/betaSweep';
import { createSession } from '../session/createSession';
import { workerHost } from './workerHost';
import type { CodeSweepMessage, CodeSweepQuestion } from './workerMessages';

const say = (message: CodeSweepMessage): void => self.postMessage(message);
/** Series are short; a sweep needs their last rows alone. */
const recordingBudget = 2 ** 22;

self.addEventListener(
  'message',
  ({ data }: MessageEvent<CodeSweepQuestion>) => {
    train(data).then(
      () => say({ done: true }),
      (error: unknown) => say({ failed: error instanceof Error ? error.message : String(error) })
    );
  },
  { once: true }
);

async function train({ experiment, plans, trials }: CodeSweepQuestion): Promise<void> {
  const host = workerHost({ alone: false });
  for (const plan of plans) {
    const session = await createSession(sweepExperiment(experiment, plan), host, {
      backend: 'wasm',
      recordingBudget
    });
    try {
      const { modelSettings: settings, shape } = session.describe();
      for (let done = 1; done <= trials; done++) {
        await session.run({ trials: 1 });
        say({ share: done / trials });
      }
      say({ point: readSweepPoint(plan, session.recording, { factors: shape.factors, settings }) });
    } finally {
      session.dispose();
    }
  }
}
