/**
 * The walk within one class as a symmetric matrix. With Q its stationary law, S = Q^1/2 P Q^-1/2 is similar to P, and symmetric where
 * the walk is reversible: q_i P_ij = q_j P_ji makes S_ij the square root of P_ij P_ji. Elsewhere it is the symmetric part of S, the walk
 * mixed with its time reversal (Fill 1991). A class that can be left has no stationary law; there Q is the one of the walk that
 * comes back anywhere in the class, equally likely. Then Q P <= Q, so that no eigenvalue of the mixture exceeds 1. Laws are
 * logarithms: along a track of 400 states with a drift they span more orders of magnitude than a float64 holds.
 */
import { exp, log } from '../../compute/transcendentals';
import type { Class } from './classes';
import type { Transitions } from './transitions';

export interface Symmetrised {
  /** [m, m]. */
  matrix: Float64Array;
  /** [m] ln q, up to a constant. */
  logLaw: Float64Array;
}

/** Of the law round a loop: more than this, relatively, and the walk is not reversible. */
const balanceTolerance = 1e-9;
/** What a vanishing chance to move on counts as. */
const leastChance = 1e-290;

export function symmetrised(transitions: Transitions, { states }: Pick<Class, 'states'>): Symmetrised {
  const size = states.length;
  const chances = new Float64Array(size * size);
  const { offsets, probabilities, targets } = transitions;
  const place = new Map(Array.from(states, (state, a) => [state, a]));
  for (let a = 0; a < size; a++)
    for (let e = offsets[states[a]]; e < offsets[states[a] + 1]; e++) {
      const b = place.get(targets[e]);
      if (b !== undefined) chances[a * size + b] = probabilities[e];
    }
  const balanced = balancedLaw(chances, size);
  const logLaw = balanced ?? returningLaw(chances, size);
  const matrix = new Float64Array(size * size);
  for (let a = 0; a < size; a++)
    for (let b = 0; b <= a; b++) {
      const there = chances[a * size + b];
      const back = chances[b * size + a];
      if (there === 0 && back === 0) continue;
      const tilt = (logLaw[a] - logLaw[b]) / 2;
      const value = balanced
        ? Math.sqrt(there) * Math.sqrt(back)
        : ((there > 0 ? there * exp(tilt) : 0) + (back > 0 ? back * exp(-tilt) : 0)) / 2;
      matrix[a * size + b] = value;
      matrix[b * size + a] = value;
    }
  return { matrix, logLaw };
}

/** [m] by detailed balance from neighbour to neighbour; undefined where the walk has none. */
function balancedLaw(chances: Float64Array, size: number): Float64Array | undefined {
  const logLaw = new Float64Array(size).fill(Number.NaN);
  logLaw[0] = 0;
  const reached = [0];
  for (let k = 0; k < reached.length; k++) {
    const a = reached[k];
    for (let b = 0; b < size; b++) {
      const there = chances[a * size + b];
      const back = chances[b * size + a];
      if (there === 0 && back === 0) continue;
      if (there === 0 || back === 0) return undefined;
      const share = logLaw[a] + log(there) - log(back);
      if (Number.isNaN(logLaw[b])) {
        logLaw[b] = share;
        reached.push(b);
      } else if (Math.abs(logLaw[b] - share) > balanceTolerance) return undefined;
    }
  }
  return logLaw;
}

/** [m] stationary law of the walk that, where it would leave, goes on anywhere. By elimination without a subtraction (Grassmann, Taksar & Heyman 1985). */
function returningLaw(chances: Float64Array, size: number): Float64Array {
  const reduced = chances.slice();
  for (let a = 0; a < size; a++) {
    const row = reduced.subarray(a * size, (a + 1) * size);
    const leaving = 1 - row.reduce((sum, chance) => sum + chance, 0);
    if (leaving > 1e-12) for (let b = 0; b < size; b++) row[b] += leaving / size;
  }
  for (let k = size - 1; k > 0; k--) {
    const last = reduced.subarray(k * size, k * size + k);
    const onward = Math.max(
      leastChance,
      last.reduce((sum, chance) => sum + chance, 0)
    );
    for (let a = 0; a < k; a++) {
      const share = reduced[a * size + k] / onward;
      reduced[a * size + k] = share;
      if (share > 0) for (let b = 0; b < k; b++) reduced[a * size + b] += share * last[b];
    }
  }
  const logLaw = new Float64Array(size);
  const terms: number[] = [];
  for (let k = 1; k < size; k++) {
    terms.length = 0;
    for (let a = 0; a < k; a++) {
      const share = reduced[a * size + k];
      if (share > 0) terms.push(logLaw[a] + log(share));
    }
    const most = Math.max(...terms);
    logLaw[k] = most + log(terms.reduce((sum, term) => sum + exp(term - most), 0));
  }
  return logLaw;
}
