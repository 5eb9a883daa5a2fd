/** Queries, keys and values of an NPZ file, cut into heads, and outputs put together again. */
import { type Rows, rowAt, zeroRows } from '../../models/memory/rows';
import { checkNames, type NamedArrays } from '../gradient/arrays';
import type { Shaped } from '../gradient/shaped';

export interface Head {
  /** [T, d], [T, d] and [T, dv]. */
  q: Rows;
  k: Rows;
  v: Rows;
}

export interface Heads {
  /** Of queries, each with the keys and values it reads. */
  heads: readonly Head[];
  /** Heads of keys: so many of them differ. */
  kvHeads: number;
  /** The outputs [T, dv] of all heads as the array o: (T, dv), or (T, h, dv) where q has heads. */
  joined(outputs: readonly Rows[]): Shaped;
  /** Arrays of the file that were not used. */
  unused: readonly string[];
}

interface Stack {
  tokens: number;
  heads: number;
  width: number;
  data: ArrayLike<number>;
  dimensions: number;
}

/**
 * q (T, d), k (T, d), v (T, dv); or with heads q (T, h, d), k and v (T, g, d), where g divides h and h / g queries one after another
 * share a head of keys. Throws FormatError for arrays that are missing, hold what is no number, or do not fit together.
 */
export function readHeads(arrays: NamedArrays, optional: readonly string[]): Heads {
  const unused = checkNames(arrays, ['q', 'k', 'v'], optional, 'attention');
  const [q, k, v] = ['q', 'k', 'v'].map((name) => stack(arrays, name));
  for (const [name, other] of [
    ['k', k],
    ['v', v]
  ] as const) {
    if (other.dimensions !== q.dimensions)
      arrays.fail(name, `${other.dimensions} dimensions`, `${q.dimensions}, as q has`);
    if (other.tokens !== q.tokens) arrays.fail(name, `${other.tokens} tokens`, `${q.tokens}, as q has`);
  }
  if (k.width !== q.width) arrays.fail('k', `vectors of ${k.width} numbers`, `${q.width}, as q has`);
  if (q.heads % k.heads !== 0)
    arrays.fail('k', `${k.heads} heads`, `a number that divides the ${q.heads} heads of q`);
  if (v.heads !== k.heads) arrays.fail('v', `${v.heads} heads`, `${k.heads}, as k has`);
  const shared = q.heads / k.heads;
  return {
    heads: Array.from({ length: q.heads }, (_, h) => ({
      q: headOf(q, h),
      k: headOf(k, Math.floor(h / shared)),
      v: headOf(v, Math.floor(h / shared))
    })),
    kvHeads: k.heads,
    joined: (outputs) => {
      const shape = q.dimensions === 2 ? [q.tokens, v.width] : [q.tokens, q.heads, v.width];
      const data = new Float64Array(q.tokens * q.heads * v.width);
      outputs.forEach((out, h) => {
        for (let t = 0; t < q.tokens; t++) data.set(rowAt(out, t), (t * q.heads + h) * v.width);
      });
      return { shape, data };
    },
    unused
  };
}

function stack(arrays: NamedArrays, name: string): Stack {
  const { shape, data } = arrays.array(name);
  if ((shape.length !== 2 && shape.length !== 3) || shape.includes(0))
    arrays.fail(name, `shape (${shape.join(', ')})`, '(T, d), or (T, heads, d), none of them 0');
  const [heads, width] = shape.length === 2 ? [1, shape[1]] : [shape[1], shape[2]];
  return { tokens: shape[0], heads, width, data, dimensions: shape.length };
}

function headOf({ data, heads, tokens, width }: Stack, h: number): Rows {
  const rows = zeroRows(tokens, width);
  for (let t = 0; t < tokens; t++)
    for (let i = 0; i < width; i++) rows.data[t * width + i] = data[(t * heads + h) * width + i];
  return rows;
}
