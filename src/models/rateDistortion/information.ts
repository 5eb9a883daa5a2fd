/** Entropies and mutual information of finite distributions, in bits unless said otherwise; 0 log 0 = 0. */
import { log } from '../../compute/transcendentals';

/** Nats in a bit. */
export const nats = Math.LN2;

export const log2 = (x: number): number => log(x) / nats;

/** -sum p log2 p. */
export function entropy(probabilities: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++)
    if (probabilities[i] > 0) sum -= probabilities[i] * log2(probabilities[i]);
  return sum;
}

/** h(p). */
export const binaryEntropy = (p: number): number => entropy([p, 1 - p]);

/** KL[p || q] in nats; Infinity where q lacks what p has. */
export function divergenceNats(p: ArrayLike<number>, q: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0) sum += p[i] * log(p[i] / q[i]);
  return sum;
}

/** [outputs] sum_x p(x) w(y|x). `channel` [inputs, outputs], rows summing to 1. */
export function outputOf(probabilities: ArrayLike<number>, channel: ArrayLike<number>): Float64Array {
  const outputs = channel.length / probabilities.length;
  const q = new Float64Array(outputs);
  for (let x = 0; x < probabilities.length; x++)
    for (let y = 0; y < outputs; y++) q[y] += probabilities[x] * channel[x * outputs + y];
  return q;
}

/** I(X; Y) through a channel [inputs, outputs]. */
export function mutualInformation(probabilities: ArrayLike<number>, channel: ArrayLike<number>): number {
  const q = outputOf(probabilities, channel);
  const outputs = q.length;
  let sum = 0;
  for (let x = 0; x < probabilities.length; x++)
    for (let y = 0; y < outputs; y++) {
      const w = channel[x * outputs + y];
      const joint = probabilities[x] * w;
      // Not w alone: of the smallest numbers there are the product is 0, and so is q.
      if (joint > 0) sum += joint * log2(w / q[y]);
    }
  return sum;
}
