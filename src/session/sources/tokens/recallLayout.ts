/**
 * What stands where in a sequence of in-context recall: pairs first, w = c + 1 ticks each (c tokens of a key, then a value), then a gap
 * of values that nothing is asked of, then queries. Keys are made of the first half of the vocabulary, values are the other half; what
 * asks for the j-th value of a key, where keys come back, follows them.
 */
import { SettingError, type Settings } from '../../../models/settings';

export type RecallKind = 'basic' | 'positional' | 'multiQuery';

export interface RecallLayout {
  kind: RecallKind;
  /** Ticks, T. */
  length: number;
  /** Different keys. */
  keys: number;
  /** Pairs that each key stands in, r. */
  repeats: number;
  /** Tokens of a key, c. */
  keyTokens: number;
  /** Tokens that keys are made of: 0 to `keyVocabulary` - 1. */
  keyVocabulary: number;
  /** The first of the values. */
  valueFrom: number;
  values: number;
  /** How many of the values fill gaps. */
  fillers: number;
  /** The first of the tokens that ask for the j-th value. */
  ordinalFrom: number;
  /** Ticks of a pair, and of a query with its answer. */
  pairTicks: number;
  queryTicks: number;
  /** Ticks that all pairs take. */
  context: number;
  /** The first tick of queries: behind the gap. */
  asking: number;
}

/** Throws SettingError where pairs and queries do not fit the length or the vocabulary. */
export function recallLayout(settings: Settings): RecallLayout {
  const { fillers, gap, keyTokens, length, pairs, vocabulary } = settings as Record<string, number>;
  const kind = settings.kind as RecallKind;
  const repeats = kind === 'positional' ? (settings.repeats as number) : 1;
  const keys = Math.floor(pairs / repeats);
  const keyVocabulary = Math.floor(vocabulary / 2);
  const values = vocabulary - keyVocabulary;
  const pairTicks = keyTokens + 1;
  const queryTicks = kind === 'positional' ? pairTicks + 1 : pairTicks;
  const context = keys * repeats * pairTicks;
  if (keys < 1)
    throw new SettingError(`Setting 'pairs' is ${pairs}; expected at least ${repeats}, as 'repeats' says.`);
  const most = differentKeys(keyVocabulary, keyTokens);
  if (keys > most)
    throw new SettingError(
      `${keys} different keys were asked for, but a vocabulary of ${vocabulary} has ${most}; set 'pairs' lower, or 'vocabulary' or 'keyTokens' higher.`
    );
  if (repeats > values)
    throw new SettingError(
      `Setting 'repeats' is ${repeats}, but there are ${values} values; set 'vocabulary' higher.`
    );
  if (fillers > values)
    throw new SettingError(
      `Setting 'fillers' is ${fillers}, but there are ${values} values; set it lower, or 'vocabulary' higher.`
    );
  const asked = kind === 'multiQuery' ? keys * queryTicks : queryTicks;
  const least = context + gap + asked;
  if (least > length)
    throw new SettingError(
      `Setting 'length' is ${length}; ${keys * repeats} pairs take ${context} ticks${gap > 0 ? `, the gap ${gap}` : ''} and ${kind === 'multiQuery' ? 'a query for each' : 'one query'} ${asked}. Set 'length' to ${least} or more, or 'pairs' lower.`
    );
  return {
    kind,
    length,
    keys,
    repeats,
    keyTokens,
    keyVocabulary,
    valueFrom: keyVocabulary,
    values,
    fillers: fillers > 0 ? fillers : values,
    ordinalFrom: vocabulary,
    pairTicks,
    queryTicks,
    context,
    asking: context + gap
  };
}

/** The settings of a trial of another length, by what it is to be longer by. */
export function longerRecall(settings: Settings, length: number): Settings {
  const given = settings as Record<string, number>;
  const share = length / given.length;
  switch (settings.longerBy) {
    case 'pairs':
      return {
        ...settings,
        length,
        pairs: Math.max(1, Math.floor(given.pairs * share)),
        gap: Math.floor(given.gap * share)
      };
    case 'gap':
      return { ...settings, length, gap: Math.max(0, given.gap + length - given.length) };
    default:
      return { ...settings, length };
  }
}

/** How many keys of `tokens` tokens there are, 2^32 at most: more than a generator draws from. */
export function differentKeys(vocabulary: number, tokens: number): number {
  let product = 1;
  for (let i = 0; i < tokens; i++) product *= vocabulary;
  return Math.min(product, 4294967296);
}

/** Names of all tokens: k0.., v0.., and "1st value".. where keys come back. */
export function recallLabels({ keyVocabulary, kind, repeats, values }: RecallLayout): string[] {
  const named = (letter: string, count: number): string[] =>
    Array.from({ length: count }, (_, i) => `${letter}${i}`);
  const ordinals = kind === 'positional' ? Array.from({ length: repeats }, (_, j) => `value ${j + 1}?`) : [];
  return [...named('k', keyVocabulary), ...named('v', values), ...ordinals];
}
