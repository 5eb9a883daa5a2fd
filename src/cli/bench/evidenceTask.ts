/** The evidence task at demonstration scale and a network to learn it: what both evidence benchmarks train. */
import { lastValueFrom, of, take, toArray } from 'rxjs';
import type { Compute } from '../../compute/compute';
import type { Model } from '../../models/model';
import { findModel } from '../../models/registry';
import { Random } from '../../models/random';
import { completeSettings, type Settings } from '../../models/settings';
import type { Trial } from '../../models/stream';
import { evidenceSource } from '../../session/sources/evidence';

export interface EvidenceTask {
  model: Model;
  /** Ticks in a trial. */
  steps: number;
  /** The trials of batch `index`, counted from 0. */
  batch(index: number): Promise<Trial[]>;
}

/** `settings`: the model's besides the defaults. */
export async function evidenceTask(
  seed: number,
  settings: Settings,
  compute: Compute
): Promise<EvidenceTask> {
  const random = new Random(seed);
  const { shape, trials } = await evidenceSource.create({
    settings: completeSettings(evidenceSource.settings, {}),
    random: random.fork('source'),
    files: { read: () => Promise.reject(new Error('This source reads no files.')) }
  });
  const model = await findModel('eprop').create({ settings, shape, compute, random: random.fork('model') });
  const size = model.batch;
  return {
    model,
    steps: shape.steps,
    batch: (index) => lastValueFrom(trials(index * size, of(size)).pipe(take(size), toArray()))
  };
}

/** Trains on one batch to its end. */
export async function trainBatch({ model, steps }: EvidenceTask, trials: readonly Trial[]): Promise<void> {
  model.begin(trials);
  while ((await model.advance(steps)) > 0);
}
