/** The running model against the float64 reference: what one update moves is the gradient of the rule, whatever the network. */
import { describe, expect, test } from 'vitest';
import type { Compute } from '../../../src/compute/compute';
import { createReference } from '../../../src/compute/reference';
import { createWasm } from '../../../src/compute/wasm';
import { readAlignment } from '../../../src/models/stack/alignment';
import { deepDefinition } from '../../../src/models/deep/deep';
import { stackGradient } from '../../../src/models/stack/gradient';
import { problemOf } from '../../../src/models/deep/sampling';
import { type Rule, rules } from '../../../src/models/stack/stack';
import { epropDefinition } from '../../../src/models/eprop/eprop';
import { Random } from '../../../src/models/random';
import type { Settings } from '../../../src/models/settings';
import type { StreamShape } from '../../../src/models/stream';
import { batchOf, classes, create, run, shape } from './modelCases';

const single: Settings = { batch: 1, optimiser: 'sgd', rateRegularisation: 0 };

/** Largest distance, relative to the gradient's norm, between what an update moved and `stackGradient`. */
async function apart(
  compute: Compute,
  settings: Settings,
  of: StreamShape = shape,
  rate = 1
): Promise<number> {
  const model = await create(compute, { ...single, learningRate: rate, ...settings }, of);
  model.keepSample?.(true);
  await run(model, 4, 1, [5], of);
  const sample = await model.sample?.();
  if (!sample) throw new Error('No sample was kept.');
  const { layers, readout } = stackGradient(problemOf(sample), settings['rule'] as Rule);
  const { arrays } = await model.snapshot();
  model.dispose();
  let worst = 0;
  for (const [name, gradients] of [
    ['W', layers],
    ['O', readout]
  ] as const) {
    for (const [l, gradient] of gradients.entries()) {
      if (gradient.length === 0) continue;
      const before = sample.weights[`${name}${l}`];
      const after = arrays[`${name}${l}`];
      const norm = Math.sqrt(gradient.reduce((sum, value) => sum + value * value, 0));
      const moved = gradient.map((value, at) => (before[at] - after[at]) / rate - value);
      const distance = Math.sqrt(moved.reduce((sum, value) => sum + value * value, 0));
      worst = Math.max(worst, norm === 0 ? distance : distance / norm);
    }
  }
  return worst;
}

const stacks: Record<string, Settings> = {
  'one leaky tanh layer': { layers: '4' },
  'two leaky tanh layers, filtered readout': { tauReadout: 5 },
  'three leaky tanh layers without autapses': { layers: '3, 4, 3', leaks: '0.5, 0.2, 0.1', autapses: false },
  'membranes, all read out': { layers: '3, 2, 3', unitTypes: 'membrane', readoutFrom: 'all' },
  'LIF under ALIF': { unitTypes: 'lif, alif', tauReadout: 3 },
  'mixed units, all read out through a filter': {
    layers: '4, 3, 3',
    unitTypes: 'alif, membrane, leakyTanh',
    readoutFrom: 'all',
    tauReadout: 4
  }
};

describe.each(rules)('under %s an update is the gradient of', (rule) => {
  const ways: Settings[] = rule === 'deep' ? [{ traces: 'chunk' }, { traces: 'step' }] : [{}];
  if (rule === 'cascade' || rule === 'spatial' || rule === 'top') ways.push({ traces: 'step' });
  test.each(Object.entries(stacks))('%s', async (_, settings) => {
    for (const way of ways) {
      for (const feedback of ['symmetric', 'random', 'broadcast', 'adaptive']) {
        for (const of of [shape, classes]) {
          const measured = await apart(
            createReference(),
            { ...settings, ...way, rule, feedback, weightDecay: 0 },
            of
          );
          expect(measured, `${feedback}, ${of.loss}, ${JSON.stringify(way)}`).toBeLessThan(1e-10);
        }
      }
    }
  });
});

test.each(['cascade', 'spatial', 'top'] as const)(
  'traces of %s are carried over updates: with a rate near 0 the parts add up to the whole',
  async (rule) => {
    for (const settings of Object.values(stacks)) {
      for (const traces of ['chunk', 'step']) {
        for (const updateEvery of [1, 5]) {
          const cut = { ...settings, rule, traces, updateEvery };
          // What is left is the weights' own movement meanwhile: 1e-4 at a rate of 1e-6, and in proportion to it.
          const [far, near] = [
            await apart(createReference(), cut, shape, 1e-6),
            await apart(createReference(), cut, shape, 1e-7)
          ];
          expect(near).toBeLessThan(1e-4);
          expect(near).toBeLessThan(0.2 * far);
        }
      }
    }
  }
);

test.each(rules)('float32 follows under %s', async (rule) => {
  for (const settings of Object.values(stacks)) {
    const compute = await createWasm();
    expect(await apart(compute, { ...settings, rule }, shape, 0.5)).toBeLessThan(2e-5);
    compute.dispose();
  }
});

test('one spiking layer learns as the recurrent e-prop network does', async () => {
  const shared: Settings = {
    tauReadout: 6,
    tauAdaptation: 30,
    threshold: 0.4,
    adaptation: 0.3,
    refractory: 2,
    optimiser: 'sgd',
    learningRate: 0.1,
    rateRegularisation: 3,
    targetRate: 40,
    batch: 2
  };
  const deep = await create(createReference(), {
    ...shared,
    layers: '5',
    unitTypes: 'alif',
    inputScale: 2,
    biasScale: 0
  });
  const eprop = await epropDefinition.create({
    compute: createReference(),
    shape,
    random: new Random(3),
    settings: { ...shared, units: 5, unit: 'alif', tauMembrane: 8 }
  });
  const from = await deep.snapshot();
  const { W0, O0 } = from.arrays;
  // Without the bias, and without autapses, both have the weights [5, 3 + 5].
  const inputsAndUnits = (W: Float64Array): Float64Array => W.filter((_, at) => at % 9 !== 8);
  const there = await eprop.snapshot();
  there.arrays['weights'] = inputsAndUnits(W0);
  there.arrays['readoutWeights'] = O0;
  eprop.restore(there);
  await run(deep, 0, 1);
  eprop.begin(batchOf(0, 2));
  while ((await eprop.advance(1000)) > 0);
  const moved = inputsAndUnits((await deep.snapshot()).arrays['W0']);
  const expected = (await eprop.snapshot()).arrays['weights'];
  for (const [at, weight] of moved.entries()) expect(weight).toBeCloseTo(expected[at], 12);
  expect([...moved]).not.toEqual([...inputsAndUnits(W0)]);
});

test('a sample is measured and explained: alignment of the rule in use, and the story of one synapse', async () => {
  const model = await create(createReference(), { rule: 'spatial' });
  model.keepSample?.(true);
  await run(model, 0, 1);
  const sample = await model.sample?.();
  if (!sample) throw new Error('No sample was kept.');
  const measured = deepDefinition.measure?.(sample);
  expect(measured?.probe).toBe('alignment');
  const reading = readAlignment(measured?.row ?? []);
  expect(reading.rule).toBe('spatial');
  expect(reading.layers).toHaveLength(2);
  for (const { cosine } of reading.layers) expect(cosine).toBeLessThan(1);
  const story = deepDefinition.explain?.(sample, 1, 0);
  const gradient = stackGradient(problemOf(sample), 'spatial').layers[0][1 * 8];
  expect(story?.gradient).toBeCloseTo(gradient, 12);
  expect(story?.label).toBe('input 0 to unit 1 (layer 1)');
});
