/**
 * Finding out that a run has diverged, and where. Looking is cheap (the losses of the batch, at the end of a chunk); only once
 * one of them is not finite are weights and histories searched for the first number that is not.
 */
import type { Block, Compute } from '../../compute/compute';

/** A tensor to be searched. */
export interface Suspect {
  block: Block;
  /** Words for the entry at a place of the block (of a tick's row in a history): "potential of layer 2, unit 7". */
  entry(at: number): string;
  /** Of a history [.., batch, width]; absent for weights, which are from before the chunk. */
  width?: number;
}

/** The chunk that has just ended. */
export interface EndedChunk {
  /** First tick within the trial, and how many. */
  from: number;
  steps: number;
  /** The stream's index of each trial of the batch, as far as known. */
  trials: readonly number[];
}

/** Raised where a run cannot go on because a number has become infinite or is none; the message is one line. */
export class DivergenceError extends Error {
  override readonly name = 'DivergenceError';
}

/** `loss`: [batch]. Throws DivergenceError naming the first tensor, tick and trial that are not finite, weights before histories. */
export async function checkDivergence(
  compute: Compute,
  loss: Block,
  chunk: EndedChunk,
  suspects: () => readonly Suspect[]
): Promise<void> {
  const losses = await compute.read(loss);
  const lost = losses.findIndex((value) => !Number.isFinite(value));
  if (lost < 0) return;
  const batch = losses.length;
  const { from, steps, trials } = chunk;
  const found =
    (await searchWeights(compute, suspects())) ?? (await searchTicks(compute, suspects(), steps, batch));
  if (!found) throw diverged('loss', losses[lost], from + steps - 1, trials[lost]);
  if (found.tick === undefined) throw diverged(found.what, found.value, from, trials[0]);
  throw diverged(found.what, found.value, from + found.tick, trials[found.b]);
}

/** A DivergenceError in the words all of them share. */
export function diverged(
  what: string,
  value: number,
  tick: number,
  trial: number | undefined
): DivergenceError {
  const place = trial === undefined ? `tick ${tick} of its trial` : `tick ${tick} of trial ${trial}`;
  return new DivergenceError(
    `The run diverged: ${what} is ${value} at ${place}. Lower the learning rate, or the scales of the weights or the input, and start the run anew.`
  );
}

interface Found {
  what: string;
  value: number;
  /** Of the chunk; undefined for weights. */
  tick: number | undefined;
  b: number;
}

async function searchWeights(compute: Compute, suspects: readonly Suspect[]): Promise<Found | undefined> {
  for (const { block, entry, width } of suspects) {
    if (width !== undefined) continue;
    const values = await compute.read(block);
    const at = values.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) return { what: entry(at), value: values[at], tick: undefined, b: 0 };
  }
  return undefined;
}

async function searchTicks(
  compute: Compute,
  suspects: readonly Suspect[],
  steps: number,
  batch: number
): Promise<Found | undefined> {
  let first: Found | undefined;
  for (const { block, entry, width } of suspects) {
    if (width === undefined || width === 0) continue;
    const values = await compute.read(block, 0, steps * batch * width);
    const at = values.findIndex((value) => !Number.isFinite(value));
    if (at < 0) continue;
    const row = Math.floor(at / width);
    const tick = Math.floor(row / batch);
    if (first?.tick !== undefined && tick >= first.tick) continue;
    first = { what: entry(at % width), value: values[at], tick, b: row % batch };
  }
  return first;
}
