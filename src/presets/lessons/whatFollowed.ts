/** The second lesson of the Memory lab: to find and to look one further (Olsson et al. 2022; Figliolia et al. 2025, arXiv 2510.04476). */
import { memoryProbes } from '../../models/memory/model/probes';
import type { Lesson, LessonState } from './lesson';
import { meanOfLast, sayShare } from './reading';

/** Networks of the preset by number: compressed attention whole, with neither of its two looks back, with the value shift alone. */
const network = { whole: 0, neither: 1, shift: 2, softmax: 3 };
const averaged = 20;
const learned = 0.9;
/** Trials after which one layer has shown what it can do, and two have. */
const enough = 120;
const enoughOfTwo = 200;

/** Of every network, the mean share right of the last trials. */
function right({ recording }: LessonState): number[] | undefined {
  const shares = Object.values(network).map((which) =>
    meanOfLast(recording, memoryProbes.networkAccuracy, averaged, which)
  );
  const told = shares.filter((share) => share !== undefined);
  return told.length === shares.length ? told : undefined;
}

const said = (shares: readonly number[]): string =>
  `Right in the last ${averaged} trials: compressed attention ${sayShare(shares[network.whole])}, with the value shift alone ${sayShare(shares[network.shift])}, with neither ${sayShare(shares[network.neither])}, softmax attention ${sayShare(shares[network.softmax])}.`;

export const whatFollowed: Lesson = {
  id: 'what-followed',
  lab: 'memory',
  title: 'What followed last time?',
  audience: 'For those who have done the first lesson, or know what attention is.',
  minutes: 8,
  preset: 'one-layer-induction',
  steps: [
    {
      id: 'twice',
      title: 'Something comes back',
      see: 'In every sequence four tokens, t0 to t3, are each followed by a token that was drawn for this sequence alone; all else is noise. When one of the four comes back, the networks are asked what follows. How the memories learn shows the share they answer rightly.',
      why: 'To answer takes two moves: find where this token stood last time, and look one tick further. It is called induction, and much of what large networks learn from their context rests on it.',
      equation: 'o = softmax(q · k) v',
      try: 'Press Run (`Space`), watch until trial 20 at least, and press Pause.',
      look: { panel: 'networkLearning' },
      act: { command: 'run' },
      done: ({ running, trial }) => !running && trial >= 20
    },
    {
      id: 'one-layer',
      title: 'Predict: can one layer do both?',
      see: 'All four networks have one layer of [attention](attention). Compressed attention looks back by one tick in two ways: convolutions mix each query and key with the ones before, and half of each value is that of the tick before (the value shift). The second network has neither, the third the value shift alone, the fourth is softmax attention.',
      why: 'A query is compared with keys, and what is brought back is the value of the tick whose key fits. The key that fits is that of the token asked for; what is wanted stands behind it.',
      equation: 'o = softmax(q · k) v',
      try: `Choose an answer. Then run to trial ${enough} at least.`,
      look: { panel: 'networkLearning' },
      act: { command: 'run' },
      predict: {
        question: `Which of them will answer more than 90 % after ${enough} trials?`,
        ask: {
          answers: [
            { value: 'all', label: 'All four' },
            { value: 'back', label: 'The two that look back by one tick' },
            { value: 'whole', label: 'Only the one with convolutions' },
            { value: 'none', label: 'None of them' },
            { value: 'others', label: 'Some other set of them' }
          ]
        },
        outcome: (state) => {
          const shares = right(state);
          if (!shares || state.trial < enough || state.settings['layers'] !== 1) return undefined;
          const can = shares.flatMap((share, which) => (share > learned ? [which] : [])).join(' ');
          const names: Readonly<Record<string, string>> = {
            '': 'none',
            [network.whole]: 'whole',
            [`${network.whole} ${network.shift}`]: 'back',
            [Object.values(network).join(' ')]: 'all'
          };
          return { value: names[can] ?? 'others', said: said(shares) };
        },
        because:
          'With a convolution the key of a tick knows of the token before it. So a query for t2 fits the key of whatever followed t2, and its value is the answer: both moves in one. The value shift looks the wrong way for this task: where t2 itself is found, it brings what stood before.'
      }
    },
    {
      id: 'map',
      title: 'Where it looks',
      see: 'Attention map has a row for every tick that reads and a column for every tick it reads from. Most rows read a little of everything; those of ticks where t0 to t3 came back have bright spots left of the diagonal, each in the column behind a place where the token stood before.',
      why: 'Nobody marked these ticks. That they are found is all that was learned.',
      try: 'Maximise Attention map by its menu, and let another sequence come (`Shift →`).',
      look: { panel: 'attentionMap' },
      act: { menu: 'attentionMap' },
      done: ({ maximised }) => maximised === 'attentionMap'
    },
    {
      id: 'two-layers',
      title: 'Predict: a second layer',
      see: 'Layers, under Network, puts a second layer on top of the first, in all four networks. They begin anew.',
      why: 'Now the two moves can be shared out: what one layer brings back, the next one may find by.',
      try: `Press \`Esc\` and choose an answer. Then set Layers to 2 and run to trial ${enoughOfTwo}, with Speed at fastest.`,
      look: { panel: 'networkLearning' },
      act: { setting: 'layers' },
      predict: {
        question: `With two layers, what will softmax attention answer after ${enoughOfTwo} trials?`,
        ask: {
          answers: [
            { value: 'guess', label: 'Less than 30 %, as with one' },
            { value: 'part', label: 'Between 30 % and 90 %' },
            { value: 'learned', label: 'More than 90 %' }
          ]
        },
        outcome: (state) => {
          const shares = right(state);
          if (!shares || state.trial < enoughOfTwo || state.settings['layers'] !== 2) return undefined;
          const share = shares[network.softmax];
          return { value: share < 0.3 ? 'guess' : share <= learned ? 'part' : 'learned', said: said(shares) };
        },
        because:
          'The first layer learns to bring each tick the token before it, the second to find by that: together an induction head (Olsson et al. 2022). It needs no convolution, but a second layer and more trials. Why compressed attention with neither look back is so much slower even then, this run does not say.'
      }
    }
  ]
};
