import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAutosave } from '../../../src/renderer/recovery/autosave';
import type { Release } from '../../../src/renderer/recovery/owner';
import { createRecovery, type Recovery } from '../../../src/renderer/recovery/recovery';
import type { Checkpoint } from '../../../src/session/checkpoint';
import type { Origin } from '../../../src/renderer/lab/lab';
import { type Bed, makeBed, type MemoryStore, memoryStore, preset } from './bed';

describe('runs that lost their windows', () => {
  let bed: Bed;
  let store: MemoryStore;
  let alive: Set<string>;
  let left: Set<string>;
  let errors: string[];
  let opened: { checkpoint: Checkpoint; origin: Origin; wish: string }[];
  let opens: boolean;
  let kept: boolean;
  let asked: string[];

  beforeEach(async () => {
    bed = makeBed();
    store = memoryStore();
    alive = new Set();
    left = new Set();
    [errors, opened, asked] = [[], [], []];
    [opens, kept] = [true, true];
  });
  afterEach(() => bed.close());

  /** Keeps a run under a name, by a window that is then gone. */
  async function keep(run: string, date: number, edited = false): Promise<void> {
    const options = { lab: bed.lab, readFile: () => undefined, store, run, date: () => date };
    const failed = (problem: unknown): never => {
      throw problem;
    };
    const autosave = createAutosave({ ...options, notice: failed, failed });
    await bed.open();
    await bed.step(40);
    if (edited) await bed.edit('learningRate', 0.02);
    await autosave.flush();
  }

  const own = async (run: string): Promise<Release | undefined> => {
    if (alive.has(run)) return undefined;
    alive.add(run);
    return () => void alive.delete(run);
  };

  const window = (): Recovery =>
    createRecovery({
      lab: {
        client: bed.lab.client,
        openCheckpoint: async (checkpoint: Checkpoint, origin: Origin, wish: string) => {
          opened.push({ checkpoint, origin, wish });
          return opens;
        },
        changePace: async (pace: number) => void asked.push(`pace ${pace}`),
        run: async () => void asked.push('run')
      } as never,
      alerts: { error: (problem) => errors.push(String(problem)), notice: () => undefined },
      store,
      autosave: { flush: async () => kept },
      presets: [preset],
      own,
      takeLeft: (run) => left.delete(run)
    });

  it('offers them one at a time, the newest first, and not those of windows that live', async () => {
    for (const [run, date] of [
      ['old', 1],
      ['new', 3],
      ['open', 4],
      ['middle', 2]
    ] as const)
      await keep(run, date);
    alive.add('open');
    const recovery = window();
    await recovery.find('own');
    expect(recovery.offer()).toMatchObject({ run: 'new', more: 2 });
    await recovery.discard();
    expect(recovery.offer()).toMatchObject({ run: 'middle', more: 1 });
    expect([...store.records.keys()].sort()).toEqual(['middle', 'old', 'open']);
    expect(opened).toEqual([]);
  });

  it('offers a run in one window only', async () => {
    await keep('lost', 1);
    const [one, other] = [window(), window()];
    await Promise.all([one.find('a'), other.find('b')]);
    expect([one.offer(), other.offer()].filter(Boolean)).toHaveLength(1);
  });

  it('goes on with it, and only then lets go of what was kept', async () => {
    bed.running(true);
    await keep('lost', 1, true);
    bed.running(false);
    const recovery = window();
    await recovery.find('own');
    const { stateHash } = await bed.lab.client.ask('hash', {});
    await recovery.resume();
    const [{ checkpoint, origin, wish }] = opened;
    expect(origin).toEqual({ base: preset.experiment, preset });
    expect(wish).toBe('reference');
    expect(asked).toEqual(['pace 50', 'run']);
    await bed.open();
    await bed.lab.client.ask('restore', { checkpoint, backend: 'reference' });
    expect(await bed.lab.client.ask('hash', {})).toEqual({ stateHash });
    expect(store.records.size).toBe(0);
    expect(recovery.offer()).toBeUndefined();
  });

  it('keeps it where it could not be opened, or not be kept under the new name', async () => {
    await keep('lost', 1);
    const recovery = window();
    await recovery.find('own');
    opens = false;
    await recovery.resume();
    expect(recovery.offer()?.run).toBe('lost');
    [opens, kept] = [true, false];
    await recovery.resume();
    expect(recovery.offer()).toBeUndefined();
    expect([...store.records.keys()]).toEqual(['lost']);
  });

  it('leaves it for the next time when told so', async () => {
    await keep('lost', 1);
    const recovery = window();
    await recovery.find('own');
    recovery.later();
    expect(recovery.offer()).toBeUndefined();
    const next = window();
    await next.find('own');
    expect(next.offer()?.run).toBe('lost');
  });

  it('says of a damaged one why, discards it, and offers the others', async () => {
    await keep('whole', 1);
    await keep('cut', 2);
    const { run } = store.records.get('cut')!;
    store.records.get('cut')!.run = { ...run, bytes: run.bytes.subarray(0, 100) };
    store.records.set('odd', { run: { head: 'nonsense' } as never, files: undefined });
    const recovery = window();
    await recovery.find('own');
    expect(recovery.offer()).toMatchObject({ run: 'whole', more: 0 });
    expect(errors).toHaveLength(2);
    expect(errors.join('\n')).toMatch(/discarded\. Saved run: found a checkpoint that was cut short/);
    expect([...store.records.keys()]).toEqual(['whole']);
  });

  it('forgets a fresh preset whose window was closed on purpose, and no other', async () => {
    for (const run of ['fresh, closed', 'fresh, crashed', 'worked on']) {
      await keep(run, 1, run === 'worked on');
      if (run !== 'fresh, crashed') left.add(run);
    }
    const recovery = window();
    await recovery.find('own');
    expect([...store.records.keys()].sort()).toEqual(['fresh, crashed', 'worked on']);
    expect(recovery.offer()?.more).toBe(1);
  });
});
