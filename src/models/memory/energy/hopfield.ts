/**
 * A modern Hopfield network: the state xi falls down the energy
 *
 *   E(xi) = -lse(beta, X xi) + xi . xi / 2 + log(N) / beta + M^2 / 2,   lse(beta, z) = log( sum exp(beta z) ) / beta
 *   xi <- X^T softmax(beta X xi)
 *
 * Ramsauer et al. 2020 (arXiv 2008.02217), equations 2 and 3. One step is attention with keys = values = patterns and scale beta;
 * it is a step of the concave-convex procedure, so the energy never rises. E is from 0 on; M is the greatest norm of a pattern.
 */
import { log } from '../../../compute/transcendentals';
import { dot, type Rows, rowAt } from '../rows';
import { attended, energyOf, partialOf } from './partial';

export interface Hopfield {
  /** X [N, d]. */
  patterns: Rows;
  beta: number;
}

export function hopfieldEnergy({ patterns, beta }: Hopfield, xi: Float64Array): number {
  let longest = 0;
  for (let a = 0; a < patterns.rows; a++)
    longest = Math.max(longest, dot(rowAt(patterns, a), rowAt(patterns, a)));
  const lse = energyOf(partialOf(xi, patterns, patterns, beta));
  return (log(patterns.rows) - lse) / beta + (dot(xi, xi) + longest) / 2;
}

/** The next state. */
export const hopfieldStep = ({ patterns, beta }: Hopfield, xi: Float64Array): Float64Array =>
  attended(partialOf(xi, patterns, patterns, beta));

export interface Descent {
  /** The start first. */
  states: readonly Float64Array[];
  energies: readonly number[];
}

/** Steps until the state moves by less than `tolerance`, `limit` at most. */
export function descend(network: Hopfield, start: Float64Array, limit = 100, tolerance = 1e-12): Descent {
  const states = [start];
  for (let step = 0; step < limit; step++) {
    const from = states[step];
    states.push(hopfieldStep(network, from));
    const moved = from.map((x, i) => x - states[step + 1][i]);
    if (Math.sqrt(dot(moved, moved)) < tolerance) break;
  }
  return { states, energies: states.map((xi) => hopfieldEnergy(network, xi)) };
}
