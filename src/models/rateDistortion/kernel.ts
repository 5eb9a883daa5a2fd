/** exp(-b d) of one source and one slope, and what the iteration asks of it. */
import { exp, log } from '../../compute/transcendentals';
import type { DiscreteSource } from './discreteSource';

/** What is known at one q. */
export interface Evaluation {
  /** [outputs] c(y). */
  c: Float64Array;
  /** [outputs] ln c. */
  logs: Float64Array;
  /** -sum p ln Z, nats, with every row's least distortion taken off: R + b D less b sum p min d. */
  free: number;
  /** max ln c - sum q c ln c: nats that R + b D may exceed its least (Blahut 1972). */
  gap: number;
}

export class Kernel {
  readonly source: DiscreteSource;
  /** [letters, outputs] exp(-b (d - min_y d)): rows begin at 1, so that no Z underflows. */
  readonly weights: Float64Array;
  /** [letters] Z of the last evaluation. */
  readonly partition: Float64Array;
  evaluations = 0;
  /** sum p min_y d: no code has less distortion. */
  readonly least: number;
  private readonly slope: number;

  constructor(source: DiscreteSource, slope: number) {
    const { distortions, letters, outputs, probabilities } = source;
    this.source = source;
    this.slope = slope;
    this.weights = new Float64Array(letters * outputs);
    this.partition = new Float64Array(letters);
    let least = 0;
    for (let x = 0; x < letters; x++) {
      const row = distortions.subarray(x * outputs, (x + 1) * outputs);
      const smallest = leastOf(row);
      least += probabilities[x] * smallest;
      for (let y = 0; y < outputs; y++) this.weights[x * outputs + y] = this.weight(row[y] - smallest);
    }
    this.least = least;
  }

  /** exp(-b d), with exp(-b Infinity) = 0 for b = 0 too, and exp(-Infinity 0) = 1. */
  private weight(excess: number): number {
    if (excess === 0) return 1;
    return excess < Number.POSITIVE_INFINITY ? exp(-this.slope * excess) : 0;
  }

  /** `q` [outputs] sums to 1. */
  evaluate(q: Float64Array): Evaluation {
    const { partition, source, weights } = this;
    const { letters, outputs, probabilities } = source;
    const c = new Float64Array(outputs);
    let free = 0;
    for (let x = 0, at = 0; x < letters; x++, at += outputs) {
      const p = probabilities[x];
      const z = dot(weights, at, q);
      partition[x] = z;
      if (p === 0) continue;
      free -= p * log(z);
      const share = p / z;
      for (let y = 0; y < outputs; y++) c[y] += share * weights[at + y];
    }
    const logs = c.map(log);
    let most = Number.NEGATIVE_INFINITY;
    let mean = 0;
    for (let y = 0; y < outputs; y++) {
      if (logs[y] > most) most = logs[y];
      if (q[y] > 0 && c[y] > 0) mean += q[y] * c[y] * logs[y];
    }
    this.evaluations++;
    return { c, logs, free, gap: most - mean };
  }

  /** Only the nats of `free` at q, for half the work. */
  freeOf(q: Float64Array): number {
    const { letters, outputs, probabilities } = this.source;
    let free = 0;
    for (let x = 0, at = 0; x < letters; x++, at += outputs) {
      if (probabilities[x] === 0) continue;
      free -= probabilities[x] * log(dot(this.weights, at, q));
    }
    return free;
  }

  /** [outputs] q c, scaled to the sum 1 that it has but for rounding. */
  next(q: Float64Array, c: Float64Array): Float64Array {
    return scaled(q.map((share, y) => share * c[y]));
  }

  /** Of the channel that q makes: D, and D less the least there is. */
  distortionOf(q: Float64Array): { distortion: number; excess: number } {
    const { distortions, letters, outputs, probabilities } = this.source;
    let excess = 0;
    for (let x = 0, at = 0; x < letters; x++, at += outputs) {
      const smallest = leastOf(distortions.subarray(at, at + outputs));
      let z = 0;
      let sum = 0;
      for (let y = 0; y < outputs; y++) {
        const share = this.weights[at + y] * q[y];
        z += share;
        if (share > 0) sum += share * (distortions[at + y] - smallest);
      }
      if (probabilities[x] > 0) excess += (probabilities[x] * sum) / z;
    }
    return { distortion: this.least + excess, excess };
  }

  /** [letters, outputs] w(y|x). */
  channel(q: Float64Array): Float64Array {
    const { letters, outputs } = this.source;
    const made = new Float64Array(letters * outputs);
    for (let x = 0, at = 0; x < letters; x++, at += outputs) {
      const z = dot(this.weights, at, q);
      for (let y = 0; y < outputs; y++) made[at + y] = (this.weights[at + y] * q[y]) / z;
    }
    return made;
  }
}

/** sum_y table[at + y] q[y]. */
function dot(table: Float64Array, at: number, q: Float64Array): number {
  const whole = q.length & ~3;
  // Four sums at once: one would wait for its own last addition.
  let [a, b, c, d] = [0, 0, 0, 0];
  let y = 0;
  for (; y < whole; y += 4) {
    a += table[at + y] * q[y];
    b += table[at + y + 1] * q[y + 1];
    c += table[at + y + 2] * q[y + 2];
    d += table[at + y + 3] * q[y + 3];
  }
  for (; y < q.length; y++) a += table[at + y] * q[y];
  return a + b + (c + d);
}

/** In place. */
export function scaled(shares: Float64Array): Float64Array {
  let sum = 0;
  for (const share of shares) sum += share;
  for (let y = 0; y < shares.length; y++) shares[y] /= sum;
  return shares;
}

function leastOf(row: Float64Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (const value of row) if (value < least) least = value;
  return least;
}
