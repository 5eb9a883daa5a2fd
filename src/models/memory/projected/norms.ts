/** Each head brought to a given length. */
import { dot, type Rows, rowAt, zeroRows } from '../rows';

/** Shorter vectors are treated as of this length, as published code does, so that zero stays zero. */
const shortest = Number.EPSILON;

/** Columns of head h of row t, as a view. */
function headAt(x: Rows, heads: number, t: number, h: number): Float64Array {
  const width = x.columns / heads;
  return rowAt(x, t).subarray(h * width, (h + 1) * width);
}

/** y = lengths_h x / |x| in head h; heads are as many as lengths. */
export function normaliseHeads(x: Rows, lengths: Float64Array): Rows {
  const y = zeroRows(x.rows, x.columns);
  for (let t = 0; t < x.rows; t++)
    lengths.forEach((length, h) => {
      const head = headAt(x, lengths.length, t, h);
      const size = Math.max(Math.sqrt(dot(head, head)), shortest);
      headAt(y, lengths.length, t, h).set(head.map((value) => (length * value) / size));
    });
  return y;
}

/** With u = x / |x|: dE/dx = lengths_h (g - u (u . g)) / |x|, dE/d(lengths_h) = sum_t u . g. */
export function normaliseHeadsBackward(
  x: Rows,
  lengths: Float64Array,
  gradient: Rows
): { x: Rows; lengths: Float64Array } {
  const input = zeroRows(x.rows, x.columns);
  const stretch = new Float64Array(lengths.length);
  for (let t = 0; t < x.rows; t++)
    lengths.forEach((length, h) => {
      const [head, g] = [headAt(x, lengths.length, t, h), headAt(gradient, lengths.length, t, h)];
      const size = Math.sqrt(dot(head, head));
      const divisor = Math.max(size, shortest);
      const along = dot(head, g) / divisor;
      stretch[h] += along;
      const turned = size > shortest ? along / divisor : 0;
      headAt(input, lengths.length, t, h).set(
        g.map((value, i) => (length * (value - head[i] * turned)) / divisor)
      );
    });
  return { x: input, lengths: stretch };
}
