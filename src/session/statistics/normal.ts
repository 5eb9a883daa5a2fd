/** The standard normal distribution, from +, -, *, /, square roots and our own exp and log: equal on every machine. */
import { exp, log } from '../../compute/transcendentals';

/** 1 / sqrt(2 pi) */
const peak = 0.3989422804014327;

/**
 * P(Z <= x), to 1e-14: the series of Phi(x) - 1/2 (Marsaglia 2004, "Evaluating the normal distribution") near 0, Lentz's
 * continued fraction of the tail beyond.
 */
export function normalShare(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  const size = Math.abs(x);
  if (size > 38) return x > 0 ? 1 : 0;
  if (size < 3) {
    let term = x;
    let sum = x;
    for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
      term *= (x * x) / k;
      sum += term;
    }
    return 0.5 + sum * peak * exp(-0.5 * x * x);
  }
  let fraction = size;
  for (let k = 60; k >= 1; k--) fraction = size + k / fraction;
  const tail = (peak * exp(-0.5 * x * x)) / fraction;
  return x > 0 ? 1 - tail : tail;
}

/** x with P(Z <= x) = `share`, for shares in (0, 1): a rational start (Hastings 1955) and Newton steps on `normalShare`. */
export function normalQuantile(share: number): number {
  if (!(share > 0 && share < 1)) return share === 0 ? -Infinity : share === 1 ? Infinity : Number.NaN;
  const low = Math.min(share, 1 - share);
  const t = Math.sqrt(-2 * log(low));
  let x = -(
    t -
    (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  );
  for (let step = 0; step < 6; step++) {
    const density = peak * exp(-0.5 * x * x);
    if (density === 0) break;
    x -= (normalShare(x) - low) / density;
  }
  return share < 0.5 ? x : -x;
}
