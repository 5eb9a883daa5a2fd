/**
 * The capacity of a channel, the most bits a use can carry (Arimoto 1972):
 *
 *   c(x) = exp(sum_y W(y|x) ln [W(y|x) / r(y)]),   r(y) = sum_x p(x) W(y|x),   p <- p c / sum p c
 *
 * ln sum p c <= C <= max ln c, in nats, is where to stop.
 */
import { exp, log } from '../../compute/transcendentals';
import { checkedSum, RateError } from './discreteSource';
import { nats } from './information';
import { scaled } from './kernel';

export interface Capacity {
  bits: number;
  /** [inputs] the p that reaches it. */
  input: Float64Array;
  gapNats: number;
  iterations: number;
  converged: boolean;
}

/** `channel`: a row W(.|x) per input, each summing to 1. Throws RateError. */
export function channelCapacity(
  channel: readonly ArrayLike<number>[],
  { mostIterations = 100_000, tolerance = 1e-10 }: { mostIterations?: number; tolerance?: number } = {}
): Capacity {
  if (channel.length === 0) throw new RateError('The channel has no rows; expected one per input.');
  const outputs = channel[0].length;
  const rows = channel.map((row, x) => {
    if (row.length !== outputs)
      throw new RateError(`Row ${x} of the channel has ${row.length} columns; expected ${outputs}.`);
    try {
      checkedSum(row, 'output');
    } catch (error) {
      throw new RateError(`Row ${x} of the channel: ${(error as Error).message}`);
    }
    return scaled(Float64Array.from(row));
  });
  let input = new Float64Array(rows.length).fill(1 / rows.length);
  for (let iterations = 1; ; iterations++) {
    const r = new Float64Array(outputs);
    rows.forEach((row, x) => {
      for (let y = 0; y < outputs; y++) r[y] += input[x] * row[y];
    });
    // Every letter counts for the bound, also one no longer sent.
    const logs = rows.map((row) => {
      let sum = 0;
      for (let y = 0; y < outputs; y++) if (row[y] > 0) sum += row[y] * log(row[y] / r[y]);
      return sum;
    });
    const most = Math.max(...logs);
    let total = 0;
    const next = input.map((share, x) => share * exp(logs[x] - most));
    for (const share of next) total += share;
    const low = most + log(total);
    const gapNats = Math.max(0, most - low);
    if (gapNats <= tolerance || iterations === mostIterations)
      return { bits: low / nats, input, gapNats, iterations, converged: gapNats <= tolerance };
    input = next.map((share) => share / total);
  }
}
