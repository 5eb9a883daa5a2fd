/**
 * One training iteration of the evidence task at demonstration scale (batch 32, 230 steps, 20 inputs, 20 LIF + 20 ALIF
 * units): forward, readout, eligibility, both gradients and Adam, as a session runs it, without drawing the stream.
 */
import type { Compute } from '../../compute/compute';
import { evidenceTask, trainBatch } from './evidenceTask';

/** Median milliseconds of an iteration, after two to warm up. */
export async function benchIteration(compute: Compute, iterations = 25): Promise<number> {
  const task = await evidenceTask(1, {}, compute);
  const trials = await task.batch(0);
  const times: number[] = [];
  for (let k = 0; k < iterations + 2; k++) {
    const start = performance.now();
    await trainBatch(task, trials);
    times.push(performance.now() - start);
  }
  task.model.dispose();
  const counted = times.slice(2).sort((a, b) => a - b);
  return counted[Math.floor(counted.length / 2)];
}
