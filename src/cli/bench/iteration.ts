/**
 * One training iteration of the evidence task at demonstration scale (batch 32, 230 steps, 20 inputs, 20 LIF + 20 ALIF
 * units): forward, readout, eligibility, both gradients and Adam, as a session runs it, without drawing the stream.
 */
import { lastValueFrom, of, take, toArray } from 'rxjs';
import type { Compute } from '../../compute/compute';
import { findModel } from '../../models/registry';
import { Random } from '../../models/random';
import { completeSettings } from '../../models/settings';
import { evidenceSource } from '../../session/sources/evidence';

/** Median milliseconds of an iteration, after two to warm up. */
export async function benchIteration(compute: Compute, iterations = 25): Promise<number> {
  const random = new Random(1);
  const source = await evidenceSource.create({
    settings: completeSettings(evidenceSource.settings, {}),
    random: random.fork('source'),
    files: { read: () => Promise.reject(new Error('This source reads no files.')) }
  });
  const model = await findModel('eprop').create({
    settings: {},
    shape: source.shape,
    compute,
    random: random.fork('model')
  });
  const { batch } = model;
  const trials = await lastValueFrom(source.trials(0, of(batch)).pipe(take(batch), toArray()));
  const times: number[] = [];
  for (let k = 0; k < iterations + 2; k++) {
    const start = performance.now();
    model.begin(trials);
    while ((await model.advance(source.shape.steps)) > 0);
    times.push(performance.now() - start);
  }
  model.dispose();
  const counted = times.slice(2).sort((a, b) => a - b);
  return counted[Math.floor(counted.length / 2)];
}
