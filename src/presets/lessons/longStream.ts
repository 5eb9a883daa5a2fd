/** The first lesson of the Memory lab: what is left of a pair after 16,000 tokens (Alonso, Figliolia & Millidge 2026, arXiv 2602.03922). */
import { distanceBins, memoryProbes } from '../../models/memory/model/probes';
import type { Lesson, LessonState } from './lesson';
import { latest, meanOfLast, say, sayShare } from './reading';

/** Networks of the preset by number: the dictionary reads without its counts, as published it reads with them. */
const network = { dictionary: 0, softmax: 1, linear: 2, ssd: 3, published: 4 };
/** The trial after which the preset examines its networks on 16,384 tokens. */
const examined = 130;
/** 8,192 to 16,383 ticks ago: across the whole gap. */
const acrossTheGap = 13;
const half = 0.5;

/** Share right of what was last shown before the gap. */
const far = ({ recording }: LessonState, which: number): number | undefined =>
  latest(recording, memoryProbes.examinedDistance, which * distanceBins + acrossTheGap);

const kept = ({ recording }: LessonState, which: number): number | undefined =>
  latest(recording, memoryProbes.examinedBytes, which);

const sayKilobytes = (bytes: number): string => `${say(bytes / 1000)} kB`;

/** Which networks answer more than half, as the answers to choose from name them. */
function sayWho(shares: readonly number[]): string {
  const who = shares.flatMap((share, which) => (share > half ? [which] : [])).join(' ');
  if (who === '') return 'none';
  if (who === String(network.softmax)) return 'softmax';
  if (who === `${network.dictionary} ${network.softmax}`) return 'plain';
  if (who === `${network.softmax} ${network.published}`) return 'published';
  if (who === `${network.dictionary} ${network.softmax} ${network.published}`) return 'both';
  return 'others';
}

export const longStream: Lesson = {
  id: 'long-stream',
  lab: 'memory',
  title: 'What does a memory of fixed size keep of a long stream?',
  audience: 'For anyone; nothing needs to be known beforehand.',
  minutes: 10,
  preset: 'long-recall',
  steps: [
    {
      id: 'pairs',
      title: 'Pairs, noise, and then a question',
      see: 'A sequence shows a few pairs of a key and a value, then tokens that mean nothing, and then keys again: which value stood with this one? How the memories learn has a line for each of five networks that read the same sequences: ovq is a dictionary, softmax is attention, linear and ssd (Mamba2) keep one matrix, ovq countBias true is the dictionary as it was published.',
      why: 'The pairs are new in every sequence, so nothing can be learned by heart. What has to be learned is how to keep and how to find. Keys are different, values are one of 16: guessing is right in 6 %.',
      try: 'Press Run (`Space`), watch until trial 60 at least, and press Pause.',
      look: { panel: 'networkLearning' },
      act: { command: 'run' },
      done: ({ running, trial }) => !running && trial >= 60
    },
    {
      id: 'rows',
      title: 'A memory with rows',
      see: 'Reading and writing shows the [dictionary](dictionary) of the first network over one sequence. Colour is how much a tick reads of a row: where a key comes back, one row lights up. A ring marks the row that the token of a tick was written to.',
      why: 'Every token is written to one row only, the one most like it, and moves that row by 1 / c, where c is how many tokens it stands for: a row is the mean of its tokens. As published, a row is also read as if all c tokens were there, by log c more. The fifth network does so; the first leaves it out.',
      equation: 'μ = μ′ + (k − μ′)/c',
      try: 'Open the menu in the corner of Reading and writing and choose Maximise. Look for bright rows, and for the rings.',
      look: { panel: 'rowReads' },
      act: { menu: 'rowReads' },
      done: ({ maximised }) => maximised === 'rowReads'
    },
    {
      id: 'matrix',
      title: 'A memory that is one matrix',
      see: 'The third network is linear attention. All it keeps of a sequence is the matrix in the panel The state, however long the sequence was. Memory over a sequence compares them: [attention](attention) keeps a key and a value of every token and grows, a dictionary has room for its 64 rows from the beginning, a matrix has one size.',
      why: 'Each token adds the product of its value and its key to the whole matrix. To read it with a key gives back the value, plus something of all others whose keys are not at a right angle to it.',
      equation: 'h = h′ + v k',
      try: 'Press `Esc`. Set Network looked at to 3 (under Run, far down in the settings), and look for the panel The state.',
      look: { panel: 'keptBytes' },
      act: { setting: 'lookNetwork' },
      done: ({ settings }) => settings['lookNetwork'] === 1 + network.linear
    },
    {
      id: 'far',
      title: 'Predict: 16,000 tokens later',
      see: `After trial ${examined} each network is asked about sequences of 16,384 tokens, 200 times as long as any it learned from: pairs, then nothing but eight different tokens of noise, then the question. Accuracy by distance shows it, once its menu says Held-out.`,
      why: 'No weight is changed for it. What was learned on 80 tokens is used as it is; what differs is how much was written after the pair.',
      equation: 'o = softmax(β q · μ + log c) ν',
      try: `Choose an answer. Then run (\`Space\`, with Speed at fastest) until trial ${examined} is over; the examination takes some seconds.`,
      look: { panel: 'distance' },
      act: { command: 'run' },
      predict: {
        question: 'Which networks will still answer more than half of what they are asked across the gap?',
        ask: {
          answers: [
            { value: 'none', label: 'None' },
            { value: 'softmax', label: 'Softmax attention alone' },
            { value: 'both', label: 'Softmax attention and both dictionaries' },
            { value: 'published', label: 'Softmax attention and the dictionary with counts' },
            { value: 'plain', label: 'Softmax attention and the dictionary without counts' },
            { value: 'others', label: 'Some other set of them' }
          ]
        },
        outcome: (state) => {
          const shares = Object.values(network).map((which) => far(state, which));
          const told = shares.filter((share) => share !== undefined);
          if (told.length < shares.length) return undefined;
          const short = meanOfLast(state.recording, memoryProbes.networkAccuracy, 10, network.linear);
          return {
            value: sayWho(told),
            said: `Right across the gap: softmax ${sayShare(told[network.softmax])}, dictionary without counts ${sayShare(told[network.dictionary])}, with counts ${sayShare(told[network.published])}, linear ${sayShare(told[network.linear])}, Mamba2 ${sayShare(told[network.ssd])}. Of sequences of 80 tokens linear attention answers ${sayShare(short)}.`
          };
        },
        because:
          'In the matrix 16,000 tokens of noise lie on top of the pair. In the dictionary they fall into few rows, again and again, and leave the others as they were. But a row that stands for 2,000 tokens is read with log 2,000, nearly 8, on top of its logit, and drowns out a row that stands for one, though on short sequences the counts did no harm. Mamba2 had not learned the task even for 80 tokens, so of forgetting it says nothing.'
      }
    },
    {
      id: 'bytes',
      title: 'Predict: at what price?',
      see: 'What a memory is worth draws right answers against bytes kept; its menu has Held-out too. After 80 tokens, the length that was taught, softmax attention and the dictionary keep the same: 42 kB.',
      why: 'The dictionary has 64 rows a head, for however long a stream. Attention keeps every token there was.',
      try: 'Write down a number before you look at the panel. Then look at the answer.',
      look: { panel: 'memoryWorth' },
      predict: {
        question:
          'After 16,384 tokens, what share of the bytes of softmax attention does the dictionary keep?',
        ask: { number: { label: 'Share of the bytes', unit: '%', min: 0, max: 100, near: 0.5 } },
        outcome: (state) => {
          const [own, all] = [kept(state, network.dictionary), kept(state, network.softmax)];
          if (own === undefined || all === undefined) return undefined;
          return {
            value: (100 * own) / all,
            said: `Softmax attention keeps ${sayKilobytes(all)}, the dictionary ${sayKilobytes(own)}: ${say((100 * own) / all)} %. The matrix of linear attention was made as large, ${sayShare(kept(state, network.linear)! / all)}.`
          };
        },
        because:
          'So it is not how many bytes are kept that decides, but where a new token is written: to everything, or to one row. Rows are no magic either. More pairs than rows, or noise without end that is never twice the same, and rows have to be shared.'
      }
    }
  ]
};
