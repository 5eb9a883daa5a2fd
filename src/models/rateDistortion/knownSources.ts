/** Sources whose curve is known in closed form, to hold the iteration against and to draw. */
import { exp, log } from '../../compute/transcendentals';
import { spacedStimuli } from './cognition';
import { type DiscreteSource, discreteSource, hamming, squaredError, uniform } from './discreteSource';
import { binaryEntropy, log2 } from './information';
import { labelRate } from './labelBound';

export interface KnownSource {
  source: DiscreteSource;
  /** R(D) in bits, where there is one. */
  closedForm?(distortion: number): number;
}

/** Two letters, the second with probability p up to 1/2, Hamming distortion: h(p) - h(D). */
export function bit(p: number): KnownSource {
  return {
    source: discreteSource([1 - p, p], hamming(2)),
    closedForm: (D) => (D < p ? binaryEntropy(p) - (D > 0 ? binaryEntropy(D) : 0) : 0)
  };
}

/** K equiprobable letters, Hamming distortion. */
export function letters(classes: number): KnownSource {
  return {
    source: discreteSource(uniform(classes), hamming(classes)),
    closedForm: (D) => labelRate(classes, Math.min(1, D))
  };
}

/** N(0, 1) on `points` from -reach to reach, squared error: log2(1 / D) / 2 up to what the grid leaves out. */
export function gaussian(points: number, reach: number): KnownSource {
  const grid = Array.from({ length: points }, (_, i) => -reach + (2 * reach * i) / (points - 1));
  const heights = grid.map((x) => exp(-0.5 * x * x));
  const total = heights.reduce((sum, height) => sum + height, 0);
  return {
    source: discreteSource(
      heights.map((height) => height / total),
      squaredError(grid)
    ),
    closedForm: (D) => (D < 1 ? 0.5 * log2(1 / D) : 0)
  };
}

/** A fair bit that may be erased at a cost of 1 and never be wrong: the straight line 1 - D. */
export const erasure: KnownSource = {
  source: discreteSource(
    [0.5, 0.5],
    [
      [0, 1, Number.POSITIVE_INFINITY],
      [Number.POSITIVE_INFINITY, 1, 0]
    ]
  ),
  closedForm: (D) => Math.max(0, 1 - D)
};

/** N equally spaced stimuli, squared distance: no closed form. */
export function stimuli(count: number): KnownSource {
  return { source: spacedStimuli(count) };
}

/** The slope at which a biased bit is first worth sending: ln((1 - p) / p). */
export const bitCriticalSlope = (p: number): number => log((1 - p) / p);
