/** What a query of online vector-quantised attention reads: rows of a dictionary and tokens of the block under way, in float64. */
import type { OvqCall } from '../../sequences';
import { exp, log } from '../../transcendentals';
import { type Dictionary, dot, row, type Tokens, token } from './ovqDictionary';

/** What is added to the logits of rows, [capacity]; -Infinity hides those that are not open. */
export function biases({ counts, keys }: Dictionary, call: OvqCall): Float64Array {
  return counts.map((count, n) => {
    if (!(count > 0)) return Number.NEGATIVE_INFINITY;
    const key = row(keys, call.keyWidth, n);
    return (
      (call.countBias ? log(count) : 0) + (call.normCorrection ? (call.scale * (1 - dot(key, key))) / 2 : 0)
    );
  });
}

/** Writes the weights of rows, then of the first `seen` tokens; returns the log sum exp of their logits. */
export function read(
  query: Float64Array,
  { keys }: Dictionary,
  bias: Float64Array,
  tokens: Tokens,
  seen: number,
  scale: number,
  weights: Float64Array
): number {
  const rows = bias.length;
  let greatest = Number.NEGATIVE_INFINITY;
  for (let a = 0; a < rows + seen; a++) {
    const key = a < rows ? row(keys, query.length, a) : token(tokens, a - rows);
    weights[a] = scale * dot(query, key) + (a < rows ? bias[a] : 0);
    greatest = Math.max(greatest, weights[a]);
  }
  let sum = 0;
  for (let a = 0; a < rows + seen; a++) sum += weights[a] = exp(weights[a] - greatest);
  for (let a = 0; a < rows + seen; a++) weights[a] /= sum;
  return greatest + log(sum);
}
