/** Rows that lie a stride apart, as one trial's do in a history of a batch. */
/** Same as `Floats` of compute.ts, which imports this file. */
type Floats = Float32Array | Float64Array;

export interface RowsOfBlock {
  offset: number;
  width: number;
  count: number;
  stride: number;
}

/** Floats from the first to past the last of them. */
export function spanOf({ width, count, stride }: RowsOfBlock): number {
  return count === 0 ? 0 : (count - 1) * stride + width;
}

/** The rows one after another, copied out of `data`. */
export function gatherRows<F extends Floats>(
  data: F,
  { offset, width, count, stride }: RowsOfBlock,
  into: F
): F {
  for (let row = 0; row < count; row++) {
    const at = offset + row * stride;
    into.set(data.subarray(at, at + width), row * width);
  }
  return into;
}
