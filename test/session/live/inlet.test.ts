import { Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { Inlet } from '../../../src/session/live/inlet';
import type { LiveBlock, LiveNews } from '../../../src/session/live/live';
import { Ring } from '../../../src/session/live/ring';

describe('Ring', () => {
  it('gives rows in order across its seam and refuses what finds no room', () => {
    const ring = new Ring(3, 2);
    expect(ring.write(Float32Array.of(1, 2, 3, 4), 10)).toBe(2);
    expect([...(ring.read()?.row ?? [])]).toEqual([1, 2]);
    expect(ring.write(Float32Array.of(5, 6, 7, 8, 9, 10), 20)).toBe(2);
    expect(ring.waiting).toBe(3);
    const rest = [1, 2, 3].map(() => {
      const next = ring.read();
      return [...(next?.row ?? []), next?.receivedAt];
    });
    expect(rest).toEqual([
      [3, 4, 10],
      [5, 6, 20],
      [7, 8, 20]
    ]);
    expect(ring.read()).toBeUndefined();
  });
});

function opened(room: number) {
  const clock = { ms: 0 };
  const events = new Subject<LiveBlock | LiveNews>();
  const inlet = new Inlet({ channels: 1, room, now: () => clock.ms });
  const failures: string[] = [];
  inlet.connect(
    events,
    () => undefined,
    (error) => failures.push(error.message)
  );
  const send = (count: number, channels = 1): void =>
    events.next({
      kind: 'samples',
      samples: new Float32Array(count * channels),
      channels,
      receivedAt: clock.ms
    });
  const say = (state: LiveNews['state']): void => events.next({ kind: 'state', state, detail: state });
  return { clock, events, inlet, failures, send, say };
}

describe('Inlet', () => {
  it('counts apart what was lost on the way, since nobody knows its samples', () => {
    const { clock, events, inlet } = opened(10);
    for (const lost of [3, undefined, 4])
      events.next({
        kind: 'samples',
        samples: new Float32Array(2),
        channels: 1,
        receivedAt: clock.ms,
        ...(lost && { lost })
      });
    expect(inlet.status()).toMatchObject({ received: 6, dropped: 0, lost: 7 });
  });

  it('accounts for every sample: received = used + waiting + dropped', () => {
    const { inlet, send } = opened(10);
    for (let k = 0; k < 100; k++) {
      send(k % 7);
      for (let r = 0; r < k % 3; r++) inlet.read();
      const { received, waiting, dropped } = inlet.status();
      expect(received).toBe(inlet.used + waiting + dropped);
      expect(waiting).toBeLessThanOrEqual(10);
    }
    expect(inlet.status().dropped).toBeGreaterThan(0);
  });

  it('measures the rate of the last second and the latency of what was used', () => {
    const { clock, inlet, send } = opened(100000);
    for (let ms = 0; ms < 3000; ms += 10) {
      clock.ms = ms;
      send(5);
    }
    expect(inlet.status().perSecond).toBe(500);
    clock.ms = 3040;
    for (let i = 0; i < 64; i++) inlet.read();
    // Those of the first 130 ms, read at 3040 ms.
    expect(inlet.status().latencyMs).toBeCloseTo(3000, -2);
    clock.ms = 9000;
    expect(inlet.status().perSecond).toBe(0);
  });

  it('counts connections after the first', () => {
    const { inlet, say } = opened(1);
    for (const state of ['open', 'lost', 'open', 'lost', 'connecting', 'open'] as const) say(state);
    expect(inlet.status()).toMatchObject({ reconnects: 2, state: 'open' });
  });

  it('ends with a clear message on samples of another width', () => {
    const { events, failures, inlet, send } = opened(1);
    send(3, 2);
    expect(failures[0]).toContain("A sample of 2 values came, but setting 'channels' is 1");
    expect(inlet.status().state).toBe('ended');
    expect(events.observed).toBe(false);
  });
});
