/**
 * Evidence accumulation (Bellec et al. 2020, "A solution to the learning dilemma for recurrent networks of spiking
 * neurons", Fig. 4): cues arrive on the left or the right, then a delay, then a recall signal, and only during recall is
 * the network asked which side had more cues. Whatever it learns about the cues has to outlive the delay.
 * The label is the majority of the cues shown, not of the side they were drawn from.
 */
import type { Random } from '../../models/random';
import { type NumberSetting, SettingError, type Settings } from '../../models/settings';
import type { Span, StreamShape, Trial } from '../../models/stream';
import type { SourceDefinition } from '../source';
import { trialsOnDemand } from './onDemand';

const steps = (
  name: string,
  label: string,
  value: number,
  min: number,
  max: number,
  help: string
): NumberSetting => ({
  name,
  label,
  group: 'Stream',
  live: false,
  kind: 'number',
  default: value,
  min,
  max,
  integer: true,
  unit: 'steps',
  scale: 'linear',
  help
});

/** Spike probability of one channel in one step, said as a rate. */
const rate = (name: string, label: string, value: number, help: string): NumberSetting => ({
  name,
  label,
  group: 'Stream',
  live: false,
  kind: 'number',
  default: value,
  min: 0,
  max: 1000,
  unit: 'Hz',
  scale: 'linear',
  help
});

/** The rest of the trial follows from these; one step is 1 ms. */
export const evidenceSource: SourceDefinition = {
  id: 'evidence',
  title: 'Evidence accumulation',
  summary: 'Cues on the left and the right, a delay, then the question which side had more.',
  settings: [
    {
      ...steps('cues', 'Cues', 5, 1, 99, 'Cues shown in a trial; odd, so that one side always has more.'),
      unit: 'cues'
    },
    steps('cueSteps', 'Cue length', 15, 1, 1000, 'How long each cue lasts.'),
    steps('gapSteps', 'Gap before a cue', 10, 0, 1000, 'Silence before each cue.'),
    steps(
      'delaySteps',
      'Delay',
      75,
      0,
      10000,
      'Time between the last cue and the recall signal, to be bridged by memory.'
    ),
    steps(
      'recallSteps',
      'Recall',
      30,
      1,
      1000,
      'How long the recall signal lasts; the loss counts only then.'
    ),
    {
      ...steps(
        'inputs',
        'Input channels',
        20,
        4,
        1000,
        'Shared equally by left, right, recall and noise: a multiple of 4.'
      ),
      unit: 'channels'
    },
    rate('cueRate', 'Cue rate', 120, 'Firing rate of a side while its cue is shown.'),
    rate('recallRate', 'Recall rate', 120, 'Firing rate of the recall channels during recall.'),
    rate('noiseRate', 'Noise rate', 30, 'Firing rate of the noise channels, all the time.'),
    {
      name: 'majorityProbability',
      label: 'Cue reliability',
      symbol: 'p',
      group: 'Stream',
      live: false,
      kind: 'number',
      default: 0.7,
      min: 0.5,
      max: 1,
      scale: 'linear',
      help: 'Probability that a cue is on the side drawn for the trial; 0.5 is no evidence, 1 makes every cue tell.'
    }
  ],
  async create({ settings, random }) {
    const task = readTask(settings);
    return {
      shape: task.shape,
      trials: (from, demand$) => trialsOnDemand(from, demand$, (index) => makeTrial(task, random, index)),
      heldOut: [],
      note: `${task.cues} cues, ${task.shape.steps} steps a trial`
    };
  }
};

interface Task {
  shape: StreamShape;
  cues: number;
  cueSteps: number;
  gapSteps: number;
  recallSteps: number;
  /** Spikes per step and channel. */
  cueRate: number;
  recallRate: number;
  noiseRate: number;
  majorityProbability: number;
}

function readTask(settings: Settings): Task {
  const { cues, cueSteps, gapSteps, delaySteps, recallSteps, inputs } = settings as Record<string, number>;
  if (cues % 2 === 0) {
    throw new SettingError(
      `Setting 'cues' is ${cues}; expected an odd number, so that one side always has more.`
    );
  }
  if (inputs % 4 !== 0) {
    throw new SettingError(
      `Setting 'inputs' is ${inputs}; expected a multiple of 4 (left, right, recall, noise).`
    );
  }
  const delayFrom = cues * (gapSteps + cueSteps);
  const recallFrom = delayFrom + delaySteps;
  const group = inputs / 4;
  const { cueRate, recallRate, noiseRate, majorityProbability } = settings as Record<string, number>;
  return {
    shape: {
      inputs,
      outputs: 2,
      steps: recallFrom + recallSteps,
      dtMs: 1,
      loss: 'classification',
      inputKind: 'spikes',
      inputGroups: ['Left', 'Right', 'Recall', 'Noise'].map((label, i) => ({
        label,
        from: i * group,
        to: (i + 1) * group
      })),
      phases: [
        ...Array.from({ length: cues }, (_, i) => cuePhase(i, gapSteps, cueSteps)),
        ...(delaySteps > 0 ? [{ label: 'Delay', from: delayFrom, to: recallFrom }] : []),
        { label: 'Recall', from: recallFrom, to: recallFrom + recallSteps }
      ],
      outputLabels: ['Left', 'Right']
    },
    cues,
    cueSteps,
    gapSteps,
    recallSteps,
    cueRate: cueRate / 1000,
    recallRate: recallRate / 1000,
    noiseRate: noiseRate / 1000,
    majorityProbability
  };
}

function cuePhase(index: number, gapSteps: number, cueSteps: number): Span {
  const from = index * (gapSteps + cueSteps) + gapSteps;
  return { label: `Cue ${index + 1}`, from, to: from + cueSteps };
}

/** Trial `index`: a function of the source's branch of the seed and the index alone. */
function makeTrial(task: Task, source: Random, index: number): Trial {
  const random = source.fork(`trial ${index}`);
  const { shape, cues, cueSteps, gapSteps, recallSteps } = task;
  const { inputs, steps } = shape;
  const likelySide = random.below(2);
  const sides = Array.from({ length: cues }, () =>
    random.uniform() < task.majorityProbability ? likelySide : 1 - likelySide
  );
  const label = sides.filter((side) => side === 1).length * 2 > cues ? 1 : 0;
  const recallFrom = steps - recallSteps;

  const group = inputs / 4;
  const rates = new Float64Array(4);
  const x = new Float64Array(steps * inputs);
  const target = new Float64Array(steps * 2);
  const mask = new Float64Array(steps);
  for (let t = 0; t < steps; t++) {
    const cue = Math.floor(t / (gapSteps + cueSteps));
    const shown = cue < cues && t % (gapSteps + cueSteps) >= gapSteps ? sides[cue] : undefined;
    rates[0] = shown === 0 ? task.cueRate : 0;
    rates[1] = shown === 1 ? task.cueRate : 0;
    rates[2] = t >= recallFrom ? task.recallRate : 0;
    rates[3] = task.noiseRate;
    for (let i = 0; i < inputs; i++) {
      const rate = rates[Math.floor(i / group)];
      if (rate > 0 && random.uniform() < rate) x[t * inputs + i] = 1;
    }
    target[t * 2 + label] = 1;
    if (t >= recallFrom) mask[t] = 1;
  }
  return { index, x, target, mask };
}
