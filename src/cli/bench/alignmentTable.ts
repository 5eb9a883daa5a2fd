/**
 * Cosine of each local rule to the exact gradient over random stacks of one to three layers, set beside those of an
 * independent implementation (NumPy, float64): n = 16, T = 40, 4 inputs, 2 outputs, ten seeds. The draws differ, so the two are
 * two samples of the same thing: means agree where they differ by less than the seeds do.
 */
import { type AlignmentPoint, type Arrangement, alignmentSweep } from '../../models/stack/alignmentSweep';
import type { Rule } from '../../models/stack/stack';

const comparedRules = ['deep', 'cascade', 'spatial', 'immediate'] as const satisfies readonly Rule[];
type ComparedRule = (typeof comparedRules)[number];
const seeds = 10;

interface Setting {
  arrangement: Arrangement;
  radius: number;
  /** By depth from 1, then by layer from the bottom. */
  independent: Readonly<Record<ComparedRule, readonly (readonly number[])[]>>;
}

const settings: readonly Setting[] = [
  {
    arrangement: 'vanilla',
    radius: 0.9,
    independent: {
      deep: [[0.872], [0.688, 0.816], [0.553, 0.653, 0.805]],
      cascade: [[0.872], [0.683, 0.816], [0.522, 0.637, 0.805]],
      spatial: [[0.872], [0.683, 0.816], [0.522, 0.637, 0.805]],
      immediate: [[0.86], [0.67, 0.812], [0.512, 0.624, 0.793]]
    }
  },
  {
    arrangement: 'leaky',
    radius: 0.9,
    independent: {
      deep: [[0.912], [0.795, 0.836], [0.713, 0.727, 0.836]],
      cascade: [[0.912], [0.788, 0.836], [0.704, 0.721, 0.836]],
      spatial: [[0.912], [0.742, 0.836], [0.566, 0.7, 0.836]],
      immediate: [[0.439], [0.346, 0.765], [0.104, 0.492, 0.768]]
    }
  },
  {
    arrangement: 'fastToSlow',
    radius: 0.9,
    independent: {
      deep: [[0.934], [0.787, 0.887], [0.591, 0.714, 0.885]],
      cascade: [[0.934], [0.78, 0.887], [0.582, 0.711, 0.885]],
      spatial: [[0.934], [0.52, 0.887], [0.331, 0.62, 0.885]],
      immediate: [[0.479], [0.281, 0.598], [0.192, 0.435, 0.793]]
    }
  },
  {
    arrangement: 'fastToSlow',
    radius: 0.3,
    independent: {
      deep: [[0.993], [0.972, 0.986], [0.947, 0.966, 0.985]],
      cascade: [[0.993], [0.967, 0.986], [0.935, 0.963, 0.985]],
      spatial: [[0.993], [0.631, 0.986], [0.542, 0.849, 0.985]],
      immediate: [[0.502], [0.359, 0.677], [0.319, 0.598, 0.915]]
    }
  }
];

export interface AlignmentRow extends AlignmentPoint {
  arrangement: Arrangement;
  /** The other implementation's mean of each layer. */
  independent: readonly number[];
  /** For each layer, how far the means are apart, in standard deviations over the seeds (of at least 0.02). */
  apart: readonly number[];
}

/** Row by row as it is measured. */
export function* alignmentTable(): Generator<AlignmentRow, void, undefined> {
  for (const { arrangement, radius, independent } of settings) {
    const sweep = alignmentSweep({
      over: 'depth',
      values: [1, 2, 3],
      depth: 1,
      radius,
      arrangement,
      rules: comparedRules,
      seeds
    });
    for (const point of sweep) {
      const beside = independent[point.rule as ComparedRule][point.depth - 1];
      const apart = point.layers.map(({ mean, sd }, l) => Math.abs(mean - beside[l]) / Math.max(sd, 0.02));
      yield { ...point, arrangement, independent: beside, apart };
    }
  }
}
