/**
 * Pattern generation (Bellec et al. 2020, Fig. 3): the same frozen Poisson spikes drive the network in every trial, and
 * the readout has to follow a sum of four sines. Periods divide the trial into whole cycles; the target starts at 0 and
 * its largest absolute value is 1.
 */
import { sin } from '../../compute/transcendentals';
import type { Random } from '../../models/random';
import type { Settings } from '../../models/settings';
import type { SourceDefinition } from '../source';
import { trialsOnDemand } from './onDemand';

/** Cycles of each sine in one trial: 1, 2, 3 and 5 Hz in a trial of one second. */
const cycles = [1, 2, 3, 5];

export const patternSource: SourceDefinition = {
  id: 'pattern',
  title: 'Pattern generation',
  summary: 'Follow a sum of four sines while the same frozen noise flows in every trial.',
  settings: [
    {
      name: 'steps',
      label: 'Trial length',
      symbol: 'T',
      group: 'Stream',
      live: false,
      kind: 'number',
      default: 1000,
      min: 10,
      max: 100000,
      integer: true,
      unit: 'steps',
      scale: 'log',
      help: 'One step is 1 ms. The four sines make 1, 2, 3 and 5 cycles in it.'
    },
    {
      name: 'inputs',
      label: 'Input channels',
      group: 'Stream',
      live: false,
      kind: 'number',
      default: 100,
      min: 1,
      max: 4096,
      integer: true,
      unit: 'channels',
      scale: 'log',
      help: "Channels of frozen Poisson spikes, the network's only clock."
    },
    {
      name: 'inputRate',
      label: 'Input rate',
      group: 'Stream',
      live: false,
      kind: 'number',
      default: 50,
      min: 0,
      max: 1000,
      unit: 'Hz',
      scale: 'linear',
      help: 'Firing rate of each input channel.'
    },
    {
      name: 'targets',
      label: 'Patterns',
      group: 'Stream',
      live: false,
      kind: 'number',
      default: 1,
      min: 1,
      max: 16,
      integer: true,
      scale: 'linear',
      help: 'How many patterns are to be followed at once, one output each.'
    }
  ],
  async create({ settings, random }) {
    const { steps, inputs, inputRate, targets } = settings as Settings & Record<string, number>;
    const x = frozenSpikes(random.fork('input'), steps, inputs, inputRate / 1000);
    const target = patterns(random.fork('target'), steps, targets);
    const mask = new Float64Array(steps).fill(1);
    return {
      shape: {
        inputs,
        outputs: targets,
        steps,
        dtMs: 1,
        loss: 'regression',
        inputKind: 'spikes',
        inputGroups: [{ label: 'Frozen noise', from: 0, to: inputs }],
        phases: [],
        outputLabels: Array.from({ length: targets }, (_, k) =>
          targets === 1 ? 'Pattern' : `Pattern ${k + 1}`
        )
      },
      trials: (from, demand$) => trialsOnDemand(from, demand$, (index) => ({ index, x, target, mask })),
      heldOut: [],
      note: `${inputs} channels of frozen noise, ${steps} steps a trial`
    };
  }
};

/** [steps, inputs]. The first step is silent: at t = 0 the network is at rest. */
function frozenSpikes(random: Random, steps: number, inputs: number, probability: number): Float64Array {
  const x = new Float64Array(steps * inputs);
  for (let i = inputs; i < x.length; i++) if (random.uniform() < probability) x[i] = 1;
  return x;
}

/** [steps, count]: sums of sines with amplitudes U(0.5, 2) and phases U(0, 2 pi), shifted and scaled. */
function patterns(random: Random, steps: number, count: number): Float64Array {
  const target = new Float64Array(steps * count);
  for (let k = 0; k < count; k++) {
    const sines = cycles.map((cycle) => ({
      turn: (2 * Math.PI * cycle) / steps,
      amplitude: 0.5 + 1.5 * random.uniform(),
      phase: 2 * Math.PI * random.uniform()
    }));
    const curve = Float64Array.from({ length: steps }, (_, t) =>
      sines.reduce((sum, { turn, amplitude, phase }) => sum + amplitude * sin(turn * t + phase), 0)
    );
    const largest = curve.reduce((most, value) => Math.max(most, Math.abs(value - curve[0])), 0);
    for (let t = 0; t < steps; t++) target[t * count + k] = (curve[t] - curve[0]) / largest;
  }
  return target;
}
