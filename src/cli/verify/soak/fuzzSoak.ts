/** Broken files for every reader: what comes is data or an error that says what was wrong, soon, and nothing else has changed. */
import { FormatError } from '../../../formats/formatError';
import { GraphError } from '../../../models/hippocampus/graph';
import { Random } from '../../../models/random';
import { SettingError } from '../../../models/settings';
import { ExperimentError } from '../../../session/experiment';
import { bombs } from './bombs';
import { fuzzReaders, type Reader } from './fuzzReaders';
import { mutate } from './mutate';
import type { Io } from '../../io';
import type { Soak, SoakOptions, SoakResult } from './soak';
import { type Watchdog, watchdog } from './watchdog';

const rounds = { quick: 150, full: 10_000 };
/** ms that reading one small file may take, with room for a machine that does other things. */
const longest = 2000;
/** ms after which a reader hangs: nothing can stop it from within. */
const hang = 60_000;
/** Errors that are written for whoever opened the file. */
const clear = [FormatError, ExperimentError, SettingError, GraphError];

const byLibrary: readonly string[] = ['HDF5', 'NWB'];

export const fuzzSoak: Soak = {
  name: 'fuzz',
  summary: 'Mutated files for every reader of our own, and files made to burst',
  run: (io, options) => soak(io, options, ({ name }) => !byLibrary.includes(name), bombs)
};

/** Apart from the others: HDF5 is read by the HDF5 library, whose answers to damage are its own. */
export const hdf5Soak: Soak = {
  name: 'hdf5',
  summary: 'Mutated files for the readers of HDF5 and NWB',
  run: (io, options) => soak(io, options, ({ name }) => byLibrary.includes(name), [])
};

async function soak(
  io: Io,
  { quick }: SoakOptions,
  isAsked: (reader: Reader) => boolean,
  bursting: typeof bombs
): Promise<SoakResult> {
  const count = quick ? rounds.quick : rounds.full;
  const readers = (await fuzzReaders()).filter(isAsked);
  const files = readers.flatMap((reader) => reader.files);
  const figures: Record<string, string> = {};
  const problems: string[] = [];
  const guard = watchdog(hang);
  for (const reader of readers) {
    const { line, problem } = await fuzz(reader, count, files, guard);
    figures[reader.name] = line;
    if (problem !== undefined) problems.push(`${reader.name}: ${problem}`);
    if (io.columns !== undefined) io.err(`\r\u001b[K${reader.name}: ${line}`);
  }
  if (io.columns !== undefined) io.err('\r\u001b[K');
  for (const bomb of bursting) {
    guard.alive(bomb.name);
    const refused = await errorOf(() => bomb.open());
    const isClear = clear.some((kind) => refused instanceof kind);
    figures[bomb.name] = isClear ? 'refused' : refused ? `failed with ${refused}` : 'read';
    if (!isClear) problems.push(`${bomb.name} was not refused.`);
  }
  guard.stop();
  return {
    passed: problems.length === 0,
    done: `${count} mutated files for each of ${readers.length} readers${bursting.length > 0 ? `, ${bursting.length} files made to burst` : ''}`,
    figures,
    ...(problems.length > 0 && { problem: problems.slice(0, 5).join(' ') })
  };
}

/** `count` files, every other one sealed where the reader has containers. */
export async function fuzz(
  { files, name, read, sealed }: Reader,
  count: number,
  others: readonly Uint8Array[],
  guard: Pick<Watchdog, 'alive'>
): Promise<{ line: string; problem?: string }> {
  const random = new Random(`fuzz ${name}`);
  for (const whole of files) await read(whole);
  let [fine, refused, slowest] = [0, 0, 0];
  let problem: string | undefined;
  for (let k = 0; k < count; k++) {
    guard.alive(`${name}, file ${k}`);
    const bytes =
      sealed && k % 2 === 1
        ? sealed((content) => mutate(content, random, others))
        : mutate(files[(sealed ? k >> 1 : k) % files.length], random, others);
    const began = performance.now();
    const error = await errorOf(() => read(bytes));
    slowest = Math.max(slowest, performance.now() - began);
    if (error === undefined) fine++;
    else if (clear.some((kind) => error instanceof kind)) refused++;
    else
      problem ??= `file ${k} (seeded) gave ${error instanceof Error ? `${error.name}: ${error.message}` : error}`;
    if (isPolluted()) problem ??= `file ${k} (seeded) changed Object.prototype`;
  }
  if (slowest > longest) problem ??= `one file took ${Math.round(slowest)} ms`;
  // A reader that refuses whole files, or none at all, tests nothing.
  for (const whole of files)
    if (await errorOf(() => read(whole))) problem ??= 'afterwards a whole file was not read any more';
  return {
    line: `${refused} refused with a clear message, ${fine} read, slowest ${slowest.toFixed(0)} ms`,
    ...(problem !== undefined && { problem })
  };
}

async function errorOf(act: () => unknown): Promise<unknown> {
  try {
    await act();
    return undefined;
  } catch (error) {
    return error ?? new Error('nothing at all was thrown');
  }
}

function isPolluted(): boolean {
  const plain: Record<string, unknown> = {};
  if (plain['polluted'] === undefined && Object.keys(Object.prototype).length === 0) return false;
  Reflect.deleteProperty(Object.prototype, 'polluted');
  return true;
}
