/** Every soak there is. A new one is one file and one line here. */
import { UsageError } from '../../command';
import { suggestion } from '../../nearest';
import { diskSoak } from './diskSoak';
import { fuzzSoak, hdf5Soak } from './fuzzSoak';
import { killSoak } from './killSoak';
import { liveSoak } from './liveSoak';
import type { Soak } from './soak';

export const soaks: readonly Soak[] = [liveSoak, fuzzSoak, killSoak, diskSoak, hdf5Soak];

/** The soak called `name`, or all of them. Throws UsageError. */
export function chosenSoaks(name: string): readonly Soak[] {
  if (name === 'all') return soaks;
  const found = soaks.filter((soak) => soak.name === name);
  if (found.length > 0) return found;
  const names = [...soaks.map((soak) => soak.name), 'all'];
  throw new UsageError(`--soak is '${name}'; expected one of ${names.join(', ')}.${suggestion(name, names)}`);
}
