/**
 * The best trade of rate against distortion for any source (Blahut 1972, Arimoto 1972). For a slope b, minimise R + b D in nats:
 *
 *   w(y|x) = q(y) exp(-b d(x, y)) / Z(x),   Z(x) = sum_y q(y) exp(-b d(x, y))
 *   q <- q c,   c(y) = sum_x p(x) exp(-b d(x, y)) / Z(x)
 *
 * R + b D of the channel w exceeds the least there is by at most max ln c - sum q c ln c, which is where to stop. dR/dD = -b.
 * What surprises: the iteration is exact in form and yet creeps wherever a reproduction is about to fall out of use. Steps are
 * therefore lengthened (`extrapolation.ts`), and where that does not help Newton's method takes over (`interiorPoint.ts`).
 */
import { log } from '../../compute/transcendentals';
import { type DiscreteSource, RateError } from './discreteSource';
import { Extrapolation } from './extrapolation';
import { nats } from './information';
import { mostNewtonOutputs, newtonOutput } from './interiorPoint';
import { Kernel } from './kernel';

export interface BlahutOptions {
  /** Nats that R + b D may exceed its least (default 1e-10). */
  tolerance?: number;
  /** Evaluations of c, Newton's left aside (default 20000). */
  mostIterations?: number;
  /** Evaluations before Newton's method takes over (default 40); Infinity leaves all to the iteration. */
  patience?: number;
  /** [outputs] q to begin with, such as that of a neighbouring slope; mixed with a little of every reproduction. */
  start?: Float64Array;
  /** false: the plain iteration of 1972. */
  extrapolate?: boolean;
}

/** A channel on the curve or `gapNats` above it. Its rate is its mutual information, so it can be had: no bound lies between. */
export interface RatePoint {
  /** b, nats per unit of distortion: minus the slope of the curve. */
  slope: number;
  rateBits: number;
  distortion: number;
  /** [outputs] q(y). */
  output: Float64Array;
  /** How far R + b D may be above the least, nats. */
  gapNats: number;
  iterations: number;
  /** The gap is below the tolerance. */
  converged: boolean;
  /** [letters, outputs] w(y|x), made when asked for. */
  channel(): Float64Array;
}

/** The point of slope b = `slope`; Infinity is the end of least distortion. Throws RateError for a slope that is not above 0. */
export function blahutArimoto(source: DiscreteSource, slope: number, options: BlahutOptions = {}): RatePoint {
  if (!(slope > 0))
    throw new RateError(`The slope is ${slope}; expected a number above 0, in nats per unit of distortion.`);
  return pointAt(source, slope, options);
}

/** As `blahutArimoto`, and for slope 0: the least rate there is where pairs are forbidden. */
export function pointAt(source: DiscreteSource, slope: number, options: BlahutOptions): RatePoint {
  const { extrapolate = true, mostIterations = 20_000, patience = 40, start, tolerance = 1e-10 } = options;
  const { outputs } = source;
  const kernel = new Kernel(source, slope);
  let q = begun(outputs, start);
  const longer = extrapolate ? new Extrapolation(kernel) : undefined;
  let seen = kernel.evaluate(q);
  while (seen.gap > tolerance && kernel.evaluations < Math.min(mostIterations, patience)) {
    q = longer ? longer.step(q, seen) : kernel.next(q, seen.c);
    seen = kernel.evaluate(q);
  }
  if (seen.gap > tolerance && outputs <= mostNewtonOutputs && patience < mostIterations) {
    const refined = newtonOutput(kernel, q, tolerance);
    const better = kernel.evaluate(refined);
    if (better.gap < seen.gap) [q, seen] = [refined, better];
  }
  while (seen.gap > tolerance && kernel.evaluations < mostIterations) {
    q = longer ? longer.step(q, seen) : kernel.next(q, seen.c);
    seen = kernel.evaluate(q);
  }
  const output = kernel.next(q, seen.c);
  const { distortion, excess } = kernel.distortionOf(q);
  // I(w) = -b D - sum p ln Z - sum q' ln c: the last is what q still lacks of being the output of its own channel.
  let rate = seen.free - (slope < Number.POSITIVE_INFINITY ? slope * excess : 0);
  for (let y = 0; y < outputs; y++) if (output[y] > 0) rate -= output[y] * log(seen.c[y]);
  const used = q;
  return {
    slope,
    rateBits: Math.max(0, rate) / nats,
    distortion,
    output,
    gapNats: Math.max(0, seen.gap),
    iterations: kernel.evaluations,
    converged: seen.gap <= tolerance,
    channel: () => kernel.channel(used)
  };
}

/** Every reproduction keeps a chance: one that was given up at one slope may be wanted at the next. */
function begun(outputs: number, start: Float64Array | undefined): Float64Array {
  if (!start) return new Float64Array(outputs).fill(1 / outputs);
  if (start.length !== outputs)
    throw new RateError(`The start has ${start.length} numbers; expected ${outputs}, one per reproduction.`);
  const little = 1e-3;
  return start.map((share) => (1 - little) * share + little / outputs);
}
