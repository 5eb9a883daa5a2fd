/** The second lesson of the Learning lab: credit that has to travel through layers as well as through time (Millidge 2025). */
import { rules } from '../../models/stack/stack';
import type { RecordingReader } from '../../session/recording';
import type { Lesson } from './lesson';
import { say } from './reading';

/**
 * Mean ratio of the norms, rule to exact, in the bottom layer over the last measurements under `rule`. A row of the series holds the
 * cosine of each layer, the ratio of each layer, whether each is exact, and the number of the rule.
 */
function bottomRatio(recording: RecordingReader, rule: (typeof rules)[number]): number | undefined {
  const all = recording.series('alignment')?.latest();
  if (!all) return undefined;
  const { data, times, width } = all;
  const layers = (width - 1) / 3;
  const own = Array.from(times, (_, r) => r * width).filter(
    (at) => data[at + width - 1] === rules.indexOf(rule)
  );
  const last = own.slice(-measurements).map((at) => data[at + layers]);
  const mean = last.reduce((sum, ratio) => sum + ratio, 0) / last.length;
  return last.length === measurements && Number.isFinite(mean) ? mean : undefined;
}

const measurements = 3;
const bottom = (unit: number | undefined, layers: readonly { to: number }[]): boolean =>
  unit !== undefined && unit < layers[0].to;

export const depth: Lesson = {
  id: 'depth',
  lab: 'learning',
  title: 'How does credit reach the layer below?',
  audience: 'For those who have done the first lesson, or know what an eligibility trace is.',
  minutes: 12,
  preset: 'deep-hierarchy',
  steps: [
    {
      id: 'stack',
      title: 'Two layers, two clocks',
      see: 'The network has a fast layer below (leak a = 0.5) and a slow one above (a = 0.05). Short ramps come in, rising or falling; the question, at the end, is which kind there were more of. So the lower layer has to tell ramps apart and the upper one to count.',
      why: 'A unit of the lower layer has forgotten a ramp within a few ticks. What it did lives on in the upper layer alone, and so must the credit for it.',
      equation: 'h = (1 − a) h′ + a tanh(s)',
      try: 'Run (`Space`) for at least thirty trials, and press Pause.',
      look: { panel: 'networkGraph' },
      act: { command: 'run' },
      done: ({ running, trial }) => !running && trial >= 30
    },
    {
      id: 'cascade',
      title: 'A trace climbs through the layers above',
      see: 'Traces through the layers above shows the traces of one neuron of the bottom layer: first in its own layer, where they are short, then behind the filter of the layer above, where they last.',
      why: 'In the [cascade](cascade) rule each synapse passes its trace through one leaky filter per layer above. The filter’s memory is that of the layer, λ = 1 − a, so the synapse stays [eligible](eligibility-trace) for as long as what it caused is still there.',
      equation: 'f = λ f′ + e',
      try: 'Select a neuron of the bottom layer (`[` and `]`, or a click in Network), and maximise Traces through the layers above by its menu.',
      look: { panel: 'cascade' },
      act: { menu: 'cascade' },
      done: ({ layers, maximised, selection }) => maximised === 'cascade' && bottom(selection.unit, layers)
    },
    {
      id: 'story',
      title: 'Why does this weight change?',
      see: 'Why this weight changes tells the whole story of one synapse over one trial: the input that came, the trace it left, the trace behind the filter, the signal that reached the unit, and their product, tick by tick. The running sum ends in the gradient; the dashed line is the exact one.',
      why: 'Look at when credit is given. The ramp is long over; the signal comes at the last tick; what it meets is the filtered trace.',
      equation: 'g = g′ + σ F',
      try: 'With a neuron of the bottom layer selected, press `e` (Explain this synapse). `{` and `}` go to its other synapses.',
      look: { panel: 'synapseStory' },
      act: { command: 'explainSynapse' },
      done: ({ layers, maximised, running, selection }) =>
        maximised === 'synapseStory' &&
        !running &&
        bottom(selection.unit, layers) &&
        selection.synapse !== undefined
    },
    {
      id: 'spatial',
      title: 'Predict: take the filters out',
      see: 'Alignment with the exact gradient holds the rule in use against [BPTT](bptt), of the same trial and weights, layer by layer: on top the cosine (is the direction right?), below the ratio of the norms (how much of it arrives?).',
      why: 'The spatial rule sends the signal down as before and multiplies it with the bare trace, without the filter of the layer above.',
      equation: 'g = g′ + σ e',
      try: 'Press `Esc`, choose an answer, set Learning rule to Spatial while the run goes on, and run for some thirty trials more.',
      look: { panel: 'alignment' },
      act: { setting: 'rule' },
      remember: ({ recording }) => bottomRatio(recording, 'cascade'),
      predict: {
        question: 'In the bottom layer, the size of the gradient beside the exact one will',
        ask: {
          answers: [
            { value: 'falls', label: 'fall to less than half of what it was' },
            { value: 'stays', label: 'stay much the same' },
            { value: 'grows', label: 'at least double' }
          ]
        },
        outcome: ({ recording }, { value: before }) => {
          const now = bottomRatio(recording, 'spatial');
          if (now === undefined || before === undefined) return undefined;
          return {
            value: now < before / 2 ? 'falls' : now >= 2 * before ? 'grows' : 'stays',
            said: `In the bottom layer the ratio |g|/|g*| was ${say(before)} under the cascade and is ${say(now)} now (means of ${measurements} measurements).`
          };
        },
        because:
          'Almost all of what a bottom synapse is owed waits in the slow layer above it. Without the filter the trace has gone when the signal comes, and what is left is what arrives within a few ticks of it.'
      }
    },
    {
      id: 'branch',
      title: 'See both go on from the same moment',
      see: 'A branch is a second run that goes on from the state of the first, on the same random numbers. Whatever differs then differs by what you change in one of them.',
      why: 'Two runs from two seeds differ by chance as well. Two branches do not.',
      equation: 'f = λ f′ + e',
      try: 'Press `Shift B` (Branch from here). In branch B set Learning rule back to Cascade, and run both.',
      look: { panel: 'alignment' },
      act: { command: 'branch' },
      done: ({ branch }) => branch
    }
  ]
};
