import { createSocket } from 'node:dgram';
import { lastValueFrom } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { main } from '../../src/cli/main';
import { nodeLive } from '../../src/cli/live';
import type { LiveBlock, LiveNews, LiveRequest } from '../../src/session/live/live';
import { testIo } from './io';

const servers: WebSocketServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    for (const client of server.clients) client.terminate();
    server.close();
  }
});

function listen(port = 0): Promise<WebSocketServer> {
  return new Promise((resolve) => {
    const server: WebSocketServer = new WebSocketServer({ host: '127.0.0.1', port }, () => resolve(server));
    servers.push(server);
  });
}

const portOf = (server: WebSocketServer): number => (server.address() as { port: number }).port;

/** Everything until `enough` says so. */
async function collect(
  request: LiveRequest,
  enough: (all: readonly (LiveBlock | LiveNews)[]) => boolean
): Promise<(LiveBlock | LiveNews)[]> {
  const all: (LiveBlock | LiveNews)[] = [];
  const events = nodeLive.open(request);
  await new Promise<void>((resolve, reject) => {
    const subscription = events.subscribe({
      next: (event) => {
        all.push(event);
        if (enough(all)) {
          subscription?.unsubscribe();
          resolve();
        }
      },
      error: reject
    });
  });
  return all;
}

const samplesOf = (all: readonly (LiveBlock | LiveNews)[]): number[] =>
  all.flatMap((event) => (event.kind === 'samples' ? [...event.samples] : []));
const statesOf = (all: readonly (LiveBlock | LiveNews)[]): string[] =>
  all.flatMap((event) => (event.kind === 'state' ? [event.state] : []));

describe('live input in Node', () => {
  it('reads JSON and binary messages of a WebSocket server', async () => {
    const server = await listen();
    server.on('connection', (socket) => {
      socket.send('[1, 2]');
      socket.send('[[3, 4], [5, 6]]');
      socket.send(JSON.stringify({ samples: [[7, 8]], t: Date.now() - 50 }));
      socket.send(new Uint8Array(Float64Array.of(9, 10).buffer));
    });
    const settings = { address: `ws://127.0.0.1:${portOf(server)}`, channels: 2, wire: 'float64' };
    const all = await collect({ kind: 'websocket', settings }, (so) => samplesOf(so).length >= 10);
    expect(samplesOf(all)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(statesOf(all)).toEqual(['connecting', 'open']);
    const timed = all.flatMap((event) =>
      event.kind === 'samples' && event.delayMs !== undefined ? [event.delayMs] : []
    );
    expect(timed[0]).toBeGreaterThanOrEqual(50);
  });

  it('connects again when the server was gone', async () => {
    const first = await listen();
    const port = portOf(first);
    first.on('connection', (socket) => {
      socket.send('[1]');
      setTimeout(() => {
        socket.terminate();
        first.close(() => {
          void listen(port).then((second) => second.on('connection', (again) => again.send('[2]')));
        });
      }, 20);
    });
    const settings = { address: `ws://127.0.0.1:${port}`, channels: 1, wire: 'float32' };
    const all = await collect({ kind: 'websocket', settings }, (so) => samplesOf(so).length >= 2);
    expect(samplesOf(all)).toEqual([1, 2]);
    expect(statesOf(all).slice(0, 3)).toEqual(['connecting', 'open', 'lost']);
    expect(statesOf(all).at(-1)).toBe('open');
  });

  it.each([
    ['[1, 2, 3]', '2 numbers in every sample'],
    ['{"rows": 1}', 'a list of samples'],
    ['nonsense', 'expected JSON'],
    ['[1, null]', 'numbers alone']
  ])('says what is wrong with the message %s', async (message, said) => {
    const server = await listen();
    server.on('connection', (socket) => socket.send(message));
    const settings = { address: `ws://127.0.0.1:${portOf(server)}`, channels: 2, wire: 'float32' };
    await expect(collect({ kind: 'websocket', settings }, () => false)).rejects.toThrow(said);
  });

  it('reads UDP datagrams, and refuses a port in use', async () => {
    const probe = createSocket('udp4');
    const port = await new Promise<number>((resolve) => probe.bind(0, () => resolve(probe.address().port)));
    const settings = { port, listenOn: '127.0.0.1', channels: 1, wire: 'float32' };
    await expect(collect({ kind: 'udp', settings }, () => false)).rejects.toThrow(
      `UDP port ${port} of 127.0.0.1 cannot be listened to`
    );
    await new Promise<void>((resolve) => probe.close(() => resolve()));
    const sender = createSocket('udp4');
    const timer = setInterval(() => sender.send('[[4], [5]]', port, '127.0.0.1'), 10);
    const all = await collect({ kind: 'udp', settings }, (so) => samplesOf(so).length >= 2);
    clearInterval(timer);
    sender.close();
    expect(samplesOf(all)).toEqual([4, 5]);
  });

  it('says in one line what cannot be opened', async () => {
    const io = testIo('/');
    const asked = ['run', 'deep-hierarchy', '--source', 'live', '--trials', '1', '--set'];
    expect(await main([...asked, 'address=nowhere'], io)).toBe(2);
    expect(io.stderr).toMatch(/^engram: 'nowhere' cannot be connected to .*expected an address such as.*\n$/);
    const other = testIo('/');
    expect(await main(['run', 'digits', '--source', 'lvie'], other)).toBe(2);
    expect(other.stderr).toContain("--source is 'lvie'; expected one of evidence");
  });

  it('says where devices are', async () => {
    await expect(lastValueFrom(nodeLive.open({ kind: 'camera', settings: {} }))).rejects.toThrow(
      'use the page'
    );
  });
});
