/** The Hopfield network as a model in a session: it stores, falls, forgets the oldest, and is the same however its run is cut. */
import { describe, expect, it } from 'vitest';
import { hopfieldEnergy } from '../../../src/models/memory/energy/hopfield';
import { hopfieldProbes } from '../../../src/models/memory/hopfield/probes';
import { PatternStore } from '../../../src/models/memory/hopfield/store';
import { rowAt } from '../../../src/models/memory/rows';
import type { Settings } from '../../../src/models/settings';
import { createSession, restoreSession } from '../../../src/session/createSession';
import type { Experiment } from '../../../src/session/experiment';
import { testHost } from '../../session/host';
import { randomRows } from './memoryCases';

const experimentOf = (model: Settings = {}, source: Settings = {}): Experiment => ({
  format: 1,
  title: 'Fall',
  model: { id: 'hopfield', settings: { inverseTemperature: 6, ...model } },
  source: { id: 'patterns', settings: { cueNoise: 0.8, descent: 8, ...source } },
  probes: Object.values(hopfieldProbes),
  seed: 3,
  edits: []
});
const open = (experiment: Experiment) => createSession(experiment, testHost(), { recordingBudget: 2 ** 22 });
type Open = Awaited<ReturnType<typeof open>>;
const rowsOfProbe = (session: Open, name: string) => session.recording.series(name)!.latest();

describe('a Hopfield network in a session', () => {
  it('never climbs, and comes to rest at the pattern asked for', async () => {
    const session = await open(experimentOf());
    await session.run({ trials: 40 });
    const { data } = rowsOfProbe(session, hopfieldProbes.greatestRise);
    expect(Math.max(...data)).toBeLessThan(1e-12);
    // It does fall: the first update of a trial takes a good part of the energy.
    const energies = rowsOfProbe(session, hopfieldProbes.energy).data;
    for (let trial = 0; trial < 40; trial++)
      expect(energies[8 * trial] - energies[8 * trial + 1]).toBeGreaterThan(0.05);
    expect([...rowsOfProbe(session, hopfieldProbes.recalled).data].every((right) => right === 1)).toBe(true);
    session.dispose();
  });

  it('tells a rise where there is one: a step the other way climbs', async () => {
    const network = { patterns: randomRows('patterns', 6, 12), beta: 2 };
    const xi = randomRows('xi', 1, 12).data;
    const away = xi.map((x, i) => x + (x - rowAt(network.patterns, 0)[i]));
    expect(hopfieldEnergy(network, away)).toBeGreaterThan(hopfieldEnergy(network, xi) + 0.1);
  });

  it('with a small beta ends at the mean of what is kept, and recalls nothing', async () => {
    const session = await open(experimentOf({ inverseTemperature: 0.5 }, { descent: 30 }));
    await session.run({ trials: 40 });
    const recalled = rowsOfProbe(session, hopfieldProbes.recalled).data;
    expect([...recalled.subarray(20)]).toEqual(new Array(20).fill(0));
    const weights = rowsOfProbe(session, hopfieldProbes.patternWeights);
    // Of all patterns nearly as much.
    expect(Math.max(...weights.data.subarray(-16))).toBeLessThan(0.1);
    session.dispose();
  });

  it('forgets the oldest pattern, and then does not recall it', async () => {
    const session = await open(experimentOf({ capacity: 4 }, { asksBack: 16 }));
    await session.run({ trials: 200 });
    const recalled = [...rowsOfProbe(session, hopfieldProbes.recalled).data].slice(20);
    const share = recalled.reduce((sum, right) => sum + right, 0) / recalled.length;
    // One in four of those asked for is still kept.
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.35);
    expect(rowsOfProbe(session, hopfieldProbes.patternsHeld).data.slice(-2)).toEqual(Float32Array.of(4, 4));
    session.dispose();
  });

  it('is the same run in pieces, from a checkpoint, and without anyone looking', async () => {
    const whole = await open(experimentOf());
    await whole.run({ trials: 6 });
    const stepped = await open({ ...experimentOf(), probes: [] });
    await stepped.step('tick', 8 * 6);
    expect(await stepped.stateHash()).toBe(await whole.stateHash());
    const half = await open(experimentOf());
    await half.step('tick', 8 * 3 + 5);
    const resumed = await restoreSession(await half.checkpoint(), testHost(), { recordingBudget: 2 ** 22 });
    await resumed.step('tick', 8 * 3 - 5);
    expect(await resumed.stateHash()).toBe(await whole.stateHash());
    expect(rowsOfProbe(resumed, hopfieldProbes.greatestRise).data.at(-1)).toBe(
      rowsOfProbe(whole, hopfieldProbes.greatestRise).data.at(-1)
    );
    for (const session of [whole, stepped, half, resumed]) session.dispose();
  });

  it('refuses a stream that has no cues', async () => {
    const functions = { ...experimentOf(), source: { id: 'functions', settings: {} } };
    await expect(open(functions)).rejects.toThrow("Choose the source 'patterns'");
  });
});

describe('the store', () => {
  it('tells what has been reached by half the distance to the nearest neighbour', () => {
    const store = new PatternStore(3, 2);
    store.store([0, 0]);
    store.store([2, 0]);
    store.store([0, 6]);
    const pattern = Float64Array.of(0, 0);
    expect(store.reached(pattern, Float64Array.of(0.9, 0))).toBe(true);
    expect(store.reached(pattern, Float64Array.of(1.1, 0))).toBe(false);
    expect(store.distances(Float64Array.of(0, 3))).toEqual(Float64Array.of(3, Math.sqrt(13), 3));
  });

  it('counts those that hold: patterns close together share one valley', () => {
    const store = new PatternStore(5, 3);
    for (const pattern of [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [0.02, 0, 1],
      [-0.02, 0, 1]
    ])
      store.store(pattern);
    // Of the three it is the one in the middle.
    expect(store.holding(20)).toBe(3);
    expect(new PatternStore(2, 3).holding(1)).toBe(0);
  });
});
