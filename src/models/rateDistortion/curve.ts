/**
 * The rate-distortion curve of a source: its ends, points along a sweep of slopes, and the point of a wanted distortion or rate.
 * A slope cannot reach every point: where the curve is straight, one slope gives the whole line, and the iteration jumps from end
 * to end. Points are therefore found between two known ones. The slope of their chord is tried next; where no code does better
 * than the chord, the chord is the curve, and its points are the two codes used in turn (time sharing). Otherwise the code found
 * replaces one of the two. What is left is known: R(D) >= least(R + b D) - b D for every slope b tried.
 */
import { exp } from '../../compute/transcendentals';
import { type BlahutOptions, blahutArimoto, pointAt, type RatePoint } from './blahutArimoto';
import { type DiscreteSource, RateError } from './discreteSource';
import { nats } from './information';

/** Points of these slopes, in their order. Each begins at what the slope below it ended with. Throws RateError. */
export function sweep(
  source: DiscreteSource,
  slopes: readonly number[],
  options: BlahutOptions = {}
): RatePoint[] {
  const order = slopes.map((_, i) => i).sort((a, b) => slopes[a] - slopes[b]);
  const points = new Array<RatePoint>(slopes.length);
  let start: Float64Array | undefined;
  for (const i of order) {
    points[i] = blahutArimoto(source, slopes[i], { ...options, ...(start && { start }) });
    start = points[i].output;
  }
  return points;
}

export interface CurveEnds {
  /** The rate is least: none at all, unless forbidden pairs need some. */
  least: RatePoint;
  /** The distortion is least. */
  finest: RatePoint;
}

export function curveEnds(source: DiscreteSource, options: BlahutOptions = {}): CurveEnds {
  return {
    least: constantCode(source) ?? pointAt(source, 0, options),
    finest: blahutArimoto(source, Number.POSITIVE_INFINITY, options)
  };
}

/** The best single reproduction and D_max, beyond which nothing need be sent; undefined where none may stand for every letter. */
export function bestConstant(source: DiscreteSource): { output: number; distortion: number } | undefined {
  const { distortions, letters, outputs, probabilities } = source;
  let output = -1;
  let distortion = Number.POSITIVE_INFINITY;
  for (let y = 0; y < outputs; y++) {
    let mean = 0;
    for (let x = 0; x < letters; x++)
      if (probabilities[x] > 0) mean += probabilities[x] * distortions[x * outputs + y];
    if (mean < distortion) [output, distortion] = [y, mean];
  }
  return output < 0 ? undefined : { output, distortion };
}

/**
 * The slope b at which R leaves 0: a constant y0 is best up to the smallest b with sum p exp(-b (d(x, y) - d(x, y0))) = 1 for some
 * y. 0 where two constants are equally good, Infinity where y0 is never worse. Throws RateError where no constant is allowed.
 */
export function criticalSlope(source: DiscreteSource): number {
  const constant = bestConstant(source);
  if (!constant)
    throw new RateError('No reproduction may stand for every letter, so the rate never falls to 0.');
  const { distortions, letters, outputs, probabilities } = source;
  let critical = Number.POSITIVE_INFINITY;
  for (let y = 0; y < outputs; y++) {
    const worse = Float64Array.from({ length: letters }, (_, x) =>
      probabilities[x] > 0 ? distortions[x * outputs + y] - distortions[x * outputs + constant.output] : 0
    );
    if (!worse.some((value) => value < 0)) continue;
    const excess = (b: number): number =>
      worse.reduce((sum, value, x) => sum + probabilities[x] * (exp(-b * value) - 1), 0);
    critical = Math.min(critical, crossing(excess, meanOf(worse, probabilities)));
  }
  return critical;
}

function meanOf(values: Float64Array, probabilities: Float64Array): number {
  return values.reduce((sum, value, x) => sum + (probabilities[x] > 0 ? probabilities[x] * value : 0), 0);
}

/** Where a convex function that falls from 0 with the slope -`fall` is 0 again. */
function crossing(excess: (b: number) => number, fall: number): number {
  if (!(fall > 1e-14)) return 0;
  let high = 1;
  while (excess(high) < 0) {
    high *= 2;
    if (high > 1e300) return Number.POSITIVE_INFINITY;
  }
  let low = high;
  while (low > 1e-300 && excess(low) >= 0) low /= 2;
  for (let step = 0; step < 100 && high - low > 1e-15 * high; step++) {
    const middle = (low + high) / 2;
    if (excess(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The least rate at a distortion. Throws RateError below the least distortion there is. */
export function rateAt(source: DiscreteSource, distortion: number, options: BlahutOptions = {}): RatePoint {
  const ends = curveEnds(source, options);
  const { finest, least } = ends;
  if (!(distortion >= finest.distortion * (1 - 1e-12)))
    throw new RateError(
      `The distortion is ${distortion}; expected at least ${finest.distortion}, the least that any code of this source has.`
    );
  if (distortion >= least.distortion) return least;
  return between(source, ends, 'distortion', distortion, options);
}

/** The least distortion at a rate in bits; at a rate that no code needs, the end of least distortion. Throws RateError. */
export function atRate(source: DiscreteSource, bits: number, options: BlahutOptions = {}): RatePoint {
  if (!(bits >= 0)) throw new RateError(`The rate is ${bits}; expected a number of bits from 0.`);
  const ends = curveEnds(source, options);
  const { finest, least } = ends;
  if (bits < least.rateBits * (1 - 1e-12))
    throw new RateError(
      `The rate is ${bits} bits; expected at least ${least.rateBits}, which the forbidden pairs of this source need.`
    );
  if (bits <= least.rateBits) return least;
  if (bits >= finest.rateBits) return finest;
  return between(source, ends, 'rateBits', bits, options);
}

function between(
  source: DiscreteSource,
  { finest, least }: CurveEnds,
  axis: 'distortion' | 'rateBits',
  wanted: number,
  options: BlahutOptions
): RatePoint {
  const { tolerance = 1e-10 } = options;
  let [fine, coarse] = [finest, least];
  /** No code has R + b D below this, nats: the one that lies closest. */
  let bound = { slope: 0, lowest: 0 };
  let iterations = 0;
  for (let tries = 0; ; tries++) {
    const slope = (nats * (fine.rateBits - coarse.rateBits)) / (coarse.distortion - fine.distortion);
    // Distortions so small that the difference of two is lost: nothing lies between.
    if (!(slope < Number.POSITIVE_INFINITY)) return fine;
    const share = (wanted - coarse[axis]) / (fine[axis] - coarse[axis]);
    const mixed = inTurn(coarse, fine, Math.min(1, Math.max(0, share)));
    const point = blahutArimoto(source, slope, { ...options, start: mixed.output });
    iterations += point.iterations;
    const lowest = nats * point.rateBits + slope * point.distortion - point.gapNats;
    const above = (from: typeof bound): number =>
      nats * mixed.rateBits + from.slope * mixed.distortion - from.lowest;
    if (tries === 0 || above({ slope, lowest }) < above(bound)) bound = { slope, lowest };
    const gap = above(bound);
    const inside = point.distortion > fine.distortion && point.distortion < coarse.distortion;
    if (gap <= tolerance || !inside || tries === 60)
      return {
        ...mixed,
        slope: bound.slope,
        gapNats: Math.max(0, gap),
        iterations,
        converged: gap <= 2 * tolerance
      };
    if (axis === 'distortion' ? point.distortion <= wanted : point.rateBits >= wanted) fine = point;
    else coarse = point;
  }
}

/** Two codes used in turn, the second for a share of the letters. */
function inTurn(
  first: RatePoint,
  second: RatePoint,
  share: number
): Pick<RatePoint, 'rateBits' | 'distortion' | 'output' | 'channel'> {
  const mix = (a: number, b: number): number => (1 - share) * a + share * b;
  const each = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => mix(value, b[i]));
  return {
    rateBits: mix(first.rateBits, second.rateBits),
    distortion: mix(first.distortion, second.distortion),
    output: each(first.output, second.output),
    channel: () => each(first.channel(), second.channel())
  };
}

function constantCode(source: DiscreteSource): RatePoint | undefined {
  const best = bestConstant(source);
  if (!best) return undefined;
  const { letters, outputs } = source;
  const output = new Float64Array(outputs);
  output[best.output] = 1;
  return {
    slope: criticalSlope(source),
    rateBits: 0,
    distortion: best.distortion,
    output,
    gapNats: 0,
    iterations: 0,
    converged: true,
    channel: () => Float64Array.from({ length: letters * outputs }, (_, at) => output[at % outputs])
  };
}
