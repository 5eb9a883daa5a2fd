/**
 * Softmax attention of several heads, of which g = heads / kvHeads in a row read the same keys and values (Ainslie et al. 2023,
 * arXiv 2305.13245): head h reads kv head floor(h / g). As many of both is multi-head attention, one kv head multi-query attention.
 */
import { type AttentionGradient, softmaxAttention, softmaxBackward } from '../attention/softmax';
import { addScaled, columnsOf, MemoryError, type Rows, rowAt, zeroRows } from '../rows';

export interface HeadedAttention {
  heads: number;
  kvHeads: number;
  scale: number;
  /** [queries, heads d]. */
  q: Rows;
  /** [past + queries, kvHeads d] and [past + queries, kvHeads dv]. */
  k: Rows;
  v: Rows;
}

/** Throws MemoryError unless kv heads divide heads. */
export function checkHeads({ heads, kvHeads }: { heads: number; kvHeads: number }): void {
  for (const [name, value] of Object.entries({ heads, 'kv heads': kvHeads }))
    if (!(Number.isSafeInteger(value) && value >= 1))
      throw new MemoryError(`There are ${value} ${name}; expected a whole number from 1.`);
  if (heads % kvHeads !== 0)
    throw new MemoryError(
      `${heads} heads cannot share ${kvHeads} kv heads evenly; expected a multiple of ${kvHeads} heads.`
    );
}

const headOf = (x: Rows, heads: number, h: number): Rows => {
  const width = x.columns / heads;
  return columnsOf(x, h * width, (h + 1) * width);
};

/** Adds a head's rows to its columns of `to`. */
function addHead(to: Rows, heads: number, h: number, part: Rows): void {
  const width = to.columns / heads;
  for (let t = 0; t < to.rows; t++)
    addScaled(rowAt(to, t).subarray(h * width, (h + 1) * width), 1, rowAt(part, t));
}

const ofHead = ({ heads, k, kvHeads, q, scale, v }: HeadedAttention, h: number) => {
  const kvHead = Math.floor(h / (heads / kvHeads));
  const attention = {
    q: headOf(q, heads, h),
    k: headOf(k, kvHeads, kvHead),
    v: headOf(v, kvHeads, kvHead),
    scale
  };
  return { attention, kvHead };
};

/** [queries, heads dv]. */
export function headedAttention(headed: HeadedAttention): Rows {
  const { heads, kvHeads, q, v } = headed;
  const out = zeroRows(q.rows, heads * (v.columns / kvHeads));
  for (let h = 0; h < heads; h++) addHead(out, heads, h, softmaxAttention(ofHead(headed, h).attention).out);
  return out;
}

/** From dE/d(out); a kv head's gradient is the sum over the heads that read it. */
export function headedBackward(headed: HeadedAttention, outGradient: Rows): AttentionGradient {
  const { heads, k, kvHeads, q, v } = headed;
  const gradient = {
    q: zeroRows(q.rows, q.columns),
    k: zeroRows(k.rows, k.columns),
    v: zeroRows(v.rows, v.columns)
  };
  for (let h = 0; h < heads; h++) {
    const { attention, kvHead } = ofHead(headed, h);
    const own = softmaxBackward(attention, softmaxAttention(attention), headOf(outGradient, heads, h));
    addHead(gradient.q, heads, h, own.q);
    addHead(gradient.k, kvHeads, kvHead, own.k);
    addHead(gradient.v, kvHeads, kvHead, own.v);
  }
  return gradient;
}
