/** A run as it is kept for after a crash: who it is, its checkpoint, and the user's files that it reads. */
import * as v from 'valibot';
import { crc32 } from '../../formats/crc32';
import { FormatError } from '../../formats/formatError';
import type { Checkpoint } from '../../session/checkpoint';
import { readCheckpoint } from '../../session/checkpointFile';

const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const headForm = v.object({
  form: v.literal(1),
  title: v.string(),
  trial: wholeNumber,
  /** Milliseconds since 1970. */
  savedAt: v.number(),
  running: v.boolean(),
  /** Ticks per second; 0 is as fast as it goes. */
  pace: v.number(),
  /** Only on the same backend does it come to the same state. */
  backend: v.picklist(['wasm', 'gpu', 'reference']),
  /** Id of the preset it came from. */
  preset: v.optional(v.string()),
  /** The experiment as it was opened, as JSON. */
  base: v.unknown(),
  /** A preset that nobody has touched and that had hardly run: not worth an offer after a window was closed on purpose. */
  fresh: v.boolean()
});

export type RunHead = v.InferOutput<typeof headForm>;

export interface KeptFile {
  name: string;
  bytes: Uint8Array;
}

/** What is written under one key; the files lie under another, so that they are written once. */
export interface RunRecord {
  head: RunHead;
  bytes: Uint8Array;
  files: readonly FileMark[];
}

interface FileMark {
  name: string;
  length: number;
  crc: number;
}

export interface SavedRun {
  head: RunHead;
  checkpoint: Checkpoint;
  files: readonly KeptFile[];
}

export const markOf = ({ bytes, name }: KeptFile): FileMark => ({
  name,
  length: bytes.length,
  crc: crc32(bytes)
});

const recordForm = v.object({
  head: headForm,
  bytes: v.instance(Uint8Array),
  files: v.array(v.object({ name: v.string(), length: wholeNumber, crc: wholeNumber }))
});
const filesForm = v.array(v.object({ name: v.string(), bytes: v.instance(Uint8Array) }));

/** What was found under the two keys of a run. Throws FormatError where it is not whole. */
export function readRun(record: unknown, kept: unknown): SavedRun {
  const run = v.safeParse(recordForm, record);
  if (!run.success) throw damaged(`${v.getDotPath(run.issues[0]) ?? 'a record'} that does not read`);
  const { bytes, files: marks, head } = run.output;
  const files = v.safeParse(filesForm, marks.length > 0 ? kept : []);
  if (!files.success) throw damaged('its files missing or changed');
  for (const { crc, length, name } of marks) {
    const file = files.output.find((one) => one.name === name);
    if (!file || file.bytes.length !== length || crc32(file.bytes) !== crc)
      throw damaged(`its file '${name}' missing or changed`);
  }
  return { head, checkpoint: readCheckpoint('saved run', bytes), files: files.output };
}

const damaged = (found: string): FormatError =>
  new FormatError({ file: 'saved run', found, expected: 'a whole run, as it was saved' });
