/**
 * Reverse water-filling: the curve of a Gaussian vector under squared error (Shannon 1959; Kolmogorov 1956). Of components with
 * variances lambda_i all above the water level theta keep the error theta, the others are not described at all:
 *
 *   D_i = min(theta, lambda_i),   R = sum_i ln(lambda_i / D_i) / 2 nats
 *
 * A linear beta-VAE with loss |x - r|^2 / 2 + beta KL is the same with theta = beta: a latent is used iff lambda_i > beta.
 */
import { exp, log } from '../../compute/transcendentals';
import { RateError } from './discreteSource';
import { nats } from './information';

export interface WaterFilling {
  /** theta. */
  level: number;
  /** [components] D_i. */
  errors: Float64Array;
  /** Summed over components. */
  distortion: number;
  rateNats: number;
  rateBits: number;
  /** Components above the level. */
  active: number;
}

/** Throws RateError for a level that is not above 0 and variances below 0. */
export function fillToLevel(variances: ArrayLike<number>, level: number): WaterFilling {
  checkVariances(variances);
  if (!(level > 0)) throw new RateError(`The water level is ${level}; expected a number above 0.`);
  const errors = Float64Array.from(variances, (variance) => Math.min(level, variance));
  let distortion = 0;
  let rateNats = 0;
  let active = 0;
  for (let i = 0; i < errors.length; i++) {
    distortion += errors[i];
    if (variances[i] <= level) continue;
    rateNats += log(variances[i] / level) / 2;
    active++;
  }
  return { level, errors, distortion, rateNats, rateBits: rateNats / nats, active };
}

/** The level at which the errors sum to `distortion`; at the total variance or more nothing is described. */
export function fillToDistortion(variances: ArrayLike<number>, distortion: number): WaterFilling {
  const falling = fallingVariances(variances);
  if (!(distortion > 0))
    throw new RateError(`The distortion is ${distortion}; expected a number above 0: 0 takes infinite rate.`);
  // Of k components under water to the level, the others lie dry: D = k theta + the rest.
  let rest = falling.reduce((sum, variance) => sum + variance, 0);
  for (let k = 1; k <= falling.length; k++) {
    rest -= falling[k - 1];
    const level = (distortion - rest) / k;
    if (level > 0 && level <= falling[k - 1] && level >= (falling[k] ?? 0))
      return fillToLevel(variances, level);
  }
  return fillToLevel(variances, falling[0]);
}

/** The level at which the rate is `bits`. */
export function fillToRate(variances: ArrayLike<number>, bits: number): WaterFilling {
  const falling = fallingVariances(variances);
  if (!(bits >= 0 && bits < Number.POSITIVE_INFINITY))
    throw new RateError(`The rate is ${bits}; expected a number of bits from 0.`);
  let logs = 0;
  for (let k = 1; k <= falling.length; k++) {
    logs += log(falling[k - 1]);
    const level = exp((logs - 2 * bits * nats) / k);
    if (level >= (falling[k] ?? 0) || k === falling.length)
      return fillToLevel(variances, Math.min(level, falling[0]));
  }
  return fillToLevel(variances, falling[0]);
}

/** How the squared error is weighed against beta KL. */
export type SquaredLoss =
  | { kind: 'half' }
  | { kind: 'whole' }
  /** |x - r|^2 / pixels. */
  | { kind: 'mean'; pixels: number }
  /** |x - r|^2 / (2 variance): a Gaussian likelihood. */
  | { kind: 'likelihood'; variance: number };

/** theta of a linear beta-VAE: the loss in units of |x - r|^2 / 2. */
export function levelOf(beta: number, loss: SquaredLoss = { kind: 'half' }): number {
  switch (loss.kind) {
    case 'half':
      return beta;
    case 'whole':
      return beta / 2;
    case 'mean':
      return (beta * loss.pixels) / 2;
    case 'likelihood':
      return beta * loss.variance;
  }
}

/** What a linear beta-VAE with diagonal posterior learns on a Gaussian of these variances; its rate is its information exactly. */
export function linearBetaVae(variances: ArrayLike<number>, beta: number, loss?: SquaredLoss): WaterFilling {
  return fillToLevel(variances, levelOf(beta, loss));
}

function fallingVariances(variances: ArrayLike<number>): number[] {
  checkVariances(variances);
  const falling = Array.from(variances)
    .filter((variance) => variance > 0)
    .sort((a, b) => b - a);
  if (falling.length === 0) throw new RateError('All variances are 0; expected at least one above 0.');
  return falling;
}

function checkVariances(variances: ArrayLike<number>): void {
  for (let i = 0; i < variances.length; i++)
    if (!(variances[i] >= 0 && variances[i] < Number.POSITIVE_INFINITY))
      throw new RateError(`Variance ${i} is ${variances[i]}; expected a number from 0.`);
}
