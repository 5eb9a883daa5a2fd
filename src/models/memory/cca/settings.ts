/** What can be switched in compressed convolutional attention, and the weights that then remain. The defaults are the published layer. */
import { checkHeads } from '../projected/heads';
import { checkRope, type Rope } from '../rope';
import type { Shapes } from '../projected/weights';
import { MemoryError } from '../rows';

/**
 * How the learned number of a kv head makes its temperature beta: exp(number), as in the paper's listing, or the number itself, as in
 * published models. Where it begins at 0, exp gives 1; raw gives 0, every query then reads the mean and queries and keys do not learn.
 */
export const temperatures = ['exp', 'raw'] as const;

export interface CcaSettings {
  /** Of the latent; the compression is C1 = width / (heads headWidth) and C2 = width / (kvHeads headWidth). */
  heads: number;
  kvHeads: number;
  /** d. */
  headWidth: number;
  /** Taps of the convolutions in order: [k1, k2] both, [k1] the depthwise one alone, [] none. */
  kernels: readonly number[];
  /** Whether the means of queries and keys are added. */
  mean: boolean;
  /** Whether the second half of the values comes from the token before. */
  shift: boolean;
  /** Whether queries and keys get length sqrt(d) and beta sqrt(d); without it there is no temperature. */
  norm: boolean;
  temperature: (typeof temperatures)[number];
  rope: Rope | undefined;
}

export const ccaDefaults: Omit<CcaSettings, 'heads' | 'kvHeads' | 'headWidth' | 'rope'> = {
  kernels: [2, 2],
  mean: true,
  shift: true,
  norm: true,
  temperature: 'exp'
};

/** Grouped-query attention in the latent and nothing else: what the paper calls naive compression. */
export const naiveCompression = {
  kernels: [],
  mean: false,
  shift: false,
  norm: false
} satisfies Partial<CcaSettings>;

/** Throws MemoryError. */
export function checkCca(settings: CcaSettings): void {
  const { headWidth, kernels, kvHeads, rope } = settings;
  checkHeads(settings);
  if (!(Number.isSafeInteger(headWidth) && headWidth >= 1))
    throw new MemoryError(`Heads are ${headWidth} wide; expected a whole number from 1.`);
  if ((kvHeads * headWidth) % 2 !== 0)
    throw new MemoryError(
      `Values are ${kvHeads} x ${headWidth} wide; expected an even width, half for this token and half for the one before.`
    );
  if (kernels.length > 2 || kernels.some((taps) => !(Number.isSafeInteger(taps) && taps >= 1)))
    throw new MemoryError(
      `The convolutions have ${kernels.join(' and ')} taps; expected at most two whole numbers from 1.`
    );
  if (rope) checkRope(rope, headWidth);
}

export type CcaWeight =
  | 'query'
  | 'key'
  | 'valueNow'
  | 'valueBefore'
  | 'depthwise'
  | 'depthwiseBias'
  | 'grouped'
  | 'groupedBias'
  | 'temperature'
  | 'out';

/** Rows of a convolution are lag * channels + channel; see `convolve.ts`. What is switched off has no rows. */
export function ccaShapes(
  { headWidth, heads, kernels, kvHeads, norm }: CcaSettings,
  width: number
): Shapes<CcaWeight> {
  const channels = (heads + kvHeads) * headWidth;
  const [depthwise = 0, grouped = 0] = kernels;
  return {
    query: [width, heads * headWidth],
    key: [width, kvHeads * headWidth],
    valueNow: [width, (kvHeads * headWidth) / 2],
    valueBefore: [width, (kvHeads * headWidth) / 2],
    depthwise: [depthwise * channels, 1],
    depthwiseBias: [depthwise > 0 ? 1 : 0, channels],
    grouped: [grouped * channels, headWidth],
    groupedBias: [grouped > 0 ? 1 : 0, channels],
    temperature: [norm ? 1 : 0, kvHeads],
    out: [heads * headWidth, width]
  };
}
