/**
 * How often a class can be told right at a rate: no code that keeps R bits of its input errs less than this. For K equiprobable
 * classes and a share D of errors
 *
 *   R(D) = log2 K - h(D) - D log2(K - 1)   for D <= 1 - 1/K, else 0   (Shannon; Fano's inequality met with equality)
 *
 * A rate such as E KL[q(z|x) || p(z)] is at least I(X; Z), so a trained code lies on this line or above it.
 */
import type { BlahutOptions, RatePoint } from './blahutArimoto';
import { atRate } from './curve';
import { discreteSource, hamming, RateError } from './discreteSource';
import { binaryEntropy, log2 } from './information';

/** Bits, for K = `classes` and `error` D from 0. */
export function labelRate(classes: number, error: number): number {
  checkClasses(classes);
  if (!(error >= 0 && error <= 1)) throw new RateError(`The share of errors is ${error}; expected 0 to 1.`);
  if (error >= 1 - 1 / classes) return 0;
  return Math.max(0, log2(classes) - binaryEntropy(error) - (error > 0 ? error * log2(classes - 1) : 0));
}

/** The largest accuracy at a rate, 1 from log2 K bits on. */
export function bestAccuracy(classes: number, bits: number): number {
  checkClasses(classes);
  if (!(bits >= 0)) throw new RateError(`The rate is ${bits}; expected a number of bits from 0.`);
  if (bits === 0) return 1 / classes;
  if (bits >= log2(classes)) return 1;
  // labelRate falls in D all the way.
  let low = 0;
  let high = 1 - 1 / classes;
  for (let step = 0; step < 100 && high - low > 1e-16; step++) {
    const middle = (low + high) / 2;
    if (labelRate(classes, middle) > bits) low = middle;
    else high = middle;
  }
  return 1 - (low + high) / 2;
}

/** The same for classes of any priors, which have no closed form: its distortion is the share of errors. */
export function priorsAtRate(priors: ArrayLike<number>, bits: number, options?: BlahutOptions): RatePoint {
  return atRate(discreteSource(priors, hamming(priors.length)), bits, options);
}

function checkClasses(classes: number): void {
  if (!(Number.isInteger(classes) && classes >= 2))
    throw new RateError(`The number of classes is ${classes}; expected a whole number from 2.`);
}
