/**
 * HashHop (Magic 2024, github.com/magicproduct/hash-hop): chains h0 -> h1 -> ... of random hashes, cut into pairs that stand in the
 * stream shuffled; then h0 is given, and the hash so many hops on is asked for at once, without the way there. A hash is one token
 * here, and a query names its hops before it names its hash.
 */
import type { Random } from '../../../models/random';
import { type SettingDescription, SettingError, type Settings } from '../../../models/settings';
import type { SourceDefinition } from '../../source';
import { count } from '../streamSettings';
import { distinct } from './draws';
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
  lengthSetting(256),
  count({
    name: 'chains',
    label: 'Chains',
    default: 32,
    min: 1,
    max: 16384,
    scale: 'log',
    unit: 'chains',
    live: true,
    help: 'Each takes two ticks a hop; queries of three ticks fill the rest, every chain once before any comes again.'
  }),
  count({
    name: 'hops',
    label: 'Hops',
    symbol: 'h',
    default: 2,
    min: 1,
    max: 16,
    unit: 'hops',
    help: 'Pairs of a chain, from its first hash to its last.'
  }),
  {
    name: 'asked',
    label: 'Asked for',
    kind: 'choice',
    default: 'last',
    options: [
      { value: 'last', label: 'The end of the chain' },
      { value: 'any', label: 'After any number of hops' }
    ],
    group: 'Stream',
    live: true,
    help: 'The last hash of the chain, or one after 1 to h hops, as the query says.'
  },
  vocabularySetting(
    'Different hashes; none stands in two chains. Tokens that say how many hops follow them.'
  ),
  ...drawnSequenceSettings
];

export const hashHopSource: SourceDefinition = {
  id: 'hashHop',
  title: 'HashHop',
  summary: 'Shuffled pairs that make chains; the answer lies several pairs on.',
  settings: descriptions,
  async create(context) {
    const { chains, hops, length, vocabulary } = context.settings as Record<string, number>;
    const labels = [
      ...Array.from({ length: vocabulary }, (_, i) => `h${i}`),
      ...Array.from({ length: hops }, (_, k) => `${k + 1} hop${k === 0 ? '' : 's'}?`)
    ];
    return drawnSequences(context, {
      shape: tokenShape(length, labels),
      descriptions,
      what: `${chains} chains of ${hops} hops, chance 1 in ${vocabulary}`,
      check,
      draw: drawTrial
    });
  }
};

/** Throws SettingError where the chains do not fit the length or the vocabulary. */
function check(settings: Settings): void {
  const { chains, hops, length, vocabulary } = settings as Record<string, number>;
  const hashes = chains * (hops + 1);
  if (hashes > vocabulary)
    throw new SettingError(
      `${chains} chains of ${hops} hops need ${hashes} different hashes; 'vocabulary' is ${vocabulary}. Set it higher, or 'chains' lower.`
    );
  const least = 2 * chains * hops + 3;
  if (length < least)
    throw new SettingError(
      `Setting 'length' is ${length}; ${chains} chains of ${hops} hops and one query take ${least}. Set it higher, or 'chains' lower.`
    );
}

function drawTrial(trial: AskingTrial, random: Random, settings: Settings): void {
  const { chains, hops, vocabulary } = settings as Record<string, number>;
  const { x } = trial;
  /** [chains, hops + 1]: the hash, and the tick it was last led to in. */
  const hashes = distinct(random, vocabulary, chains * (hops + 1));
  const stood = new Float64Array(hashes.length);
  random.permutation(chains * hops).forEach((pair, place) => {
    const from = pair + Math.floor(pair / hops);
    x[2 * place] = hashes[from];
    x[2 * place + 1] = hashes[from + 1];
    stood[from + 1] = 2 * place + 1;
  });
  let t = 2 * chains * hops;
  while (t + 3 <= x.length)
    for (const chain of random.permutation(chains)) {
      if (t + 3 > x.length) break;
      const k = settings.asked === 'last' ? hops : 1 + random.below(hops);
      const wanted = chain * (hops + 1) + k;
      x[t] = vocabulary + k - 1;
      x[t + 1] = hashes[chain * (hops + 1)];
      x[t + 2] = hashes[wanted];
      ask(trial, t + 1, hashes[wanted], stood[wanted]);
      stood[wanted] = t + 2;
      t += 3;
    }
  // Too short for a query: it names hops and no hash.
  for (; t < x.length; t++) x[t] = vocabulary;
}
