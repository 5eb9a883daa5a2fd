/**
 * People as channels of a few bits (Sims 2016, Cognition 152:181-198; Sims, Jacobs & Knill 2012, Psychological Review 119:807).
 *
 * Absolute identification: say which of N equally spaced, equiprobable stimuli was shown, with the squared distance as cost,
 * through C bits. The stimuli at the ends are told best, since they have neighbours on one side only (the bow effect), and
 * accuracy falls with N at a fixed C. Where the model departs from people: from about eight stimuli at 1.5 bits the best code
 * leaves some responses unused, which no one does.
 *
 * Visual working memory: N items share C bits, each remembered with the variance sigma^2 2^(-2 C / N), without a limit on N.
 */
import { exp } from '../../compute/transcendentals';
import { atRate } from './curve';
import { type DiscreteSource, discreteSource, RateError, squaredError, uniform } from './discreteSource';
import { nats } from './information';

/** N equally spaced, equiprobable stimuli and as many responses. */
export function spacedStimuli(stimuli: number): DiscreteSource {
  if (!(Number.isInteger(stimuli) && stimuli >= 2))
    throw new RateError(`The number of stimuli is ${stimuli}; expected a whole number from 2.`);
  const places = Array.from({ length: stimuli }, (_, i) => i);
  return discreteSource(uniform(stimuli), squaredError(places));
}

export interface Identification {
  /** Share of right responses over all stimuli. */
  accuracy: number;
  /** [stimuli] w(i|i). */
  perStimulus: Float64Array;
  /** [stimuli] q: how often each response is given. */
  responses: Float64Array;
  /** Responses never given. */
  unused: number[];
  /** Mean squared distance, in steps between neighbours. */
  distortion: number;
  /** Bits used: the capacity, or log2 N where that is less. */
  rateBits: number;
  /** [stimuli, responses]. */
  confusion: Float64Array;
}

/** A response rarer than this is one that only rounding gives. */
const never = 1e-6;

/** The best use of `bits` for N = `stimuli`. Throws RateError. */
export function identify(stimuli: number, bits: number): Identification {
  const point = atRate(spacedStimuli(stimuli), bits);
  const confusion = point.channel();
  const perStimulus = Float64Array.from({ length: stimuli }, (_, i) => confusion[i * stimuli + i]);
  return {
    accuracy: perStimulus.reduce((sum, share) => sum + share, 0) / stimuli,
    perStimulus,
    responses: point.output,
    unused: [...point.output.keys()].filter((y) => point.output[y] < never),
    distortion: point.distortion,
    rateBits: point.rateBits,
    confusion
  };
}

/** Error variance of each of `items` that share `bits`; `variance` is that of the stimuli, in their unit squared. */
export function memoryVariance(items: number, bits: number, variance = 1): number {
  if (!(items >= 1)) throw new RateError(`There are ${items} items; expected at least 1.`);
  if (!(bits >= 0)) throw new RateError(`The capacity is ${bits} bits; expected a number from 0.`);
  return variance * exp((-2 * bits * nats) / items);
}
