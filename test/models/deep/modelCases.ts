/** Models, trials and settings that the tests of the deep model share. */
import type { Compute } from '../../../src/compute/compute';
import { deepDefinition } from '../../../src/models/deep/deep';
import type { Model } from '../../../src/models/model';
import { Random } from '../../../src/models/random';
import type { Settings } from '../../../src/models/settings';
import type { StreamShape, Trial } from '../../../src/models/stream';

export const shape: StreamShape = {
  inputs: 3,
  outputs: 2,
  steps: 14,
  dtMs: 1,
  loss: 'regression',
  inputKind: 'analogue',
  inputGroups: [],
  phases: [],
  outputLabels: ['a', 'b']
};

export const classes: StreamShape = { ...shape, loss: 'classification' };

export function trialOf(index: number, of: StreamShape = shape): Trial {
  const random = new Random(99).fork(`trial ${index}`);
  const { steps, inputs, outputs, loss } = of;
  const label = random.below(outputs);
  return {
    index,
    x: Float64Array.from({ length: steps * inputs }, () => random.normal()),
    target: Float64Array.from({ length: steps * outputs }, (_, at) =>
      loss === 'regression' ? random.normal() : at % outputs === label ? 1 : 0
    ),
    mask: Float64Array.from({ length: steps }, (_, t) => (t % 3 === 0 ? 0 : 1))
  };
}

export const batchOf = (from: number, count: number, of: StreamShape = shape): Trial[] =>
  Array.from({ length: count }, (_, b) => trialOf(from + b, of));

export const small: Settings = {
  layers: '4, 3',
  leaks: '0.4',
  tauMembrane: '8',
  tauAdaptation: 30,
  inputScale: 2,
  forwardScale: 1.5,
  biasScale: 0.3,
  refractory: 2,
  threshold: 0.4,
  adaptation: 0.3,
  batch: 2
};

export const create = (compute: Compute, settings: Settings = {}, of: StreamShape = shape): Promise<Model> =>
  deepDefinition.create({ compute, shape: of, random: new Random(3), settings: { ...small, ...settings } });

/** Runs whole trials (batches), each cut into pieces of the given sizes in turn. */
export async function run(
  model: Model,
  first: number,
  trials: number,
  pieces: readonly number[] = [1000],
  of: StreamShape = shape
): Promise<void> {
  let piece = 0;
  for (let n = 0; n < trials; n++) {
    model.begin(batchOf((first + n) * model.batch, model.batch, of));
    while ((await model.advance(pieces[piece++ % pieces.length])) > 0);
  }
}

/** One of everything: unit types, readouts, rules, feedback, ways of updating. */
export const variants: Record<string, Settings> = {
  'cascade, leaky tanh, whole trials': {},
  'cascade, mixed units, all read out, an update every 5 ticks': {
    layers: '4, 3, 4',
    unitTypes: 'alif, membrane, leakyTanh',
    readoutFrom: 'all',
    tauReadout: 5,
    updateEvery: 5
  },
  'spatial, spiking, adaptive feedback, an update every 4 ticks, traces walked': {
    unitTypes: 'alif, lif',
    rule: 'spatial',
    feedback: 'adaptive',
    tauReadout: 5,
    updateEvery: 4,
    traces: 'step'
  },
  'top, random feedback, gradient descent, no autapses': {
    rule: 'top',
    feedback: 'random',
    optimiser: 'sgd',
    learningRate: 0.01,
    autapses: false,
    updateEvery: 3
  },
  'immediate, broadcast, membranes': {
    unitTypes: 'membrane',
    rule: 'immediate',
    feedback: 'broadcast',
    updateEvery: 5
  },
  'BPTT truncated every 6 ticks, spiking below': {
    unitTypes: 'lif, leakyTanh',
    rule: 'bptt',
    updateEvery: 6
  },
  'deep, all read out': { rule: 'deep', readoutFrom: 'all', tauReadout: 5 },
  'deep, cross traces walked, adaptive feedback': { rule: 'deep', traces: 'step', feedback: 'adaptive' },
  'RTRL, one ALIF layer': { layers: '4', unitTypes: 'alif', rule: 'rtrl', tauReadout: 5 }
};
