/** What becomes of a stream of text on its way to those who learn from it: Zyda's pipeline on pages whose truth is known. */
import { corpusProbes } from '../models/corpus/model/probes';
import type { Preset } from '../session/experiment';

const probes = Object.values(corpusProbes);

/** Tokpanov et al. 2024: near copies by MinHash and bands. */
export const nearCopies: Preset = {
  id: 'near-copies',
  title: 'Near copies found by hashing',
  claim:
    'Documents that share n-grams are found without comparing all with all: signatures cut into bands agree with a probability that rises steeply with likeness, as 1 − (1 − J^r)^b.',
  prediction:
    'On pages of known likeness, 32 bands of 4 find more than 80 % of the pairs whose Jaccard similarity is 0.4 or more, and more than 85 % of what they find is.',
  metric: corpusProbes.pairQuality,
  goals: [
    { label: 'recall', series: corpusProbes.pairQuality, column: 0, over: 1, above: 0.8 },
    { label: 'precision', series: corpusProbes.pairQuality, column: 1, over: 1, above: 0.85 }
  ],
  experiment: {
    format: 1,
    title: 'Near copies found by hashing',
    model: { id: 'corpus', settings: { likeness: 0.4 } },
    source: { id: 'pages', settings: { copies: 0.4 } },
    probes,
    seed: 1,
    edits: []
  },
  trials: 60
};

/** Tokpanov et al. 2024: models trained on equally much text, of which some is cleaned. */
export const worthOfCleaning: Preset = {
  id: 'worth-of-cleaning',
  title: 'What cleaning is worth',
  claim:
    'Of equally much text a model learns more where junk was filtered out and where nothing is said twice.',
  prediction:
    'Models of letters that have read equally many characters predict held-out clean pages better from the filtered stream than from the raw one, and better still without near copies; each needs less than 2 bits a character.',
  metric: corpusProbes.readerLoss,
  goals: [
    { label: 'raw, bits a character', series: corpusProbes.readerLoss, column: 0, over: 1, below: 2 },
    { label: 'filtered, bits a character', series: corpusProbes.readerLoss, column: 1, over: 1, below: 2 },
    { label: 'cleaned, bits a character', series: corpusProbes.readerLoss, column: 2, over: 1, below: 2 }
  ],
  comparisons: [
    { less: 1, than: 0 },
    { less: 2, than: 1 }
  ],
  experiment: {
    format: 1,
    title: 'What cleaning is worth',
    model: { id: 'corpus', settings: { likeness: 0.4 } },
    source: { id: 'pages', settings: {} },
    probes,
    seed: 1,
    edits: []
  },
  trials: 40
};

/** Zyda-2 2024: between sources alone. */
export const acrossSources: Preset = {
  id: 'across-sources',
  title: 'Copies across sources alone',
  claim:
    'Zyda-2 removes what a better source holds too and leaves copies within a source: the best source loses nothing, the others what they have in common with better ones.',
  prediction:
    'The best source loses no word as a near copy, and each source loses a larger share than the one ranked before it; the last more than 5 %.',
  metric: corpusProbes.copyLosses,
  goals: [
    {
      label: 'encyclopaedia, lost',
      series: corpusProbes.copyLosses,
      column: 0,
      over: 1,
      below: 1e-6,
      always: true,
      lasting: true
    },
    { label: 'books, lost', series: corpusProbes.copyLosses, column: 1, over: 1, above: 0 },
    { label: 'crawl, lost', series: corpusProbes.copyLosses, column: 2, over: 1, above: 0 },
    { label: 'scrape, lost', series: corpusProbes.copyLosses, column: 3, over: 1, above: 0.05, lasting: true }
  ],
  comparisons: [
    { less: 0, than: 1 },
    { less: 1, than: 2 },
    { less: 2, than: 3 }
  ],
  experiment: {
    format: 1,
    title: 'Copies across sources alone',
    model: {
      id: 'corpus',
      settings: { keep: 'cross', shingles: 'characters', shingleSize: 25, bands: 8, bandRows: 16 }
    },
    source: { id: 'pages', settings: { copies: 0.4 } },
    probes,
    seed: 1,
    edits: []
  },
  trials: 60
};
