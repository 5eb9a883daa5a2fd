/** Memory moves and matrix products on handles; every function returns a new handle that its caller deletes. */
import type { Handle } from './gpujs';
import type { Runner } from './runner';

/** Ticks walked by one launch of a filter: each cell repeats the walk, so longer runs go in pieces of this. */
export const piece = 32;

/** Plane after plane of [width, rows], the first at `from`, `stride` floats apart. */
export function pick(
  { run }: Runner,
  source: Handle,
  [width, rows, planes]: readonly [number, number, number],
  from: number,
  stride: number
): Promise<Handle> {
  return run('pick', [width, rows, planes], { source, from, width, stride });
}

export interface Part {
  handle: Handle;
  length: number;
}

/** The parts end to end, joined in pairs so that each float moves log2(parts) times. Deletes the parts. */
export async function joinAll(runner: Runner, parts: readonly Part[]): Promise<Part> {
  const [only, second] = parts;
  if (!only) throw new Error('joinAll: there is nothing to join.');
  if (!second) return only;
  const middle = parts.length >> 1;
  const first = await joinAll(runner, parts.slice(0, middle));
  const last = await joinAll(runner, parts.slice(middle));
  const length = first.length + last.length;
  const handle = await runner.run('join', [length], {
    first: first.handle,
    second: last.handle,
    length: first.length
  });
  first.handle.delete();
  last.handle.delete();
  return { handle, length };
}

/** s_t = decay s_{t-1} + gain source_t over [width, batch]: the history of `steps` ticks. */
export async function lowPass(
  runner: Runner,
  start: Handle,
  source: Handle,
  shape: { width: number; batch: number; steps: number; from: number },
  decay: number,
  gain: number
): Promise<Handle> {
  const { width, batch, steps, from } = shape;
  const row = width * batch;
  const parts: Part[] = [];
  let state = start;
  for (let t = 0; t < steps; t += piece) {
    const count = Math.min(piece, steps - t);
    const given = { start: state, source, from: from + t * row, width, batch, decay, gain };
    const handle = await runner.run('lowPass', [width, batch, count], given);
    parts.push({ handle, length: count * row });
    if (state !== start) state.delete();
    state = await pick(runner, handle, [width, batch, 1], (count - 1) * row, 0);
  }
  if (state !== start) state.delete();
  return (await joinAll(runner, parts)).handle;
}
