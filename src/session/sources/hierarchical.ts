/**
 * Hierarchical classify-then-count: short ramps that rise or fall, a delay, then the question which were more. A ramp and
 * its mirror have the same mean and the same energy, so each has to be told by its order in time (classify), and the
 * verdicts have to be counted and kept over the delay (count). The task accompanies the two-layer experiments on
 * Millidge 2025, "Generalizing E-prop to Deep Networks" (arXiv 2512.24506), which itself has no experiments.
 * Depth is used here, not required: a frozen random lower layer under a trained upper one gets there too.
 */
import type { Random } from '../../models/random';
import { SettingError, type Settings } from '../../models/settings';
import type { StreamShape, Trial } from '../../models/stream';
import type { SourceDefinition } from '../source';
import { drawnSource, heldOutSettings } from './drawnSource';
import { amount, count, steps } from './streamSettings';

/** Channels in their order. */
const channels = ['Motif', 'Distractor', 'Recall', 'Noise', 'Bias'];
const [motif, distractor, recall, noise, bias] = channels.keys();
/** Standard deviation of the noise channel. */
const noiseLevel = 0.01;

export const hierarchicalSource: SourceDefinition = {
  id: 'hierarchical',
  title: 'Hierarchical classify-then-count',
  summary:
    'Ramps that rise or fall, a delay, then the question which were more. Depth is used here, not required: a frozen ' +
    'random lower layer with a trained top gets there too.',
  settings: [
    count({
      name: 'cues',
      label: 'Cues',
      default: 3,
      min: 1,
      max: 99,
      unit: 'cues',
      help: 'Ramps shown in a trial, each rising or falling with equal chance; odd, so that one kind is always more.'
    }),
    steps({
      name: 'cueSteps',
      label: 'Cue length',
      default: 3,
      min: 2,
      max: 1000,
      help: 'Steps of a ramp, evenly spaced from one end to the other: -2, 0, 2.'
    }),
    amount({
      name: 'amplitude',
      label: 'Cue amplitude',
      default: 2,
      min: 0,
      max: 100,
      help: 'A ramp leads from minus this value to plus this value, or back.'
    }),
    amount({
      name: 'cueNoise',
      label: 'Cue noise',
      default: 0.15,
      min: 0,
      max: 100,
      help: 'Standard deviation of the noise added to a ramp, and of the distractor channel all the time.'
    }),
    steps({
      name: 'gapSteps',
      label: 'Gap after a cue',
      default: 2,
      min: 0,
      max: 1000,
      help: 'Silence after each cue.'
    }),
    steps({
      name: 'delaySteps',
      label: 'Delay',
      symbol: 'D',
      default: 12,
      min: 0,
      max: 1000,
      help: 'Silence between the last gap and the decision, to be bridged by memory; published: 6 to 32.'
    }),
    ...heldOutSettings(1024)
  ],
  async create(context) {
    const task = readTask(context.settings);
    return drawnSource(context, task.shape, `${task.cues} cues`, (random, index) =>
      drawTrial(task, random, index)
    );
  }
};

interface Task {
  shape: StreamShape;
  cues: number;
  cueSteps: number;
  gapSteps: number;
  amplitude: number;
  cueNoise: number;
}

function readTask(settings: Settings): Task {
  const { cues, cueSteps, gapSteps, delaySteps, amplitude, cueNoise } = settings as Record<string, number>;
  if (cues % 2 === 0) {
    throw new SettingError(
      `Setting 'cues' is ${cues}; expected an odd number, so that one kind is always more.`
    );
  }
  const stride = cueSteps + gapSteps;
  const decision = cues * stride + delaySteps;
  const cueEnd = cues * stride - gapSteps;
  const shape: StreamShape = {
    inputs: channels.length,
    outputs: 2,
    steps: decision + 1,
    dtMs: 1,
    loss: 'classification',
    inputKind: 'analogue',
    inputGroups: channels.map((label, i) => ({ label, from: i, to: i + 1 })),
    phases: [
      ...Array.from({ length: cues }, (_, c) => ({
        label: `Cue ${c + 1}`,
        from: c * stride,
        to: c * stride + cueSteps
      })),
      ...(decision > cueEnd ? [{ label: 'Delay', from: cueEnd, to: decision }] : []),
      { label: 'Decision', from: decision, to: decision + 1 }
    ],
    outputLabels: ['Rising', 'Falling']
  };
  return { shape, cues, cueSteps, gapSteps, amplitude, cueNoise };
}

/** A function of `random` and the task alone. */
function drawTrial(task: Task, random: Random, index: number): Trial {
  const { shape, cues, cueSteps, gapSteps, amplitude, cueNoise } = task;
  const { inputs, outputs, steps } = shape;
  const falling = Array.from({ length: cues }, () => random.below(2));
  const label = falling.filter((falls) => falls === 1).length * 2 > cues ? 1 : 0;
  const x = new Float64Array(steps * inputs);
  const target = new Float64Array(steps * outputs);
  const mask = new Float64Array(steps);
  const stride = cueSteps + gapSteps;
  for (let t = 0; t < steps; t++) {
    const cue = Math.floor(t / stride);
    const at = t % stride;
    if (cue < cues && at < cueSteps) {
      const rising = amplitude * ((2 * at) / (cueSteps - 1) - 1);
      x[t * inputs + motif] = (falling[cue] === 1 ? -rising : rising) + cueNoise * random.normal();
    }
    x[t * inputs + distractor] = cueNoise * random.normal();
    x[t * inputs + noise] = noiseLevel * random.normal();
    x[t * inputs + bias] = 1;
    target[t * outputs + label] = 1;
  }
  x[(steps - 1) * inputs + recall] = 1;
  mask[steps - 1] = 1;
  return { index, x, target, mask };
}
