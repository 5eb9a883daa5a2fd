/** The first lesson of the Codes lab: a code needs to keep what is asked (De Llanza Varona, Buckley & Millidge 2024). */
import type { Lesson, LessonState } from './lesson';
import { courseOf, courses, latest, say, sayShare } from './reading';

/** Of the preset: the first coder is held to the answers, the second to the pixels. */
const coder = { action: 0, vanilla: 1 };
/** Columns of series with numbers for each coder: two factors with classes, and three that are numbers. */
const shapeOf = (which: number): number => 2 * which;
const xOf = (which: number): number => 3 * which;
/** Above this share of its variance a number counts as kept. */
const kept = 0.3;

const accuracy = ({ recording }: LessonState): number | undefined =>
  latest(recording, 'accuracy', shapeOf(coder.action));
const rate = ({ recording }: LessonState): number | undefined => latest(recording, 'rate', coder.action);

export const worthPerceiving: Lesson = {
  id: 'worth-perceiving',
  lab: 'codes',
  title: 'What is worth perceiving?',
  audience: 'For anyone; nothing needs to be known beforehand.',
  minutes: 12,
  preset: 'rd-invariance',
  steps: [
    {
      id: 'question',
      title: 'First, somebody has to ask',
      see: 'Images flow in: one of four small shapes, at one of 64 places, in some noise. In The classifiers that are asked a network learns to answer one question about them: which shape is it?',
      why: 'What is worth knowing of an image depends on what one will do with it. Here that is a [query](query) Q: the belief of this classifier. Once it has learned it is frozen, and two coders begin.',
      equation: 'Q = p(q|x)',
      try: 'Run (`Space`) until at least trial 5, and press Pause.',
      look: { panel: 'classifiers' },
      act: { command: 'run' },
      done: ({ running, trial }) => !running && trial >= 5
    },
    {
      id: 'bits',
      title: 'Predict: how many bits does it take?',
      see: 'Each coder sends a few noisy numbers z, and another network makes an image of them again. What the code costs is its [rate](rate) R in bits. The first coder is held to the answer of the classifier, not to the pixels.',
      why: 'The loss weighs two things: D, how far the answer about the reconstruction is from the answer about the image, and R. To name one of four shapes takes log₂ 4 = 2 bits and no code can do with fewer; the place would be another 6, and the noise far more.',
      equation: 'L = D + β R',
      try: 'Write a number first. Then run until the classifier names nine of ten reconstructions of the first coder rightly (some forty trials).',
      look: { panel: 'rateAccuracy' },
      act: { command: 'run' },
      predict: {
        question:
          'How many bits will the code of the first coder carry when 90 % of its reconstructions are named rightly?',
        ask: { number: { label: 'Rate of the code', unit: 'bits', min: 0, max: 60, near: 1 } },
        outcome: (state) => {
          const right = firstRight(state);
          return (
            right && {
              value: right.rate,
              said: `After trial ${right.trial} ${say(100 * right.accuracy)} % were right, at ${say(right.rate)} bits. The least there can be for all four shapes is 2.`
            }
          );
        },
        because:
          'It is a small multiple of the bound, and it goes on sinking while the coder finds cheaper ways to say the same. No bits are spent on where the shape is.'
      }
    },
    {
      id: 'pictures',
      title: 'Not made to be looked at',
      see: 'Images and reconstructions: on top what came in, below what each coder made of it. The second coder is held to every pixel, and you recognise its images. The first one’s need mean nothing to you, and the classifier still names them.',
      why: 'The eye is one query among many. A representation in service of action need not look like anything.',
      equation: 'D = Div(Q(x), Q(r))',
      try: 'Maximise Images and reconstructions by its menu, and compare the two rows.',
      look: { panel: 'pairs' },
      act: { menu: 'pairs' },
      done: ({ maximised, trial }) => maximised === 'pairs' && trial >= 25
    },
    {
      id: 'place',
      title: 'Predict: who knows where it is?',
      see: 'What the code keeps and drops tries to read every property of the image from the code alone. R² says which share of its variance can be read: 1 is all of it, 0 nothing.',
      why: 'Nobody asked where the shape is. To the pixels it matters very much: a shape at the wrong place is wrong in every one of its pixels.',
      try: 'Press `Esc`, choose an answer, and run to trial 50 at least.',
      look: { panel: 'invariance' },
      act: { command: 'run' },
      predict: {
        question: 'From which code can the place (x) be read?',
        ask: {
          answers: [
            { value: 'both', label: 'From both' },
            { value: 'vanilla', label: 'Only from the one held to the pixels' },
            { value: 'action', label: 'Only from the one held to the answer' },
            { value: 'neither', label: 'From neither' }
          ]
        },
        outcome: ({ recording, trial }) => {
          const asked = latest(recording, 'factorR2', xOf(coder.action));
          const pixels = latest(recording, 'factorR2', xOf(coder.vanilla));
          if (asked === undefined || pixels === undefined || trial < 50) return undefined;
          const value =
            asked > kept ? (pixels > kept ? 'both' : 'action') : pixels > kept ? 'vanilla' : 'neither';
          return {
            value,
            said: `R² of x is ${say(asked, 2)} for the code held to the answer and ${say(pixels, 2)} for the one held to the pixels.`
          };
        },
        because:
          'To carry the place would cost bits and win nothing, so the first code has become [invariant](invariance) to it. Nobody told it to be: the price of rate did.'
      }
    },
    {
      id: 'price',
      title: 'Predict: raise the price',
      see: 'β is what a nat of rate costs. In What the code is worth the first coder moves when β does, and leaves a thin line behind.',
      why: 'Along the best codes the slope of D against R is −β: a bit is bought only where it saves more than it costs.',
      equation: 'L = D + β R',
      try: 'Choose an answer. Then set Price of rate β to 0.5 and run for at least ten trials more.',
      look: { panel: 'rateAccuracy' },
      act: { setting: 'beta' },
      remember: rate,
      predict: {
        question: 'The rate of the first code will',
        ask: { answers: courses },
        outcome: (state, { trial, value: before }) => {
          const now = rate(state);
          if (Number(state.settings['beta']) < 0.4 || state.trial < trial + 10) return undefined;
          if (now === undefined || before === undefined) return undefined;
          return {
            value: courseOf(before, now),
            said: `It was ${say(before)} bits and is ${say(now)}; ${sayShare(accuracy(state))} of its reconstructions are named rightly.`
          };
        },
        because:
          'Shades of certainty go first: each of them saves little. Raise β further, to 5, and at some point even the shape is not worth its 2 bits, and the code falls silent.'
      }
    }
  ]
};

/** The first trial after which nine of ten were right, as recorded. */
function firstRight({
  recording
}: LessonState): { trial: number; rate: number; accuracy: number } | undefined {
  const right = recording.series('accuracy')?.latest();
  const bits = recording.series('rate')?.latest();
  if (!right || !bits) return undefined;
  for (let r = 0; r < Math.min(right.times.length, bits.times.length); r++) {
    const share = right.data[r * right.width + shapeOf(coder.action)];
    if (share >= 0.9)
      return { trial: bits.times[r] + 1, rate: bits.data[r * bits.width + coder.action], accuracy: share };
  }
  return undefined;
}
