/** A sequence or a weight as rows of float64 numbers: what every memory reads, keeps and answers. */

/** Arrays that do not fit together or numbers a memory has no answer for; the message is one line. */
export class MemoryError extends Error {
  override readonly name = 'MemoryError';
}

export interface Rows {
  readonly rows: number;
  readonly columns: number;
  /** [rows, columns], row-major. */
  readonly data: Float64Array;
}

/** Throws MemoryError where `data` has another length than rows * columns. */
export function rowsOf(rows: number, columns: number, data: ArrayLike<number>): Rows {
  if (data.length !== rows * columns)
    throw new MemoryError(
      `${data.length} numbers were given for ${rows} rows of ${columns}; expected ${rows * columns}.`
    );
  return { rows, columns, data: Float64Array.from(data) };
}

export const zeroRows = (rows: number, columns: number): Rows => ({
  rows,
  columns,
  data: new Float64Array(rows * columns)
});

/** Row i, as a view. */
export const rowAt = ({ columns, data }: Rows, i: number): Float64Array =>
  data.subarray(i * columns, (i + 1) * columns);

/** Rows from .. to - 1, copied. */
export const sliceRows = ({ columns, data }: Rows, from: number, to: number): Rows => ({
  rows: to - from,
  columns,
  data: data.slice(from * columns, to * columns)
});

/** One after another; all of one width. */
export function joinRows(...parts: readonly Rows[]): Rows {
  const { columns } = parts[0];
  const joined = zeroRows(
    parts.reduce((sum, { rows }) => sum + rows, 0),
    columns
  );
  let at = 0;
  for (const part of parts) {
    if (part.columns !== columns)
      throw new MemoryError(`Rows of ${part.columns} cannot follow rows of ${columns}; expected one width.`);
    joined.data.set(part.data, at);
    at += part.data.length;
  }
  return joined;
}

/** Columns from .. to - 1, copied. */
export function columnsOf(rows: Rows, from: number, to: number): Rows {
  const cut = zeroRows(rows.rows, to - from);
  for (let i = 0; i < rows.rows; i++) rowAt(cut, i).set(rowAt(rows, i).subarray(from, to));
  return cut;
}

/** [left | right], of as many rows. */
export function besideRows(left: Rows, right: Rows): Rows {
  const beside = zeroRows(left.rows, left.columns + right.columns);
  for (let i = 0; i < left.rows; i++) {
    rowAt(beside, i).set(rowAt(left, i));
    rowAt(beside, i).set(rowAt(right, i), left.columns);
  }
  return beside;
}

/** The sum of two of one shape. */
export const sumOf = (left: Rows, right: Rows): Rows => ({
  ...left,
  data: left.data.map((value, i) => value + right.data[i])
});

export function dot(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += left[i] * right[i];
  return sum;
}

/** to += factor * from, in place. */
export function addScaled(to: Float64Array, factor: number, from: ArrayLike<number>): void {
  for (let i = 0; i < to.length; i++) to[i] += factor * from[i];
}

/** Throws MemoryError unless q, k have one width, k and v as many rows, and queries not more rows than keys. */
export function checkAttention(q: Rows, k: Rows, v: Rows): void {
  if (q.columns !== k.columns)
    throw new MemoryError(`Queries have ${q.columns} columns and keys ${k.columns}; expected as many.`);
  if (k.rows !== v.rows)
    throw new MemoryError(`There are ${k.rows} keys and ${v.rows} values; expected as many.`);
  if (q.rows > k.rows)
    throw new MemoryError(
      `There are ${q.rows} queries and ${k.rows} keys; expected a key for each query at the least.`
    );
}
