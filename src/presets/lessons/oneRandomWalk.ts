/** The first lesson of the Maps lab: memory and prediction are rows of one matrix (Millidge 2025, arXiv 2512.24722). */
import type { Lesson, LessonState } from './lesson';
import { imageAt, latest, say, sayShare } from './reading';

/** Nodes of the preset's graph by number. */
const home = 0;
const museum = 5;
/** Machine precision, with room for the sums of some thousand numbers. */
const rounding = 1e-12;
const learnedWithin = 0.15;

/** Share of the recall from the cues that falls on a place, of the exact personalised PageRank. */
function recalled({ recording }: LessonState, place: number): number | undefined {
  return imageAt(recording, 'recall', 0, place);
}

export const oneRandomWalk: Lesson = {
  id: 'one-random-walk',
  lab: 'maps',
  title: 'One random walk: memory and prediction are rows of one matrix',
  audience: 'For anyone; nothing needs to be known beforehand.',
  minutes: 10,
  preset: 'one-walk',
  steps: [
    {
      id: 'walk',
      title: 'An animal that walks at random',
      see: 'World and animal shows a small town: seven places and the ways between them. The animal goes along a way chosen at random, again and again; its last steps are drawn as a trail.',
      why: 'All there is to know about such a walk stands in P: P_ij is the probability of being at j one step after i. It says nothing yet of what comes after the next step.',
      try: 'Press Run (`Space`), watch at least two trials of fifty steps, and press Pause.',
      look: { panel: 'worldMap' },
      act: { command: 'run' },
      done: ({ running, trial }) => !running && trial >= 2
    },
    {
      id: 'row',
      title: 'Where does it lead? A row of M',
      see: 'Successor matrix has a row for every place to start from. With home selected its row is outlined, and Prediction draws the same row over the town: dark is where a walk from home goes often, and soon.',
      why: 'M adds up all that P says of the next step, the one after, and so on, each weighted by γ once more: M = I + γP + γ²P² + …. That is the [successor representation](successor-representation): what is to be expected from here, discounted.',
      equation: 'M = (I − γ P)⁻¹',
      try: 'Select home: click it in the map, or press `]` and `[` until the inspector (`i`) says home.',
      look: { panel: 'successorMatrix' },
      act: { command: 'nextUnit' },
      done: ({ selection }) => selection.unit === home
    },
    {
      id: 'share',
      title: 'Predict: what does home bring to mind?',
      see: 'Recall from the cues asks another question: start at home, follow associations at random, and at every step go back to home with the [restart probability](restart-probability) α. How often is each place in mind? This is [personalised PageRank](personalised-pagerank).',
      why: 'Here α = 1 − γ = 0.15, so that a train of thought is 1/α, some seven, steps long before it starts again.',
      equation: 'π = α s + (1 − α) P π′',
      try: 'Write down a number before you look at the panel. Then look at the answer.',
      look: { panel: 'recall' },
      probes: ['recall'],
      predict: {
        question: 'Of all the time, which share is spent at home itself?',
        ask: { number: { label: 'Share of recall at home', unit: '%', min: 0, max: 100, near: 5 } },
        outcome: (state) => {
          const share = recalled(state, home);
          return share === undefined
            ? undefined
            : {
                value: 100 * share,
                said: `In this world and with this γ it is ${say(100 * share)} %; the museum, at the far end, has ${sayShare(recalled(state, museum))}.`
              };
        },
        because:
          'A share α of all steps begins anew at home, and a walk that left comes back by itself now and then. Everything else gets what is left, the less the farther away it is and the more ways lead there.'
      }
    },
    {
      id: 'same',
      title: 'The same row, twice',
      see: 'PPR = (1 − γ) SR: residuals compares the two: the PageRank of the cue by one linear solve, and the row of the successor matrix times 1 − γ. The first bar is their largest difference, on a logarithmic scale.',
      why: 'It is rounding. To start again with probability α and to weight the future by γ = 1 − α are one thing: both add up the same walks. What a memory recalls from a cue is what an animal at that place expects.',
      equation: 'π = (1 − γ) sᵀ M',
      try: 'Maximise the panel of residuals by its menu, and read the numbers.',
      look: { panel: 'residuals' },
      act: { menu: 'residuals' },
      done: ({ maximised, recording }) =>
        maximised === 'residuals' && (latest(recording, 'identity') ?? Number.POSITIVE_INFINITY) < rounding
    },
    {
      id: 'learn',
      title: 'Learn it by walking',
      see: 'Nobody gives the animal P. The rule SR-TD keeps a guess of M and corrects one row at every step. Distance to the exact map falls as it walks; the short lines in Recall, which are the learned row, move to the bars.',
      why: 'If the row of s were right, it would be this place, now, plus γ times the row of the place just reached. What is lacking is learned at the rate η: one prediction is corrected by the next, without waiting for the end. That is [temporal-difference learning](temporal-difference).',
      equation: 'M_s = M_s + η (e_s + γ M_n − M_s)',
      try: `Press \`Esc\`, set Speed to fastest and run until the distance is below ${learnedWithin}. Then pause.`,
      look: { panel: 'mapLearning' },
      act: { control: 'speed' },
      done: ({ recording, running }) =>
        !running && (latest(recording, 'mapError') ?? Number.POSITIVE_INFINITY) < learnedWithin
    },
    {
      id: 'farther',
      title: 'Predict: look farther ahead',
      see: 'One slider moves both sides: γ, how far an animal looks, is 1 − α, how seldom a train of thought starts again. They stand one below the other in Settings, under Learning rule.',
      why: 'With γ = 0.95 a walk is twenty steps long instead of seven.',
      equation: 'α = 1 − γ',
      try: 'Choose an answer. Then set Discount γ to 0.95.',
      look: { panel: 'recall' },
      act: { setting: 'gamma' },
      probes: ['recall'],
      remember: (state) => recalled(state, museum),
      predict: {
        question: 'What home recalls of the museum, at the far end of the town, will',
        ask: {
          answers: [
            { value: 'grows', label: 'grow' },
            { value: 'stays', label: 'stay as it is' },
            { value: 'falls', label: 'fall' }
          ]
        },
        outcome: (state, { value: before }) => {
          const now = recalled(state, museum);
          if (now === undefined || before === undefined || Number(state.settings['gamma']) < 0.94)
            return undefined;
          // The picture follows the setting a moment later.
          if (now === before) return undefined;
          return {
            value: now > before ? 'grows' : 'falls',
            said: `Its share was ${say(100 * before)} % and is ${say(100 * now)} %, and home keeps ${sayShare(recalled(state, home))}.`
          };
        },
        because:
          'The longer the walk, the less it matters where it began: with γ near 1 every cue recalls the same, what is well connected. Place fields at five horizons shows what that does to a [place field](place-field): the same cell, from fine to coarse.'
      }
    }
  ]
};
