/** A source of letters and what each costs when another stands for it: all that rate-distortion theory knows of a world. */

/** A source, a distortion or a trade-off that theory has no answer for. */
export class RateError extends Error {
  override readonly name = 'RateError';
}

export interface DiscreteSource {
  letters: number;
  /** Reproductions: what may stand for a letter. */
  outputs: number;
  /** [letters] p(x), from 0, summing to 1. */
  probabilities: Float64Array;
  /** [letters, outputs] d(x, y), from 0; Infinity where y may never stand for x. */
  distortions: Float64Array;
}

/** Probabilities may miss a sum of 1 by this much, as printed ones do; they are scaled. */
export const sumTolerance = 1e-6;

/** `distortions`: a row per letter. Throws RateError with the letter and what was expected. */
export function discreteSource(
  probabilities: ArrayLike<number>,
  distortions: readonly ArrayLike<number>[]
): DiscreteSource {
  const letters = probabilities.length;
  const total = checkedSum(probabilities, 'letter');
  if (distortions.length !== letters)
    throw new RateError(
      `The distortion has ${distortions.length} rows; expected ${letters}, one per letter of the source.`
    );
  const outputs = distortions[0].length;
  if (outputs === 0)
    throw new RateError('The distortion has no columns; expected at least one reproduction.');
  const table = new Float64Array(letters * outputs);
  for (let x = 0; x < letters; x++) {
    const row = distortions[x];
    if (row.length !== outputs)
      throw new RateError(
        `Row ${x} of the distortion has ${row.length} columns; expected ${outputs}, as in row 0.`
      );
    let some = false;
    for (let y = 0; y < outputs; y++) {
      const cost = row[y];
      if (!(cost >= 0))
        throw new RateError(
          `The distortion of letter ${x} by reproduction ${y} is ${cost}; expected a number from 0, or Infinity.`
        );
      some ||= cost < Number.POSITIVE_INFINITY;
      table[x * outputs + y] = cost;
    }
    if (!some)
      throw new RateError(
        `Letter ${x} has no reproduction of finite distortion; expected at least one, or nothing can be said of it.`
      );
  }
  return {
    letters,
    outputs,
    probabilities: Float64Array.from(probabilities, (p) => p / total),
    distortions: table
  };
}

/** The sum of probabilities, near 1. Throws RateError, calling entry i "`noun` i". */
export function checkedSum(probabilities: ArrayLike<number>, noun: string): number {
  if (probabilities.length === 0) throw new RateError(`There is no ${noun}; expected at least one.`);
  let total = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i];
    if (!(p >= 0 && p < Number.POSITIVE_INFINITY))
      throw new RateError(`The probability of ${noun} ${i} is ${p}; expected a number from 0 to 1.`);
    total += p;
  }
  if (Math.abs(total - 1) <= sumTolerance) return total;
  throw new RateError(`The probabilities ${missedSum(total)}; expected a sum of 1.`);
}

/** "sum to 0.9, 0.1 too little". */
export function missedSum(total: number): string {
  const digits = (value: number): string => String(Number(value.toPrecision(6)));
  return `sum to ${digits(total)}, ${digits(Math.abs(total - 1))} too ${total < 1 ? 'little' : 'much'}`;
}

/** 0 for the letter itself, 1 for any other. */
export function hamming(letters: number): number[][] {
  return Array.from({ length: letters }, (_, x) =>
    Array.from({ length: letters }, (_, y) => (x === y ? 0 : 1))
  );
}

/** (x - y)^2 between points on a line. */
export function squaredError(points: readonly number[], outputs = points): number[][] {
  return points.map((x) => outputs.map((y) => (x - y) * (x - y)));
}

export function uniform(letters: number): Float64Array {
  return new Float64Array(letters).fill(1 / letters);
}
