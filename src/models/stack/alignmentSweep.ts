/**
 * Alignment with the exact gradient against depth or spectral radius, over random stacks (see randomStack.ts) of leaky tanh
 * units. What is to be seen: the error is the dropped recurrence between units, so it grows with the radius and with every
 * layer passed; and the leak is what makes a trace worth anything.
 */
import { alignGradients, ruleGradient } from './alignment';
import { stackGradient } from './gradient';
import { randomStack } from './randomStack';
import type { Rule } from './stack';

/** How the leaks a of the layers are chosen, bottom first, and which steps of a trial count. */
export const arrangements = {
  vanilla: { label: 'a = 1, loss at every step', loss: 'every', leak: () => 1 },
  leaky: { label: 'a = 0.1, loss at every step', loss: 'every', leak: () => 0.1 },
  fastToSlow: {
    label: 'a from 0.5 at the bottom to 0.05 at the top, loss at the end',
    loss: 'last',
    leak: (l: number, depth: number) => (l === depth - 1 ? 0.05 : l === 0 ? 0.5 : 0.2)
  }
} as const;
export type Arrangement = keyof typeof arrangements;

export interface AlignmentSweep {
  over: 'depth' | 'radius';
  /** Depths, or spectral radii, in the order they are to be measured. */
  values: readonly number[];
  /** The one that stays. */
  depth: number;
  radius: number;
  arrangement: Arrangement;
  rules: readonly Rule[];
  /** Random stacks at each point. */
  seeds: number;
  /** Units of a layer; 16 by default. */
  width?: number;
}

export interface AlignmentPoint {
  value: number;
  depth: number;
  radius: number;
  rule: Rule;
  /** Cosine of each layer, bottom first, over the seeds. `sd` with seeds - 1; 0 for a single seed. */
  layers: readonly { mean: number; sd: number }[];
}

/** Every value in turn, every rule of it as it is known: a caller may stop, or rest, between two of them. */
export function* alignmentSweep(sweep: AlignmentSweep): Generator<AlignmentPoint, void, undefined> {
  for (const value of sweep.values) {
    const depth = sweep.over === 'depth' ? value : sweep.depth;
    const radius = sweep.over === 'radius' ? value : sweep.radius;
    const { loss, leak } = arrangements[sweep.arrangement];
    const units = Array.from({ length: depth }, (_, l) => ({
      kind: 'leakyTanh' as const,
      leak: leak(l, depth)
    }));
    const problems = Array.from({ length: sweep.seeds }, (_, seed) =>
      randomStack({ seed, units, radius, loss, ...(sweep.width !== undefined && { width: sweep.width }) })
    );
    const exact = problems.map((problem) => stackGradient(problem, 'bptt'));
    for (const rule of sweep.rules) {
      const alignments = problems.map((problem, seed) =>
        alignGradients(ruleGradient(problem, rule), exact[seed])
      );
      const layers = units.map((_, l) => meanAndSd(alignments.map((alignment) => alignment[l].cosine)));
      yield { value, depth, radius, rule, layers };
    }
  }
}

function meanAndSd(values: readonly number[]): { mean: number; sd: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}
