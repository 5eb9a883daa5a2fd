/**
 * Where an animal was, from NWB (Neurodata Without Borders 2, an HDF5 file): a SpatialSeries, mostly under
 * processing/behavior/Position. Its data are in units of `conversion` metres; times are given one by one, or as a start and a
 * rate.
 */
import { FormatError } from './formatError';
import type { Hdf5Group } from './hdf5';

export interface PositionArrays {
  /** [rows] s. */
  times: Float64Array;
  /** [rows, 2]. */
  positions: Float64Array;
  /** Where in the file they are from. */
  path: string;
}

/**
 * The series called `wanted` (its name, or its path), or the one that must be meant: the only one of two or more columns, that
 * under a Position first. Throws FormatError.
 */
export function readPosition(file: string, root: Hdf5Group, wanted: string): PositionArrays {
  const found = [...spatialSeries(root)];
  const planar = found.filter((series) => (series.dataset('data')?.shape[1] ?? 1) >= 2);
  const chosen = wanted
    ? found.filter(({ path }) => path === wanted || path === `/${wanted}` || path.endsWith(`/${wanted}`))
    : preferred(planar);
  const paths = found.map(({ path }) => path.replace(/^\//, '')).join(', ');
  if (chosen.length !== 1) {
    throw new FormatError({
      file,
      found: wanted
        ? `${chosen.length === 0 ? 'no' : chosen.length} SpatialSeries called '${wanted}'`
        : `${planar.length} SpatialSeries of x and y`,
      expected: paths ? `one; name it: ${paths}` : 'one, as under processing/behavior/Position of an NWB file'
    });
  }
  return readSeries(file, chosen[0]);
}

function* spatialSeries(group: Hdf5Group, depth = 0): Generator<Hdf5Group> {
  if (group.attribute('neurodata_type') === 'SpatialSeries') yield group;
  // Deep enough for processing/module/Position/series, and for what a laboratory adds.
  if (depth > 6) return;
  for (const name of group.names) {
    const inner = group.group(name);
    if (inner) yield* spatialSeries(inner, depth + 1);
  }
}

function preferred(series: readonly Hdf5Group[]): readonly Hdf5Group[] {
  const inPosition = series.filter(({ path }) => /\/position\//i.test(path));
  return inPosition.length > 0 ? inPosition : series;
}

function readSeries(file: string, series: Hdf5Group): PositionArrays {
  const fail = (found: string, expected: string): never => {
    throw new FormatError({ file, column: series.path.replace(/^\//, ''), found, expected });
  };
  const data = series.dataset('data');
  if (!data) return fail('no data', 'a dataset of that name');
  if (data.shape.length !== 2 || data.shape[1] < 2)
    return fail(`data of shape (${data.shape.join(', ')})`, 'two columns or more, x and y');
  const [rows, width] = data.shape;
  const numbers = data.numbers();
  const factor = numberOr(data.attribute('conversion'), 1);
  const offset = numberOr(data.attribute('offset'), 0);
  const positions = new Float64Array(2 * rows);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < 2; c++) positions[2 * r + c] = numbers[r * width + c] * factor + offset;
  const given = series.dataset('timestamps')?.numbers();
  if (given) {
    if (given.length !== rows) return fail(`${given.length} timestamps`, `${rows}, one a row of data`);
    return { times: given, positions, path: series.path };
  }
  const start = series.dataset('starting_time');
  const rate = numberOr(start?.attribute('rate'), 0);
  if (!start || rate <= 0) return fail('neither timestamps nor a starting_time with its rate', 'one of them');
  const [first] = start.numbers();
  return {
    times: Float64Array.from({ length: rows }, (_, r) => first + r / rate),
    positions,
    path: series.path
  };
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : otherwise;
}
