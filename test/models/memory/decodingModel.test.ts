/** Attention over devices as a model in a session: exact for any placement, counted as by the formulas, the same however cut. */
import { describe, expect, it } from 'vitest';
import { decodingProbes } from '../../../src/models/memory/decoding/probes';
import { simulatedTimes } from '../../../src/models/memory/decoding/simulated';
import { decodingSettings } from '../../../src/models/memory/decoding/settings';
import { decodeTimes, paperCluster, paperShape } from '../../../src/models/memory/energy/cluster';
import { evenSplit, shardPartials, treeReduce } from '../../../src/models/memory/energy/devices';
import { afterRound, treeRounds } from '../../../src/models/memory/energy/rounds';
import { completeSettings, type Settings } from '../../../src/models/settings';
import { createSession, restoreSession } from '../../../src/session/createSession';
import type { Experiment } from '../../../src/session/experiment';
import { testHost } from '../../session/host';
import { randomRows } from './memoryCases';

const experimentOf = (model: Settings = {}, source: Settings = {}): Experiment => ({
  format: 1,
  title: 'Decode',
  model: { id: 'devices', settings: model },
  source: { id: 'decoding', settings: source },
  probes: Object.values(decodingProbes),
  seed: 2,
  edits: []
});
const open = (experiment: Experiment) => createSession(experiment, testHost(), { recordingBudget: 2 ** 24 });
type Open = Awaited<ReturnType<typeof open>>;
const rowsOfProbe = (session: Open, name: string) => session.recording.series(name)!.latest();

describe('the rounds of a tree', () => {
  it.each([
    [1, 2],
    [2, 2],
    [3, 2],
    [13, 2],
    [16, 4],
    [17, 4],
    [100, 8]
  ])('%i devices, joined %i at a time: as many and with the same bits as the reduction', (devices, fanIn) => {
    const rounds = treeRounds(devices, fanIn);
    const [k, v] = [randomRows('k', 40, 4), randomRows('v', 40, 3)];
    const parts = shardPartials(randomRows('q', 1, 4).data, k, v, 1, evenSplit(40, devices));
    const reduced = treeReduce(parts, fanIn);
    expect(rounds.length).toBe(reduced.steps);
    expect(rounds.reduce((sum, { messages }) => sum + messages.length, 0)).toBe(reduced.messages);
    for (const part of rounds.reduce(afterRound, [...parts])) expect(part).toEqual(reduced.total);
  });
});

describe('attention over devices in a session', () => {
  it.each<[string, Settings, Settings]>([
    ['even', {}, {}],
    ['in blocks, the last devices empty', { placement: 'blocks' }, {}],
    ['cut at random, some empty', { placement: 'drawn', devices: 23, fanIn: '4' }, { rounds: 8 }],
    ['with logits whose exp overflows', { placement: 'drawn' }, { logitSize: 2000 }],
    ['on one device', { devices: 1 }, { rounds: 2 }],
    ['with fewer keys than devices', { devices: 128, room: 16 }, {}]
  ])('is softmax, %s', async (_, model, source) => {
    const session = await open(experimentOf(model, source));
    await session.run({ trials: 12 });
    const { data } = rowsOfProbe(session, decodingProbes.decodeError);
    for (const difference of data) expect(difference).toBeLessThan(1e-12);
    expect(data.length).toBe(24);
    // In the end every device knows of all keys.
    const keys = rowsOfProbe(session, decodingProbes.deviceKeys);
    const room = Number(model.room ?? 1024);
    const all = Math.min(room, 12 * Number(source.rounds ?? 16));
    expect([...keys.data.subarray(-keys.width)]).toEqual(new Array(keys.width).fill(all));
    session.dispose();
  });

  it('counts steps and numbers as the formulas do, and what is sent so far adds up to it', async () => {
    const session = await open(experimentOf({ devices: 8 }));
    await session.run({ trials: 2 });
    const keys = 32;
    const traffic = rowsOfProbe(session, decodingProbes.decodeTraffic).data.subarray(-4);
    expect([...traffic]).toEqual([6, 7, 14 * 10, 7 * keys * 16]);
    const sent = rowsOfProbe(session, decodingProbes.sentSoFar).data.subarray(-32);
    expect([sent[0], sent[1]]).toEqual([0, 0]);
    expect([sent[2], sent[3]]).toEqual([4 * 10, keys * 16]);
    expect([sent[30], sent[31]]).toEqual([14 * 10, 7 * keys * 16]);
    session.dispose();
  });

  it('tells who sends to whom', async () => {
    const session = await open(experimentOf({ devices: 4 }, { rounds: 6 }));
    await session.run({ trials: 1 });
    const up = [...rowsOfProbe(session, decodingProbes.sendsTo).data];
    const down = [...rowsOfProbe(session, decodingProbes.hearsFrom).data];
    const silent = [-1, -1, -1, -1];
    expect(up).toEqual([...silent, -1, 0, -1, 2, -1, -1, 0, -1, ...silent, ...silent, ...silent]);
    expect(down).toEqual([...silent, ...silent, ...silent, -1, -1, 0, -1, -1, 0, -1, 2, ...silent]);
    session.dispose();
  });

  it('is the same run in pieces and from a checkpoint in mid-trial', async () => {
    const experiment = experimentOf({ placement: 'drawn', room: 40 });
    const whole = await open(experiment);
    await whole.run({ trials: 5 });
    const half = await open(experiment);
    await half.step('tick', 16 * 3 + 7);
    const resumed = await restoreSession(await half.checkpoint(), testHost(), { recordingBudget: 2 ** 24 });
    await resumed.step('tick', 16 * 2 - 7);
    expect(await resumed.stateHash()).toBe(await whole.stateHash());
    for (const name of [decodingProbes.deviceSum, decodingProbes.decodeError]) {
      const [one, other] = [whole, resumed].map((session) => rowsOfProbe(session, name));
      expect(other.data.subarray(-one.width)).toEqual(one.data.subarray(-one.width));
    }
    for (const session of [whole, half, resumed]) session.dispose();
  });

  it('says how many ticks a tree needs', async () => {
    await expect(open(experimentOf({ devices: 64 }, { rounds: 12 }))).rejects.toThrow(
      'A tree over 64 devices takes 12 rounds after the first tick, but trials have 12 ticks; expected 13 or more.'
    );
    await expect(
      open({ ...experimentOf(), source: { id: 'functions', settings: { functions: 8, dimensions: 9 } } })
    ).rejects.toThrow("Choose the source 'decoding'");
  });
});

describe('simulated times', () => {
  it('are those of the published setup unless told otherwise', () => {
    const { ring, tree } = simulatedTimes(completeSettings(decodingSettings, {}));
    const published = decodeTimes(paperShape, paperCluster);
    expect(tree[7]).toBeCloseTo(published.tree * 1e3, 12);
    expect(ring[7]).toBeCloseTo(published.ring * 1e3, 9);
    expect(ring[0]).toBe(tree[0]);
  });

  it('hear every setting of the cluster', () => {
    const base = completeSettings(decodingSettings, {});
    const said = JSON.stringify(simulatedTimes(base));
    const others: Settings = {
      fanIn: '4',
      clusterTokens: 1e6,
      clusterGrows: false,
      clusterWidth: 64,
      clusterHeads: 4,
      clusterBatch: 2,
      reductions: '1',
      overlap: true,
      perNode: 4,
      latencyWithin: 5,
      latencyBetween: 50,
      bandwidthWithin: 100,
      bandwidthBetween: 5
    };
    for (const [name, value] of Object.entries(others))
      expect(JSON.stringify(simulatedTimes({ ...base, [name]: value })), name).not.toBe(said);
  });
});
