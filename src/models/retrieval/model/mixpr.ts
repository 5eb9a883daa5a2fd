/** The definition of retrieval by a walk (Alonso & Millidge 2024, arXiv 2412.06078). */
import type { ModelDefinition } from '../../model';
import { createMixprModel } from './mixprModel';
import { mixprSettings } from './settings';

export const mixprDefinition: ModelDefinition = {
  id: 'mixpr',
  lab: 'text',
  inputKinds: ['documents'],
  title: 'Retrieval by a walk',
  summary:
    'Finds the passages of a text that a question needs by a walk on the graph of passages, beside TF-IDF and BM25.',
  computesItself: 'The graph of passages is sparse and walked in float64, without a backend.',
  scores: {
    loss: {
      label: 'Needed passages missed',
      symbol: '1 − recall@k',
      unit: '',
      help: 'Share of the passages an answer needs that are not among those the walk returns.'
    },
    error: {
      label: 'Not answered exactly',
      symbol: '',
      unit: '',
      help: '0 where a reader finds all that is right and nothing else in what the walk returns, else 1.'
    }
  },
  settings: mixprSettings,
  // A passage has some ten words and about as many links; a text of the size of a book has a hundred thousand.
  floats: (_settings, { steps }) => 200 * steps,
  create: createMixprModel
};
