/** Results as arrays with their shapes: for JSON nested, for NPZ files flat. */

export interface Shaped {
  shape: readonly number[];
  data: Float64Array;
}

/** By name: a number, a list, or lists in lists. */
export function nestedArrays(arrays: Readonly<Record<string, Shaped>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, { shape, data }]) => [name, nested(shape, [...data])])
  );
}

function nested(shape: readonly number[], data: readonly number[]): unknown {
  if (shape.length === 0) return data[0];
  if (shape.length === 1) return data;
  const [rows, ...rest] = shape;
  const size = rest.reduce((product, length) => product * length, 1);
  return Array.from({ length: rows }, (_, r) => nested(rest, data.slice(r * size, (r + 1) * size)));
}
