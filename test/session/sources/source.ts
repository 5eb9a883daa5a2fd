/** A source as a session would make it, and trials as a session would ask for them. */
import { firstValueFrom, of } from 'rxjs';
import { toArray } from 'rxjs/operators';
import { Random } from '../../../src/models/random';
import { completeSettings, type Settings } from '../../../src/models/settings';
import type { Trial } from '../../../src/models/stream';
import type { Source, SourceDefinition } from '../../../src/session/source';

export async function open(definition: SourceDefinition, settings: Settings = {}, seed = 1): Promise<Source> {
  return definition.create({
    settings: completeSettings(definition.settings, settings),
    random: new Random(seed).fork('source'),
    files: { read: () => Promise.reject(new Error('This source reads no files.')) }
  });
}

export const take = (source: Source, from: number, count: number): Promise<Trial[]> =>
  firstValueFrom(source.trials(from, of(count)).pipe(toArray()));

/** The class of the first tick that counts. */
export function labelOf(trial: Trial): number {
  const outputs = trial.target.length / trial.mask.length;
  const t = trial.mask.indexOf(1);
  return trial.target.subarray(t * outputs, (t + 1) * outputs).indexOf(1);
}

/** Five standard errors of a share of `count` draws with probability `p`. */
export const shareError = (p: number, count: number): number => 5 * Math.sqrt((p * (1 - p)) / count);
