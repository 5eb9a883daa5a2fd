import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FramePumpOptions, pumpFrames } from '../../src/renderer/lab/frames';
import type { SessionClient } from '../../src/session/client';
import type { Frame } from '../../src/session/protocol';

const frame = { series: [], images: [] } as unknown as Frame;

describe('the pump of frames', () => {
  let display: () => void;
  beforeEach(() => {
    vi.stubGlobal('requestAnimationFrame', (next: (now: number) => void) => {
      display = () => next(0);
      return 1;
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  /** A pump whose only question is answered by hand. */
  function pump() {
    let resolve!: (frame: Frame) => void;
    let reject!: (problem: Error) => void;
    const promise = new Promise<Frame>((yes, no) => {
      resolve = yes;
      reject = no;
    });
    const asked = { promise, resolve, reject };
    const heard = { taken: 0, failed: 0 };
    const options: FramePumpOptions = {
      client: { ask: () => asked.promise } as unknown as SessionClient,
      ask: () => ({ probes: [], rows: 1, imagesEveryMs: 0 }),
      running: () => true,
      session: () => session,
      busy: () => false,
      every: () => 1,
      take: () => heard.taken++,
      paint: () => undefined,
      failed: () => heard.failed++
    };
    let session = 'first';
    pumpFrames(options);
    display();
    const replace = (): void => {
      session = 'second';
    };
    const settled = (): Promise<void> => asked.promise.then(() => undefined).catch(() => undefined);
    return { asked, heard, replace, settled };
  }

  it('hands on what comes, and what goes wrong', async () => {
    const good = pump();
    good.asked.resolve(frame);
    await good.settled();
    expect(good.heard).toEqual({ taken: 1, failed: 0 });
    const bad = pump();
    bad.asked.reject(new Error('no'));
    await bad.settled();
    await bad.settled();
    expect(bad.heard).toEqual({ taken: 0, failed: 1 });
  });

  it('lets go of an answer about a session that has been replaced', async () => {
    const good = pump();
    good.replace();
    good.asked.resolve(frame);
    await good.settled();
    const bad = pump();
    bad.replace();
    bad.asked.reject(new Error("Unknown probe 'spikes'."));
    await bad.settled();
    await bad.settled();
    expect([good.heard, bad.heard]).toEqual([
      { taken: 0, failed: 0 },
      { taken: 0, failed: 0 }
    ]);
  });
});
