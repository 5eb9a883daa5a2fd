/**
 * What the KL term of a variational autoencoder measures, on a tiny X with a one-dimensional Gaussian code and the prior N(0, 1):
 *
 *   E_x KL[q(z|x) || p(z)] = I(X; Z) + KL[q(z) || p(z)],   q(z) = sum_x p(x) N(z; m_x, s_x^2)
 *
 * so the KL term is a rate, never below the information, and equal to it only where the codes together look like the prior. The
 * left side is a closed form, both terms of the right come by quadrature: three numbers found three ways.
 */
import { exp, log } from '../../compute/transcendentals';
import { RateError } from './discreteSource';

export interface GaussianCodes {
  /** [letters] p(x), summing to 1. */
  probabilities: readonly number[];
  /** [letters] m. */
  means: readonly number[];
  /** [letters] s, above 0. */
  deviations: readonly number[];
}

export interface RateTerms {
  /** E KL[q(z|x) || p(z)], nats, in closed form. */
  rate: number;
  /** I(X; Z), nats. */
  information: number;
  /** KL[q(z) || p(z)], nats. */
  mismatch: number;
}

const logRootTwoPi = 0.5 * log(2 * Math.PI);

/** Throws RateError for deviations that are not above 0. */
export function rateTerms({ deviations, means, probabilities }: GaussianCodes): RateTerms {
  deviations.forEach((s, x) => {
    if (!(s > 0)) throw new RateError(`The deviation of code ${x} is ${s}; expected a number above 0.`);
  });
  const rate = means.reduce((sum, m, x) => {
    const s = deviations[x];
    return sum + probabilities[x] * 0.5 * (m * m + s * s - 1 - 2 * log(s));
  }, 0);
  // The trapezoidal rule converges faster than any power on functions that die away like these.
  const step = Math.min(1, ...deviations) / 20;
  const from = Math.min(...means.map((m, x) => m - 14 * deviations[x]));
  const to = Math.max(...means.map((m, x) => m + 14 * deviations[x]));
  let information = 0;
  let mismatch = 0;
  for (let z = from; z <= to; z += step) {
    const logs = means.map((m, x) => {
      const u = (z - m) / deviations[x];
      return -0.5 * u * u - log(deviations[x]) - logRootTwoPi;
    });
    const density = logs.reduce((sum, each, x) => sum + probabilities[x] * exp(each), 0);
    if (!(density > 0)) continue;
    const whole = log(density);
    logs.forEach((each, x) => {
      information += step * probabilities[x] * exp(each) * (each - whole);
    });
    mismatch += step * density * (whole + 0.5 * z * z + logRootTwoPi);
  }
  return { rate, information, mismatch };
}
