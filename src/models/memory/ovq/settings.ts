/** What can be switched in online vector-quantised attention. The first of each is the published layer; the others take a part away. */
import { MemoryError } from '../rows';

/** plateau: n(t) = floor(t N / (t + N)); linear: floor(t N / horizon), N at most; min: min(t, N), a row for every token until full. */
export const growths = ['plateau', 'linear', 'min'] as const;
/** spread: the tokens least like any row open the new ones; random: any tokens do. */
export const openings = ['spread', 'random'] as const;
/** similar: the row of greatest q . mu, as published; nearest: of least distance. The same where keys and rows have unit norm. */
export const assignments = ['similar', 'nearest'] as const;

export interface OvqSettings {
  /** N, the most rows there will be. */
  capacity: number;
  /** L, tokens a chunk. */
  chunk: number;
  /** beta': on logits q . k. The layer on unit vectors has beta sqrt(d); on plain ones 1 / sqrt(d). */
  scale: number;
  growth: (typeof growths)[number];
  /** Tokens after which linear growth is complete. */
  horizon: number;
  opening: (typeof openings)[number];
  /** Of the random opening: the same seed opens the same rows. */
  seed: number;
  assignment: (typeof assignments)[number];
  /** undefined: a row is the running mean of its tokens (rate 1 / count). Else the constant rate at which it follows them. */
  rate: number | undefined;
  /** Whether log counts are added to the logits of rows. */
  countBias: boolean;
  /**
   * Adds scale (1 - |mu|^2) / 2 to the logits of rows: with it and unit keys, reading is exactly the regression of a Gaussian mixture
   * of precision `scale`, of which the squares cancel only as long as centroids have unit norm. Means of unit vectors are shorter, so
   * without it crowded rows are read too little. Off by default, as in the published layer.
   */
  normCorrection: boolean;
}

export const ovqDefaults: Omit<OvqSettings, 'scale'> = {
  capacity: 1024,
  chunk: 128,
  growth: 'plateau',
  horizon: 65536,
  opening: 'spread',
  seed: 1,
  assignment: 'similar',
  rate: undefined,
  countBias: true,
  normCorrection: false
};

/** Throws MemoryError. */
export function checkOvq({ capacity, chunk, horizon, rate, scale }: OvqSettings): void {
  for (const [name, value] of Object.entries({ capacity, chunk, horizon }))
    if (!(Number.isSafeInteger(value) && value >= 1))
      throw new MemoryError(`The ${name} is ${value}; expected a whole number from 1.`);
  if (rate !== undefined && !(rate > 0 && rate <= 1))
    throw new MemoryError(`The rate is ${rate}; expected a number above 0 and at most 1.`);
  if (!Number.isFinite(scale)) throw new MemoryError(`The scale is ${scale}; expected a finite number.`);
}
