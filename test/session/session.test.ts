import fc from 'fast-check';
import { map } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import type { Experiment } from '../../src/session/experiment';
import { createSession, restoreSession } from '../../src/session/createSession';
import type { Session } from '../../src/session/session';
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
/** Ticks in a trial of the counting source. */
const steps = 7;

const open = (changes: Partial<Experiment> = {}, budget?: number): Promise<Session> =>
  createSession({ ...experiment, ...changes }, testHost(fakeDefinitions), {
    ...(budget !== undefined && { recordingBudget: budget })
  });

async function hashAfter(ticks: number, changes: Partial<Experiment> = {}): Promise<string> {
  const session = await open(changes);
  await session.step('tick', ticks);
  return session.stateHash();
}

describe('the clock', () => {
  it('gives the same state however the same ticks are cut into steps', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ level: fc.constantFrom('tick' as const, 'trial' as const), count: fc.nat({ max: 4 }) }),
          { maxLength: 12 }
        ),
        async (moves) => {
          const session = await open();
          let expected = 0;
          for (const { level, count } of moves) {
            await session.step(level, count);
            expected =
              level === 'tick'
                ? expected + count
                : Math.max(expected, (Math.floor(expected / steps) + count) * steps);
            expect(session.status().clock.tick).toBe(expected);
          }
          expect(await session.stateHash()).toBe(await hashAfter(expected));
        }
      ),
      { numRuns: 40 }
    );
  });

  it('stands at the same state after stepping N trials one by one, after a run of N, and after single ticks', async () => {
    const [byTrial, byRun, byTick] = await Promise.all([open(), open(), open()]);
    for (let i = 0; i < 5; i++) await byTrial.step('trial');
    await byRun.run({ trials: 5 });
    for (let i = 0; i < 5 * steps; i++) await byTick.step('tick');
    expect(byRun.status().clock).toEqual({ tick: 35, trial: 5, tickInTrial: 0, stepsPerTrial: 7 });
    expect(await byRun.stateHash()).toBe(await byTrial.stateHash());
    expect(await byRun.stateHash()).toBe(await byTick.stateHash());
  });

  it('does steps in the order they were asked for, without being awaited', async () => {
    const session = await open();
    const done: string[] = [];
    await Promise.all([
      session.step('tick', 3).then(() => done.push(`tick ${session.status().clock.tick}`)),
      session.step('trial', 1).then(() => done.push(`trial ${session.status().clock.tick}`)),
      session.step('tick', 2).then(() => done.push(`tick ${session.status().clock.tick}`))
    ]);
    expect(done).toEqual(['tick 3', 'trial 7', 'tick 9']);
  });

  it('runs until paused, and pausing waits for standstill', async () => {
    const session = await open();
    const run = session.run();
    expect(session.status().running).toBe(true);
    while (session.status().clock.tick === 0) await session.still(() => undefined);
    await session.pause();
    await run;
    const { clock, running } = session.status();
    expect(running).toBe(false);
    expect(clock.tick).toBeGreaterThan(0);
    expect(await session.stateHash()).toBe(await hashAfter(clock.tick));
  });

  it('lets a step end an open run', async () => {
    const session = await open();
    const run = session.run();
    await session.step('trial');
    await run;
    expect(session.status().running).toBe(false);
    expect(session.status().clock.tickInTrial).toBe(0);
  });

  it('gives the same state at any pace', async () => {
    const session = await open();
    session.pace(2000);
    await session.run({ trials: 4 });
    expect(await session.stateHash()).toBe(await hashAfter(4 * steps));
    expect(() => session.pace(-1)).toThrow(/expected ticks per second from 0/);
  });

  it('refuses a number of steps that is no whole number', async () => {
    const session = await open();
    await expect(session.step('tick', 1.5)).rejects.toThrow(/expected a whole number/);
    await expect(session.run({ trials: Number.NaN })).rejects.toThrow(/expected a whole number/);
  });
});

describe('the seed', () => {
  it('decides the state', async () => {
    expect(await hashAfter(20)).toBe(await hashAfter(20));
    expect(await hashAfter(20, { seed: 4 })).not.toBe(await hashAfter(20));
  });
});

describe('probes', () => {
  it('never change a run, recorded, watched, looked at or not', async () => {
    const plain = await hashAfter(20, { probes: [] });
    expect(await hashAfter(20, { probes: ['sum', 'watched'] })).toBe(plain);
    const session = await open({ probes: ['sum', 'watched'] });
    await session.watch(1);
    const stepping = session.step('tick', 20);
    await session.still((image) => image('weights'));
    await session.collect();
    await session.checkpoint();
    await stepping;
    expect(await session.stateHash()).toBe(plain);
  });

  it('are recorded at every tick, each once and at its own time', async () => {
    const session = await open();
    for (const count of [1, 2, 3, 4, 5]) await session.step('tick', count);
    const whole = await open();
    await whole.step('tick', 15);
    const rows = session.recording.series('sum')!.latest();
    expect([...rows.times]).toEqual(Array.from({ length: 15 }, (_, i) => i));
    expect(rows).toEqual(whole.recording.series('sum')!.latest());
  });

  it('keep no rows of a unit watched before', async () => {
    const session = await open({ probes: ['watched'] });
    await session.step('tick', 2);
    expect(session.recording.series('watched')!.length).toBe(0);
    await session.watch(2);
    await session.step('tick', 2);
    await session.watch(1);
    await session.step('tick', 3);
    const rows = session.recording.series('watched')!.latest();
    expect([...rows.times]).toEqual([4, 5, 6]);
    expect([...rows.data]).toEqual([1, 1, 1, 1, 1, 1]);
    await expect(session.watch(3)).rejects.toThrow(/no unit 3; expected a whole number from 0 to 2/);
  });

  it('must be probes of the model', async () => {
    await expect(open({ probes: ['voltage'] })).rejects.toThrow(
      "Unknown probe 'voltage'. This model has: sum, watched, firingRate, weights, measured."
    );
  });
});

describe('recordings', () => {
  it('keep loss, error and rates once a trial', async () => {
    const session = await open();
    await session.run({ trials: 3 });
    const { recording } = session;
    expect([...recording.series('loss')!.latest().times]).toEqual([0, 1, 2]);
    expect([...recording.series('meanRate')!.latest().data]).toEqual([3, 3, 3]);
    expect([...recording.series('firingRate')!.latest().data]).toEqual([1, 2, 6, 1, 2, 6, 1, 2, 6]);
    const { latest, recent } = session.status();
    expect(Math.fround(latest!.loss)).toBe(recording.series('loss')!.latest(1).data[0]);
    const losses = [...recording.series('loss')!.latest().data];
    expect(recent!.loss).toBeCloseTo(losses.reduce((a, b) => a + b) / 3, 3);
  });

  it('stay within their budget and forget the oldest rows first', async () => {
    const budget = 4000;
    const session = await open({}, budget);
    await session.run({ trials: 60 });
    const { recordedBytes, recordingBudget } = session.status();
    expect(recordingBudget).toBe(budget);
    expect(recordedBytes).toBeLessThanOrEqual(budget);
    const { times } = session.recording.series('sum')!.latest();
    expect(times[times.length - 1]).toBe(60 * steps - 1);
    expect(times[0]).toBe(60 * steps - times.length);
  });

  it('collect copies of all series and images', async () => {
    const session = await open();
    await session.step('trial');
    const { series, images } = await session.collect();
    expect(series.map(({ probe }) => probe.name).sort()).toEqual([
      'error',
      'firingRate',
      'loss',
      'meanRate',
      'measured',
      'sum'
    ]);
    expect(images.map(({ probe, data }) => [probe.name, data.length])).toEqual([['weights', 4]]);
  });
});

describe('the held-out score', () => {
  it('is taken after each pass and at the end of a run', async () => {
    const session = await open({ source: { id: 'counting', settings: { pass: 6 } } });
    await session.run({ trials: 7 });
    // Two trials at a time: a pass of six ends after the third and the sixth trial, the run after the seventh.
    expect([...session.recording.series('heldOutError')!.latest().times]).toEqual([2, 5, 6]);
    expect(session.status().heldOut).toEqual({ loss: 1, error: 0.25 });
    expect(session.status().pass).toBe(2);
  });

  it('is taken after a pass whose last batch was under way when a checkpoint was taken', async () => {
    const session = await open({ source: { id: 'counting', settings: { pass: 6 } } });
    await session.step('tick', 2 * steps + 3);
    const restored = await restoreSession(await session.checkpoint(), testHost(fakeDefinitions));
    await restored.step('trial');
    expect([...restored.recording.series('heldOutError')!.latest().times]).toEqual([2]);
  });

  it('is still known after a checkpoint', async () => {
    const session = await open({ source: { id: 'counting', settings: { pass: 6 } } });
    await session.step('trial', 4);
    const restored = await restoreSession(await session.checkpoint(), testHost(fakeDefinitions));
    expect(restored.status().heldOut).toEqual({ loss: 1, error: 0.25 });
  });

  it('does not change the run', async () => {
    const session = await open({ source: { id: 'counting', settings: { pass: 2 } } });
    await session.run({ trials: 4 });
    expect(await session.stateHash()).toBe(await hashAfter(4 * steps));
  });

  it('is taken as often as the source says, however the trials are cut', async () => {
    const source = { id: 'counting', settings: { scoreEvery: 4 } };
    const whole = await open({ source });
    await whole.run({ trials: 5 });
    // Two trials at a time: four are over after the second and the fourth; the run ends after the fifth.
    expect([...whole.recording.series('heldOutError')!.latest().times]).toEqual([1, 3, 4]);
    const cut = await open({ source });
    for (let tick = 0; tick < 5 * steps; tick++) await cut.step('tick');
    expect([...cut.recording.series('heldOutError')!.latest().times]).toEqual([1, 3]);
    expect(await cut.stateHash()).toBe(await hashAfter(5 * steps));
    expect(whole.status().pass).toBeUndefined();
  });

  it('is left out where nothing is held out', async () => {
    const session = await open();
    await session.run({ trials: 2 });
    expect(session.recording.series('heldOutError')).toBeUndefined();
    expect(session.status().heldOut).toBeUndefined();
  });
});

describe('live edits', () => {
  it('act from the tick they were made at, and replay', async () => {
    const session = await open();
    await session.step('tick', 9);
    await session.edit('gain', 2);
    await session.step('tick', 5);
    await session.edit('gain', 0.1);
    await session.edit('gain', 0.2);
    await session.step('tick', 6);
    expect(session.experiment.edits).toEqual([
      { tick: 9, setting: 'gain', value: 2 },
      { tick: 14, setting: 'gain', value: 0.1 },
      { tick: 14, setting: 'gain', value: 0.2 }
    ]);
    const hash = await session.stateHash();
    expect(hash).not.toBe(await hashAfter(20));
    const replayed = await createSession(session.experiment, testHost(fakeDefinitions));
    await replayed.run({ trials: 2 });
    await replayed.step('tick', 6);
    expect(await replayed.stateHash()).toBe(hash);
    expect(replayed.describe().modelSettings.gain).toBe(0.2);
  });

  it('replay to the same state wherever they were made', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ wait: fc.nat({ max: 9 }), value: fc.integer({ min: 0, max: 10 }) }), {
          maxLength: 6
        }),
        async (edits) => {
          const session = await open();
          for (const { wait, value } of edits) {
            await session.step('tick', wait);
            await session.edit('gain', value);
          }
          await session.step('tick', 3);
          const replayed = await createSession(session.experiment, testHost(fakeDefinitions));
          await replayed.step('tick', session.status().clock.tick);
          expect(await replayed.stateHash()).toBe(await session.stateHash());
        }
      ),
      { numRuns: 30 }
    );
  });

  it('made while running take effect between two slices and replay', async () => {
    const session = await open();
    const run = session.run({ trials: 40 });
    await session.edit('gain', 3);
    await run;
    const replayed = await createSession(session.experiment, testHost(fakeDefinitions));
    await replayed.run({ trials: 40 });
    expect(await replayed.stateHash()).toBe(await session.stateHash());
  });

  it('are refused for settings that are not live, unknown or out of range, and leave no mark', async () => {
    const session = await open();
    await expect(session.edit('batch', 4)).rejects.toThrow(
      "Setting 'batch' cannot change while the session runs; open the experiment anew with it."
    );
    await expect(session.edit('steps', 4)).rejects.toThrow(/open the experiment anew/);
    await expect(session.edit('gian', 4)).rejects.toThrow(/Unknown setting 'gian'/);
    await expect(session.edit('gain', 40)).rejects.toThrow(/expected a number from 0 to 10/);
    expect(session.experiment.edits).toEqual([]);
    await session.step('tick', 4);
    expect(await session.stateHash()).toBe(await hashAfter(4));
  });
});

describe('a checkpoint', () => {
  it('goes on exactly as the session it was taken of, from any tick', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 40 }), fc.nat({ max: 20 }), async (before, after) => {
        const session = await open({ edits: [{ tick: 11, setting: 'gain', value: 4 }] });
        await session.step('tick', before);
        const checkpoint = structuredClone(await session.checkpoint());
        const restored = await restoreSession(checkpoint, testHost(fakeDefinitions));
        expect(await restored.stateHash()).toBe(await session.stateHash());
        expect(restored.status().clock).toEqual(session.status().clock);
        expect(restored.status().recent).toEqual(session.status().recent);
        await session.step('tick', after);
        await restored.step('tick', after);
        expect(await restored.stateHash()).toBe(await session.stateHash());
        expect(restored.describe().modelSettings).toEqual(session.describe().modelSettings);
      }),
      { numRuns: 40 }
    );
  });
});

describe('a session that cannot go on', () => {
  it('says why in its status and stands still', async () => {
    const session = await createSession(experiment, testHost(brokenAfter(3)));
    await expect(session.run()).rejects.toThrow('row 12 is torn');
    expect(session.status().failure).toBe('row 12 is torn');
    expect(session.status().running).toBe(false);
    expect(session.status().clock.trial).toBe(1);
  });

  it('keeps the recording up to the step at which the model broke, and asks it for no more', async () => {
    const session = await open({ model: { id: 'fake', settings: { breakAt: 6 } } });
    const problem = 'The sum is not a number at tick 5; lower the gain.';
    await expect(session.run()).rejects.toThrow(problem);
    const { clock, failure, running } = session.status();
    expect([failure, running, clock.tick]).toEqual([problem, false, 5]);
    const { times, data } = session.recording.series('sum')!.latest();
    expect([...times]).toEqual([0, 1, 2, 3, 4]);
    const whole = await open();
    await whole.step('tick', 5);
    expect(data).toEqual(whole.recording.series('sum')!.latest().data);
    expect((await session.collect()).series.find(({ probe }) => probe.name === 'sum')?.rows.data).toEqual(
      data
    );

    await session.edit('gain', 0);
    await session.watch(1);
    await expect(session.step('tick')).rejects.toThrow(problem);
    expect(session.status().clock.tick).toBe(5);
    session.dispose();
  });
});

describe('memory', () => {
  it('is refused before anything is allocated, naming what takes most of it', async () => {
    await expect(open({ model: { id: 'fake', settings: { size: 8e8 } } })).rejects.toThrow(
      'This network needs 3.0 GB (the sum: 3.0 GB); the limit is 2.0 GB.'
    );
  });

  it('is refused to a live edit too, and the run goes on as it was', async () => {
    const session = await open();
    await session.step('tick', 3);
    // It would fit in single precision; the reference backend keeps float64.
    await expect(session.edit('size', 3e8)).rejects.toThrow(/needs 2\.2 GB \(the sum: 2\.2 GB\)/);
    expect(session.experiment.edits).toEqual([]);
    await session.step('tick', 4);
    expect(await session.stateHash()).toBe(await hashAfter(7));
  });
});

function brokenAfter(trials: number): typeof fakeDefinitions {
  const [source] = fakeDefinitions.sources;
  return {
    ...fakeDefinitions,
    sources: [
      {
        ...source,
        create: async (context) => {
          const whole = await source.create(context);
          return {
            ...whole,
            trials: (from, demand$) =>
              whole.trials(from, demand$).pipe(
                map((trial) => {
                  if (trial.index >= trials) throw new Error('row 12 is torn');
                  return trial;
                })
              )
          };
        }
      }
    ]
  };
}
