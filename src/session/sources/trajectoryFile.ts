/** Time and position from a file of any kind, checked row by row. */
import { type FileContent, wholeOf } from '../../formats/byteFile';
import { findColumn } from '../../formats/columnList';
import { readDataFile } from '../../formats/dataFile';
import { FormatError, quoted } from '../../formats/formatError';
import { isHdf5, readHdf5 } from '../../formats/hdf5';
import { isZip, readNpz } from '../../formats/npz';
import type { NpyArray } from '../../formats/npy';
import { readPosition } from '../../formats/nwb';
import { badCell, columnTitle, isMissing, numericColumn, type Table } from '../../formats/table';
import type { TrajectorySettings } from './trajectorySettings';

/** Where an animal was seen. */
export interface Recording {
  /** Rows of the file. */
  rows: number;
  /** [seen] s, ascending. */
  times: Float64Array;
  /** [seen] each, in the units of the file, y as in the file. */
  x: Float64Array;
  y: Float64Array;
  /** Rows without a position: tracking was lost. */
  lost: number;
}

type Choice = Pick<
  TrajectorySettings,
  'file' | 'timeColumn' | 'xColumn' | 'yColumn' | 'timeArray' | 'positionArray' | 'timeUnit'
>;

/** Columns as they stand in the file, NaN where tracking was lost. */
interface Columns {
  times: Float64Array;
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  /** How messages call a row, and the column of times. */
  rowNumber(row: number): number;
  timeTitle: string;
}

/** Throws FormatError. */
export async function readRecording(choice: Choice, content: FileContent): Promise<Recording> {
  const columns = await readColumns(choice, content);
  const { file } = choice;
  const factor = choice.timeUnit === 'ms' && !isHdf5(content) ? 1e-3 : 1;
  const rows = columns.times.length;
  const kept: number[] = [];
  let seen = 0;
  for (let row = 0; row < rows; row++) {
    const time = columns.times[row];
    const where = { file, row: columns.rowNumber(row), column: columns.timeTitle };
    if (!Number.isFinite(time)) throw new FormatError({ ...where, found: String(time), expected: 'a time' });
    if (row > 0 && time < columns.times[row - 1]) {
      const expected = 'a time that does not run backwards';
      throw new FormatError({ ...where, found: `${time} after ${columns.times[row - 1]}`, expected });
    }
    if (!Number.isFinite(columns.x[row]) || !Number.isFinite(columns.y[row])) continue;
    seen++;
    // Of several positions at one time the first counts: there is no line through two of them.
    if (kept.length === 0 || time > columns.times[kept[kept.length - 1]]) kept.push(row);
  }
  if (kept.length < 2) {
    const found = `${kept.length} row${kept.length === 1 ? '' : 's'} with a position at a time of its own`;
    throw new FormatError({ file, found, expected: 'at least 2' });
  }
  const pick = (values: ArrayLike<number>, by = 1): Float64Array =>
    Float64Array.from(kept, (row) => by * values[row]);
  const recording = {
    rows,
    times: pick(columns.times, factor),
    x: pick(columns.x),
    y: pick(columns.y),
    lost: rows - seen
  };
  if ([recording.x, recording.y].every((values) => values.every((value) => value === values[0]))) {
    const found = `the position ${recording.x[0]}, ${recording.y[0]} in every row`;
    throw new FormatError({ file, found, expected: 'an animal that moves' });
  }
  return recording;
}

async function readColumns(choice: Choice, content: FileContent): Promise<Columns> {
  const { file } = choice;
  if (isHdf5(content)) {
    const { times, positions } = await readHdf5(file, content, (root) =>
      readPosition(file, root, choice.positionArray)
    );
    return fromArrays(times, positions, 2, 'timestamps');
  }
  if (/\.(nwb|h5|hdf5)$/i.test(file)) {
    throw new FormatError({
      file,
      found: 'bytes that do not begin like an HDF5 file',
      expected: 'an NWB file'
    });
  }
  const bytes = wholeOf(file, content, 'take fewer columns, or fewer samples a second');
  return isZip(bytes) ? fromNpz(choice, bytes) : fromTable(choice, bytes);
}

function fromArrays(times: Float64Array, positions: ArrayLike<number>, width: number, name: string): Columns {
  const column = (c: number): Float64Array =>
    Float64Array.from({ length: times.length }, (_, row) => positions[row * width + c]);
  return { times, x: column(0), y: column(1), rowNumber: (row) => row, timeTitle: name };
}

const timeNames = ['t', 'time', 'times', 'timestamp', 'timestamps', 'seconds', 'time_s', 'time (s)', 'ms'];
const positionNames = ['pos', 'position', 'positions', 'xy', 'location'];

function fromNpz({ file, timeArray, positionArray }: Choice, bytes: Uint8Array): Columns {
  const arrays = readNpz(file, bytes);
  const numbers = (
    given: string,
    guesses: readonly string[]
  ): { name: string; array: NpyArray & { kind: 'numbers' } } => {
    const name = given || [...arrays.keys()].find((key) => guesses.includes(key.toLowerCase()));
    const array = name === undefined ? undefined : arrays.get(name);
    const fail = (found: string, expected: string): never => {
      throw new FormatError({ file, ...(array && { column: `array '${name}'` }), found, expected });
    };
    if (!array)
      return fail(
        `no array ${quoted(name ?? guesses[0])}`,
        `one of ${[...arrays.keys()].join(', ')}; name it`
      );
    if (array.kind === 'text') return fail('text', 'numbers');
    return { name: name ?? '', array };
  };
  const time = numbers(timeArray, timeNames);
  const position = numbers(positionArray, positionNames);
  const rows = time.array.data.length;
  const { shape } = position.array;
  if (shape.length !== 2 || shape[1] < 2 || shape[0] !== rows) {
    throw new FormatError({
      file,
      column: `array '${position.name}'`,
      found: `shape (${shape.join(', ')})`,
      expected: `(${rows}, 2), one position for each time of '${time.name}'`
    });
  }
  return fromArrays(
    Float64Array.from(time.array.data),
    position.array.data,
    shape[1],
    `array '${time.name}'`
  );
}

function fromTable(choice: Choice, bytes: Uint8Array): Columns {
  const { inputs: table } = readDataFile(choice.file, bytes, { inputs: '', answers: '' });
  const column = (given: string, guesses: readonly string[], at: number): number => {
    if (given.trim() !== '') return findColumn(table, given.trim());
    const guessed = table.columns.findIndex(({ name }) => guesses.includes(name.toLowerCase()));
    if (guessed >= 0) return guessed;
    // Without names, three columns can only be meant in one order.
    return !table.named && table.columns.length === 3 ? at : findColumn(table, guesses[0]);
  };
  const time = column(choice.timeColumn, timeNames, 0);
  const x = column(choice.xColumn, ['x', 'x_pos', 'pos_x', 'xpos', 'posx', 'x1'], 1);
  const y = column(choice.yColumn, ['y', 'y_pos', 'pos_y', 'ypos', 'posy', 'y1'], 2);
  return {
    times: numericColumn(table, time),
    x: seenColumn(table, x),
    y: seenColumn(table, y),
    rowNumber: (row) => table.rowNumbers[row],
    timeTitle: columnTitle(table, time)
  };
}

/** A column in which a missing value means that tracking was lost, and any other word is an error. */
function seenColumn(table: Table, index: number): Float64Array {
  const { values, words } = table.columns[index];
  for (const [row, word] of words) if (!isMissing(word)) throw badCell(table, row, index, 'a number');
  return values;
}
