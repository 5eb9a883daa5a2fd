/**
 * One query over keys that lie on p devices, exactly, in two ways, with what each sends and in how many steps:
 *
 *   tree: only (max, sum, numerator) travel; up in ceil(log_fan p) steps and down again.      2 (p - 1) (d + 2 n_h) numbers in all
 *   ring: keys and values travel, one shard to the neighbour a step, p - 1 steps.             (p - 1) 2 t d numbers from each device
 *
 * Shyam et al. 2024 (arXiv 2408.04093), section 5. The paper prints p for the ring where p - 1 exchanges suffice; `publishedVolumes`
 * keeps its formulas, the counters count what is sent.
 */
import { exp } from '../../../compute/transcendentals';
import { addScaled, MemoryError, type Rows } from '../rows';
import { type Averaged, averaged, combine, mergeAveraged, nothing, type Partial, partialOf } from './partial';

/** Where each shard ends: `p` shards of `keys` keys, as even as can be, empty ones where there are fewer keys than shards. */
export function evenSplit(keys: number, shards: number): number[] {
  if (!(Number.isSafeInteger(shards) && shards >= 1))
    throw new MemoryError(`There are ${shards} shards; expected a whole number from 1.`);
  return Array.from({ length: shards }, (_, i) => Math.floor(((i + 1) * keys) / shards));
}

/** What each device knows of the query by itself. `ends`: never falling, the last is how many keys are seen. */
export function shardPartials(
  q: Float64Array,
  k: Rows,
  v: Rows,
  scale: number,
  ends: readonly number[]
): Partial[] {
  return ends.map((end, i) => partialOf(q, k, v, scale, ends[i - 1] ?? 0, end));
}

export interface Traffic {
  /** One after another; messages of one step travel at once. */
  steps: number;
  messages: number;
  /** Numbers sent by all devices together. */
  elements: number;
}

export interface Reduced extends Traffic {
  total: Partial;
}

/** Neighbours first: `fanIn` parts become one at every step, and the result goes back the same way. Counts both ways. */
export function treeReduce(parts: readonly Partial[], fanIn = 2): Reduced {
  if (!(Number.isSafeInteger(fanIn) && fanIn >= 2))
    throw new MemoryError(`The tree joins ${fanIn} at a time; expected a whole number from 2.`);
  let level = [...parts];
  let steps = 0;
  while (level.length > 1) {
    const groups = Math.ceil(level.length / fanIn);
    level = Array.from({ length: groups }, (_, g) => level.slice(g * fanIn, (g + 1) * fanIn).reduce(combine));
    steps++;
  }
  const messages = 2 * (parts.length - 1);
  return {
    total: level[0],
    steps: 2 * steps,
    messages,
    elements: messages * (parts[0].numerator.length + 2)
  };
}

/** Every device sees all shards in turn, its own first, and ends with the result. Returns the one of device 0. */
export function ringReduce(
  q: Float64Array,
  k: Rows,
  v: Rows,
  scale: number,
  ends: readonly number[]
): Traffic & { total: Averaged } {
  const p = ends.length;
  let total = averaged(nothing(v.columns));
  let elements = 0;
  for (let step = 0; step < p; step++) {
    const shard = (p - step) % p;
    total = mergeAveraged(total, averaged(partialOf(q, k, v, scale, ends[shard - 1] ?? 0, ends[shard])));
    // All shards move on by one device, every step but the last.
    if (step < p - 1) elements += ends[p - 1] * (k.columns + v.columns);
  }
  return { total, steps: p - 1, messages: p * (p - 1), elements };
}

/** The published practical form (algorithm 3): three all-reduces of the local (o, lse). */
export function threeReductions(parts: readonly Averaged[]): Float64Array {
  const reference = parts.reduce((most, { lse }) => Math.max(most, lse), Number.NEGATIVE_INFINITY);
  const numerator = new Float64Array(parts[0].out.length);
  let denominator = 0;
  for (const { out, lse } of parts) {
    if (lse === Number.NEGATIVE_INFINITY) continue;
    const weight = exp(lse - reference);
    addScaled(numerator, weight, out);
    denominator += weight;
  }
  return numerator.map((n) => n / denominator);
}

export interface DecodeShape {
  batch: number;
  /** N, over all devices. */
  tokens: number;
  /** d = n_h d_h. */
  width: number;
  heads: number;
  /** p. */
  devices: number;
}

/** Numbers a device sends in one decoding step and holds at its peak, as printed (equations 8 to 14). */
export function publishedVolumes({ batch: b, tokens, width: d, heads, devices: p }: DecodeShape) {
  const t = tokens / p;
  const partial = b * d + 2 * b * heads;
  return {
    ring: { sent: 2 * b * t * d * p, held: 4 * b * t * d + 2 * b * d },
    tree: { sent: (2 * (p - 1) * partial) / p, held: 2 * b * t * d + 2 * partial - 2 * b * heads }
  };
}
