/**
 * Alonso & Millidge 2024 (arXiv 2412.06078), "Mixture-of-PageRanks": what a walk on a graph of passages finds that the words of a question do
 * not lead to, and what it takes. The paper's tables were not at hand; sizes are ours, and readers are rules instead of a language model.
 */
import { mixprProbes } from '../models/retrieval/model/probeList';
import type { Settings } from '../models/settings';
import type { Goal } from '../session/goal';
import type { Preset } from '../session/experiment';

const probes = Object.values(mixprProbes);
const trials = 20;
const methods = ['MixPR', 'TF-IDF', 'BM25'] as const;

/** Of the mean over all trials: a number of one method. */
const goal = (
  method: (typeof methods)[number],
  [series, what]: readonly [series: string, what: string],
  bounds: Pick<Goal, 'above' | 'below'>
): Goal => ({
  label: `${method}, ${what}`,
  series,
  column: methods.indexOf(method),
  over: trials,
  lasting: true,
  ...bounds
});

const recall = [mixprProbes.methodRecall, 'needed passages found'] as const;
const answered = [mixprProbes.methodAnswered, 'answers read'] as const;
const exact = [mixprProbes.methodExact, 'answered exactly'] as const;
const rank = [mixprProbes.neededRank, 'rank of the last needed passage'] as const;

function preset(
  words: Pick<Preset, 'id' | 'title' | 'claim' | 'prediction' | 'metric' | 'goals' | 'comparisons'>,
  model: Settings,
  source: { id: string; settings: Settings }
): Preset {
  const experiment = {
    format: 1,
    title: words.title,
    model: { id: 'mixpr', settings: model },
    source,
    probes,
    seed: 1,
    edits: []
  } as const;
  return { ...words, experiment: { ...experiment, edits: [] }, pace: 200, trials };
}

export const hashHop = preset(
  {
    id: 'hash-hop',
    title: 'HashHop',
    claim:
      'A walk from the question finds a chain of lines of which only the first shares a word with the question, hop by hop, where TF-IDF and BM25 find one line.',
    prediction:
      'In every text the five lines of the chain are the first five of the walk, and the end of the chain is read from them; TF-IDF finds a fifth of them.',
    metric: mixprProbes.methodRecall,
    goals: [
      goal('MixPR', exact, { above: 0.999 }),
      goal('MixPR', rank, { below: 5.001 }),
      goal('TF-IDF', recall, { below: 0.201 }),
      goal('BM25', exact, { below: 0.001 })
    ]
  },
  { returned: 5 },
  { id: 'hashes', settings: { chains: 100, hops: 5 } }
);

export const variableTracking = preset(
  {
    id: 'variable-tracking',
    title: 'Variable tracking',
    claim:
      'With stop words left out and every link of the question kept, the walk finds all lines that pass a value on, among 750 sentences of noise.',
    prediction:
      'All five lines are among the ten returned, in every text; TF-IDF and BM25 find the one that names the value.',
    metric: mixprProbes.methodRecall,
    goals: [
      goal('MixPR', recall, { above: 0.999 }),
      goal('MixPR', exact, { above: 0.999 }),
      goal('TF-IDF', recall, { below: 0.201 }),
      goal('BM25', recall, { below: 0.201 })
    ]
  },
  { returned: 10 },
  { id: 'variableTracking', settings: { textPassages: 755, assignments: 4 } }
);

export const variableTrackingBare = preset(
  {
    id: 'variable-tracking-bare',
    title: 'Variable tracking, as published',
    claim:
      'As the published re-implementation has it, stop words kept and the links of the question thresholded, the question is linked to nothing: what is ranked is what the walk has left of where it began.',
    prediction:
      'Three of the five lines are among the ten returned, without the one that names the value, so that nothing can be read.',
    metric: mixprProbes.methodRecall,
    goals: [goal('MixPR', recall, { above: 0.5, below: 0.7 }), goal('MixPR', answered, { below: 0.001 })]
  },
  { returned: 10, leaveStopWords: false, thresholdQuestion: true },
  { id: 'variableTracking', settings: { textPassages: 755, assignments: 4 } }
);

export const commonWords = preset(
  {
    id: 'common-words',
    title: 'Common words',
    claim:
      'A walk that forgets the question finds what is central in a text: the passages with the words that stand in many of them.',
    prediction:
      'More than 90 % of the ten common words are read from a fifth of the passages; BM25 finds none.',
    metric: mixprProbes.methodAnswered,
    goals: [goal('MixPR', answered, { above: 0.9 }), goal('BM25', answered, { below: 0.1 })]
  },
  { returned: 20, leastCosine: 0.1 },
  { id: 'commonWords', settings: {} }
);

export const commonWordsLocal = preset(
  {
    id: 'common-words-local',
    title: 'Common words, asked locally',
    claim:
      'With the α of a question about something in the text the walk stays near the question and finds none of what is central.',
    prediction: 'With α 0.6 fewer than 10 % of the common words are read.',
    metric: mixprProbes.methodAnswered,
    goals: [goal('MixPR', answered, { below: 0.1 })]
  },
  { returned: 20, leastCosine: 0.1, routing: 'manual', teleport: 0.6, walkStart: 'question' },
  { id: 'commonWords', settings: {} }
);

export const twoFacts = preset(
  {
    id: 'two-facts',
    title: 'Two facts',
    claim:
      'Of two facts that answer only together the walk finds both, and BM25 often only the one that shares a name with the question.',
    prediction:
      'The walk finds more than 95 % of the needed facts among five passages, and in every seed more than BM25, which finds fewer than 80 %.',
    metric: mixprProbes.methodRecall,
    goals: [
      goal('MixPR', recall, { above: 0.95 }),
      goal('BM25', recall, { below: 0.8 }),
      goal('TF-IDF', recall, { below: 0.8 })
    ],
    comparisons: [{ less: 1, than: 0 }]
  },
  { returned: 5 },
  { id: 'twoHopFacts', settings: {} }
);
