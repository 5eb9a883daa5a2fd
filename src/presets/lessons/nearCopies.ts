/** The second lesson of the Text lab: near copies are found without comparing all with all (Tokpanov et al. 2024, arXiv 2406.01981). */
import { corpusProbes, similarityBins } from '../../models/corpus/model/probes';
import type { Lesson, LessonState } from './lesson';
import { latest, say, sayShare } from './reading';

/** Trials that have enough copies of each likeness. */
const enough = 40;
const enoughOfOthers = 20;
/** Columns of readers: of the stream as it came, of what passed the filters, of what is no near copy either. */
const reader = { raw: 0, filtered: 1, single: 2 };

interface Pairs {
  pairs: number;
  share: number;
}

/** Of pairs whose true similarity lies within 0.05 of `likeness`, the share that was found. */
function foundNear({ recording }: LessonState, likeness: number): Pairs | undefined {
  const from = Math.round((likeness - 0.05) * similarityBins);
  let [pairs, found] = [0, 0];
  for (const bin of [from, from + 1]) {
    pairs += latest(recording, corpusProbes.knownPairs, bin) ?? 0;
    found += latest(recording, corpusProbes.foundPairs, bin) ?? 0;
  }
  return pairs > 0 ? { pairs, share: found / pairs } : undefined;
}

/** S(J): the chance that all values of some band agree. */
const chance = (likeness: number, bands: number, values: number): number =>
  1 - (1 - likeness ** values) ** bands;

export const nearCopiesFound: Lesson = {
  id: 'near-copies-found',
  lab: 'text',
  title: 'How alike is a copy?',
  audience: 'For those who have done the first lesson, or know what a hash is.',
  minutes: 10,
  preset: 'near-copies',
  steps: [
    {
      id: 'stream',
      title: 'A stream of pages',
      see: 'Pages flow in from four sources: good ones, copies with another ending, spam, notices, junk. Where the words go follows every word from its source to its end.',
      why: 'Most text that a language model reads was gathered from the net, where much is said twice. Who reads a text ten times learns it by heart and learns the less of everything else.',
      try: 'Press Run (`Space`), watch until trial 5 at least, and press Pause.',
      look: { panel: 'ledger' },
      act: { command: 'run' },
      done: ({ running, trial }) => !running && trial >= 5
    },
    {
      id: 'fates',
      title: 'Each one removed with its reason',
      see: 'What became of the documents counts them by the first filter that was hit, or as near copies. The inspector (`i`) has the latest of each fate with the number that decided; of a near copy, of which document and how like it.',
      why: 'A filter looks at one page alone. A copy is no worse than its original; only beside the other is it one too many.',
      try: 'Maximise What became of the documents by its menu.',
      look: { panel: 'fateCounts' },
      act: { menu: 'fateCounts' },
      done: ({ maximised }) => maximised === 'fateCounts'
    },
    {
      id: 'threshold',
      title: 'Predict: right at the threshold',
      see: 'Two pages are as like each other as the sets of their runs of 13 words: the [Jaccard similarity](jaccard) J, what both have over what either has. The threshold is J = 0.4. Near copies found draws the share found at each J, of pairs whose true similarity is known.',
      why: 'Comparing all with all is out of the question for a billion pages. So each page gets 128 numbers by [MinHash](minhash), of which two pages share each with probability J; they are cut into 32 bands of 4, and pages are compared only where all four numbers of some band agree.',
      equation: 'S(J) = 1 − (1 − J^r)^b',
      try: `Press \`Esc\`. Write a number before you look at the panel. Then run to trial ${enough} at least.`,
      look: { panel: 'candidates' },
      act: { command: 'run' },
      predict: {
        question: 'Of pairs with a similarity between 0.35 and 0.45, at the threshold, what share is found?',
        ask: { number: { label: 'Share found', unit: '%', min: 0, max: 100, near: 8 } },
        outcome: (state) => {
          const near = foundNear(state, 0.4);
          const below = foundNear(state, 0.2);
          const { settings, trial } = state;
          if (settings['bands'] !== 0 || settings['likeness'] !== 0.4 || trial < enough) return undefined;
          if (!near || !below) return undefined;
          return {
            value: 100 * near.share,
            said: `Of ${near.pairs} such pairs ${sayShare(near.share)} were found; by the formula ${sayShare(chance(0.4, 32, 4))} at J = 0.4. Of pairs near 0.2, where nothing is to be found, ${sayShare(below.share)}.`
          };
        },
        because:
          'A threshold is no cut here. A band of four agrees with probability 0.4⁴, some 2.6 %, but there are 32 chances. Bands and values in them are chosen so that the error on both sides together is least, and near the threshold it is a coin that decides.'
      }
    },
    {
      id: 'worth',
      title: 'Predict: what is it worth?',
      see: 'In What cleaning is worth three models of letters have read equally many characters each: of the stream as it came, of what passed the filters, and of what is no near copy either. All are asked about good pages that none has read; fewer bits are better.',
      why: 'What is removed makes room. Filters took junk away, and the search for copies took good pages that had been read before.',
      try: `Choose an answer before you look at the panel. It is answered from what has been read by trial ${enough}.`,
      look: { panel: 'readerLearning' },
      predict: {
        question: 'Which step has gained more bits a character?',
        ask: {
          answers: [
            { value: 'filters', label: 'The filters, which take junk away' },
            { value: 'copies', label: 'Taking near copies away' },
            { value: 'neither', label: 'Neither gained anything' }
          ]
        },
        outcome: ({ recording, trial }) => {
          const [raw, filtered, single] = Object.values(reader).map((which) =>
            latest(recording, corpusProbes.readerLoss, which)
          );
          if (raw === undefined || filtered === undefined || single === undefined) return undefined;
          if (trial < enough) return undefined;
          const [byFilters, byCopies] = [raw - filtered, filtered - single];
          return {
            value:
              Math.max(byFilters, byCopies) <= 0 ? 'neither' : byFilters > byCopies ? 'filters' : 'copies',
            said: `The stream as it came needs ${say(raw, 4)} bits a character, filtered ${say(filtered, 4)}, without near copies ${say(single, 4)}: the filters gained ${say(byFilters, 2)}, the copies ${say(byCopies, 2)}.`
          };
        },
        because:
          'Junk teaches little, but there is not much of it; more than a third of all words stood in a copy of something. In twenty runs of another mixture filters gained 0.004 bits and copies 0.009, and with other junk the filters did harm. A sign is all that models this small can give.'
      }
    },
    {
      id: 'steeper',
      title: 'Predict: wider bands',
      see: 'Zyda-2 cuts its 128 values into 8 bands of 16 instead of 32 of 4, for a threshold of 0.85. The line in Near copies found becomes steeper and moves to the right.',
      why: 'All sixteen values of a band have to agree, and there are eight chances.',
      equation: 'S(J) = 1 − (1 − J^r)^b',
      try: `Write a number first. Then set Bands to 8 and Values in a band to 16; the run begins anew. Run to trial ${enoughOfOthers}.`,
      look: { panel: 'candidates' },
      act: { setting: 'bands' },
      predict: {
        question:
          'Of pairs that have four fifths of their runs of words in common, J near 0.8, what share is found?',
        ask: { number: { label: 'Share found', unit: '%', min: 0, max: 100, near: 8 } },
        outcome: (state) => {
          const { settings, trial } = state;
          const [alike, nearlyEqual] = [foundNear(state, 0.8), foundNear(state, 0.95)];
          if (settings['bands'] !== 8 || settings['bandRows'] !== 16 || trial < enoughOfOthers)
            return undefined;
          if (!alike || !nearlyEqual) return undefined;
          return {
            value: 100 * alike.share,
            said: `Of ${alike.pairs} such pairs ${sayShare(alike.share)} were found; by the formula ${sayShare(chance(0.8, 8, 16))} at J = 0.8. Of pairs from 0.9 on it is ${sayShare(nearlyEqual.share)}.`
          };
        },
        because:
          '0.8¹⁶ is 0.028. At 0.85, where Zyda-2 has its threshold, it is 46 %. What is taken for a copy is thus a choice, made by two whole numbers: the first pipeline takes much away that only begins alike, the second leaves four in five of these copies where they are.'
      }
    }
  ]
};
