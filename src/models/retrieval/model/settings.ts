/** Settings of retrieval by a walk. */
import type { SettingDescription } from '../../settings';
import { usualIndex } from '../retriever';

export const mixprSettings: readonly SettingDescription[] = [
  {
    name: 'chunking',
    label: 'Passages are cut',
    kind: 'choice',
    default: 'whole',
    options: [
      { value: 'whole', label: 'Not at all' },
      { value: 'sentence', label: 'Into sentences' },
      { value: 'line', label: 'Into lines' },
      { value: 'words', label: 'After so many words' }
    ],
    group: 'Memory',
    live: false,
    help: 'A node of the graph is a passage as it comes, or a piece of it.'
  },
  {
    name: 'chunkWords',
    label: 'Words in a piece',
    kind: 'number',
    default: 64,
    min: 1,
    max: 4096,
    integer: true,
    scale: 'log',
    unit: 'words',
    group: 'Memory',
    live: false,
    help: 'At most; longer sentences are cut.',
    when: { name: 'chunking', is: ['sentence', 'words'] }
  },
  {
    name: 'leaveStopWords',
    label: 'Without stop words',
    kind: 'toggle',
    default: true,
    group: 'Memory',
    live: false,
    help: 'Words such as "the" make every question in plain English like every sentence. The paper does not say; the published re-implementation keeps them.'
  },
  {
    name: 'questionCounted',
    label: 'Question counts as a passage',
    kind: 'toggle',
    default: true,
    group: 'Memory',
    live: false,
    help: 'In how many passages a word stands is counted with the question among them, as where it is a row of the matrix.'
  },
  {
    name: 'leastCosine',
    label: 'Least cosine',
    symbol: 'θ',
    kind: 'number',
    default: usualIndex.theta,
    min: 0.01,
    max: 1,
    scale: 'linear',
    group: 'Memory',
    live: false,
    help: 'Passages are linked where the cosine of their TF-IDF vectors is at least this; 0.1 to 0.35 are sensible.'
  },
  {
    name: 'thresholdQuestion',
    label: 'Threshold the question too',
    kind: 'toggle',
    default: false,
    group: 'Memory',
    live: false,
    help: 'Drops links of the question below θ as well. A long question is like no passage and then linked to none.'
  },
  {
    name: 'routing',
    label: 'α is chosen',
    kind: 'choice',
    default: 'rule',
    options: [
      { value: 'rule', label: 'By the words of the question' },
      { value: 'manual', label: 'By hand' }
    ],
    group: 'Recall',
    live: true,
    help: '0.6 for questions about something in the text, 0 for those about all of it.'
  },
  {
    name: 'teleport',
    label: 'Return to the question',
    symbol: 'α',
    kind: 'number',
    default: 0.6,
    min: 0,
    max: 1,
    scale: 'linear',
    group: 'Recall',
    live: true,
    help: 'Chance that the walk goes back to the question instead of on to a linked passage; what elsewhere is called damping is 1 − α.',
    when: { name: 'routing', is: ['manual'] }
  },
  {
    name: 'walkStart',
    label: 'The walk begins',
    kind: 'choice',
    default: 'uniform',
    options: [
      { value: 'uniform', label: 'Everywhere alike' },
      { value: 'question', label: 'At the question' }
    ],
    group: 'Recall',
    live: false,
    help: 'Everywhere alike as in the paper: it matters at α 0, and where the question is linked to nothing.'
  },
  {
    name: 'rankedBy',
    label: 'Passages are ranked',
    kind: 'choice',
    default: 'column',
    options: [
      { value: 'column', label: 'By their mass' },
      { value: 'row', label: 'By mass over degree' }
    ],
    group: 'Recall',
    live: true,
    help: 'Mass is what columns that sum to 1 give; over the degree of a passage it is what rows that sum to 1 would.'
  },
  {
    name: 'recencyShare',
    label: 'Return to recent passages',
    kind: 'number',
    default: 0,
    min: 0,
    max: 1,
    scale: 'linear',
    group: 'Recall',
    live: false,
    help: 'Share of all returns that lead to recent passages instead of the question.'
  },
  {
    name: 'recencyHalfLife',
    label: 'Recent halves after',
    kind: 'number',
    default: 50,
    min: 1,
    max: 100000,
    integer: true,
    scale: 'log',
    unit: 'pieces',
    group: 'Recall',
    live: false,
    help: 'So many pieces further back a passage gets half as many of these returns.'
  },
  {
    name: 'returned',
    label: 'Passages returned',
    symbol: 'k',
    kind: 'number',
    default: 20,
    min: 1,
    max: 1000,
    integer: true,
    scale: 'log',
    group: 'Recall',
    live: true,
    help: 'By the walk, by TF-IDF and by BM25; a reader answers from them, in the order of the text.'
  }
];
