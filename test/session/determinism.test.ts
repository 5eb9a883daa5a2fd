/** The promises of the session, kept by the real network on the real kernels and on the reference. */
import { describe, expect, it } from 'vitest';
import type { Compute } from '../../src/compute/compute';
import { createReference } from '../../src/compute/reference';
import { createWasm } from '../../src/compute/wasm';
import { type Experiment, withSetting } from '../../src/session/experiment';
import type { SessionHost } from '../../src/session/host';
import { createSession, restoreSession } from '../../src/session/createSession';
import type { Session } from '../../src/session/session';
import { testHost } from './host';
import { shortEvidence } from './shortEvidence';

const backends: readonly [string, () => Promise<Compute>][] = [
  ['reference', async () => createReference()],
  ['wasm', () => createWasm()]
];

const rules: readonly [string, Experiment][] = [
  ['updates at trial ends', shortEvidence],
  ['updates every 7 ticks, adaptive feedback', change({ updateEvery: 7, feedback: 'adaptive' })],
  ['traces walked every tick, random feedback', change({ traces: 'step', feedback: 'random' })],
  ['LIF units, gradient descent', change({ unit: 'lif', optimiser: 'sgd', learningRate: 0.01 })],
  ['leaky tanh units', change({ unit: 'leakyTanh', updateEvery: 10 })]
];

function change(settings: Record<string, number | string>): Experiment {
  return Object.entries(settings).reduce(
    (experiment, [name, value]) => withSetting(experiment, name, value),
    { ...shortEvidence, probes: [] as string[] } as Experiment
  );
}

describe.each(backends)('on %s', (_, createCompute) => {
  const host = (): SessionHost => ({
    ...testHost(),
    createCompute: async () => ({ compute: await createCompute(), reason: 'asked for by the test' })
  });
  const open = (experiment: Experiment): Promise<Session> =>
    createSession(experiment, host(), { recordingBudget: 2 ** 20 });

  describe.each(rules)('with %s', (_, experiment) => {
    it('stepping N ticks is running N, and single ticks are too', async () => {
      const [whole, cut, single] = await Promise.all([open(experiment), open(experiment), open(experiment)]);
      await whole.run({ trials: 3 });
      for (const count of [1, 20, 19, 2, 50, 31]) await cut.step('tick', count);
      for (let i = 0; i < 123; i++) await single.step('tick');
      const hash = await whole.stateHash();
      expect(whole.status().clock.tick).toBe(123);
      expect(await cut.stateHash()).toBe(hash);
      expect(await single.stateHash()).toBe(hash);
    });

    it('probes, watching and looking do not change the run', async () => {
      const blind = await open({ ...experiment, probes: [] });
      await blind.step('tick', 100);
      const names = blind.describe().probes.map(({ name }) => name);
      const recorded = names.filter((name) => !/loss|error|meanRate/i.test(name));
      const seen = await open({ ...experiment, probes: recorded });
      await seen.watch(3);
      for (let i = 0; i < 10; i++) {
        await seen.step('tick', 10);
        await seen.watch(i % 9);
        await seen.collect();
      }
      expect(await seen.stateHash()).toBe(await blind.stateHash());
    });

    it.each([0, 13, 41, 64, 99])(
      'a checkpoint at tick %i goes on as the run it was taken of',
      async (tick) => {
        const session = await open({
          ...experiment,
          edits: [{ tick: 20, setting: 'learningRate', value: 0.02 }]
        });
        await session.step('tick', tick);
        const restored = await restoreSession(structuredClone(await session.checkpoint()), host());
        expect(await restored.stateHash()).toBe(await session.stateHash());
        await session.step('tick', 70);
        await restored.step('tick', 70);
        expect(await restored.stateHash()).toBe(await session.stateHash());
        expect(restored.status().latest).toEqual(session.status().latest);
      }
    );

    it('live edits replay', async () => {
      const session = await open(experiment);
      await session.step('tick', 15);
      await session.edit('learningRate', 0.03);
      await session.step('tick', 30);
      await session.edit('learnInput', false);
      await session.step('tick', 60);
      const replayed = await open(session.experiment);
      await replayed.step('tick', 105);
      const plain = await open(experiment);
      await plain.step('tick', 105);
      expect(await replayed.stateHash()).toBe(await session.stateHash());
      expect(await plain.stateHash()).not.toBe(await session.stateHash());
    });
  });

  it('another seed is another run', async () => {
    const hashes = await Promise.all(
      [1, 2].map(async (seed) => {
        const session = await open({ ...shortEvidence, seed });
        await session.run({ trials: 2 });
        return session.stateHash();
      })
    );
    expect(hashes[0]).not.toBe(hashes[1]);
  });
});
