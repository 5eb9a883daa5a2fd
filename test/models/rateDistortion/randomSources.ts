/** Random sources for properties: up to six letters and reproductions, costs with ties, some pairs forbidden. */
import fc from 'fast-check';
import { type DiscreteSource, discreteSource } from '../../../src/models/rateDistortion/discreteSource';

export interface Table {
  probabilities: number[];
  distortions: number[][];
}

const normalised = (weights: readonly number[]): number[] => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
};

/** `forbidden`: some pairs cost Infinity, the first column never. */
export function tables(forbidden = false): fc.Arbitrary<Table> {
  const cost = fc.integer({ min: 0, max: 400 }).map((hundredths) => hundredths / 100);
  const cell = forbidden
    ? fc.oneof({ weight: 4, arbitrary: cost }, fc.constant(Number.POSITIVE_INFINITY))
    : cost;
  return fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
    .chain(([letters, outputs]) =>
      fc.record({
        probabilities: fc
          .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: letters, maxLength: letters })
          .map(normalised),
        distortions: fc.array(
          fc
            .tuple(cost, fc.array(cell, { minLength: outputs - 1, maxLength: outputs - 1 }))
            .map(([first, rest]) => [first, ...rest]),
          { minLength: letters, maxLength: letters }
        )
      })
    );
}

export const sourceFrom = ({ distortions, probabilities }: Table): DiscreteSource =>
  discreteSource(probabilities, distortions);

export const slopes = fc.double({ min: 0.05, max: 20, noNaN: true });
