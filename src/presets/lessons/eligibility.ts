/** The first lesson of the Learning lab, on evidence accumulation (Bellec et al. 2020) at demonstration scale. */
import { progressTowards } from '../../session/goal';
import type { Lesson, LessonState } from './lesson';
import { adapts, meanOfLast, say } from './reading';

/** As published: the mean error of some batches in a row below 0.07. */
const learned = { series: 'error', over: 10, below: 0.07 };
const mostTrials = 700;

/** Whether a tick lies in the part of its trial in which the answer is asked. */
function isAsked({ settings, stepsPerTrial }: LessonState, tick: number): boolean {
  return tick % stepsPerTrial >= stepsPerTrial - Number(settings['recallSteps']);
}

/** Trials without adaptation after which the run has shown where it stays, and the last of them that are averaged. */
const withoutMemory = 200;
const averaged = 50;

export const eligibility: Lesson = {
  id: 'eligibility',
  lab: 'learning',
  title: 'How can a synapse know, now, what will matter later?',
  audience: 'For anyone; nothing needs to be known beforehand.',
  minutes: 10,
  preset: 'evidence',
  steps: [
    {
      id: 'late',
      title: 'The question comes too late',
      see: 'In Activity every row is a channel and every mark a [spike](spike). Cues come on the left or on the right, then for a while nothing but noise, and only at the end the signal that asks: which side had more?',
      why: 'A cue is over when the question comes. What a [membrane](membrane) keeps of it shrinks by α at every tick, with α = exp(−1/20) here, and the delay is 75 ticks long. The network must carry the count across, and each synapse must learn whether it helped, from an error that comes long after it was used.',
      equation: 'v = α v′ + ζ I − v_th z′',
      try: 'Press Run (`Space`), watch at least three trials, and press Pause (`Space` again).',
      look: { panel: 'spikeRaster' },
      act: { command: 'run' },
      done: ({ running, trial }) => !running && trial >= 3
    },
    {
      id: 'forgets',
      title: 'A unit that forgets',
      see: 'Selected unit shows one neuron from its input to its learning: the potential v beside the threshold A, and a mark where v reached A. Of a plain (LIF) unit the threshold is a flat line.',
      why: 'Nothing of such a unit outlasts its membrane: what is left of a cue shrinks by a factor of e every 20 ticks, and some 2 % of the last one are there when the question comes. The [pseudo-derivative](pseudo-derivative) ψ below stands in for the slope of the spike, which has none: it is large where v is near A, that is, where a slightly different weight would have made a spike more or less.',
      equation: 'ψ = {γ}/{v_th} max(0, 1 − {|v − A|}/{v_th})',
      try: 'Press `]` to select the next neuron, until it is a plain one (the inspector, `i`, says LIF; the first twenty are). A click on a row of Activity does it too.',
      look: { panel: 'neuron' },
      act: { command: 'nextUnit' },
      done: ({ layers, selection }) => selection.unit !== undefined && !adapts(layers, selection.unit)
    },
    {
      id: 'remembers',
      title: 'A unit that remembers',
      see: 'Of an adaptive (ALIF) unit the threshold A moves: it rises with every spike and sinks back slowly, across the whole delay. A unit that fired much for left cues is harder to excite when the question comes.',
      why: 'The [adaptation](adaptation) a decays by ρ = exp(−1/230) a tick, more than ten times as slowly as the membrane. What was seen is kept in how easily the unit spikes, without a single spike in between.',
      equation: 'A = v_th + β a',
      try: 'Press `[` to go back to an adaptive neuron, the last one for instance. Compare its threshold with that of the plain one.',
      look: { panel: 'neuron' },
      act: { command: 'previousUnit' },
      done: ({ layers, selection }) => selection.unit !== undefined && adapts(layers, selection.unit)
    },
    {
      id: 'trace',
      title: 'What each synapse keeps: its eligibility',
      see: 'In Eligibility traces each row is a synapse onto the selected unit, and colour is its [trace](eligibility-trace) e. A synapse that took part lights up; through the slow threshold it stays marked, in the other colour, long after its input has gone.',
      why: 'While the cue is there, nobody can say whether it will matter. So the synapse does not decide: it keeps a note of what a change of its weight would have done. The note is local, made of the input that arrived and of the state of its own unit, and it is carried forward in time with that state.',
      equation: 'e = ψ (z̄ − β ε)',
      try: 'Open the menu in the corner of Eligibility traces and choose Maximise, so that it fills the screen.',
      look: { panel: 'traceWaterfall' },
      act: { menu: 'traceWaterfall' },
      done: ({ maximised }) => maximised === 'traceWaterfall'
    },
    {
      id: 'signal',
      title: 'Then the signal comes, and meets the note',
      see: 'Only in the last stretch of a trial, while the question is asked, is there a [learning signal](learning-signal) L: see the lowest curve of Selected unit. The inspector (`i`) writes the product with its numbers.',
      why: 'L says of every unit, now, whether it should have been more active: the error sent back through B. Credit is what meets it, the trace that is still alive. Nothing is played backwards, and no synapse needs to know what any other did.',
      equation: 'g = g′ + L ē',
      try: 'Press `Esc` to restore the panel and `Shift →` to make the trial whole. Then point at its last stretch in Selected unit and click; or, in the plot, press `←` and hold the instant with `Enter`.',
      look: { panel: 'neuron' },
      act: { plot: 'neuron' },
      done: (state) => {
        const { running, selection } = state;
        return !running && selection.tick !== undefined && isAsked(state, selection.tick);
      }
    },
    {
      id: 'how-long',
      title: 'Predict: does it learn, and how soon?',
      see: 'Learning shows loss and error of every trial (32 at once, each with cues of its own), and the mean of the last ten. An error of one half is guessing.',
      why: 'Every trial moves every weight a little against its summed credit. It is gradient descent, with a gradient that was worked out forwards in time; it is not exact, since what travels through other neurons is left out.',
      equation: 'w = w′ − η g',
      try: 'Choose an answer first. Then run (`Space`), with Speed at fastest, and look at the answer.',
      look: { panel: 'learningCurves' },
      act: { command: 'run' },
      predict: {
        question: 'After how many trials will the mean error of ten be below 0.07 for the first time?',
        ask: {
          answers: [
            { value: 'soon', label: 'Fewer than 100' },
            { value: 'middle', label: '100 to 700' },
            { value: 'never', label: 'Not within 700' }
          ]
        },
        outcome: ({ recording, trial }) => {
          const after = progressTowards(learned, recording)?.reachedAfter;
          if (after !== undefined && after <= mostTrials)
            return {
              value: after < 100 ? 'soon' : 'middle',
              said: `In this run it was so after ${after} trials.`
            };
          return trial >= mostTrials
            ? { value: 'never', said: `This run made ${trial} trials and it was never so.` }
            : undefined;
        },
        because:
          'To report the last cue alone is wrong in about a quarter of all trials; to get below that, the cues before it must be counted, and that is what the slow thresholds are for. Other seeds take other times; Sweep shows how much they differ.'
      }
    },
    {
      id: 'without',
      title: 'Predict: take the memory away',
      see: 'The setting Unit type, under Network, makes all units plain: no adaptive threshold, hence no slow part in any trace.',
      why: 'Now nothing in the network outlasts the delay but its own activity going round, and no trace reaches back to the cues. The rule, the task and the signal are the same.',
      equation: 'e = ψ z̄',
      try: `Choose an answer. Then set Unit type to LIF, run on (\`Space\` if it stands still) and wait for trial ${withoutMemory}.`,
      look: { panel: 'learningCurves' },
      act: { setting: 'unit' },
      predict: {
        question: `Without adaptation, where will the error be after ${withoutMemory} trials?`,
        ask: {
          answers: [
            { value: 'solved', label: 'Below 0.1: it finds another way' },
            { value: 'part', label: 'Between 0.1 and 0.4: it gets part of it' },
            { value: 'guessing', label: 'Above 0.4: it guesses' }
          ]
        },
        outcome: ({ recording, settings, trial }) => {
          if (settings['unit'] !== 'lif' || trial < withoutMemory) return undefined;
          const error = meanOfLast(recording, 'error', averaged);
          if (error === undefined) return undefined;
          return {
            value: error < 0.1 ? 'solved' : error <= 0.4 ? 'part' : 'guessing',
            said: `The mean error of the last ${averaged} trials is ${say(error)}.`
          };
        },
        because:
          'Whoever reports the last cue alone, without counting, is wrong in 0.254 of all trials of five cues that are right with probability 0.7. Plain units stay near that: it is what can be had without remembering.'
      }
    },
    {
      id: 'back',
      title: 'Give it back',
      see: 'Undo takes back the change made last, whatever it was; the run begins anew with its memory restored.',
      why: 'That is the answer to the question of this lesson. A synapse does not know what will matter. It keeps a fading note of what it did, as long-lived as the slowest state of its unit, and whatever signal comes later is multiplied with what is left of it.',
      equation: 'g = g′ + L ē',
      try: 'Press `Ctrl Z`. Then go on as you like: select another neuron, change Feedback to random, or open the next lesson.',
      look: { panel: 'learningCurves' },
      act: { setting: 'unit' },
      done: ({ settings }) => settings['unit'] === 'alif'
    }
  ]
};
