/**
 * Delayed match to sample: a sample, a delay, a test, and then the question whether both were the same. Half of the trials
 * match; where they do not, the test is any other stimulus with equal chance. Neither stimulus alone tells the answer.
 */
import type { Random } from '../../models/random';
import type { Settings } from '../../models/settings';
import type { StreamShape, Trial } from '../../models/stream';
import type { SourceDefinition } from '../source';
import { drawnSource, heldOutSettings } from './drawnSource';
import { amount, count, rate, steps } from './streamSettings';

const spiking = { name: 'inputKind', is: ['spikes'] } as const;
const analogue = { name: 'inputKind', is: ['analogue'] } as const;

export const delayedMatchSource: SourceDefinition = {
  id: 'delayedMatch',
  title: 'Delayed match to sample',
  summary: 'A sample, a delay, a test, then the question whether both were the same.',
  settings: [
    count({
      name: 'stimuli',
      label: 'Stimuli',
      default: 2,
      min: 2,
      max: 64,
      unit: 'stimuli',
      help: 'How many stimuli there are, each with channels of its own.'
    }),
    {
      name: 'inputKind',
      label: 'Inputs',
      group: 'Stream',
      live: false,
      kind: 'choice',
      default: 'spikes',
      options: [
        { value: 'spikes', label: 'Spikes' },
        { value: 'analogue', label: 'Values' }
      ],
      help: 'Spikes: Poisson at a rate. Values: 1 while shown and 0 otherwise, with noise added.'
    },
    count({
      name: 'groupSize',
      label: 'Channels per group',
      default: 5,
      min: 1,
      max: 1024,
      unit: 'channels',
      help: 'Channels of each stimulus, and of the question.'
    }),
    steps({
      name: 'sampleSteps',
      label: 'Sample',
      default: 20,
      min: 1,
      max: 10000,
      help: 'How long the sample is shown.'
    }),
    steps({
      name: 'delaySteps',
      label: 'Delay',
      default: 60,
      min: 0,
      max: 10000,
      help: 'Silence between sample and test, to be bridged by memory.'
    }),
    steps({
      name: 'testSteps',
      label: 'Test',
      default: 20,
      min: 1,
      max: 10000,
      help: 'How long the test is shown.'
    }),
    steps({
      name: 'decisionSteps',
      label: 'Decision',
      default: 20,
      min: 1,
      max: 10000,
      help: 'How long the question is asked; the loss counts only then.'
    }),
    {
      ...rate({
        name: 'stimulusRate',
        label: 'Stimulus rate',
        default: 120,
        help: 'Firing rate of a group while it is on.'
      }),
      when: spiking
    },
    {
      ...rate({
        name: 'noiseRate',
        label: 'Noise rate',
        default: 5,
        help: 'Firing rate of every channel that is not on.'
      }),
      when: spiking
    },
    amount({
      name: 'inputNoise',
      label: 'Input noise',
      default: 0.1,
      min: 0,
      max: 100,
      when: analogue,
      help: 'Standard deviation of the noise added to every channel in every step.'
    }),
    ...heldOutSettings(256)
  ],
  async create(context) {
    const task = readTask(context.settings);
    return drawnSource(context, task.shape, `${task.stimuli} stimuli`, (random, index) =>
      drawTrial(task, random, index)
    );
  }
};

interface Task {
  shape: StreamShape;
  stimuli: number;
  /** Ends of sample, delay and test. */
  ends: readonly [sample: number, delay: number, test: number];
  /** One channel in one step, given whether its group is on. */
  channel(on: boolean, random: Random): number;
}

function readTask(settings: Settings): Task {
  const { stimuli, groupSize, sampleSteps, delaySteps, testSteps, decisionSteps } = settings as Record<
    string,
    number
  >;
  const { stimulusRate, noiseRate, inputNoise } = settings as Record<string, number>;
  const inputKind = settings.inputKind as StreamShape['inputKind'];
  const ends = [sampleSteps, sampleSteps + delaySteps, sampleSteps + delaySteps + testSteps] as const;
  const total = ends[2] + decisionSteps;
  const labels = [...Array.from({ length: stimuli }, (_, s) => `Stimulus ${s + 1}`), 'Question'];
  return {
    shape: {
      inputs: (stimuli + 1) * groupSize,
      outputs: 2,
      steps: total,
      dtMs: 1,
      loss: 'classification',
      inputKind,
      inputGroups: labels.map((label, g) => ({ label, from: g * groupSize, to: (g + 1) * groupSize })),
      phases: [
        { label: 'Sample', from: 0, to: ends[0] },
        ...(delaySteps > 0 ? [{ label: 'Delay', from: ends[0], to: ends[1] }] : []),
        { label: 'Test', from: ends[1], to: ends[2] },
        { label: 'Decision', from: ends[2], to: total }
      ],
      outputLabels: ['Match', 'No match']
    },
    stimuli,
    ends,
    channel:
      inputKind === 'spikes'
        ? (on, random) => (random.uniform() < (on ? stimulusRate : noiseRate) / 1000 ? 1 : 0)
        : (on, random) => (on ? 1 : 0) + inputNoise * random.normal()
  };
}

/** A function of `random` and the task alone. */
function drawTrial({ shape, stimuli, ends, channel }: Task, random: Random, index: number): Trial {
  const { inputs, outputs, steps } = shape;
  const width = inputs / (stimuli + 1);
  const differs = random.below(2);
  const sample = random.below(stimuli);
  const test = differs === 1 ? (sample + 1 + random.below(stimuli - 1)) % stimuli : sample;
  const x = new Float64Array(steps * inputs);
  const target = new Float64Array(steps * outputs);
  const mask = new Float64Array(steps);
  for (let t = 0; t < steps; t++) {
    const on = t < ends[0] ? sample : t < ends[1] ? undefined : t < ends[2] ? test : stimuli;
    for (let i = 0; i < inputs; i++) x[t * inputs + i] = channel(Math.floor(i / width) === on, random);
    target[t * outputs + differs] = 1;
    if (t >= ends[2]) mask[t] = 1;
  }
  return { index, x, target, mask };
}
