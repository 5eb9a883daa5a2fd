/** The second lesson of the Codes lab: change the question while the code is in use. */
import type { Lesson, LessonState } from './lesson';
import { courseOf, courses, latest, say, sayShare } from './reading';

/** Columns of series with a number for each factor with classes: the shape, and on which side it lies. */
const shape = 0;
const side = 1;
/** Chance, with one of four shapes and some room for the sample. */
const nearChance = 0.4;

const named = ({ recording }: LessonState, factor: number): number | undefined =>
  latest(recording, 'accuracy', factor);
/** The share right of the nearest codes: what the code itself still tells, whoever reads it. */
const told = ({ recording }: LessonState, factor: number): number | undefined =>
  latest(recording, 'neighbours', factor);
const rate = ({ recording }: LessonState): number | undefined => latest(recording, 'rate');
/** The factors that are asked, whatever their weights. */
const asked = ({ settings }: LessonState): string =>
  String(settings['query'])
    .split(',')
    .map((entry) => entry.trim().split(' ', 1)[0])
    .sort()
    .join(' and ');

export const anotherQuestion: Lesson = {
  id: 'another-question',
  lab: 'codes',
  title: 'Another question, another code',
  audience: 'For those who have done the first lesson, or know what rate and distortion are.',
  minutes: 12,
  preset: 'rd-shapes',
  steps: [
    {
      id: 'shape',
      title: 'A code for the shape',
      see: 'One coder learns to answer one question: which shape is it? How the coders learn shows the share of reconstructions from which the classifier reads the right one.',
      why: 'The coder pays for every bit, and is held to nothing but the [query](query).',
      equation: 'L = D + β R',
      try: 'Run (`Space`) until four of five are right, and press Pause.',
      look: { panel: 'codeLearning' },
      act: { command: 'run' },
      done: (state) => !state.running && (named(state, shape) ?? 0) >= 0.8
    },
    {
      id: 'map',
      title: 'What the code means, place by place',
      see: 'What the code means here decodes the plane in which the codes of images differ most. Click an image, and its place is framed in Map of the codes beside it.',
      why: 'Codes that tell the shape lie apart by shape. Let Map of the codes show the side instead (its menu): everything is scattered everywhere. The code does not know it.',
      try: 'Select an image of the plane: click one, or press `]`.',
      look: { panel: 'plane' },
      act: { command: 'nextUnit' },
      done: ({ selection }) => selection.code !== undefined
    },
    {
      id: 'side',
      title: 'Predict: ask something else',
      see: 'The setting Query says what action needs. Change it while the run goes on: from then on the coder is asked on which side of the image the shape lies.',
      why: 'Only the question changes. The images, the coder and its size stay.',
      equation: 'D = Div(Q(x), Q(r))',
      try: 'Choose an answer. Then set Query to side and run until nine of ten sides are right, some twenty trials on.',
      look: { panel: 'invariance' },
      act: { setting: 'query' },
      predict: {
        question:
          'Once it answers the side, what will the code still tell of the shape (read from its nearest neighbours)?',
        ask: {
          answers: [
            { value: 'all', label: 'As much as before: it has learned it' },
            { value: 'some', label: 'Less, but clearly more than guessing' },
            { value: 'chance', label: 'Hardly more than guessing, one of four' }
          ]
        },
        outcome: (state, { trial }) => {
          const [kept, right] = [told(state, shape), named(state, side)];
          if (asked(state) !== 'side' || state.trial < trial + 20) return undefined;
          if (kept === undefined || right === undefined || right < 0.9) return undefined;
          return {
            value: kept < nearChance ? 'chance' : kept < 0.7 ? 'some' : 'all',
            said: `${say(100 * right)} % of sides are named rightly. From the code ${say(100 * kept)} % of shapes are told; guessing gives 25 %.`
          };
        },
        because:
          'What is not asked is not paid for, and what is not paid for is forgotten: the code re-allocates. What is worth perceiving is a matter of the task, not of the eye.'
      }
    },
    {
      id: 'both',
      title: 'Predict: ask both',
      see: 'A query may be a mixture, “shape 0.5, side 0.5”: the divergences are added up with their weights.',
      why: 'The two are nearly independent of each other: shape is 2 bits, side 1.',
      equation: 'D = Σ p_i D_i',
      try: 'Choose an answer. Then set Query to Shape and Side, equally, and run for forty trials.',
      look: { panel: 'rateAccuracy' },
      act: { setting: 'query' },
      remember: rate,
      predict: {
        question: 'Compared with the code for the side alone, the rate will',
        ask: { answers: courses },
        outcome: (state, { trial, value: before }) => {
          const now = rate(state);
          if (asked(state) !== 'shape and side' || state.trial < trial + 40) return undefined;
          if (now === undefined || before === undefined) return undefined;
          return {
            value: courseOf(before, now),
            said: `It was ${say(before)} bits and is ${say(now)}. Named rightly: ${sayShare(named(state, shape))} of shapes, ${sayShare(named(state, side))} of sides.`
          };
        },
        because:
          'Two answers are more to know than one, and each is bought with bits of its own. What neither asks, the height at which the shape lies, is still dropped.'
      }
    }
  ]
};
