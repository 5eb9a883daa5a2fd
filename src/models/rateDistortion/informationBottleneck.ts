/**
 * The information bottleneck (Tishby, Pereira & Bialek 1999): a code T of X that keeps what X says of Y. Minimise
 * I(X; T) - beta I(T; Y) in nats by
 *
 *   q(t|x) = q(t) exp(-beta KL[p(y|x) || q(y|t)]) / Z(x),   q(t) = sum_x p q(t|x),   q(y|t) = sum_x p q(t|x) p(y|x) / q(t)
 *
 * Every step lowers it, but towards a minimum that depends on the start: several are tried and the best is kept. Deterministic
 * (Strouse & Schwab 2017): H(T) - beta I(T; Y), each x goes to its best t. Where Y is a function of X the curve is a straight line
 * (Kolchinsky, Tracey & Van Kuyk 2019): for every beta > 1 the best T is Y itself, and below 1 there is none.
 */
import { exp, log } from '../../compute/transcendentals';
import type { Random } from '../random';
import { checkedSum, RateError } from './discreteSource';
import { divergenceNats, entropy, mutualInformation, nats, outputOf } from './information';

/** X and what it says of Y. */
export interface Relevance {
  /** [letters] p(x). */
  probabilities: Float64Array;
  /** [letters, answers] p(y|x). */
  answers: Float64Array;
}

/** `answers`: a row p(.|x) per letter. Throws RateError. */
export function relevance(
  probabilities: ArrayLike<number>,
  answers: readonly ArrayLike<number>[]
): Relevance {
  checkedSum(probabilities, 'letter');
  if (answers.length !== probabilities.length)
    throw new RateError(`There are ${answers.length} rows of answers; expected ${probabilities.length}.`);
  for (const row of answers) checkedSum(row, 'answer');
  return {
    probabilities: Float64Array.from(probabilities),
    answers: Float64Array.from(answers.flatMap((row) => Array.from(row)))
  };
}

export interface BottleneckOptions {
  /** Weight of what is kept, above 0. */
  beta: number;
  /** Values of T (default: as many as letters). */
  clusters?: number;
  random: Random;
  /** Random starts besides all letters apart and all together (default 10). */
  starts?: number;
  mostIterations?: number;
  deterministic?: boolean;
}

export interface Bottleneck {
  /** I(X; T), bits. */
  keptBits: number;
  /** I(T; Y), bits. */
  relevantBits: number;
  /** H(T), bits. */
  entropyBits: number;
  /** [letters, clusters] q(t|x). */
  encoder: Float64Array;
  /** I(X; T) - beta I(T; Y), or H(T) - beta I(T; Y), nats. */
  objective: number;
  iterations: number;
  /** The objective stopped falling. */
  converged: boolean;
}

/** The best of all starts. Throws RateError for a beta that is not above 0. */
export function informationBottleneck(source: Relevance, options: BottleneckOptions): Bottleneck {
  const { beta, random, starts = 10 } = options;
  if (!(beta > 0 && beta < Number.POSITIVE_INFINITY))
    throw new RateError(`The weight beta is ${beta}; expected a number above 0.`);
  const letters = source.probabilities.length;
  const { clusters = letters } = options;
  // Every letter on its own, and all of them together, which no step of the deterministic iteration would find.
  const apart = Uint32Array.from({ length: letters }, (_, x) => x % clusters);
  let best = descend(source, hard(apart, clusters), clusters, options);
  const together = descend(source, hard(new Uint32Array(letters), clusters), clusters, options);
  if (together.objective < best.objective) best = together;
  for (let k = 0; k < starts; k++) {
    const stream = random.fork(`start ${k}`);
    const begin = options.deterministic
      ? hard(
          Uint32Array.from({ length: letters }, () => stream.below(clusters)),
          clusters
        )
      : soft(letters, clusters, () => stream.uniform());
    const found = descend(source, begin, clusters, options);
    if (found.objective < best.objective) best = found;
  }
  return best;
}

/** One descent from `encoder` [letters, clusters]. `onStep` sees the objective after each step. */
export function descend(
  { answers, probabilities }: Relevance,
  encoder: Float64Array,
  clusters: number,
  {
    beta,
    deterministic = false,
    mostIterations = 5000
  }: Pick<BottleneckOptions, 'beta' | 'deterministic' | 'mostIterations'>,
  onStep?: (objective: number) => void
): Bottleneck {
  const letters = probabilities.length;
  const width = answers.length / letters;
  let q = encoder;
  let objective = Number.POSITIVE_INFINITY;
  for (let iterations = 1; ; iterations++) {
    const shares = outputOf(probabilities, q);
    const said = saidBy(probabilities, answers, q, shares, width);
    const next = new Float64Array(letters * clusters);
    for (let x = 0; x < letters; x++) {
      const own = answers.subarray(x * width, (x + 1) * width);
      const scores = Float64Array.from({ length: clusters }, (_, t) =>
        shares[t] > 0
          ? log(shares[t]) - beta * divergenceNats(own, said.subarray(t * width, (t + 1) * width))
          : Number.NEGATIVE_INFINITY
      );
      const most = Math.max(...scores);
      const row = next.subarray(x * clusters, (x + 1) * clusters);
      if (deterministic) row[scores.indexOf(most)] = 1;
      else {
        let total = 0;
        for (let t = 0; t < clusters; t++) total += row[t] = exp(scores[t] - most);
        for (let t = 0; t < clusters; t++) row[t] /= total;
      }
    }
    q = next;
    const measured = measure(probabilities, answers, q, width, beta, deterministic);
    onStep?.(measured.objective);
    const converged = objective - measured.objective < 1e-14;
    objective = measured.objective;
    if (converged || iterations === mostIterations) return { ...measured, encoder: q, iterations, converged };
  }
}

/** [clusters, answers] q(y|t). */
function saidBy(
  probabilities: Float64Array,
  answers: Float64Array,
  q: Float64Array,
  shares: Float64Array,
  width: number
): Float64Array {
  const clusters = shares.length;
  const said = new Float64Array(clusters * width);
  for (let x = 0; x < probabilities.length; x++)
    for (let t = 0; t < clusters; t++) {
      const weight = (probabilities[x] * q[x * clusters + t]) / (shares[t] || 1);
      if (weight > 0) for (let y = 0; y < width; y++) said[t * width + y] += weight * answers[x * width + y];
    }
  return said;
}

function measure(
  probabilities: Float64Array,
  answers: Float64Array,
  q: Float64Array,
  width: number,
  beta: number,
  deterministic: boolean
): Pick<Bottleneck, 'keptBits' | 'relevantBits' | 'entropyBits' | 'objective'> {
  const shares = outputOf(probabilities, q);
  const keptBits = mutualInformation(probabilities, q);
  const relevantBits = mutualInformation(shares, saidBy(probabilities, answers, q, shares, width));
  const entropyBits = entropy(shares);
  const cost = deterministic ? entropyBits : keptBits;
  return { keptBits, relevantBits, entropyBits, objective: nats * (cost - beta * relevantBits) };
}

function hard(groups: Uint32Array, clusters: number): Float64Array {
  const q = new Float64Array(groups.length * clusters);
  groups.forEach((t, x) => {
    q[x * clusters + t] = 1;
  });
  return q;
}

function soft(letters: number, clusters: number, draw: () => number): Float64Array {
  const q = Float64Array.from({ length: letters * clusters }, () => 0.1 + draw());
  for (let x = 0; x < letters; x++) {
    const row = q.subarray(x * clusters, (x + 1) * clusters);
    const total = row.reduce((sum, share) => sum + share, 0);
    for (let t = 0; t < clusters; t++) row[t] /= total;
  }
  return q;
}
