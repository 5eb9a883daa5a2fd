/** The promises of the session, kept by codes that learn; and what holds of codes whatever they learn. */
import { describe, expect, it } from 'vitest';
import type { Compute } from '../../../src/compute/compute';
import { createReference } from '../../../src/compute/reference';
import { createWasm } from '../../../src/compute/wasm';
import { bestAccuracy } from '../../../src/models/rateDistortion/labelBound';
import type { Experiment } from '../../../src/session/experiment';
import { withSetting } from '../../../src/session/experiment';
import { createSession, restoreSession } from '../../../src/session/createSession';
import type { Session } from '../../../src/session/session';
import { testHost } from '../../session/host';

const small: Experiment = {
  format: 1,
  title: 'Small codes',
  model: {
    id: 'vae',
    settings: {
      loss: 'action',
      beta: 0.1,
      beside: 'vanilla 1',
      hidden: '9',
      latents: 3,
      classifierUnits: 7,
      classifierSteps: 3,
      batch: 5
    }
  },
  source: { id: 'shapes', settings: { steps: 10, heldOut: 20 } },
  probes: ['minibatchRate', 'minibatchDistortion', 'classifierLoss'],
  seed: 2,
  edits: []
};

const change = (settings: Record<string, number | string>, from = small): Experiment =>
  Object.entries(settings).reduce((experiment, [name, value]) => withSetting(experiment, name, value), from);

const backends = [
  ['reference', async () => createReference()],
  ['wasm', () => createWasm()]
] as const;

const variants: [string, Experiment][] = [
  ['two coders', small],
  ['a reservoir', change({ reservoir: 12, replay: 3 })],
  ['two queries, reverse', change({ query: 'shape 0.7, side 0.3', divergence: 'reverse' })],
  ['labels, a capacity', change({ divergence: 'label', capacity: 3, capacitySteps: 10 })],
  [
    'edits',
    {
      ...small,
      edits: [
        { tick: 13, setting: 'query', value: 'side' },
        { tick: 17, setting: 'beta', value: 0.5 },
        { tick: 19, setting: 'places', value: 'left' }
      ]
    }
  ]
];

describe.each(backends)('on %s', (_, createCompute) => {
  const host = () => ({
    ...testHost(),
    createCompute: async () => ({ compute: await createCompute(), reason: '' })
  });
  const open = (experiment: Experiment): Promise<Session> => createSession(experiment, host());

  it.each(variants)('%s: stepping is running, and looking changes nothing', async (_, experiment) => {
    const [whole, cut] = [await open({ ...experiment, probes: [] }), await open(experiment)];
    await whole.run({ trials: 3 });
    for (const count of [1, 4, 6, 9, 10]) {
      await cut.step('tick', count);
      await cut.collect();
    }
    expect(whole.status().clock.tick).toBe(30);
    expect(await cut.stateHash()).toBe(await whole.stateHash());
  });

  it.each(variants)('%s: a checkpoint goes on as the run it was taken of', async (_, experiment) => {
    const session = await open(experiment);
    for (const more of [4, 11, 9]) {
      await session.step('tick', more);
      const restored = await restoreSession(structuredClone(await session.checkpoint()), host());
      expect(await restored.stateHash()).toBe(await session.stateHash());
      await restored.step('tick', 12);
      const again = await open(experiment);
      await again.step('tick', session.status().clock.tick + 12);
      expect(await restored.stateHash()).toBe(await again.stateHash());
    }
  });
});

describe('codes', () => {
  const wasm = () => ({
    ...testHost(),
    createCompute: async () => ({ compute: await createWasm(), reason: '' })
  });

  it('begin from the same weights, so that equal plans stay equal', async () => {
    const session = await createSession(change({ beside: 'action 0.1' }), wasm());
    await session.run({ trials: 3 });
    const { data } = session.recording.series('rate')!.latest(1);
    expect(data[0]).toBeGreaterThan(0);
    expect(data[0]).toBe(data[1]);
  });

  it('do not depend on who learns beside them', async () => {
    const rate = async (beside: string): Promise<number> => {
      const session = await createSession(change({ beside }), wasm());
      await session.run({ trials: 3 });
      return session.recording.series('rate')!.latest(1).data[0];
    };
    expect(await rate('vanilla 1, vanilla 0.1')).toBe(await rate(''));
  });

  it('collapse where a nat costs more than anything it saves, and say nothing then', async () => {
    const session = await createSession(
      change({ beta: 1e4, beside: '', batch: 32, classifierSteps: 20, learningRate: 0.01 }),
      wasm()
    );
    await session.run({ trials: 60 });
    const last = (name: string): number => session.recording.series(name)!.latest(1).data[0];
    expect(last('rate')).toBeLessThan(0.01);
    // One answer for all.
    expect(last('accuracy')).toBeLessThan(0.45);
    const { images } = await session.collect();
    for (const { data, probe } of images)
      if (probe.name !== 'latentMap') expect(data.every(Number.isFinite)).toBe(true);
  });

  it('follow a rise of the capacity', async () => {
    const session = await createSession(
      change({
        loss: 'vanilla',
        beside: '',
        batch: 32,
        hidden: '40',
        latents: 6,
        classifierSteps: 1,
        learningRate: 0.003,
        capacity: 4,
        capacitySteps: 400,
        capacityWeight: 30
      }),
      wasm()
    );
    await session.run({ trials: 80 });
    const rates = session.recording.series('rate')!.latest(10).data;
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    expect(mean * Math.LN2).toBeGreaterThan(3.3);
    expect(mean * Math.LN2).toBeLessThan(4.7);
  });

  it('lie above the bound at every trial, and along beta rate falls as distortion rises', {
    timeout: 120_000
  }, async () => {
    const session = await createSession(
      {
        ...small,
        model: {
          id: 'vae',
          settings: {
            loss: 'action',
            beta: 1,
            beside: 'action 0.3, action 0.05, vanilla 2, vanilla 0.5',
            classifierSteps: 300
          }
        },
        source: { id: 'shapes', settings: { steps: 100, heldOut: 1000 } },
        probes: []
      },
      wasm()
    );
    await session.run({ trials: 34 });
    const rows = (name: string) => session.recording.series(name)!.latest();
    const [rate, accuracy] = [rows('rate'), rows('accuracy')];
    let measured = 0;
    rate.times.forEach((_, r) => {
      for (let c = 0; c < 5; c++) {
        const bits = rate.data[r * 5 + c];
        if (Number.isNaN(bits)) continue;
        measured++;
        // Two standard errors of a share of 1000 images, as the accuracy is one.
        expect(accuracy.data[r * 10 + 2 * c]).toBeLessThan(bestAccuracy(4, bits) + 0.03);
      }
    });
    expect(measured).toBe(5 * 28);
    const last = (name: string): number[] => [...session.recording.series(name)!.latest(1).data];
    const [rates, divergences, pixels] = [last('rate'), last('divergence'), last('pixelLoss')];
    expect(rates[0]).toBeLessThan(rates[1]);
    expect(rates[1]).toBeLessThan(rates[2]);
    expect(divergences[0]).toBeGreaterThan(divergences[1]);
    expect(divergences[1]).toBeGreaterThan(divergences[2]);
    expect(rates[3]).toBeLessThan(rates[4]);
    expect(pixels[3]).toBeGreaterThan(pixels[4]);
  });

  it('learn by convolutions, with the convolutional classifier, on one thread as on the reference', async () => {
    const settings = {
      coder: 'cnn',
      classifier: 'cnn',
      hidden: '8',
      classifierSteps: 1,
      batch: 3,
      beside: 'vanilla 1'
    };
    const losses = async (create: () => Promise<Compute>): Promise<number[]> => {
      const host = { ...testHost(), createCompute: async () => ({ compute: await create(), reason: '' }) };
      const session = await createSession(
        { ...change(settings), source: { id: 'shapes', settings: { steps: 4, heldOut: 4 } } },
        host
      );
      await session.run({ trials: 1 });
      return [...session.recording.series('minibatchDistortion')!.latest(2).data];
    };
    const [ours, judge] = [await losses(() => createWasm()), await losses(async () => createReference())];
    expect(judge.every((loss) => loss > 0)).toBe(true);
    // Adam makes steps of full size out of gradients of any, so that single precision parts from double soon.
    for (const [k, loss] of judge.entries()) expect(Math.abs(ours[k] / loss - 1)).toBeLessThan(5e-3);
  });

  it.each([
    [{ beta: 0 }, "'beta' is 0"],
    [{ beside: 'vanilla' }, "'beside' has 'vanilla'"],
    [{ beside: 'action -1' }, "'beside' has 'action -1'"],
    [{ query: 'colour' }, "'query' has 'colour'; expected shape or side"],
    [{ query: 'shape, shape' }, "asks for 'shape' twice"],
    [{ coder: 'cnn', imageSide: 13 }, 'multiples of 4']
  ])('refuse %j', async (settings, message) => {
    await expect(async () =>
      createSession(change(settings as Record<string, string | number>), wasm())
    ).rejects.toThrow(message);
  });

  it('learn from no stream without images', async () => {
    await expect(
      createSession({ ...small, source: { id: 'evidence', settings: {} } }, wasm())
    ).rejects.toThrow('images');
  });
});
