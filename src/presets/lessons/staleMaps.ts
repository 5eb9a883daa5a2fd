/** The second lesson of the Maps lab: what a learned map knows at once, and what it must walk again (Momennejad et al. 2017). */
import type { Lesson, LessonState } from './lesson';
import { latest, say } from './reading';

/** The learners of both presets, in the order of their series. */
const learners = ['MF', 'SR-TD', 'MB', 'SR + MB', 'SR-MB', 'SR-Dyna'];
const srTd = 1;
/** 2 · 0.81 · (10 − 1): the preference turned round in full. */
const reversal = 14.58;

/** The revaluation scores, once the world has changed and every learner has seen it. */
function scores({ recording, trial }: LessonState): number[] | undefined {
  if (trial < enough) return undefined;
  const all = learners.map((_, column) => latest(recording, 'revaluation', column));
  return all.every((score) => score !== undefined) ? all : undefined;
}

/** Trials: forty before the world changes, and as many after. */
const enough = 80;

export const staleMaps: Lesson = {
  id: 'stale-maps',
  lab: 'maps',
  title: 'What does a map know at once, and what must be walked again?',
  audience: 'For those who have done the first lesson, or know the successor representation.',
  minutes: 10,
  preset: 'transition-revaluation',
  others: ['reward-revaluation'],
  steps: [
    {
      id: 'chains',
      title: 'Two ways, two ends',
      see: 'From 1 the way leads over 3 to 5, where there is a reward of 10; from 2 over 4 to 6, where there is 1. Six learners watch the same animal. Preference before and after says how much more each of them values 1 than 2.',
      why: 'All six come to the same values; they differ in what they keep. MF keeps the values alone. The maps keep M and the rewards apart and multiply them. MB keeps the ways themselves and thinks them through each time.',
      equation: 'V = M r',
      try: 'Press Step trial (`Shift →`) five times, and watch the preferences come up.',
      look: { panel: 'preference' },
      act: { command: 'stepTrial' },
      done: ({ running, trial }) => !running && trial >= 5
    },
    {
      id: 'transitions',
      title: 'Predict: the ways are swapped, far from the start',
      see: 'At trial 40 the far ends are exchanged: 3 now leads to 6, and 4 to 5. From then on the animal is set down in 3 and 4 alone, so that it never again walks from 1 or 2.',
      why: 'Start 1 is now the worse one. To know it, a learner must put together what it learned long ago with what it has just seen.',
      equation: 'V_i = M_i r',
      try: `Choose an answer. Then run to trial ${enough}.`,
      look: { panel: 'preference' },
      act: { command: 'run' },
      predict: {
        question: 'The map learned step by step (SR-TD): will it come to prefer 2?',
        ask: {
          answers: [
            { value: 'no', label: 'No, it goes on preferring 1 as before' },
            { value: 'partly', label: 'Partly' },
            { value: 'yes', label: 'Yes, as fully as it preferred 1' }
          ]
        },
        outcome: (state) => {
          if (state.preset !== 'transition-revaluation') return undefined;
          const all = scores(state);
          if (!all) return undefined;
          const share = all[srTd] / reversal;
          return {
            value: share < 0.2 ? 'no' : share < 0.8 ? 'partly' : 'yes',
            said: `Revaluation scores, preference before less now: ${said(all)}. A full turn is ${reversal}.`
          };
        },
        because:
          'Its row for 1 still says that 1 leads to 5: rows are corrected only where the animal is, and it has not been there since. MB, SR-MB and SR-Dyna look at the changed ways again, each in its own manner; the mixture is half of each.'
      }
    },
    {
      id: 'stale-row',
      title: 'Look at the stale row',
      see: 'Successor matrix, of the learner SR-TD, with state 1 selected: its row still points to 5. The row of 3 is right. Choose Exact or Difference in the menu of the panel to see what it should be.',
      why: 'That is the price of a map that is cheap to use: it holds the sums ready, and a change far away makes all sums that contain it [stale](successor-representation).',
      equation: 'M = (I − γ P)⁻¹',
      try: 'Select state 1 (`]` and `[`) and maximise Successor matrix by its menu.',
      look: { panel: 'successorMatrix' },
      act: { menu: 'successorMatrix' },
      done: ({ maximised, selection }) => maximised === 'successorMatrix' && selection.unit === 0
    },
    {
      id: 'rewards',
      title: 'Predict: only the rewards are swapped',
      see: 'The preset Rewards revalued is the same experiment, but for one thing: at trial 40 not the ways are exchanged but the rewards at their ends.',
      why: 'The map M holds where ways lead and not what is found there. That stands in r, which is multiplied in when a value is asked for.',
      equation: 'V = M r',
      try: `Choose an answer. Then press \`Esc\`, choose the preset Rewards revalued and run it to trial ${enough}.`,
      look: { panel: 'preference' },
      act: { control: 'preset' },
      predict: {
        question: 'How many of the six learners will turn round fully?',
        ask: { number: { label: 'Learners', unit: 'of 6', min: 0, max: 6, near: 0.5 } },
        outcome: (state) => {
          if (state.preset !== 'reward-revaluation') return undefined;
          const all = scores(state);
          if (!all) return undefined;
          const turned = all.filter((score) => score > 0.8 * reversal).length;
          return { value: turned, said: `${turned} of 6. Scores: ${said(all)}.` };
        },
        because:
          'Whoever keeps ways and rewards apart knows at once. MF kept the product alone, and has seen nothing at 1 since. People, too, revalue rewards more readily than transitions (Momennejad et al. 2017).'
      }
    }
  ]
};

function said(all: readonly number[]): string {
  return all.map((score, k) => `${learners[k]} ${say(score)}`).join(', ');
}
