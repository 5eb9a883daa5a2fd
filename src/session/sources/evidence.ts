/**
 * Evidence accumulation (Bellec et al. 2020, "A solution to the learning dilemma for recurrent networks of spiking
 * neurons", Fig. 4): cues arrive on the left or the right, then a delay, then a recall signal, and only during recall is
 * the network asked which side had more cues. Whatever it learns about the cues has to outlive the delay.
 * The label is the majority of the cues shown, not of the side they were drawn from.
 */
import type { Random } from '../../models/random';
import { SettingError, type Settings } from '../../models/settings';
import type { Span, StreamShape, Trial } from '../../models/stream';
import type { SourceDefinition } from '../source';
import { trialsOnDemand } from './onDemand';
import { amount, count, rate, steps } from './streamSettings';

/** The rest of the trial follows from these; one step is 1 ms. */
export const evidenceSource: SourceDefinition = {
  id: 'evidence',
  title: 'Evidence accumulation',
  summary: 'Cues on the left and the right, a delay, then the question which side had more.',
  settings: [
    count({
      name: 'cues',
      label: 'Cues',
      default: 5,
      min: 1,
      max: 99,
      unit: 'cues',
      help: 'Cues shown in a trial; odd, so that one side always has more.'
    }),
    steps({
      name: 'cueSteps',
      label: 'Cue length',
      default: 15,
      min: 1,
      max: 1000,
      help: 'How long each cue lasts.'
    }),
    steps({
      name: 'gapSteps',
      label: 'Gap before a cue',
      default: 10,
      min: 0,
      max: 1000,
      help: 'Silence before each cue.'
    }),
    steps({
      name: 'delaySteps',
      label: 'Delay',
      default: 75,
      min: 0,
      max: 10000,
      help: 'Time between the last cue and the recall signal, to be bridged by memory.'
    }),
    steps({
      name: 'recallSteps',
      label: 'Recall',
      default: 30,
      min: 1,
      max: 1000,
      help: 'How long the recall signal lasts; the loss counts only then.'
    }),
    count({
      name: 'inputs',
      label: 'Input channels',
      default: 20,
      min: 4,
      max: 1000,
      unit: 'channels',
      help: 'Shared equally by left, right, recall and noise: a multiple of 4.'
    }),
    rate({
      name: 'cueRate',
      label: 'Cue rate',
      default: 120,
      help: 'Firing rate of a side while its cue is shown.'
    }),
    rate({
      name: 'recallRate',
      label: 'Recall rate',
      default: 120,
      help: 'Firing rate of the recall channels during recall.'
    }),
    rate({
      name: 'noiseRate',
      label: 'Noise rate',
      default: 30,
      help: 'Firing rate of the noise channels, all the time.'
    }),
    amount({
      name: 'majorityProbability',
      label: 'Cue reliability',
      symbol: 'p',
      default: 0.7,
      min: 0.5,
      max: 1,
      help: 'Probability that a cue is on the side drawn for the trial; 0.5 is no evidence, 1 makes every cue tell.'
    })
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
