/**
 * Recall by diffusion over a small memory: passages joined to the words they speak of (as in HippoRAG, Gutierrez et al. 2024, with
 * its restart probability of 1/2). The facts are invented.
 */
import type { Preset } from '../session/experiment';
import { animalProbes } from './probes';

const facts: readonly (readonly [string, readonly string[]])[] = [
  ['Ada lives in Lorn', ['Ada', 'Lorn']],
  ['Lorn lies on the Tweel', ['Lorn', 'Tweel']],
  ['Ben lives in Marden', ['Ben', 'Marden']],
  ['Marden lies on the Oske', ['Marden', 'Oske']],
  ['Cleo lives in Marden', ['Cleo', 'Marden']],
  ['The Oske flows into the Sund', ['Oske', 'Sund']],
  ['Ferries cross the Sund', ['ferries', 'Sund']],
  ['Ben keeps ferries', ['Ben', 'ferries']]
];

const memory = (
  kept: readonly (readonly [string, readonly string[]])[],
  choice: readonly [string, string],
  cue: string
): string => {
  const quote = (name: string): string => JSON.stringify(name);
  const words = [...new Set(kept.flatMap(([, said]) => said))];
  const at = (row: number, rows: number): number => Math.round((1000 * (row + 0.5)) / rows) / 1000;
  return [
    'graph undirected',
    ...words.map((word, k) => `node ${quote(word)} 0.12 ${at(k, words.length)}`),
    ...kept.map(([passage], k) => `node ${quote(passage)} 0.5 ${at(k, kept.length)}`),
    ...kept.map(([passage]) => `passage ${quote(passage)}`),
    ...kept.flatMap(([passage, said]) => said.map((word) => `${quote(passage)} ${quote(word)}`)),
    // The animal that learns the map walks where the cue is.
    `start ${quote(cue)}`,
    `choice ${quote(choice[0])} ${quote(choice[1])}`
  ].join('\n');
};

const recallPreset = (
  words: Pick<Preset, 'id' | 'title' | 'claim' | 'prediction' | 'goals' | 'comparisons'>,
  world: string,
  cues: string
): Preset => ({
  ...words,
  metric: 'bridgeRank',
  experiment: {
    format: 1,
    title: words.title,
    model: {
      id: 'maps',
      settings: { world, recallCues: cues, gamma: 0.5, learners: 'sr', eta: 0.5, etaDecay: 0.6 }
    },
    source: { id: 'walk', settings: { steps: 50 } },
    probes: animalProbes,
    seed: 1,
    edits: []
  },
  pace: 50,
  trials: 100
});

export const twoHopRecall = recallPreset(
  {
    id: 'two-hop-recall',
    title: 'Recall over two hops',
    claim:
      'A walk recalls what a cue leads to, not only what resembles it: which river does Ada live on? No passage names both.',
    prediction:
      'The walk from Ada ranks the passage on the river second of eight, right after the one that names her; by cosine it ties with all that share no word with her.',
    goals: [
      { series: 'bridgeRank', over: 1, below: 2.5, lasting: true, label: 'Rank by the walk' },
      { series: 'bridgeRank', column: 1, over: 1, above: 2.5, lasting: true, label: 'Rank by cosine' }
    ],
    comparisons: [{ less: 0, than: 1 }]
  },
  memory(facts, ['Lorn lies on the Tweel', 'Marden lies on the Oske'], 'Ada'),
  'Ada'
);

export const noPathNoRecall = recallPreset(
  {
    id: 'no-path-no-recall',
    title: 'What cannot be recalled',
    claim:
      'Diffusion is no oracle: what no path joins to the cue gets nothing at all, however long the walk.',
    prediction:
      'From Ada the walk never reaches the other part of the memory: the passage on the ferries scores exactly 0.',
    goals: [
      {
        series: 'bridgeRank',
        column: 3,
        over: 1,
        above: -1,
        below: 1e-300,
        lasting: true,
        label: 'Score by the walk'
      }
    ]
  },
  memory(facts, ['Ferries cross the Sund', 'Lorn lies on the Tweel'], 'Ada'),
  'Ada'
);
