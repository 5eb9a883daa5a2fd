/** Measures samples of a run away from it: answers each with its row, or with why there is none. */
import type { TrialSample } from '../models/model';
import { models } from '../models/registry';
import type { Measured } from './workerMessages';

self.addEventListener('message', ({ data: sample }: MessageEvent<TrialSample>) => {
  let answer: Measured;
  try {
    const definition = models.find(({ id }) => id === sample.model);
    if (!definition?.measure) throw new Error(`The model '${sample.model}' measures nothing.`);
    answer = definition.measure(sample);
  } catch (error) {
    answer = { failed: error instanceof Error ? error.message : String(error) };
  }
  self.postMessage(answer);
});
