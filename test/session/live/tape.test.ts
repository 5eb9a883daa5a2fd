import { Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { createSession } from '../../../src/session/createSession';
import type { Experiment } from '../../../src/session/experiment';
import type { SessionHost } from '../../../src/session/host';
import type { LiveBlock, LiveNews } from '../../../src/session/live/live';
import { Tape, tapeNpz } from '../../../src/session/live/tape';
import { testHost } from '../host';

const rows = { trialSteps: 20, horizon: 2 };

function experiment(source: Experiment['source']): Experiment {
  return {
    format: 1,
    title: 'Live',
    model: { id: 'eprop', settings: { units: 8, batch: 2 } },
    source,
    probes: [],
    seed: 3,
    edits: []
  };
}

describe('a tape', () => {
  it.each(['', 'zscore(tau=50) | delta(threshold=.2)', 'noise(sd=.1) | poisson(gain=.5)'])(
    'brings back the run to the bit, with operators "%s"',
    async (operators) => {
      const events = new Subject<LiveBlock | LiveNews>();
      const host: SessionHost = { ...testHost(), live: { open: () => events } };
      const settings = { ...rows, operators };
      const live = await createSession(
        experiment({ id: 'live', settings: { ...settings, channels: 2, waitingRoom: 30 } }),
        host,
        { backend: 'reference' }
      );
      const run = live.run({ trials: 6 });
      for (let k = 0; k < 60; k++) {
        // Of blocks as long as the room some is dropped.
        const samples = Float32Array.from({ length: 2 * 45 }, (_, i) => Math.sin(0.3 * i + k));
        events.next({ kind: 'samples', samples, channels: 2, receivedAt: performance.now() });
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      await run;
      const { tape } = await live.collect();
      const status = live.status().live;
      expect(status?.dropped).toBeGreaterThan(0);
      expect(status?.received).toBe(
        (tape?.samples.length ?? 0) / 2 + (status?.waiting ?? 0) + (status?.dropped ?? 0)
      );

      const file = tapeNpz(tape!);
      for (const speed of [0, 20]) {
        const replay = await createSession(
          experiment({ id: 'replay', settings: { ...settings, recording: 'tape.npz', speed } }),
          testHost(undefined, { 'tape.npz': file }),
          { backend: 'reference' }
        );
        await replay.run({ trials: 6 });
        expect(await replay.stateHash()).toBe(await live.stateHash());
        replay.dispose();
      }
      live.dispose();
      expect(events.observed).toBe(false);
    }
  );

  it.each([
    {
      samplesAre: 'images',
      channels: 16,
      model: {
        id: 'vae',
        settings: { loss: 'vanilla', latents: 2, hidden: '8', batch: 2, reservoir: 20, replay: 3 }
      },
      more: { asideEvery: 3 }
    },
    {
      samplesAre: 'positions',
      channels: 2,
      model: { id: 'maps', settings: { world: 'box 5 5', learners: 'sr' } },
      more: { operators: 'window(samples=2, step=2)' }
    }
  ])('brings back a run on $samplesAre to the bit, with what it was examined on', async (wanted) => {
    const { channels, model, more, samplesAre } = wanted;
    const events = new Subject<LiveBlock | LiveNews>();
    const settings = { samplesAre, trialSteps: 5, ...more };
    const open = (source: Experiment['source'], host: SessionHost) =>
      createSession({ ...experiment(source), model }, host, { backend: 'reference' });
    const live = await open(
      { id: 'live', settings: { ...settings, channels, waitingRoom: 30 } },
      { ...testHost(), live: { open: () => events } }
    );
    const run = live.run({ trials: 6 });
    for (let k = 0; k < 60; k++) {
      const samples = Float32Array.from(
        { length: channels * 45 },
        (_, i) => 0.5 + 0.5 * Math.sin(0.3 * i + k)
      );
      events.next({ kind: 'samples', samples, channels, receivedAt: performance.now() });
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await run;
    const { tape } = await live.collect();
    expect(live.status().live?.dropped).toBeGreaterThan(0);
    const replay = await open(
      { id: 'replay', settings: { ...settings, recording: 'tape.npz' } },
      testHost(undefined, { 'tape.npz': tapeNpz(tape!) })
    );
    await replay.run({ trials: 6 });
    expect(await replay.stateHash()).toBe(await live.stateHash());
    expect(replay.status().heldOut).toEqual(live.status().heldOut);
    expect(live.status().heldOut !== undefined).toBe(samplesAre === 'images');
    live.dispose();
    replay.dispose();
  });

  it('stops at its bound and counts what it missed', () => {
    const tape = new Tape(1, 5000);
    for (let k = 0; k < 6000; k++) tape.add(Float32Array.of(k));
    expect([tape.length, tape.missed, tape.bytes]).toEqual([5000, 1000, 20000]);
    expect(tape.samples()[4999]).toBe(4999);
  });
});
