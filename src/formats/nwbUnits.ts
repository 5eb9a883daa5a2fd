/** When units fired, from NWB: the spike_times of /units, cut into units by spike_times_index. */
import { FormatError } from './formatError';
import type { Hdf5Group } from './hdf5';

export interface UnitSpikes {
  /** Seconds, ascending, of each unit. */
  times: readonly Float64Array[];
  /** Ids of the units, as the file names them. */
  ids: readonly string[];
}

/** Throws FormatError where there are none, or they do not fit together. */
export function readUnits(file: string, root: Hdf5Group): UnitSpikes {
  const units = root.group('units') ?? findUnits(root);
  const spikes = units?.dataset('spike_times');
  const index = units?.dataset('spike_times_index');
  if (!units || !spikes || !index) {
    throw new FormatError({
      file,
      found: units ? 'units without spike times' : 'no units',
      expected: 'an NWB file with /units, its spike_times and spike_times_index'
    });
  }
  const fail = (found: string, expected: string): never => {
    throw new FormatError({ file, column: units.path.replace(/^\//, ''), found, expected });
  };
  const all = spikes.numbers();
  const ends = index.numbers();
  const ids = units.dataset('id')?.numbers() ?? Float64Array.from(ends, (_, unit) => unit);
  if (ends.length === 0) fail('no units', 'at least one');
  if (ids.length !== ends.length) fail(`${ids.length} ids for ${ends.length} units`, 'one for each');
  const times = Array.from(ends, (end, unit) => {
    const from = unit === 0 ? 0 : ends[unit - 1];
    if (!(Number.isInteger(end) && end >= from && end <= all.length))
      fail(
        `${end} as the end of unit ${unit} in spike_times_index`,
        `a whole number from ${from} to ${all.length}, the number of spikes`
      );
    const own = all.slice(from, end);
    const broken = own.findIndex((time) => !Number.isFinite(time));
    if (broken >= 0) fail(`${own[broken]} as spike ${broken} of unit ${unit}`, 'a time in seconds');
    return own.sort();
  });
  return { times, ids: Array.from(ids, String) };
}

/** A table of units that lies elsewhere. */
function findUnits(group: Hdf5Group, depth = 0): Hdf5Group | undefined {
  if (group.attribute('neurodata_type') === 'Units') return group;
  if (depth > 3) return undefined;
  for (const name of group.names) {
    const inner = group.group(name);
    const found = inner && findUnits(inner, depth + 1);
    if (found) return found;
  }
  return undefined;
}
