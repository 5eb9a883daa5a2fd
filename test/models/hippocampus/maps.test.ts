/** The promises of a session, kept by an animal in a world, and what its probes say. */
import { describe, expect, it } from 'vitest';
import { mapProbes } from '../../../src/models/hippocampus/probes';
import type { Settings } from '../../../src/models/settings';
import type { Experiment } from '../../../src/session/experiment';
import { createSession, restoreSession } from '../../../src/session/createSession';
import type { Session } from '../../../src/session/session';
import { testHost } from '../../session/host';

const all = 'srMb, sr, srDyna, hybrid, mb, mf';
const maze = 'maze\n....G\n.##..\n.....\nS....';
const blocked = 'maze\n....G\n.####\n.....\nS....';

function experiment(settings: Settings, edits: Experiment['edits'] = []): Experiment {
  return {
    format: 1,
    title: 'test',
    model: { id: 'maps', settings: { world: maze, learners: all, lambda: 0.5, ...settings } },
    source: { id: 'walk', settings: { steps: 30 } },
    probes: [],
    seed: 3,
    edits
  };
}

const open = (settings: Settings = {}, edits: Experiment['edits'] = []): Promise<Session> =>
  createSession(experiment(settings, edits), testHost());

describe.each([
  ['a random walk', { policy: 'walk' }],
  ['an animal that climbs', { policy: 'greedy', exploration: 0.3 }]
])('%s', (_, settings) => {
  it('is the same run however it is cut', async () => {
    const [whole, cut, single] = [await open(settings), await open(settings), await open(settings)];
    await whole.run({ trials: 4 });
    for (const count of [1, 20, 9, 60, 30]) await cut.step('tick', count);
    for (let i = 0; i < 120; i++) await single.step('tick');
    expect(await cut.stateHash()).toBe(await whole.stateHash());
    expect(await single.stateHash()).toBe(await whole.stateHash());
  });

  it('does not notice being looked at', async () => {
    const [blind, seen] = [await open(settings), await open(settings)];
    await blind.step('tick', 130);
    for (let i = 0; i < 13; i++) {
      await seen.step('tick', 10);
      await seen.watch(i);
      await seen.collect();
    }
    expect(await seen.stateHash()).toBe(await blind.stateHash());
  });

  it.each([0, 17, 30, 77])('goes on from a checkpoint at tick %i', async (tick) => {
    const edits = [{ tick: 40, setting: 'world', value: blocked }];
    const session = await open(settings, edits);
    await session.step('tick', tick);
    const restored = await restoreSession(structuredClone(await session.checkpoint()), testHost());
    expect(await restored.stateHash()).toBe(await session.stateHash());
    await session.step('tick', 90);
    await restored.step('tick', 90);
    expect(await restored.stateHash()).toBe(await session.stateHash());
  });
});

describe('a world that changes', () => {
  it('is an edit like any other: written down, replayed, and the other way round undone', async () => {
    const session = await open();
    await session.step('tick', 40);
    await session.edit('world', blocked);
    await session.step('tick', 40);
    await session.edit('world', maze);
    await session.step('tick', 40);
    const replayed = await createSession(session.experiment, testHost());
    await replayed.step('tick', 120);
    expect(await replayed.stateHash()).toBe(await session.stateHash());
  });

  it('changes the exact field of a state at once', async () => {
    const session = await open({ gamma: 0.9 });
    const field = async () =>
      (await session.collect()).images.find(({ probe }) => probe.name === mapProbes.exactSuccessor)!.data;
    const before = await field();
    await session.edit('world', blocked);
    const after = await field();
    // From the start (0,3) to the goal (4,0): the way through (3,1) and (4,1) is gone.
    expect(after[15 * 20 + 4]).toBeLessThan(before[15 * 20 + 4]);
  });

  it('refuses another number of states and a world that is none, and goes on', async () => {
    const session = await open();
    await session.step('tick', 10);
    const hash = await session.stateHash();
    await expect(session.edit('world', 'box 3 3')).rejects.toThrow(
      'The world now has 20 states, the new one 9'
    );
    await expect(session.edit('world', 'maze\n..\n.')).rejects.toThrow('World, line 3');
    await expect(session.edit('recallCues', '9,9')).rejects.toThrow("There is no state '9,9'");
    expect(await session.stateHash()).toBe(hash);
  });
});

describe('what is seen', () => {
  const image = async (session: Session, name: string) =>
    (await session.collect()).images.find(({ probe }) => probe.name === name)!.data;

  it('every residual is within its bound, whatever dangles', async () => {
    for (const dangling of ['absorb', 'restart', 'selfLoop'])
      for (const world of [maze, 'ring 9 0.7', 'graph\na b 2\nb c\na c\nc a\nd a', 'community 3 4']) {
        const session = await open({ world, dangling, gamma: 0.85, learners: 'sr' });
        const rows = await image(session, mapProbes.residuals);
        const applies = dangling === 'restart' ? 7 : 8;
        expect(rows.filter((value, at) => at % 3 === 0 && Number.isFinite(value))).toHaveLength(applies);
        for (let k = 0; k < rows.length; k += 3)
          if (!Number.isNaN(rows[k]))
            expect(rows[k], `row ${k / 3}, ${dangling}, ${world}`).toBeLessThanOrEqual(rows[k + 1]);
        session.dispose();
      }
  });

  it('counts the start, ends where episodes end, and gives walls nothing', async () => {
    const session = await open({ gamma: 0.5 });
    const exact = await image(session, mapProbes.exactSuccessor);
    const wall = 5 + 1;
    expect(exact[4 * 20 + 4]).toBe(1);
    expect(exact[wall * 20 + wall]).toBe(1);
    expect(exact.filter((value, at) => at % 20 === wall && at !== wall * 21 && value !== 0)).toHaveLength(0);
    for (let i = 0; i < 20; i++) expect(exact[i * 21]).toBeGreaterThanOrEqual(1);
  });

  it('says of a stream it cannot follow which it can', async () => {
    const file = { ...experiment({}), source: { id: 'evidence', settings: {} } };
    await expect(createSession(file, testHost())).rejects.toThrow(
      "The model 'maps' cannot learn from the source 'evidence', whose inputs are spikes; it takes draws or positions."
    );
  });
});
