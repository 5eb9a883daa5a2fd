/** Trials whose every input is their index: what was fed can be read off the model. Counts what it was asked for. */
import { trialsOnDemand } from '../../src/session/sources/onDemand';
import type { SourceDefinition } from '../../src/session/source';
import type { StreamShape, Trial } from '../../src/models/stream';

export function countingShape(steps: number): StreamShape {
  return {
    inputs: 1,
    outputs: 1,
    steps,
    dtMs: 1,
    loss: 'regression',
    inputKind: 'analogue',
    inputGroups: [],
    phases: [],
    outputLabels: ['y']
  };
}

export function countingTrial(index: number, steps: number): Trial {
  return {
    index,
    x: new Float64Array(steps).fill(index),
    target: new Float64Array(steps),
    mask: new Float64Array(steps).fill(1)
  };
}

export const countingSource: SourceDefinition = {
  id: 'counting',
  title: 'Counting',
  summary: 'Trial k is k throughout.',
  settings: [
    {
      name: 'steps',
      label: 'Steps',
      group: 'Stream',
      live: false,
      help: '',
      kind: 'number',
      default: 7,
      min: 1,
      max: 100,
      integer: true,
      scale: 'linear'
    },
    {
      name: 'pass',
      label: 'Trials in a pass, 0 for an endless stream',
      group: 'Stream',
      live: false,
      help: '',
      kind: 'number',
      default: 0,
      min: 0,
      max: 100,
      integer: true,
      scale: 'linear'
    },
    {
      name: 'scoreEvery',
      label: 'Trials between two held-out scores, 0 where passes decide',
      group: 'Stream',
      live: false,
      help: '',
      kind: 'number',
      default: 0,
      min: 0,
      max: 100,
      integer: true,
      scale: 'linear'
    }
  ],
  async create({ settings }) {
    const steps = settings.steps as number;
    const pass = settings.pass as number;
    const scoreEvery = settings.scoreEvery as number;
    return {
      shape: countingShape(steps),
      trials: (from, demand$) => trialsOnDemand(from, demand$, (index) => countingTrial(index, steps)),
      heldOut: pass > 0 || scoreEvery > 0 ? [countingTrial(1000, steps)] : [],
      ...(scoreEvery > 0 && { scoreEvery }),
      ...(pass > 0 && { trialsPerPass: pass }),
      note: 'counts'
    };
  }
};
