/**
 * Monte Carlo: a walk from s that stops with probability alpha before each step ends in j with probability pi_j. Counting end points
 * has variance pi (1 - pi) / N; counting alpha times the visits is unbiased too, and usually varies less (Avrachenkov et al. 2007).
 */
import type { Random } from '../random';
import { GraphError } from './graph';
import { checkRestart } from './pagerank';
import type { Transitions } from './transitions';

export interface WalkOptions {
  alpha: number;
  walks: number;
  random: Random;
}

export interface Sampled {
  /** [n] share of walks that ended in each node; with `absorb`, those lost where they dangle count nowhere. */
  endPoints: Float64Array;
  /** [n] alpha times visits per walk. */
  visits: Float64Array;
  /** Steps walked in all. */
  steps: number;
}

/** Throws GraphError for alpha outside (0, 1) and fewer than one walk. */
export function monteCarlo(
  { nodes, offsets, probabilities, rule, targets }: Transitions,
  seeds: Float64Array,
  { alpha, random, walks }: WalkOptions
): Sampled {
  checkRestart(alpha);
  if (!(Number.isInteger(walks) && walks >= 1))
    throw new GraphError(`The number of walks is ${walks}; expected a whole number from 1.`);
  const endPoints = new Float64Array(nodes);
  const visits = new Float64Array(nodes);
  const starts = [...seeds].flatMap((share, i) => (share > 0 ? [i] : []));
  const start = (): number => {
    let left = random.uniform();
    for (const i of starts) {
      left -= seeds[i];
      if (left < 0) return i;
    }
    return starts[starts.length - 1];
  };
  let steps = 0;
  for (let walk = 0; walk < walks; walk++) {
    let at = start();
    visits[at]++;
    while (random.uniform() >= alpha) {
      const [from, to] = [offsets[at], offsets[at + 1]];
      if (from === to) {
        if (rule !== 'restart') {
          at = -1;
          break;
        }
        at = start();
      } else {
        let left = random.uniform();
        let e = from;
        while (e < to - 1 && left >= probabilities[e]) left -= probabilities[e++];
        at = targets[e];
      }
      visits[at]++;
      steps++;
    }
    if (at >= 0) endPoints[at]++;
  }
  return {
    endPoints: endPoints.map((count) => count / walks),
    visits: visits.map((count) => (alpha * count) / walks),
    steps
  };
}
