import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Autosave, createAutosave, largestRun } from '../../../src/renderer/recovery/autosave';
import { restoreSession } from '../../../src/session/createSession';
import { testHost } from '../../session/host';
import { shortEvidence } from '../../session/shortEvidence';
import { type Bed, makeBed, type MemoryStore, memoryStore } from './bed';

describe('keeping the run of a window', () => {
  let bed: Bed;
  let store: MemoryStore;
  let time: number;
  let notices: string[];
  let failures: unknown[];
  let autosave: Autosave;
  let files: Record<string, Uint8Array>;
  beforeEach(() => {
    bed = makeBed();
    store = memoryStore();
    [time, notices, failures, files] = [0, [], [], {}];
    autosave = createAutosave({
      lab: bed.lab,
      readFile: (name) => files[name],
      store,
      run: 'own',
      notice: (message) => notices.push(message),
      failed: (problem) => failures.push(problem),
      now: () => time,
      date: () => 1e12 + time
    });
  });
  afterEach(() => bed.close());

  const look = async (at: number): Promise<number> => {
    time = at;
    await autosave.look();
    return store.puts;
  };

  it('writes nothing before there is a session, nor of a preset at its first tick', async () => {
    expect(await look(20_000)).toBe(0);
    await bed.open();
    await look(20_500);
    expect(await look(60_000)).toBe(0);
  });

  it('writes a run that goes on every ten seconds, and only when it has gone on', async () => {
    await bed.open();
    bed.running(true);
    await look(0);
    await bed.step(30);
    await look(900);
    expect(await look(1500)).toBe(1);
    await bed.step(1);
    expect(await look(11_000)).toBe(1);
    expect(await look(11_500)).toBe(2);
    expect(await look(40_000)).toBe(2);
  });

  it('writes a second after an edit and after a pause', async () => {
    await bed.open();
    bed.running(true);
    await look(0);
    await bed.step(30);
    await look(2000);
    await bed.edit('learningRate', 0.02);
    await look(3000);
    expect(await look(3900)).toBe(1);
    expect(await look(4000)).toBe(2);
    await bed.step(1);
    bed.running(false);
    await look(5000);
    expect(await look(5900)).toBe(2);
    expect(await look(6000)).toBe(3);
  });

  it('keeps what goes on to the same state', async () => {
    await bed.open();
    await bed.step(40);
    await bed.edit('learningRate', 0.02);
    await bed.step(37);
    expect(await autosave.flush()).toBe(true);
    await bed.step(60);
    const { stateHash } = await bed.lab.client.ask('hash', {});
    const { saved } = await store.read('own');
    const session = await restoreSession(saved!.checkpoint, testHost());
    await session.step('tick', 60);
    expect(await session.stateHash()).toBe(stateHash);
    session.dispose();
    expect(saved!.head).toMatchObject({
      title: shortEvidence.title,
      running: false,
      pace: 50,
      backend: 'reference',
      preset: 'short',
      base: shortEvidence,
      fresh: false
    });
  });

  it('makes one write at a time', async () => {
    await bed.open();
    await bed.step(5);
    await look(0);
    time = 20_000;
    await Promise.all([autosave.look(), autosave.look(), autosave.look()]);
    expect(store.puts).toBe(1);
  });

  it('tells fresh presets from what somebody has worked on', async () => {
    await bed.open();
    await bed.step(5);
    expect(autosave.fresh()).toBe(false);
    await autosave.flush();
    expect(autosave.fresh()).toBe(true);
    expect((await store.read('own')).saved!.head.fresh).toBe(true);
    await bed.edit('learningRate', 0.02);
    await autosave.flush();
    expect(autosave.fresh()).toBe(false);
  });

  it('takes a preset that has run for more than a minute for worth keeping', async () => {
    await bed.open();
    bed.running(true);
    for (let at = 0; at <= 61_000; at += 500) await look(at);
    await bed.step(5);
    await autosave.flush();
    expect(autosave.fresh()).toBe(false);
  });

  it('says where storage fails, tries again later, and leaves what was kept', async () => {
    await bed.open();
    await bed.step(5);
    await autosave.flush();
    const kept = store.records.get('own');
    store.refuses = new Error('the disk is full');
    await bed.step(5);
    await look(20_000);
    expect(failures).toEqual([store.refuses]);
    await look(21_000);
    expect(failures).toHaveLength(1);
    expect(store.records.get('own')).toBe(kept);
    store.refuses = undefined;
    await look(81_000);
    expect(store.records.get('own')).not.toBe(kept);
  });

  it('says once that a run is too large, and does not ask for it again', async () => {
    files['table.csv'] = new Uint8Array(largestRun);
    await bed.open();
    // The evidence source reads no file; a setting of text that names one stands in for it.
    (bed.lab.opened()!.experiment.model as { settings: object }).settings = {
      ...shortEvidence.model.settings,
      feedback: 'table.csv'
    };
    await bed.step(5);
    await look(0);
    await look(11_000);
    await bed.step(5);
    await look(30_000);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/cannot be kept for after a crash: it takes .* at most 67\.1 MB are kept/);
    expect(store.puts).toBe(0);
  });

  it('hands the files over once, and again when they are others', async () => {
    files['table.csv'] = Uint8Array.of(1, 2, 3);
    await bed.open();
    (bed.lab.opened()!.experiment.model as { settings: object }).settings = { feedback: 'table.csv' };
    const handed: boolean[] = [];
    const { put } = store;
    store.put = (run, saved) => {
      handed.push(saved.files !== undefined);
      return put(run, saved);
    };
    for (const bytes of [files['table.csv'], files['table.csv'], Uint8Array.of(4)]) {
      files['table.csv'] = bytes;
      await bed.step(1);
      await autosave.flush();
    }
    expect(handed).toEqual([true, false, true]);
    expect((await store.read('own')).saved!.files).toEqual([{ name: 'table.csv', bytes: Uint8Array.of(4) }]);
  });
});
