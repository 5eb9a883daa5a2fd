/** Random sequences, and gradients by central differences, which know nothing of how layers make theirs. */
import type { Rows } from '../../../src/models/memory/rows';
import { Random } from '../../../src/models/random';

export function randomRows(name: string, rows: number, columns: number, size = 1): Rows {
  const random = new Random(7).fork(name);
  return { rows, columns, data: Float64Array.from({ length: rows * columns }, () => size * random.normal()) };
}

/** d(sum out * weight)/d(values), by moving one number at a time. */
export function differences(values: Float64Array, loss: () => number, h = 1e-5): Float64Array {
  return values.map((value, at) => {
    values[at] = value + h;
    const above = loss();
    values[at] = value - h;
    const below = loss();
    values[at] = value;
    return (above - below) / (2 * h);
  });
}

export function inner(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += left[i] * right[i];
  return sum;
}

/** The greatest distance between entries; infinite where one is no number. */
export function apart(left: ArrayLike<number>, right: ArrayLike<number>): number {
  if (left.length !== right.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < left.length; i++) {
    const gap = Math.abs(left[i] - right[i]);
    if (!(gap <= most)) most = Number.isNaN(gap) ? Number.POSITIVE_INFINITY : gap;
  }
  return most;
}

/** Softmax attention written from its definition alone, with Math.exp in order of the paper: sees keys up to past + i. */
export function plainAttention(
  q: Rows,
  k: Rows,
  v: Rows,
  scale: number,
  bias: (a: number) => number = () => 0
): Float64Array {
  const past = k.rows - q.rows;
  const out = new Float64Array(q.rows * v.columns);
  for (let i = 0; i < q.rows; i++) {
    const logits = Array.from({ length: past + i + 1 }, (_, a) => {
      let sum = 0;
      for (let c = 0; c < q.columns; c++) sum += q.data[i * q.columns + c] * k.data[a * k.columns + c];
      return scale * sum + bias(a);
    });
    const most = Math.max(...logits);
    const weights = logits.map((logit) => Math.exp(logit - most));
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((weight, a) => {
      for (let c = 0; c < v.columns; c++)
        out[i * v.columns + c] += (weight / whole) * v.data[a * v.columns + c];
    });
  }
  return out;
}
