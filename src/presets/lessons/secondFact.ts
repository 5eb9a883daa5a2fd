/** The first lesson of the Text lab: a walk finds what shares no name with the question (Alonso & Millidge 2024, arXiv 2412.06078). */
import { mixprProbes } from '../../models/retrieval/model/probeList';
import type { Lesson, LessonState } from './lesson';
import { meanOfLast, say, sayShare } from './reading';

/** Columns of series with a number for each method. */
const method = { walk: 0, tfIdf: 1, bm25: 2 };
/** Texts that are enough to see what a method finds, and what a change did. */
const texts = 20;
const textsAfter = 20;
/** Of these the last are counted: α is set while the walk goes on. */
const counted = 10;
/** Lines of a chain in the preset HashHop. */
const chain = 5;
const textsOfChains = 4;

const found = ({ recording }: LessonState, which: number, over: number): number | undefined =>
  meanOfLast(recording, mixprProbes.methodRecall, over, which);

const exactly = ({ recording }: LessonState, which: number, over: number): number | undefined =>
  meanOfLast(recording, mixprProbes.methodExact, over, which);

/** Whether α is set by hand, and to what. */
const alphaByHand = ({ settings }: LessonState): number | undefined =>
  settings['routing'] === 'manual' ? Number(settings['teleport']) : undefined;

const findings = [
  { value: 'both', label: 'Nearly always both facts' },
  { value: 'one', label: 'Mostly one of the two' },
  { value: 'none', label: 'Mostly neither' }
] as const;

function findingOf(share: number): (typeof findings)[number]['value'] {
  return share > 0.9 ? 'both' : share > 0.3 ? 'one' : 'none';
}

export const secondFact: Lesson = {
  id: 'second-fact',
  lab: 'text',
  title: 'How is a passage found that shares no name with the question?',
  audience: 'For anyone; nothing needs to be known beforehand.',
  minutes: 10,
  preset: 'two-facts',
  others: ['hash-hop'],
  steps: [
    {
      id: 'two',
      title: 'Two facts, far apart',
      see: 'A text of 300 sentences is read, one a tick; then a question is asked: in which town does somebody work? One sentence says for which firm, another where that firm lies. The inspector (`i`) has the question and what each of three methods returned; passages that are needed are marked.',
      why: 'Only the first fact holds the name in the question. The second holds the name of the firm, which the question does not know.',
      try: 'Press Run (`Space`), wait until at least two texts have been read, and press Pause.',
      look: { panel: 'methodsCompared' },
      act: { command: 'run' },
      done: ({ running, trial }) => !running && trial >= 2
    },
    {
      id: 'luck',
      title: 'Predict: how far do words lead?',
      see: 'BM25 is what search engines ranked by for decades: passages score for each word of the question they hold, rare words more. It returns five passages. What each method finds shows how much of the two needed facts is among them, mean of all texts so far.',
      why: 'There are 20 people, each with a firm in a town of its own. So 20 sentences say “lies in the town of”, and 19 of them are of no use.',
      try: `Write a number first. Then run until ${texts} texts have been read.`,
      look: { panel: 'methodsCompared' },
      act: { command: 'run' },
      predict: {
        question: 'Of the needed facts, what share will BM25 find?',
        ask: { number: { label: 'Share found', unit: '%', min: 0, max: 100, near: 7 } },
        outcome: (state) => {
          const share = found(state, method.bm25, texts);
          return share === undefined || state.preset !== 'two-facts'
            ? undefined
            : {
                value: 100 * share,
                said: `In the last ${texts} texts BM25 found ${sayShare(share)} of the facts, and both of them in ${sayShare(exactly(state, method.bm25, texts))}; the walk found ${sayShare(found(state, method.walk, texts))}.`
              };
        },
        because:
          'The fact with the name is always found: half. The other one shares the word “town” with the question, and so do 19 others. Four of the 20 have room beside the first, so that one time in five the right one is among them by luck: 60 % in all, and a reader who has five passages before him does not see that it was luck.'
      }
    },
    {
      id: 'spread',
      title: 'A walk from the question',
      see: 'Graph of the best passages joins passages that are alike; orange are the two that are needed. Mass spreading through the text has a row for each step of a walk and a column for each passage: bright is where the walk often is.',
      why: 'At each step the walk goes back to the question with probability α, and else on to a passage that is like the one where it is. That is [personalised PageRank](personalised-pagerank), with alikeness for ways: what leads to the second fact is that it shares the firm with the first.',
      equation: 'π = (1 − α) A π′ + α p',
      try: 'Maximise Graph of the best passages by its menu, and look for the arc between the two orange bars.',
      look: { panel: 'passageGraph' },
      act: { menu: 'passageGraph' },
      done: ({ maximised }) => maximised === 'passageGraph'
    },
    {
      id: 'near',
      title: 'Predict: hardly ever leave home',
      see: 'α, the [chance to go back](restart-probability), was 0.6 so far. With 0.95 the walk goes back to the question nineteen times out of twenty: two steps in a row are made in one of 400 tries. Where the walk is shows how little is left for the passages.',
      why: 'The second fact is two steps away.',
      equation: 'π = (1 − α) A π′ + α p',
      try: `Press \`Esc\` and choose an answer. Then set α is chosen to By hand, Return to the question α below it to 0.95, and run ${textsAfter} texts more.`,
      look: { panel: 'walkMass' },
      act: { setting: 'routing' },
      predict: {
        question: 'With α 0.95, the walk will find',
        ask: { answers: findings },
        outcome: (state, { trial }) => {
          const alpha = alphaByHand(state);
          const share = found(state, method.walk, counted);
          if (alpha === undefined || alpha < 0.9 || alpha > 0.99) return undefined;
          if (share === undefined || state.trial < trial + textsAfter) return undefined;
          return {
            value: findingOf(share),
            said: `In the last ${counted} texts the walk found ${sayShare(share)} of the needed facts, and answered ${sayShare(exactly(state, method.walk, counted))} exactly.`
          };
        },
        because:
          'Passages are ranked, and a rank does not ask how much mass there is. Of the sentences that name a town, the one that can also be reached through the firm has a little more than the others, and a little is enough.'
      }
    },
    {
      id: 'never-home',
      title: 'Predict: never go back',
      see: 'With α = 0 the walk never goes back. It begins everywhere in the text alike, and the question is only one more sentence in it.',
      why: 'A walk without return forgets where it began. What is left is how well linked a passage is, whoever asks.',
      equation: 'π = A π′',
      try: `Choose an answer. Then set Return to the question α, below α is chosen, to 0 and run ${textsAfter} texts more.`,
      look: { panel: 'massSpread' },
      // The slider of α is there only while α is chosen by hand.
      act: { setting: 'routing' },
      predict: {
        question: 'With α 0, the walk will find',
        ask: { answers: findings },
        outcome: (state, { trial }) => {
          const share = found(state, method.walk, counted);
          const rank = meanOfLast(state.recording, mixprProbes.neededRank, counted, method.walk);
          if (alphaByHand(state) !== 0 || share === undefined || state.trial < trial + textsAfter)
            return undefined;
          return {
            value: findingOf(share),
            said: `In the last ${counted} texts the walk found ${sayShare(share)} of the needed facts.${rank === undefined ? '' : ` The last one that is needed stood at place ${say(rank)} on the average.`}`
          };
        },
        because:
          'Now it says what is central in the text: sentences about towns are alike, and each of the 20 is linked to all others. The one that is needed has a link more, to the fact about its firm, and is found still; lost is the fact that holds the name in the question, which is like hardly anything. That is the right α for “what are the most common words”, which is asked of a text as a whole (preset Common words), and the wrong one for a question about somebody. Which of the two is asked is guessed from the words of the question, where α is not chosen by hand.'
      }
    },
    {
      id: 'chain',
      title: 'Predict: five hops',
      see: 'HashHop is a text of 500 lines such as “a = b”. They make 100 chains of five lines each, shuffled, and the end of one chain is asked for by its beginning. Only the first line shares anything with the question; each other one shares a name with the line before it.',
      why: 'α is 0.6 again. At each hop a line keeps about a ninth of the mass of the one before, so that the fifth has some ten-thousandths of the first, or less.',
      equation: 'π = (1 − α) A π′ + α p',
      try: `Choose a number. Then choose the preset HashHop and run until ${textsOfChains} texts have been read.`,
      look: { panel: 'methodsCompared' },
      act: { control: 'preset' },
      predict: {
        question: 'Of the five lines of the chain, how many are among the five that the walk returns?',
        ask: { number: { label: 'Lines found', unit: 'of 5', min: 0, max: 5, near: 0.2 } },
        outcome: (state) => {
          const share = found(state, method.walk, textsOfChains);
          const words = found(state, method.bm25, textsOfChains);
          if (state.preset !== 'hash-hop' || share === undefined || words === undefined) return undefined;
          return {
            value: chain * share,
            said: `The walk found ${say(chain * share)} of 5, BM25 ${say(chain * words)} of 5, mean of ${textsOfChains} texts.`
          };
        },
        because:
          'Lines off the chain can be reached from nowhere on it, so the least mass on the chain is still more than any of them has. BM25 finds the first line, and no luck helps it here: no other line has a word of the question.'
      }
    }
  ]
};
