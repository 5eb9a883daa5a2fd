import { wholeOf } from '../../src/formats/byteFile';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { connectSession, RequestError, type SessionClient } from '../../src/session/client';
import type { Experiment } from '../../src/session/experiment';
import type { SessionHost } from '../../src/session/host';
import { type Port, serveSession } from '../../src/session/serve';
import { createSession } from '../../src/session/createSession';
import { fakeDefinitions, testHost } from './host';

const experiment: Experiment = {
  format: 1,
  title: 'Counting',
  model: { id: 'fake', settings: {} },
  source: { id: 'counting', settings: {} },
  probes: ['sum'],
  seed: 3,
  edits: []
};

const channels: MessageChannel[] = [];
afterEach(() => {
  for (const { port1 } of channels.splice(0)) port1.close();
});

function connect(host: SessionHost = testHost(fakeDefinitions)): SessionClient {
  const channel = new MessageChannel();
  channels.push(channel);
  serveSession(channel.port2 as unknown as Port, host);
  return connectSession(channel.port1 as unknown as Port);
}

async function opened(): Promise<SessionClient> {
  const client = connect();
  await client.ask('open', { experiment, backend: 'auto' });
  return client;
}

const frame = { probes: ['sum', 'loss', 'weights'], rows: 5, imagesEveryMs: 0 };

describe('the session behind a port', () => {
  it('is the session in this process, in state hash', async () => {
    const client = await opened();
    await client.ask('step', { level: 'tick', count: 5 });
    await client.ask('edit', { setting: 'gain', value: 2 });
    await client.ask('step', { level: 'trial', count: 2 });
    const { stateHash } = await client.ask('hash', {});
    const session = await createSession(
      { ...experiment, edits: [{ tick: 5, setting: 'gain', value: 2 }] },
      testHost(fakeDefinitions)
    );
    await session.run({ trials: 2 });
    expect(stateHash).toBe(await session.stateHash());
  });

  it('describes itself when opened, paused at the first tick', async () => {
    const reply = await connect().ask('open', { experiment, backend: 'reference' });
    expect(reply.status.running).toBe(false);
    expect(reply.status.clock).toEqual({ tick: 0, trial: 0, tickInTrial: 0, stepsPerTrial: 7 });
    expect(reply.status.backend.kind).toBe('reference');
    expect(reply.probes.map(({ name }) => name)).toEqual([
      'sum',
      'watched',
      'firingRate',
      'weights',
      'measured',
      'loss',
      'error',
      'meanRate'
    ]);
    expect(reply.modelSettings).toMatchObject({ gain: 0.5, batch: 2 });
    expect(reply.units).toBe(3);
    expect(reply.layers).toEqual([{ label: 'Units', from: 0, to: 3, kind: 'lif', adaptiveFrom: 3 }]);
  });

  it('begins a run at once, serves frames meanwhile, and pauses', async () => {
    const client = await opened();
    expect((await client.ask('run', {})).running).toBe(true);
    await client.ask('frame', frame);
    expect((await client.ask('frame', frame)).status.running).toBe(true);
    const { running, clock } = await client.ask('pause', {});
    expect(running).toBe(false);
    const later = await client.ask('frame', frame);
    expect(later.status.clock).toEqual(clock);
  });

  it('takes up a checkpoint', async () => {
    const client = await opened();
    await client.ask('step', { level: 'tick', count: 10 });
    const checkpoint = await client.ask('checkpoint', {});
    const before = await client.ask('hash', {});
    await client.ask('step', { level: 'tick', count: 10 });
    const reply = await client.ask('restore', { checkpoint });
    expect(reply.status.clock.tick).toBe(10);
    expect(await client.ask('hash', {})).toEqual(before);
  });

  it('explains a synapse of the trial made last', async () => {
    const client = await opened();
    await client.ask('watch', { unit: 2 });
    await expect(client.ask('explain', { unit: 2, synapse: 0 })).rejects.toThrow(
      /run or step one trial first/
    );
    await client.ask('step', { level: 'trial', count: 1 });
    const story = await client.ask('explain', { unit: 2, synapse: 0 });
    expect(story).toMatchObject({ unit: 2, synapse: 0, trial: 0, ticks: 7 });
  });

  it('goes on after a model that broke: the recording is read, edits are heard, others are opened', async () => {
    const client = connect();
    const breaking = { ...experiment, model: { id: 'fake', settings: { breakAt: 4 } } };
    await client.ask('open', { experiment: breaking, backend: 'reference' });
    await client.ask('run', {});
    const problem = 'The sum is not a number at tick 3; lower the gain.';
    await expect.poll(async () => (await client.ask('frame', frame)).status.failure).toBe(problem);
    const { series } = await client.ask('collect', {});
    expect(series.find(({ probe }) => probe.name === 'sum')?.rows.times).toEqual(Float64Array.of(0, 1, 2));
    expect((await client.ask('edit', { setting: 'gain', value: 1 })).running).toBe(false);
    await expect(client.ask('step', { level: 'trial', count: 1 })).rejects.toThrow(problem);

    const reply = await client.ask('open', { experiment, backend: 'reference' });
    expect(reply.status.failure).toBeUndefined();
    expect((await client.ask('step', { level: 'trial', count: 1 })).clock.trial).toBe(1);
  });
});

describe('frames', () => {
  it('carry each row once; those that do not fit are counted', async () => {
    const client = await opened();
    await client.ask('step', { level: 'tick', count: 3 });
    const first = await client.ask('frame', frame);
    expect(first.series.map(({ name, skipped, rows }) => [name, skipped, [...rows.times]])).toEqual([
      ['sum', 0, [0, 1, 2]],
      ['loss', 0, []]
    ]);
    await client.ask('step', { level: 'tick', count: 9 });
    const second = await client.ask('frame', frame);
    expect(second.series.map(({ name, skipped, rows }) => [name, skipped, [...rows.times]])).toEqual([
      ['sum', 4, [7, 8, 9, 10, 11]],
      ['loss', 0, [0]]
    ]);
    const third = await client.ask('frame', frame);
    expect(third.series.every(({ rows }) => rows.times.length === 0)).toBe(true);
  });

  it('carry the rows of a newly watched unit from its first', async () => {
    const client = connect();
    await client.ask('open', { experiment: { ...experiment, probes: ['watched'] }, backend: 'auto' });
    const ask = { probes: ['watched'], rows: 50, imagesEveryMs: 0 };
    await client.ask('watch', { unit: 1 });
    await client.ask('step', { level: 'tick', count: 5 });
    await client.ask('frame', ask);
    await client.ask('watch', { unit: 2 });
    await client.ask('step', { level: 'tick', count: 3 });
    const [{ rows, skipped }] = (await client.ask('frame', ask)).series;
    expect([...rows.times]).toEqual([5, 6, 7]);
    expect([...rows.data]).toEqual([2, 2, 2, 2, 2, 2]);
    expect(skipped).toBe(0);
  });

  it('carry images no more often than asked', async () => {
    const client = await opened();
    const rarely = { ...frame, imagesEveryMs: 1e9 };
    expect((await client.ask('frame', rarely)).images.map(({ name, data }) => [name, data.length])).toEqual([
      ['weights', 4]
    ]);
    expect((await client.ask('frame', rarely)).images).toEqual([]);
    expect((await client.ask('frame', frame)).images.length).toBe(1);
  });

  it('leave out probes that are not recorded and refuse those that do not exist', async () => {
    const client = connect();
    await client.ask('open', { experiment: { ...experiment, probes: [] }, backend: 'auto' });
    expect((await client.ask('frame', { ...frame, probes: ['sum'] })).series).toEqual([]);
    await expect(client.ask('frame', { ...frame, probes: ['voltage'] })).rejects.toThrow(
      /Unknown probe 'voltage'/
    );
  });
});

describe('a request that fails', () => {
  it('says so before anything is open', async () => {
    await expect(connect().ask('step', { level: 'tick', count: 1 })).rejects.toThrow(
      new RequestError('No experiment is open yet; open one first.')
    );
  });

  it('leaves the running session untouched: bad settings, a bad edit, an unknown request', async () => {
    const client = await opened();
    await client.ask('run', {});
    const bad = { ...experiment, model: { id: 'fake', settings: { batch: 1000 } } };
    await expect(client.ask('open', { experiment: bad, backend: 'auto' })).rejects.toThrow(
      "Setting 'batch' is 1000; expected a whole number from 1 to 64."
    );
    await expect(client.ask('edit', { setting: 'batch', value: 3 })).rejects.toThrow(/cannot change/);
    await expect(client.ask('dance' as 'hash', {})).rejects.toThrow(
      /Unknown request 'dance'. Expected one of: open/
    );
    const { running, clock } = (await client.ask('frame', frame)).status;
    expect(running).toBe(true);
    await client.ask('pause', {});
    const { stateHash } = await client.ask('hash', {});
    const later = (await client.ask('frame', frame)).status.clock.tick;
    expect(later).toBeGreaterThanOrEqual(clock.tick);
    const session = await createSession(experiment, testHost(fakeDefinitions));
    await session.step('tick', later);
    expect(stateHash).toBe(await session.stateHash());
  });
});

describe('files', () => {
  it('handed in are read by sources before those of the host', async () => {
    const read: string[] = [];
    const [source] = fakeDefinitions.sources;
    const reading = {
      ...source,
      create: async (context: Parameters<typeof source.create>[0]) => {
        read.push(new TextDecoder().decode(wholeOf('a.csv', await context.files.read('a.csv'), '')));
        return source.create(context);
      }
    };
    const client = connect(testHost({ ...fakeDefinitions, sources: [reading] }));
    await expect(client.ask('open', { experiment, backend: 'auto' })).rejects.toThrow(
      "There is no file 'a.csv'."
    );
    expect(await client.ask('file', { name: 'a.csv', bytes: new TextEncoder().encode('1,2') })).toEqual({
      name: 'a.csv'
    });
    await client.ask('open', { experiment, backend: 'auto' });
    expect(read).toEqual(['1,2']);
  });
});
