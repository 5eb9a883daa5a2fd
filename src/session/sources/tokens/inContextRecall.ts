/**
 * In-context recall: which value stood behind a key. Names of the kinds as in Alonso, Figliolia & Millidge 2026, whose sizes were not
 * published with them; layout and sizes are ours (`recallLayout.ts`). Multi-query: every key comes back once, in places that follow a
 * power law, as in Arora et al. 2023 (their exponent; the tokens between are values, never keys, and answers are shown). What
 * surprises: a query writes the pair again, so a key asked for a second time is found nearer.
 */
import type { Random } from '../../../models/random';
import type { SettingDescription, Settings } from '../../../models/settings';
import type { SourceDefinition } from '../../source';
import { amount, count } from '../streamSettings';
import { distinct, powerLaw } from './draws';
import { differentKeys, longerRecall, type RecallLayout, recallLabels, recallLayout } from './recallLayout';
import { longest } from './heldOutLengths';
import {
  type AskingTrial,
  ask,
  drawnSequenceSettings,
  drawnSequences,
  lengthSetting,
  tokenShape,
  vocabularySetting
} from './tokenStream';

const descriptions: readonly SettingDescription[] = [
  {
    name: 'kind',
    label: 'Kind',
    kind: 'choice',
    default: 'basic',
    options: [
      { value: 'basic', label: 'Basic' },
      { value: 'positional', label: 'Positional' },
      { value: 'multiQuery', label: 'Multi-query' }
    ],
    group: 'Stream',
    live: false,
    help: 'Basic: pairs, then queries without a pause. Positional: keys come back with other values, and the j-th of them is asked for. Multi-query: every key is asked for once, soon or late by a power law.'
  },
  lengthSetting(256),
  count({
    name: 'pairs',
    label: 'Pairs',
    symbol: 'M',
    default: 64,
    min: 1,
    max: 32768,
    scale: 'log',
    live: true,
    unit: 'pairs',
    help: 'Pairs of a key and a value that a trial begins with; queries fill the rest, every pair once before any comes again.'
  }),
  count({
    name: 'keyTokens',
    label: 'Tokens of a key',
    symbol: 'c',
    default: 1,
    min: 1,
    max: 4,
    unit: 'tokens',
    help: 'A key is so many tokens one after another, and only all of them together are one: 2 make more keys than there are tokens.'
  }),
  count({
    name: 'repeats',
    label: 'Values of a key',
    symbol: 'r',
    default: 4,
    min: 2,
    max: 64,
    unit: 'values',
    when: { name: 'kind', is: ['positional'] },
    help: 'Every key stands in so many pairs, each time with another value; a query names which of them it asks for, then the key.'
  }),
  count({
    name: 'gap',
    label: 'Gap',
    default: 0,
    min: 0,
    max: longest,
    unit: 'tokens',
    live: true,
    help: 'Tokens between the pairs and the first query: values that nothing is asked of, and that any memory has to let go by.'
  }),
  count({
    name: 'fillers',
    label: 'Different tokens in gaps',
    default: 0,
    min: 0,
    max: 32768,
    unit: 'tokens',
    live: true,
    help: 'The first so many of the values fill gaps and what is left over; 0: all of them.'
  }),
  {
    name: 'longerBy',
    label: 'Longer by',
    kind: 'choice',
    default: 'pairs',
    options: [
      { value: 'pairs', label: 'Pairs, gap and queries in proportion' },
      { value: 'gap', label: 'A longer gap' },
      { value: 'queries', label: 'More queries' }
    ],
    group: 'Stream',
    live: false,
    help: 'What fills held-out trials that are longer than those learned from: more of everything; the same pairs and queries with more between them, so that they lie further back; or the same pairs asked for again and again.'
  },
  amount({
    name: 'power',
    label: 'Power of the gaps',
    symbol: 'a',
    default: 0.01,
    min: 0,
    max: 1,
    live: true,
    when: { name: 'kind', is: ['multiQuery'] },
    help: 'Place i behind the pairs is taken by a query with a weight i^(a - 1): 1 makes all places alike, 0.01 (the published one) favours the first.'
  }),
  vocabularySetting('Keys are made of the first half of the tokens; values are the other half.'),
  ...drawnSequenceSettings
];

export const inContextRecallSource: SourceDefinition = {
  id: 'inContextRecall',
  title: 'In-context recall',
  summary: 'Pairs of a key and a value, then keys whose values are asked for.',
  settings: descriptions,
  async create(context) {
    const layout = recallLayout(context.settings);
    return drawnSequences(context, {
      shape: tokenShape(layout.length, recallLabels(layout)),
      descriptions,
      what: `${layout.keys * layout.repeats} pairs, chance 1 in ${layout.values}`,
      check: recallLayout,
      at: longerRecall,
      draw: drawTrial
    });
  }
};

/** The pairs of one trial, and where each was seen last. */
interface Pairs {
  /** [keys], each as a number in base `keyVocabulary`. */
  keys: Float64Array;
  /** [keys, repeats]: the j-th value of a key. */
  values: Float64Array;
  /** [keys, repeats]: the tick its value stood in last. */
  stood: Float64Array;
}

function drawTrial(trial: AskingTrial, random: Random, settings: Settings): void {
  const layout = recallLayout(settings);
  const pairs = drawPairs(trial, random, layout);
  const { asking, context, length, queryTicks } = layout;
  // What is left over, and lies between: values that nothing was asked for.
  for (let t = context; t < length; t++) trial.x[t] = layout.valueFrom + random.below(layout.fillers);
  if (layout.kind === 'multiQuery') {
    const places = Math.floor((length - asking) / queryTicks);
    const taken = powerLaw(random, places, layout.keys, settings.power as number);
    const order = random.permutation(layout.keys);
    taken.forEach((place, i) => {
      query(trial, layout, pairs, asking + place * queryTicks, order[i]);
    });
    return;
  }
  for (let t = asking; t + queryTicks <= length; ) {
    for (const pair of random.permutation(layout.keys * layout.repeats)) {
      if (t + queryTicks > length) break;
      query(trial, layout, pairs, t, pair);
      t += queryTicks;
    }
  }
}

function drawPairs({ x }: AskingTrial, random: Random, layout: RecallLayout): Pairs {
  const { keyTokens, keyVocabulary, keys: count, pairTicks, repeats, valueFrom, values: different } = layout;
  const keys = distinct(random, differentKeys(keyVocabulary, keyTokens), count);
  const values = new Float64Array(count * repeats);
  for (let key = 0; key < count; key++) values.set(distinct(random, different, repeats), key * repeats);
  const stood = new Float64Array(count * repeats);
  const seen = new Uint16Array(count);
  random.permutation(count * repeats).forEach((pair, place) => {
    const key = Math.floor(pair / repeats);
    const entry = key * repeats + seen[key]++;
    const at = place * pairTicks;
    writeKey(x, at, keys[key], layout);
    stood[entry] = at + keyTokens;
    x[stood[entry]] = valueFrom + values[entry];
  });
  return { keys, values, stood };
}

/** Asks for one pair from tick t on, and shows its value in the tick after. */
function query(trial: AskingTrial, layout: RecallLayout, pairs: Pairs, t: number, pair: number): void {
  const { keyTokens, kind, ordinalFrom, repeats, valueFrom } = layout;
  const { x } = trial;
  let at = t;
  if (kind === 'positional') x[at++] = ordinalFrom + (pair % repeats);
  writeKey(x, at, pairs.keys[Math.floor(pair / repeats)], layout);
  at += keyTokens;
  x[at] = valueFrom + pairs.values[pair];
  ask(trial, at - 1, x[at], pairs.stood[pair]);
  pairs.stood[pair] = at;
}

/** Digits of `key`, the highest first. */
function writeKey(
  x: Float64Array,
  at: number,
  key: number,
  { keyTokens, keyVocabulary }: RecallLayout
): void {
  let rest = key;
  for (let i = keyTokens - 1; i >= 0; i--) {
    x[at + i] = rest % keyVocabulary;
    rest = Math.floor(rest / keyVocabulary);
  }
}
