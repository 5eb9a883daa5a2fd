import { describe, expect, test } from 'vitest';
import type { Compute } from '../../src/compute/compute';
import { createReference } from '../../src/compute/reference';
import { createWasm } from '../../src/compute/wasm';
import { deepDefinition } from '../../src/models/deep/deep';
import { epropDefinition } from '../../src/models/eprop/eprop';
import type { Model } from '../../src/models/model';
import { Random } from '../../src/models/random';
import type { Settings } from '../../src/models/settings';
import type { StreamShape, Trial } from '../../src/models/stream';

// Sizes that fill no vector register, so that what is left over at an edge counts.
const shape: StreamShape = {
  inputs: 11,
  outputs: 3,
  steps: 67,
  dtMs: 1,
  loss: 'regression',
  inputKind: 'spikes',
  inputGroups: [],
  phases: [],
  outputLabels: ['a', 'b', 'c']
};

function trialOf(index: number): Trial {
  const random = new Random(17).fork(`${index}`);
  const { steps, inputs, outputs } = shape;
  return {
    index,
    x: Float64Array.from({ length: steps * inputs }, () => (random.uniform() < 0.3 ? 1 : 0)),
    target: Float64Array.from({ length: steps * outputs }, () => random.normal()),
    mask: Float64Array.from({ length: steps }, (_, t) => (t % 5 === 0 ? 0 : 1))
  };
}

const backends: [name: string, make: () => Promise<Compute>][] = [
  ['reference', async () => createReference()],
  ['wasm', () => createWasm()]
];
const models: [
  name: string,
  definition: typeof epropDefinition | typeof deepDefinition,
  settings: Settings
][] = [
  ['eprop, symmetric', epropDefinition, { units: 37, feedback: 'symmetric' }],
  ['eprop, random', epropDefinition, { units: 37, feedback: 'random' }],
  ['deep, symmetric', deepDefinition, { layers: '19, 13', unitTypes: 'alif, leakyTanh', inputScale: 2 }],
  ['deep, random', deepDefinition, { layers: '19, 13', feedback: 'random', readoutFrom: 'all' }],
  ['deep, broadcast', deepDefinition, { layers: '19, 13', feedback: 'broadcast', updateEvery: 20 }]
];

/** Every row of every tick probe over two trials, read after each piece of the given ticks in turn. */
async function rowsOf(model: Model, pieces: readonly number[]): Promise<Record<string, number[]>> {
  const rows: Record<string, number[]> = {};
  await model.watch(5);
  let piece = 0;
  for (let first = 0; first < 2; first++) {
    model.begin(Array.from({ length: model.batch }, (_, b) => trialOf(first * model.batch + b)));
    for (let at = 0; ; ) {
      const done = await model.advance(pieces[piece++ % pieces.length]);
      if (done === 0) break;
      for (const { name, kind } of model.probes) {
        if (kind !== 'tick') continue;
        rows[name] ??= [];
        rows[name].push(...(await model.probe(name, at, at + done)));
      }
      at += done;
    }
  }
  return rows;
}

// Where a run is cut is decided by the clock on the wall; what is recorded of it must not be.
describe.each(backends)('rows recorded on %s', (_, make) => {
  test.each(models)(
    'are the same to the bit however the run is cut (%s)',
    async (_, definition, settings) => {
      const create = async (): Promise<Model> =>
        definition.create({
          compute: await make(),
          shape,
          random: new Random(2),
          settings: { batch: 3, ...settings }
        });
      const whole = await rowsOf(await create(), [1000]);
      expect(whole.learningSignal.some((value) => value !== 0)).toBe(true);
      for (const pieces of [[1], [5, 1, 16, 2, 9]]) {
        const cut = await rowsOf(await create(), pieces);
        for (const [name, values] of Object.entries(whole)) expect(cut[name], name).toEqual(values);
      }
    }
  );
});
