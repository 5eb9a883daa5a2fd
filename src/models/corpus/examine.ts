/** A document by itself, through every stage that needs no other: changed, counted, filtered, cut into tokens. */
import { type Features, featuresOf } from './cleaning/features';
import { type FilterVerdict, firstHit } from './cleaning/filters';
import { wordTokens } from './cleaning/tokens';
import { collapseRuns } from './cleaning/transform';
import type { WordLists } from './cleaning/wordLists';
import { type CorpusPolicy, tokensOf } from './policy';

export interface Examined {
  /** The text that goes on. */
  text: string;
  /** Where anything is filtered. */
  features?: Features;
  /** The filter that removes it. */
  removed?: FilterVerdict;
  /** Normalised words: what is counted as tokens. */
  words: number;
  /** What n-grams are made of; of a removed document nothing. */
  tokens: Uint32Array;
}

const nothing = new Uint32Array(0);

/** `source`: its name. What else is in the corpus plays no part. */
export function examine(raw: string, source: string, policy: CorpusPolicy, lists: WordLists = {}): Examined {
  const text = policy.collapse ? collapseRuns(raw) : raw;
  const words = wordTokens(text);
  const filtered = isFiltered(source, policy);
  const features = filtered ? featuresOf(raw, text, lists) : undefined;
  const removed = features && firstHit(features, policy.thresholds);
  return {
    text,
    words: words.length,
    ...(features && { features }),
    ...(removed && { removed }),
    tokens: removed ? nothing : policy.unit === 'words' ? words : tokensOf(text, policy)
  };
}

function isFiltered(source: string, { thresholds, unfiltered }: CorpusPolicy): boolean {
  if (!Object.values(thresholds).some((threshold) => threshold !== undefined)) return false;
  const name = source.toLowerCase();
  return !unfiltered.some((entry) => entry !== '' && name.startsWith(entry.toLowerCase()));
}
