/** Live settings of a source: the world drifts while the session runs, and drifts the same way whenever it runs again. */
import { describe, expect, it } from 'vitest';
import type { Experiment } from '../../src/session/experiment';
import type { SessionHost } from '../../src/session/host';
import { createSession, restoreSession } from '../../src/session/createSession';
import type { Session } from '../../src/session/session';
import { shapesSource } from '../../src/session/sources/shapes';
import { fakeModel } from './fakeModel';
import { testHost } from './host';

const steps = 10;
const experiment: Experiment = {
  format: 1,
  title: 'Drift',
  model: { id: 'fake', settings: {} },
  source: { id: 'shapes', settings: { steps, heldOut: 10 } },
  probes: ['sum'],
  seed: 1,
  edits: []
};
const host = (): SessionHost => testHost({ models: [fakeModel], sources: [shapesSource] });
const open = (edits: Experiment['edits'] = []): Promise<Session> =>
  createSession({ ...experiment, edits }, host());

async function hashAt(ticks: number, edits: Experiment['edits']): Promise<string> {
  const session = await open(edits);
  await session.step('tick', ticks);
  return session.stateHash();
}

describe('a live setting of the source', () => {
  it('acts from the next trial on, not on the one under way', async () => {
    const session = await open();
    await session.step('tick', 13);
    await session.edit('noise', 0.9);
    await session.step('tick', 7);
    expect(await session.stateHash()).toBe(await hashAt(20, []));
    await session.step('tick', 1);
    expect(await session.stateHash()).not.toBe(await hashAt(21, []));
    // As if it had been so from the trial's beginning.
    expect(await session.stateHash()).toBe(await hashAt(21, [{ tick: 20, setting: 'noise', value: 0.9 }]));
  });

  it('shows in what the session says of itself and is in the journal', async () => {
    const session = await open();
    await session.edit('places', 'left');
    expect(session.describe().sourceSettings).toMatchObject({ places: 'left' });
    expect(session.describe().modelSettings).not.toHaveProperty('places');
    expect(session.experiment.edits).toEqual([{ tick: 0, setting: 'places', value: 'left' }]);
    await session.step('tick', 15);
    const begun = await createSession(
      { ...experiment, source: { id: 'shapes', settings: { steps, heldOut: 10, places: 'left' } } },
      host()
    );
    await begun.step('tick', 15);
    expect(await session.stateHash()).toBe(await begun.stateHash());
  });

  it('replays: run through, stepped, and cut in any way', async () => {
    const session = await open();
    await session.step('tick', 10);
    await session.edit('noise', 0.5);
    await session.step('tick', 4);
    await session.edit('places', 'top');
    await session.edit('gain', 0.7);
    await session.step('tick', 22);
    await session.edit('brightness', 0.2);
    await session.step('tick', 24);
    const hash = await session.stateHash();
    const { edits } = session.experiment;
    const run = await open(edits);
    await run.run({ trials: 6 });
    expect(await run.stateHash()).toBe(hash);
    const single = await open(edits);
    for (let i = 0; i < 60; i++) await single.step('tick');
    expect(await single.stateHash()).toBe(hash);
    expect(await hashAt(60, [])).not.toBe(hash);
  });

  it.each([0, 10, 12, 14, 17, 20, 21, 30, 33])(
    'a checkpoint at tick %i goes on as it would',
    async (tick) => {
      const edits = [
        { tick: 0, setting: 'brightness', value: 0.6 },
        { tick: 12, setting: 'noise', value: 0.5 },
        { tick: 14, setting: 'gain', value: 0.7 },
        { tick: 20, setting: 'places', value: 'left' },
        { tick: 33, setting: 'noise', value: 0.01 }
      ];
      const session = await open(edits);
      await session.step('tick', tick);
      const restored = await restoreSession(structuredClone(await session.checkpoint()), host());
      expect(restored.describe().sourceSettings).toEqual(session.describe().sourceSettings);
      expect(await restored.stateHash()).toBe(await session.stateHash());
      for (const ticks of [1, 9, 20]) {
        await session.step('tick', ticks);
        await restored.step('tick', ticks);
        expect(await restored.stateHash()).toBe(await session.stateHash());
      }
    }
  );

  it('edited by hand in the middle of a trial, then kept and taken up, goes on as it would', async () => {
    const session = await open();
    await session.step('tick', 5);
    await session.edit('noise', 1);
    await session.step('tick', 2);
    const restored = await restoreSession(structuredClone(await session.checkpoint()), host());
    // A trial the model reads once more must be the one it began with.
    for (const ticks of [3, 10, 5]) {
      await session.step('tick', ticks);
      await restored.step('tick', ticks);
      expect(await restored.stateHash()).toBe(await session.stateHash());
    }
  });

  it('is refused where it does not live or does not fit', async () => {
    const session = await open();
    await expect(session.edit('imageSide', 16)).rejects.toThrow(/cannot change while the session runs/);
    await expect(session.edit('noise', 2)).rejects.toThrow(/expected a number from 0 to 1/);
    expect(session.experiment.edits).toEqual([]);
  });
});

describe('a code that learns from a drifting world', () => {
  const edits = [
    { tick: 12, setting: 'noise', value: 0.4 },
    { tick: 14, setting: 'beta', value: 0.5 },
    { tick: 20, setting: 'places', value: 'left' }
  ];
  const coding: Experiment = {
    ...experiment,
    model: {
      id: 'vae',
      settings: { hidden: '6', latents: 2, batch: 2, classifierUnits: 6, classifierSteps: 12, query: 'shape' }
    },
    probes: [],
    edits
  };

  it('comes to the same state run through, cut, and taken up in the middle of a trial', async () => {
    const whole = await createSession(coding, testHost());
    await whole.step('tick', 35);
    const hash = await whole.stateHash();
    const plain = await createSession({ ...coding, edits: edits.slice(1, 2) }, testHost());
    await plain.step('tick', 35);
    expect(await plain.stateHash()).not.toBe(hash);
    for (const cut of [10, 13, 17, 21]) {
      const session = await createSession(coding, testHost());
      await session.step('tick', cut);
      const restored = await restoreSession(structuredClone(await session.checkpoint()), testHost());
      await restored.step('tick', 35 - cut);
      expect(await restored.stateHash()).toBe(hash);
    }
  });
});
