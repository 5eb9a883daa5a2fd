/** What a pipeline is told: thresholds, n-grams, bands, who stays. Zyda-1 and Zyda-2 as they were run, and what can be changed in them. */
import { CorpusError } from './document';
import { filters, type Thresholds, zydaThresholds } from './cleaning/filters';
import { characterTokens, wordTokens } from './cleaning/tokens';
import { optimalBands } from './dedup/lsh';
import { type KeepRule, zyda1Ranking, zyda2Ranking } from './dedup/survivors';

export const policyNames = ['zyda1', 'zyda2', 'custom'] as const;
export type PolicyName = (typeof policyNames)[number];

export interface CorpusPolicy {
  policy: PolicyName;
  /** Whether long runs of a character become one. */
  collapse: boolean;
  /** By filter; one that is absent is off. */
  thresholds: Thresholds;
  /** Sources (beginnings of their names) that are not filtered, as StarCoder in Zyda-1. */
  unfiltered: readonly string[];
  /** n-grams of words or of characters. */
  unit: 'words' | 'characters';
  ngram: number;
  permutations: number;
  bands: number;
  rows: number;
  /** Of the hash functions. */
  seed: number;
  keep: KeepRule;
  /** Best first. */
  ranking: readonly string[];
}

export const zyda1: CorpusPolicy = {
  policy: 'zyda1',
  collapse: true,
  thresholds: zydaThresholds,
  unfiltered: ['starcoder'],
  unit: 'words',
  ngram: 13,
  permutations: 128,
  bands: 32,
  rows: 4,
  seed: 1,
  keep: 'one',
  ranking: zyda1Ranking
};

/** Its sources come filtered. */
export const zyda2: CorpusPolicy = {
  policy: 'zyda2',
  collapse: false,
  thresholds: {},
  unfiltered: [],
  unit: 'characters',
  ngram: 25,
  permutations: 128,
  bands: 8,
  rows: 16,
  seed: 10,
  keep: 'cross',
  ranking: zyda2Ranking
};

/** What `custom` begins with: Zyda-1's stages with the sources in the order they are named. */
export const custom: CorpusPolicy = { ...zyda1, policy: 'custom', unfiltered: [], ranking: [] };

const known: Readonly<Record<PolicyName, CorpusPolicy>> = { zyda1, zyda2, custom };

/** Only what is to differ from the policy named; a `threshold` of Jaccard similarity chooses bands and rows. */
export type PolicyChanges = Partial<Omit<CorpusPolicy, 'policy'>> & { jaccard?: number };

/** Throws CorpusError for numbers that make no pipeline. */
export function policyOf(name: PolicyName, { jaccard, ...changes }: PolicyChanges = {}): CorpusPolicy {
  const policy = { ...known[name], ...changes };
  const bands =
    jaccard !== undefined && (changes.bands === undefined || changes.rows === undefined)
      ? optimalBands(jaccard, policy.permutations)
      : { bands: policy.bands, rows: policy.rows };
  const whole = { ngram: policy.ngram, permutations: policy.permutations, ...bands };
  for (const [what, value] of Object.entries(whole))
    if (!(Number.isInteger(value) && value >= 1 && value <= 4096))
      throw new CorpusError(`The policy's ${what} is ${value}; expected a whole number from 1 to 4096.`);
  if (bands.bands * bands.rows > policy.permutations)
    throw new CorpusError(
      `${bands.bands} bands of ${bands.rows} rows need ${bands.bands * bands.rows} values; expected at most the ${policy.permutations} permutations there are.`
    );
  const ids = filters.map(({ id }) => id);
  for (const [id, threshold] of Object.entries(policy.thresholds)) {
    if (!ids.includes(id)) throw new CorpusError(`Unknown filter '${id}'. Filters: ${ids.join(', ')}.`);
    if (threshold !== undefined && !Number.isFinite(threshold))
      throw new CorpusError(`The threshold of ${id} is ${threshold}; expected a number.`);
  }
  return { ...policy, ...bands };
}

/** The tokens whose n-grams are compared. */
export function tokensOf(text: string, { unit }: Pick<CorpusPolicy, 'unit'>): Uint32Array {
  return unit === 'words' ? wordTokens(text) : characterTokens(text);
}
