/** Results as arrays with their shapes: for JSON nested, for NPZ files flat. */

export interface Shaped {
  shape: readonly number[];
  data: Float64Array;
}

/** By name: a number, a list or a list of rows. */
export function nestedArrays(arrays: Readonly<Record<string, Shaped>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, { shape, data }]) => [name, nested(shape, [...data])])
  );
}

function nested(shape: readonly number[], data: readonly number[]): unknown {
  if (shape.length === 0) return data[0];
  if (shape.length === 1) return data;
  const [rows, columns] = shape;
  return Array.from({ length: rows }, (_, r) => data.slice(r * columns, (r + 1) * columns));
}
