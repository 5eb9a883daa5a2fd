/** The model of a corpus as it is listed: its settings, its words, and the memory it takes. */
import type { ModelDefinition } from '../../model';
import { completeSettings } from '../../settings';
import { createCorpusModel } from './corpusModel';
import { corpusSettings, corpusSizes } from './settings';

export const corpusDefinition: ModelDefinition = {
  id: 'corpus',
  lab: 'text',
  inputKinds: ['documents'],
  computesItself: 'Hashing is whole numbers, the same to the bit on every machine.',
  title: 'Corpus pipeline',
  summary:
    'Cleans text as it flows in: filters, near copies by MinHash, survivors by source, as Zyda and Zyda-2 do.',
  scores: {
    loss: {
      label: 'Bits a character',
      symbol: '',
      unit: 'bits',
      help: 'Of held-out text, to a model of letters that has read what is kept.'
    },
    error: {
      label: 'Missed copies',
      symbol: '',
      unit: '',
      help: 'Share of the pairs known to be at or above the threshold of likeness that were not found.'
    }
  },
  settings: corpusSettings,
  floats(given, shape) {
    return this.memory!(given, shape).reduce((sum, { floats }) => sum + floats, 0);
  },
  memory(given) {
    const { bands, capacity, permutations } = corpusSizes(completeSettings(corpusSettings, given));
    // An entry of a map takes about 40 bytes.
    return [
      { label: 'the buckets', floats: capacity * bands.bands * 10 },
      { label: 'the signatures', floats: capacity * permutations }
    ];
  },
  create: createCorpusModel
};
