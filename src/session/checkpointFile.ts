/**
 * A checkpoint as one file: "EngramCP", the form's number and the length of a JSON header as 32-bit words, the header, every number of
 * the run as little-endian doubles (JSON has no NaN, no infinity and no -0), and the CRC-32 of all that. A file that was cut short or
 * changed is told from a whole one.
 */
import * as v from 'valibot';
import { crc32 } from '../formats/crc32';
import { FormatError } from '../formats/formatError';
import type { Score } from '../models/model';
import type { Checkpoint } from './checkpoint';
import { ExperimentError, parseExperiment } from './experiment';

const mark = new TextEncoder().encode('EngramCP');
const form = 1;
const headAt = mark.length + 8;

const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const headerForm = v.object({
  experiment: v.unknown(),
  clock: v.object({
    tick: wholeNumber,
    trial: wholeNumber,
    tickInTrial: wholeNumber,
    stepsPerTrial: wholeNumber
  }),
  cursor: wholeNumber,
  currentTrial: v.optional(wholeNumber),
  scores: wholeNumber,
  heldOut: v.boolean(),
  numbers: v.array(v.string()),
  arrays: v.array(v.tuple([v.string(), wholeNumber]))
});

/** Bytes that the numbers of the model take in the file: nearly all of it, and known before it is written. */
export function checkpointSize({ model }: Checkpoint): number {
  return (
    8 *
    Object.values(model.arrays).reduce((sum, { length }) => sum + length, Object.keys(model.numbers).length)
  );
}

export function writeCheckpoint(checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  const { clock, currentTrial, cursor, experiment, heldOut, model, scores } = checkpoint;
  const header = new TextEncoder().encode(
    JSON.stringify({
      experiment,
      clock,
      cursor,
      ...(currentTrial !== undefined && { currentTrial }),
      scores: scores.length,
      heldOut: heldOut !== undefined,
      numbers: Object.keys(model.numbers),
      arrays: Object.entries(model.arrays).map(([name, array]) => [name, array.length])
    } satisfies v.InferInput<typeof headerForm>)
  );
  const all = [...scores, ...(heldOut ? [heldOut] : [])].flatMap(({ error, loss }) => [loss, error]);
  const blocks = [[...all, ...Object.values(model.numbers)], ...Object.values(model.arrays)];
  const count = blocks.reduce((sum, block) => sum + block.length, 0);
  const bytes = new Uint8Array(headAt + header.length + 8 * count + 4);
  const view = new DataView(bytes.buffer);
  bytes.set(mark);
  view.setUint32(mark.length, form, true);
  view.setUint32(mark.length + 4, header.length, true);
  bytes.set(header, headAt);
  let at = headAt + header.length;
  for (const block of blocks)
    for (const value of block) {
      view.setFloat64(at, value, true);
      at += 8;
    }
  view.setUint32(at, crc32(bytes.subarray(0, at)), true);
  return bytes;
}

/** Throws FormatError for a file that is no checkpoint, or not a whole one. */
export function readCheckpoint(file: string, bytes: Uint8Array): Checkpoint {
  const refuse = (found: string): FormatError =>
    new FormatError({ file, found, expected: 'a whole checkpoint written by this version of Engram' });
  if (bytes.length < headAt + 4 || mark.some((byte, k) => bytes[k] !== byte))
    throw refuse('bytes that do not begin like a checkpoint');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = view.getUint32(mark.length, true);
  if (found !== form) throw refuse(`a checkpoint of form ${found}`);
  const end = bytes.length - 4;
  if (view.getUint32(end, true) !== crc32(bytes.subarray(0, end)))
    throw refuse('a checkpoint that was cut short or changed');
  const header = headerOf(bytes.subarray(headAt, headAt + view.getUint32(mark.length + 4, true)), refuse);
  const { arrays, clock, currentTrial, cursor, heldOut, numbers, scores } = header;
  let at = headAt + view.getUint32(mark.length + 4, true);
  const count = 2 * (scores + Number(heldOut)) + numbers.length + arrays.reduce((sum, [, n]) => sum + n, 0);
  if (at + 8 * count !== end) throw refuse(`${end - at} bytes of numbers where ${8 * count} belong`);
  const next = (): number => {
    at += 8;
    return view.getFloat64(at - 8, true);
  };
  const score = (): Score => ({ loss: next(), error: next() });
  const kept = Array.from({ length: scores }, score);
  const held = heldOut ? score() : undefined;
  return {
    format: 1,
    experiment: experimentOf(header.experiment, refuse),
    clock,
    cursor,
    ...(currentTrial !== undefined && { currentTrial }),
    model: {
      numbers: Object.fromEntries(numbers.map((name) => [name, next()])),
      arrays: Object.fromEntries(arrays.map(([name, length]) => [name, Float64Array.from({ length }, next)]))
    },
    scores: kept,
    ...(held && { heldOut: held })
  };
}

type Refuse = (found: string) => FormatError;

function headerOf(bytes: Uint8Array, refuse: Refuse): v.InferOutput<typeof headerForm> {
  try {
    const result = v.safeParse(headerForm, JSON.parse(new TextDecoder().decode(bytes)));
    if (result.success) return result.output;
    throw refuse(`a header whose ${v.getDotPath(result.issues[0]) ?? 'form'} does not read`);
  } catch (error) {
    throw error instanceof FormatError ? error : refuse('a header that is not JSON');
  }
}

function experimentOf(json: unknown, refuse: Refuse): Checkpoint['experiment'] {
  try {
    return parseExperiment(json);
  } catch (error) {
    if (error instanceof ExperimentError) throw refuse(`an experiment that does not read: ${error.message}`);
    throw error;
  }
}
