/**
 * What is known of one query's attention over some of the keys, and how two such parts make one:
 *
 *   (m, s, y) = (greatest logit, sum exp(l - m), sum exp(l - m) v)
 *
 * The combination is associative and commutative, its identity is (-inf, 0, 0), and y / s is the attention, m + log s the energy.
 * Shyam et al. 2024 (arXiv 2408.04093), whose practical form carries (o, lse) = (y / s, m + log s) instead.
 */
import { exp, log } from '../../../compute/transcendentals';
import { addScaled, MemoryError, type Rows } from '../rows';

export interface Partial {
  /** m. */
  greatest: number;
  /** s. */
  sum: number;
  /** y [dv]. */
  numerator: Float64Array;
}

export const nothing = (dv: number): Partial => ({
  greatest: Number.NEGATIVE_INFINITY,
  sum: 0,
  numerator: new Float64Array(dv)
});

/** Of keys from .. to - 1; `q` [d]. */
export function partialOf(q: Float64Array, k: Rows, v: Rows, scale: number, from = 0, to = k.rows): Partial {
  const part = nothing(v.columns);
  const { columns: d, data: keys } = k;
  const { columns: dv, data: values } = v;
  // Plain loops, no views: a row a key would cost more than its product.
  const logits = new Float64Array(to - from);
  for (let a = 0, at = from * d; a < logits.length; a++) {
    let product = 0;
    for (let i = 0; i < d; i++) product += q[i] * keys[at++];
    logits[a] = scale * product;
    if (logits[a] > part.greatest) part.greatest = logits[a];
  }
  const { greatest, numerator } = part;
  for (let a = 0, at = from * dv; a < logits.length; a++) {
    const weight = exp(logits[a] - greatest);
    part.sum += weight;
    for (let i = 0; i < dv; i++) numerator[i] += weight * values[at++];
  }
  return part;
}

export function combine(left: Partial, right: Partial): Partial {
  const greatest = Math.max(left.greatest, right.greatest);
  const result = { greatest, sum: 0, numerator: new Float64Array(left.numerator.length) };
  for (const part of [left, right]) {
    // Of a part without keys nothing is taken: exp(-inf - -inf) would be no number.
    if (part.sum === 0) continue;
    const weight = exp(part.greatest - greatest);
    result.sum += weight * part.sum;
    addScaled(result.numerator, weight, part.numerator);
  }
  return result;
}

/** Throws MemoryError where there was no key. */
export function attended({ numerator, sum }: Partial): Float64Array {
  if (sum === 0) throw new MemoryError('A query sees no key; expected at least one to attend to.');
  return numerator.map((y) => y / sum);
}

/** F(0) = log sum exp of the logits; -Infinity without keys. */
export const energyOf = ({ greatest, sum }: Partial): number =>
  sum === 0 ? Number.NEGATIVE_INFINITY : greatest + log(sum);

/** (o, lse) of one device, as flash kernels give it. */
export interface Averaged {
  out: Float64Array;
  lse: number;
}

export const averaged = (part: Partial): Averaged => ({
  out: part.sum === 0 ? part.numerator : attended(part),
  lse: energyOf(part)
});

/** o = o1 - sigmoid(l2 - l1) (o1 - o2), the form of the published ring. */
export function mergeAveraged(left: Averaged, right: Averaged): Averaged {
  if (right.lse === Number.NEGATIVE_INFINITY) return left;
  if (left.lse === Number.NEGATIVE_INFINITY) return right;
  const share = 1 / (1 + exp(left.lse - right.lse));
  const greatest = Math.max(left.lse, right.lse);
  return {
    out: left.out.map((o, i) => o - share * (o - right.out[i])),
    lse: greatest + log(exp(left.lse - greatest) + exp(right.lse - greatest))
  };
}
