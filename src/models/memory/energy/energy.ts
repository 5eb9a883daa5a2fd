/**
 * Attention as the gradient of an energy: with a source zeta that pulls along the values,
 *
 *   F(zeta) = log sum_a exp( q . k_a + zeta . v_a ),   dF/dzeta |_0 = attention,   d2F/dzeta2 |_0 = covariance of the values
 *
 * F is the cumulant generating function of the values under the softmax. Shyam et al. 2024 (arXiv 2408.04093), equations 5, 6, 20.
 * The paper has no 1 / sqrt(d): fold a scale into q. What surprises: `zeta` is 0 whenever attention is read; it is a handle.
 */
import { exp, log } from '../../../compute/transcendentals';
import { addScaled, dot, type Rows, rowAt, zeroRows } from '../rows';

export interface EnergyProblem {
  /** [d]. */
  q: Float64Array;
  /** [N, d]. */
  k: Rows;
  /** [N, dv]. */
  v: Rows;
  /** [dv]. */
  zeta: Float64Array;
}

export interface EnergyExpansion {
  /** F(zeta). */
  energy: number;
  /** [N] the softmax at zeta. */
  weights: Float64Array;
  /** dF/dzeta [dv], the mean value: attention where zeta = 0. */
  gradient: Float64Array;
  /** d2F/dzeta2 [dv, dv], the covariance of the values. */
  hessian: Rows;
  /** dF/dq [d], the expected key. */
  queryGradient: Float64Array;
}

export function expandEnergy({ q, k, v, zeta }: EnergyProblem): EnergyExpansion {
  const weights = new Float64Array(k.rows);
  let greatest = Number.NEGATIVE_INFINITY;
  for (let a = 0; a < k.rows; a++) {
    weights[a] = dot(q, rowAt(k, a)) + dot(zeta, rowAt(v, a));
    greatest = Math.max(greatest, weights[a]);
  }
  let sum = 0;
  for (let a = 0; a < k.rows; a++) sum += weights[a] = exp(weights[a] - greatest);
  const gradient = new Float64Array(v.columns);
  const queryGradient = new Float64Array(k.columns);
  for (let a = 0; a < k.rows; a++) {
    weights[a] /= sum;
    addScaled(gradient, weights[a], rowAt(v, a));
    addScaled(queryGradient, weights[a], rowAt(k, a));
  }
  // About the mean, so that nothing cancels.
  const hessian = zeroRows(v.columns, v.columns);
  for (let a = 0; a < k.rows; a++) {
    const apart = rowAt(v, a).map((x, i) => x - gradient[i]);
    for (let i = 0; i < apart.length; i++) addScaled(rowAt(hessian, i), weights[a] * apart[i], apart);
  }
  return { energy: greatest + log(sum), weights, gradient, hessian, queryGradient };
}
