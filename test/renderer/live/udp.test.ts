import { describe, expect, it } from 'vitest';
import type { Desktop, UdpBatch, UdpPort } from '../../../src/preload/contract';
import { readBatch, refusedInputs, udpInput } from '../../../src/renderer/live/udp';
import type { LiveBlock, LiveNews } from '../../../src/session/live/live';

const options = { channels: 2, wire: 'float32' } as const;
const text = (words: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(words));
const settings = { port: 9001, listenOn: ' 127.0.0.1 ', channels: 2, wire: 'float32' };

/** Answers `readUdp` with the batches in turn and then with nothing; `refusals`: how often the port is taken. */
function standIn(batches: UdpBatch[], refusals = 0) {
  const calls: string[] = [];
  const desktop = {
    openUdp: async (request: unknown) => {
      calls.push(`open ${JSON.stringify(request)}`);
      if (refusals-- > 0)
        throw new Error(
          "Error invoking remote method 'openUdp': Error: UDP port 9001 cannot be listened to (EADDRINUSE)."
        );
      return { id: 7 };
    },
    readUdp: async ({ id }: UdpPort) => {
      calls.push(`read ${id}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return batches.shift() ?? { datagrams: [], waitedMs: 0, dropped: 0 };
    },
    closeUdp: async ({ id }: UdpPort) => void calls.push(`close ${id}`)
  };
  return { calls, desktop: desktop as unknown as Desktop };
}

describe('datagrams of one answer', () => {
  it('become one block, text and binary alike, with how late they are and how many were lost', () => {
    const binary = new Uint8Array(Float32Array.of(5, 6).buffer);
    const sent = { samples: [[7, 8]], t: Date.now() - 400 };
    const block = readBatch(
      { datagrams: [text('[[1, 2], [3, 4]]'), binary, text(JSON.stringify(sent))], waitedMs: 20, dropped: 3 },
      options
    );
    expect([...(block?.samples ?? [])]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(block).toMatchObject({ kind: 'samples', channels: 2, lost: 3 });
    // (20 + 20 + 400) / 3
    expect(block?.delayMs).toBeGreaterThanOrEqual(146);
    expect(block?.delayMs).toBeLessThan(1000);
  });

  it('are nothing where none came, and an error where one cannot be read', () => {
    expect(readBatch({ datagrams: [], waitedMs: 0, dropped: 0 }, options)).toBeUndefined();
    expect(() => readBatch({ datagrams: [text('[1]')], waitedMs: 0, dropped: 0 }, options)).toThrow(
      "expected 2 numbers in every sample (setting 'channels'), not 1 values"
    );
  });
});

describe('UDP on the page', () => {
  const collect = (desktop: Desktop | undefined, until: number): Promise<(LiveBlock | LiveNews)[]> =>
    new Promise((resolve, reject) => {
      const all: (LiveBlock | LiveNews)[] = [];
      const subscription = udpInput({ kind: 'udp', settings }, desktop).subscribe({
        next: (event) => {
          all.push(event);
          if (all.length === until) {
            // Not at once: this may be called before there is a subscription.
            queueMicrotask(() => subscription.unsubscribe());
            resolve(all);
          }
        },
        error: reject
      });
    });

  it('opens, reads and, once nobody listens, closes at once', async () => {
    const { calls, desktop } = standIn([{ datagrams: [text('[1, 2]')], waitedMs: 1, dropped: 0 }]);
    const all = await collect(desktop, 3);
    expect(all.map((event) => (event.kind === 'state' ? event.state : [...event.samples]))).toEqual([
      'connecting',
      'open',
      [1, 2]
    ]);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(calls[0]).toBe('open {"port":9001,"address":"127.0.0.1"}');
    expect(calls.filter((call) => call === 'close 7')).toHaveLength(1);
    const settled = calls.length;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(calls).toHaveLength(settled);
  });

  it('waits for a port that the run before it still holds, and says in plain words what is refused', async () => {
    const freed = standIn([{ datagrams: [text('[1, 2]')], waitedMs: 1, dropped: 0 }], 2);
    expect(await collect(freed.desktop, 3)).toHaveLength(3);
    const held = standIn([], 1000);
    await expect(collect(held.desktop, 9)).rejects.toThrow(/^UDP port 9001 cannot be listened to/);
  });

  it('is refused in a browser, in the choice and when it is asked for', async () => {
    await expect(collect(undefined, 9)).rejects.toThrow(
      'A browser cannot listen to UDP. Use the desktop window'
    );
    expect(refusedInputs(undefined)).toEqual({ udp: 'needs the desktop window or the command line' });
    expect(refusedInputs(standIn([]).desktop)).toEqual({});
  });
});
