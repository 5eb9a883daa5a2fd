import { createSocket, type Socket } from 'node:dgram';
import { afterEach, describe, expect, it } from 'vitest';
import { mostPorts, udpAccess } from '../../src/main/udpHandlers';
import { batchDatagrams, waitingDatagrams } from '../../src/main/udpPort';
import type { UdpBatch, UdpPort } from '../../src/preload/contract';

const access = udpAccess();
const { openUdp, readUdp, closeUdp } = access.handlers;
const address = '127.0.0.1';
const senders: Socket[] = [];
afterEach(() => {
  access.closeAll();
  for (const sender of senders.splice(0)) sender.close();
});

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createSocket('udp4');
    probe.bind(0, address, () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function opened(): Promise<{ id: UdpPort; port: number; send(bytes: Uint8Array): Promise<void> }> {
  const port = await freePort();
  const id = await openUdp({ port, address });
  const sender = createSocket('udp4');
  senders.push(sender);
  // The event loop turns after each, so that the system never has to keep many.
  const send = (bytes: Uint8Array): Promise<void> =>
    new Promise((resolve, reject) => {
      sender.send(bytes, port, address, (error) => (error ? reject(error) : setImmediate(resolve)));
    });
  return { id, port, send };
}

/** Reads until `count` datagrams came or were dropped. */
async function readAll(id: UdpPort, count: number): Promise<UdpBatch[]> {
  const batches: UdpBatch[] = [];
  for (let seen = 0; seen < count; ) {
    const batch = await readUdp(id);
    batches.push(batch);
    seen += batch.datagrams.length + batch.dropped;
  }
  return batches;
}

const listening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createSocket('udp4');
    probe.once('error', () => {
      probe.close();
      resolve(true);
    });
    probe.bind({ port, address, exclusive: true }, () => probe.close(() => resolve(false)));
  });

describe('a UDP port', () => {
  it('gives every datagram whole and in order, the longest there is too', async () => {
    const { id, send } = await opened();
    const longest = new Uint8Array(65507).map((_, i) => i);
    await send(Uint8Array.of(1, 2, 3));
    await send(longest);
    await send(Uint8Array.of(4));
    const batches = await readAll(id, 3);
    const datagrams = batches.flatMap((batch) => batch.datagrams);
    expect(datagrams).toEqual([Uint8Array.of(1, 2, 3), longest, Uint8Array.of(4)]);
    expect(batches.every(({ dropped }) => dropped === 0)).toBe(true);
  });

  it('says how long datagrams waited, and answers with nothing where none came', async () => {
    const { id, send } = await opened();
    expect(await readUdp(id)).toEqual({ datagrams: [], waitedMs: 0, dropped: 0 });
    const answer = readUdp(id);
    await send(Uint8Array.of(1));
    // It was asked before the datagram came, and need not wait for long.
    expect((await answer).datagrams).toHaveLength(1);
    await send(Uint8Array.of(2));
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect((await readUdp(id)).waitedMs).toBeGreaterThan(50);
  });

  it('gives a flood in bounded batches, and counts each datagram or its loss once', async () => {
    const { id, send } = await opened();
    const sent = 2 * batchDatagrams + 100;
    for (let k = 0; k < sent; k++) await send(new Uint8Array(Uint32Array.of(k).buffer));
    const batches = await readAll(id, sent);
    expect(Math.max(...batches.map(({ datagrams }) => datagrams.length))).toBe(batchDatagrams);
    const numbers = batches.flatMap(({ datagrams }) =>
      datagrams.map((bytes) => new Uint32Array(bytes.buffer)[0])
    );
    expect(numbers).toEqual(Array.from({ length: sent }, (_, k) => k));
  });

  it('drops what finds no room and counts it', async () => {
    const { id, send } = await opened();
    const more = 500;
    for (let k = 0; k < waitingDatagrams + more; k++) await send(Uint8Array.of(k));
    // The last ones are on their way.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const batches = await readAll(id, waitingDatagrams + more);
    expect(batches[0].dropped).toBe(more);
    expect(batches.reduce((sum, { datagrams }) => sum + datagrams.length, 0)).toBe(waitingDatagrams);
  });

  it('is free again once closed, by its id or with all others, and wakes who waits', async () => {
    const [one, two] = [await opened(), await opened()];
    const answer = readUdp(one.id);
    const refused = expect(answer).rejects.toThrow('The UDP port was closed.');
    await closeUdp(one.id);
    await refused;
    expect([await listening(one.port), await listening(two.port)]).toEqual([false, true]);
    access.closeAll();
    expect(await listening(two.port)).toBe(false);
    await expect(readUdp(two.id)).rejects.toThrow('The UDP port was closed.');
  });

  it('is refused where another holds it, saying what to do, and is not kept', async () => {
    const { port } = await opened();
    for (let k = 0; k < 2 * mostPorts; k++)
      await expect(openUdp({ port, address })).rejects.toThrow(
        /^UDP port \d+ of 127\.0\.0\.1 cannot be listened to \(.*EADDRINUSE.*\)\. Choose another port/
      );
  });

  it(`is one of ${mostPorts} at most`, async () => {
    for (let k = 0; k < mostPorts; k++) await opened();
    const port = await freePort();
    await expect(openUdp({ port, address })).rejects.toThrow('4 UDP ports are open');
  });

  it('is asked one question at a time', async () => {
    const { id } = await opened();
    const first = readUdp(id);
    await expect(readUdp(id)).rejects.toThrow('still at work');
    await first;
  });

  it.each([
    ['nothing', undefined],
    ['port 0', { port: 0, address }],
    ['a port above all', { port: 65536, address }],
    ['half a port', { port: 9000.5, address }],
    ['a port in words', { port: '9000', address }],
    ['a name for an address', { port: 9000, address: 'localhost' }],
    ['an address of IPv6', { port: 9000, address: '::1' }],
    ['no address', { port: 9000 }],
    ['a key it does not know', { port: 9000, address, path: '/tmp/socket' }]
  ])('is not opened for %s', async (_what, request) => {
    await expect(openUdp(request)).rejects.toThrow(/^openUdp: /);
  });

  it.each([undefined, {}, { id: 'one' }, { id: 1.5 }, { id: 1, more: 1 }])(
    'is not read or closed as %j',
    async (request) => {
      await expect(readUdp(request)).rejects.toThrow(/^readUdp: /);
      await expect(closeUdp(request)).rejects.toThrow(/^closeUdp: /);
    }
  );
});
