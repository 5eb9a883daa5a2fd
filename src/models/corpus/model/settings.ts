/** Settings of the model `corpus`: the thresholds of every filter, how near copies are found, and who stays. */
import type { NumberSetting, SettingDescription, Settings, TextSetting } from '../../settings';
import { SettingError } from '../../settings';
import { filters } from '../cleaning/filters';
import { WordCounter, type WordList, type WordLists } from '../cleaning/wordLists';
import { type Bands, optimalBands } from '../dedup/lsh';
import { type CorpusPolicy, policyOf } from '../policy';

/** Filters that count, and those that take shares. */
const highest: Readonly<Record<string, number>> = {
  minLength: 100_000,
  minMeanWordLength: 100,
  maxMeanWordLength: 1000
};

const thresholdSettings: readonly NumberSetting[] = filters.map(({ id, label, removes, threshold }) => ({
  name: id,
  label: `${label} ${removes === 'below' ? 'at least' : 'at most'}`,
  group: 'Filters',
  kind: 'number',
  live: true,
  default: threshold,
  min: 0,
  max: highest[id] ?? (threshold < 1 ? 10 : 1_000_000),
  scale: 'linear',
  help: `A document ${removes === 'below' ? 'with less' : 'with more'} is removed; ${threshold} in Zyda. ${removes === 'below' ? '0' : 'The largest number'} switches the filter off.`
}));

const list = (name: string, label: string): TextSetting => ({
  name,
  label,
  group: 'Filters',
  kind: 'text',
  live: false,
  default: '',
  help: 'Words to be counted, separated by commas; none for a filter that never removes. Capitals count, and so do parts of longer words.'
});

/** Which list each setting is. */
const listSettings: Readonly<Record<WordList, TextSetting>> = {
  pornSignals: list('signalWords', 'Words that signal pornography'),
  sexual: list('sexualWords', 'Sexual words'),
  profanity: list('profaneWords', 'Profane words'),
  cursed: list('damagedWords', 'Pieces of damaged text')
};

export const corpusSettings: readonly SettingDescription[] = [
  ...thresholdSettings,
  ...Object.values(listSettings),
  {
    name: 'shingles',
    label: 'N-grams of',
    group: 'Near copies',
    kind: 'choice',
    live: false,
    default: 'words',
    options: [
      { value: 'words', label: 'Words (Zyda)' },
      { value: 'characters', label: 'Characters (Zyda-2)' }
    ],
    help: 'Two documents are as like each other as the sets of their n-grams: the Jaccard similarity, what both have over what either has.'
  },
  {
    name: 'shingleSize',
    label: 'Length of an n-gram',
    symbol: 'n',
    group: 'Near copies',
    kind: 'number',
    live: false,
    default: 13,
    min: 1,
    max: 100,
    integer: true,
    scale: 'linear',
    help: '13 words in Zyda, 25 characters in Zyda-2. A document with fewer is one n-gram of its own length.'
  },
  {
    name: 'permutations',
    label: 'Hash functions',
    symbol: 'k',
    group: 'Near copies',
    kind: 'number',
    live: false,
    default: 128,
    min: 4,
    max: 1024,
    integer: true,
    scale: 'log',
    help: 'Values of a MinHash signature; two agree in each with probability J, so that their share estimates J with variance J (1 − J) / k.'
  },
  {
    name: 'likeness',
    label: 'Threshold of likeness',
    symbol: 'J',
    group: 'Near copies',
    kind: 'number',
    live: false,
    default: 0.4,
    min: 0.05,
    max: 0.99,
    scale: 'linear',
    help: 'From which Jaccard similarity on documents count as near copies. Bands and rows are chosen for it, where they are not given.'
  },
  {
    name: 'bands',
    label: 'Bands',
    symbol: 'b',
    group: 'Near copies',
    kind: 'number',
    live: false,
    default: 0,
    min: 0,
    max: 1024,
    integer: true,
    scale: 'linear',
    help: 'A pair is found where all values of one band agree: with probability 1 − (1 − J^r)^b. 0 for the bands and rows with the least error at the threshold.'
  },
  {
    name: 'bandRows',
    label: 'Values in a band',
    symbol: 'r',
    group: 'Near copies',
    kind: 'number',
    live: false,
    default: 4,
    min: 1,
    max: 1024,
    integer: true,
    scale: 'linear',
    help: 'Only where bands are given. More make the curve steeper and move it up; more bands move it down.'
  },
  {
    name: 'keep',
    label: 'Of near copies stays',
    group: 'Near copies',
    kind: 'choice',
    live: true,
    default: 'one',
    options: [
      { value: 'one', label: 'One, of the best source (Zyda)' },
      { value: 'cross', label: 'All of the best source (Zyda-2)' },
      { value: 'all', label: 'All' }
    ],
    help: 'Copies of copies are one component. Zyda keeps one document of each; Zyda-2 removes copies between sources alone.'
  },
  {
    name: 'ranking',
    label: 'Best source first',
    group: 'Near copies',
    kind: 'text',
    live: false,
    default: '',
    help: 'Names of sources, separated by commas; those not named come last. Empty for the order in which the stream has them.'
  },
  {
    name: 'capacity',
    label: 'Documents in the index',
    group: 'Near copies',
    kind: 'number',
    live: false,
    default: 20_000,
    min: 16,
    max: 1_000_000,
    integer: true,
    scale: 'log',
    help: 'When it is full it is emptied and begins anew, so that an endless stream takes bounded memory; copies across that border are not found.'
  },
  {
    name: 'labelled',
    label: 'Documents with a label',
    group: 'Quality',
    kind: 'number',
    live: false,
    default: 0,
    min: 0,
    max: 100_000,
    integer: true,
    scale: 'linear',
    help: 'So many of the first documents teach a linear classifier of n-grams what good text is, where the stream says how good each is; 0 for no classifier.'
  },
  {
    name: 'quality',
    label: 'Quality at least',
    group: 'Quality',
    kind: 'number',
    live: true,
    default: 0.5,
    min: 0,
    max: 1,
    scale: 'linear',
    help: 'What the classifier must think the probability of good text to be, once it has seen its labels.'
  },
  {
    name: 'readerOrder',
    label: 'Letters a reader looks back',
    group: 'Quality',
    kind: 'number',
    live: false,
    default: 4,
    min: 0,
    max: 8,
    integer: true,
    scale: 'linear',
    help: 'Models of letters read the stream as it came, what passed the filters, and what is no near copy either: equally many characters each. Which of them predicts held-out text best says what cleaning is worth. 0 for none.'
  }
];

export interface CorpusSizes {
  permutations: number;
  likeness: number;
  bands: Bands;
  capacity: number;
  labelled: number;
  readerOrder: number;
}

/** What does not change while a run goes on. Throws SettingError for bands that need more values than there are. */
export function corpusSizes(settings: Settings): CorpusSizes {
  const permutations = Number(settings.permutations);
  const likeness = Number(settings.likeness);
  const given = { bands: Number(settings.bands), rows: Number(settings.bandRows) };
  if (given.bands * given.rows > permutations)
    throw new SettingError(
      `Settings 'bands' and 'bandRows' are ${given.bands} and ${given.rows} and need ${given.bands * given.rows} values; a signature has ${permutations}. Set 'permutations' higher, or one of them lower.`
    );
  return {
    permutations,
    likeness,
    bands: given.bands > 0 ? given : optimalBands(likeness, permutations),
    capacity: Number(settings.capacity),
    labelled: Number(settings.labelled),
    readerOrder: Number(settings.readerOrder)
  };
}

/** What each document is put through, with the thresholds as they are now. */
export function policyIn(settings: Settings): CorpusPolicy {
  const { bands, permutations } = corpusSizes(settings);
  return policyOf('custom', {
    thresholds: Object.fromEntries(filters.map(({ id }) => [id, Number(settings[id])])),
    unit: settings.shingles === 'words' ? 'words' : 'characters',
    ngram: Number(settings.shingleSize),
    permutations,
    ...bands
  });
}

export function wordListsOf(settings: Settings): WordLists {
  const lists: Partial<Record<WordList, WordCounter>> = {};
  for (const [name, setting] of Object.entries(listSettings) as [WordList, TextSetting][]) {
    const words = entriesOf(settings[setting.name]);
    if (words.length > 0) lists[name] = new WordCounter(words);
  }
  return lists;
}

/** Entries of a text setting that holds a list; none for an empty one. */
export function entriesOf(value: Settings[string]): string[] {
  return String(value)
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}
