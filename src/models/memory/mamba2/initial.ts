/**
 * Where the weights of a Mamba2 block begin (Dao & Gu 2024, published code): A uniform in [-16, -1]; dt log-uniform in [1e-3, 0.1] and
 * at least 1e-4, through its bias; D and the norm 1; the convolution uniform in +-1 / sqrt(taps). Projections are normal with variance
 * 1 / inputs.
 */
import { exp, log } from '../../../compute/transcendentals';
import type { Random } from '../../random';
import { inverseSoftplus } from '../activations';
import type { Rows } from '../rows';
import { mapLeaves, type Shape } from '../weights';
import { type Mamba2Settings, type Mamba2Weights, mamba2Shapes } from './settings';

/** Rows of the shape, one draw a number. */
export const drawn = ({ columns, rows }: Shape, draw: () => number): Rows => ({
  rows,
  columns,
  data: Float64Array.from({ length: rows * columns }, draw)
});

/** Normal of variance 1 / rows: what comes out is as large as what goes in. */
export const drawnProjection = (of: Shape, random: Random): Rows =>
  drawn(of, () => random.normal() / Math.sqrt(of.rows));

/** Throws MemoryError for settings that make no block. */
export function initialMamba2(settings: Mamba2Settings, random: Random): Mamba2Weights {
  const edge = 1 / Math.sqrt(settings.taps);
  return mapLeaves(mamba2Shapes(settings), (of: Shape, name) => {
    const branch = random.fork(name);
    const between = (low: number, high: number): number => low + (high - low) * branch.uniform();
    switch (name as keyof Mamba2Weights) {
      case 'input':
      case 'output':
        return drawnProjection(of, branch);
      case 'convolution':
      case 'convolutionBias':
        return drawn(of, () => between(-edge, edge));
      case 'dtBias':
        return drawn(of, () => inverseSoftplus(Math.max(exp(between(log(1e-3), log(0.1))), 1e-4)));
      case 'aLog':
        return drawn(of, () => log(between(1, 16)));
      case 'skip':
      case 'norm':
        return drawn(of, () => 1);
    }
  });
}
