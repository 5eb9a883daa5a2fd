/** Codebooks that follow their keys, on a backend: what a chunk has met is added up beside the gradient, and moves codes with the weights. */
import { followKeys } from '../attention/codebook';
import { nearestCodes } from '../attention/vectorQuantised';
import { addScaled, type Rows, rowAt } from '../rows';

/** Codes of `columns` numbers one after another, then how many keys each stands for. */
export interface FollowedCodebook {
  columns: number;
  /** 1 - gamma. */
  rate: number;
}

/** Codes and what stands beside each, as views. */
function partsOf(values: Float64Array, columns: number): { codes: Rows; counts: Float64Array } {
  const rows = values.length / (columns + 1);
  return {
    codes: { rows, columns, data: values.subarray(0, rows * columns) },
    counts: values.subarray(rows * columns)
  };
}

/** The values after an update that met `seen`, in the same order: sums of keys, then how many. */
export function moveCodebook(
  { columns, rate }: FollowedCodebook,
  values: Float64Array,
  seen: Float64Array
): Float64Array {
  const moved = values.slice();
  const { codes: sums, counts } = partsOf(seen, columns);
  followKeys(partsOf(moved, columns), { sums, counts }, rate);
  return moved;
}

/** Keys of a chunk and where they went, of `heads` codebooks of `capacity` codes each. */
export interface ChunkMet {
  batch: number;
  ticks: number;
  heads: number;
  capacity: number;
  /** [batch, ticks, heads columns]. */
  k: Float64Array;
  /** [batch, ticks, heads] the code of each key; -1 where it waits for its block's end. */
  assigned: Float64Array;
  /** [batch, heads, capacity, columns] codes as they were read. */
  codes: Float64Array;
}

/** Adds to `seen` the keys of a chunk; those that wait go to their nearest code. */
export function addMet({ columns }: FollowedCodebook, chunk: ChunkMet, seen: Float64Array): void {
  const { assigned, batch, capacity, codes, heads, k, ticks } = chunk;
  const { codes: sums, counts } = partsOf(seen, columns);
  const each = capacity * columns;
  for (let b = 0; b < batch; b++)
    for (let t = 0; t < ticks; t++)
      for (let h = 0; h < heads; h++) {
        const at = (b * ticks + t) * heads + h;
        const key = { rows: 1, columns, data: k.subarray(at * columns, (at + 1) * columns) };
        const from = (b * heads + h) * each;
        const own = { rows: capacity, columns, data: codes.subarray(from, from + each) };
        const code = h * capacity + (assigned[at] >= 0 ? assigned[at] : nearestCodes(key, own)[0]);
        counts[code]++;
        addScaled(rowAt(sums, code), 1, key.data);
      }
}
