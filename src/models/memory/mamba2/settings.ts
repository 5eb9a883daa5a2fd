/** What a Mamba2 block is made of. */
import { MemoryError, type Rows } from '../rows';
import type { SsdSettings } from '../ssd/settings';
import { type Shape, shape } from '../weights';

export interface Mamba2Settings {
  /** d. */
  width: number;
  /** The inner width over d; 2 as published. */
  expand: number;
  /** P, divides the inner width into heads; 64 as published. */
  headWidth: number;
  /** N. */
  states: number;
  /** G, divides the heads and the inner width: heads that share B and C, and columns with a norm of their own. */
  groups: number;
  /** Tokens that the convolution sees; 4 as published. */
  taps: number;
}

export interface Mamba2Weights<Leaf extends Shape = Rows> {
  /** [d, 2 inner + 2 G N + H]: columns of z, x, B, C and dt, in this order. */
  readonly input: Leaf;
  /** [taps, inner + 2 G N]: the last row meets the token itself. */
  readonly convolution: Leaf;
  readonly convolutionBias: Leaf;
  /** [1, H] each. */
  readonly dtBias: Leaf;
  readonly aLog: Leaf;
  readonly skip: Leaf;
  /** [1, inner]. */
  readonly norm: Leaf;
  /** [inner, d]. */
  readonly output: Leaf;
}

/** Columns: of z and x each, of x with B and C, and the scan within. */
export interface Mamba2Sizes {
  inner: number;
  convolved: number;
  scan: SsdSettings;
}

/** Throws MemoryError for settings that make no block. */
export function mamba2Sizes(settings: Mamba2Settings): Mamba2Sizes {
  for (const [name, value] of Object.entries(settings))
    if (!(Number.isSafeInteger(value) && value >= 1))
      throw new MemoryError(
        `The setting '${name}' of a Mamba2 block is ${value}; expected a whole number from 1.`
      );
  const { expand, groups, headWidth, states, width } = settings;
  const inner = expand * width;
  const heads = inner / headWidth;
  if (!Number.isInteger(heads) || heads % groups !== 0)
    throw new MemoryError(
      `An inner width of ${inner} makes ${heads} heads of ${headWidth}; expected a multiple of ${groups}, the groups.`
    );
  return { inner, convolved: inner + 2 * groups * states, scan: { heads, headWidth, states, groups } };
}

export function mamba2Shapes(settings: Mamba2Settings): Mamba2Weights<Shape> {
  const { convolved, inner, scan } = mamba2Sizes(settings);
  return {
    input: shape(settings.width, inner + convolved + scan.heads),
    convolution: shape(settings.taps, convolved),
    convolutionBias: shape(1, convolved),
    dtBias: shape(1, scan.heads),
    aLog: shape(1, scan.heads),
    skip: shape(1, scan.heads),
    norm: shape(1, inner),
    output: shape(inner, settings.width)
  };
}
