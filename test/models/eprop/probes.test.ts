import { describe, expect, test } from 'vitest';
import { createReference } from '../../../src/compute/reference';
import { epropDefinition } from '../../../src/models/eprop/eprop';
import type { Model } from '../../../src/models/model';
import { Random } from '../../../src/models/random';
import type { Settings } from '../../../src/models/settings';
import type { StreamShape, Trial } from '../../../src/models/stream';

const shape: StreamShape = {
  inputs: 4,
  outputs: 2,
  steps: 30,
  dtMs: 1,
  loss: 'regression',
  inputKind: 'spikes',
  inputGroups: [],
  phases: [],
  outputLabels: ['a', 'b']
};
const units = 5;
const fanIn = shape.inputs + units;

const trial = (index: number): Trial => {
  const random = new Random(5).fork(`${index}`);
  return {
    index,
    x: Float64Array.from({ length: 30 * 4 }, () => (random.uniform() < 0.3 ? 1 : 0)),
    target: Float64Array.from({ length: 30 * 2 }, () => random.normal()),
    mask: new Float64Array(30).fill(1)
  };
};

const create = (settings: Settings = {}): Promise<Model> =>
  epropDefinition.create({
    compute: createReference(),
    shape,
    random: new Random(2),
    settings: { units, batch: 1, refractory: 2, inputScale: 3, rateRegularisation: 0, ...settings }
  });

describe('probes', () => {
  test('have a row of the width they say for every tick, and name what they show', async () => {
    for (const unit of ['alif', 'leakyTanh']) {
      const model = await create({ unit, batch: 2 });
      await model.watch(1);
      model.begin([trial(0), trial(1)]);
      while ((await model.advance(30)) > 0);
      for (const probe of model.probes) {
        const data = await model.probe(probe.name, 3, 10);
        expect(data.length, probe.name).toBe(probe.kind === 'tick' ? 7 * probe.width : probe.width);
        expect(data.every(Number.isFinite), probe.name).toBe(true);
        if (probe.kind === 'image') expect(probe.size && probe.size[0] * probe.size[1]).toBe(probe.width);
        if (!probe.signed)
          expect(
            data.every((value) => value >= 0),
            probe.name
          ).toBe(true);
        expect([probe.label, probe.symbol, probe.help].every((words) => words.length > 0)).toBe(true);
      }
    }
  });

  test('show trial 0 of the batch', async () => {
    const model = await create({ batch: 2 });
    model.begin([trial(0), trial(1)]);
    while ((await model.advance(30)) > 0);
    expect(await model.probe('input', 0, 30)).toEqual(Float32Array.from(trial(0).x));
    expect(await model.probe('target', 0, 30)).toEqual(Float32Array.from(trial(0).target));
  });

  test('the membrane crosses the threshold exactly where spikes are', async () => {
    const model = await create({ refractory: 0 });
    model.begin([trial(0)]);
    while ((await model.advance(30)) > 0);
    const [v, A, z] = await Promise.all(
      ['potential', 'threshold', 'spikes'].map((name) => model.probe(name, 0, 30))
    );
    expect(z.some((spike) => spike === 1)).toBe(true);
    expect(Array.from(v, (value, at) => (value >= A[at] ? 1 : 0))).toEqual([...z]);
  });

  test('the firing rate counts the spikes of the trial, in Hz', async () => {
    const model = await create();
    model.begin([trial(0)]);
    while ((await model.advance(30)) > 0);
    const z = await model.probe('spikes', 0, 30);
    const counts = Array.from({ length: units }, (_, i) =>
      z.reduce((sum, spike, at) => sum + (at % units === i ? spike : 0), 0)
    );
    expect([...(await model.probe('firingRate', 0, 0))]).toEqual(
      counts.map((count) => Math.fround((count * 1000) / 30))
    );
  });

  test.each([['symmetric'], ['random']])(
    'the learning signal is the same to the bit in the middle of a chunk and at its end (%s)',
    async (feedback) => {
      const model = await create({ feedback });
      model.begin([trial(0)]);
      const before: number[] = [];
      for (const ticks of [1, 3, 7, 9]) {
        await model.advance(ticks);
        before.push(
          ...(await model.probe('learningSignal', before.length / units, before.length / units + ticks))
        );
      }
      while ((await model.advance(30)) > 0);
      const after = await model.probe('learningSignal', 0, 20);
      expect(before.some((value) => value !== 0)).toBe(true);
      expect([...after]).toEqual(before);
    }
  );

  test.each([
    ['ALIF', { unit: 'alif', adaptiveFraction: 1 }],
    ['LIF', { unit: 'lif' }],
    ['leaky tanh', { unit: 'leakyTanh', autapses: true }]
  ])('weight changes are learning signal times filtered trace, as watched (%s)', async (_, settings) => {
    for (let watched = 0; watched < units; watched++) {
      const model = await create({ ...settings, optimiser: 'sgd', learningRate: 0.5 });
      const before = await model.probe('weights', 0, 0);
      await model.watch(watched);
      model.begin([trial(0)]);
      while ((await model.advance(11)) > 0);
      const after = await model.probe('weights', 0, 0);
      const L = await model.probe('learningSignal', 0, 30);
      const F = await model.probe('filteredEligibility', 0, 30);
      for (let j = 0; j < fanIn; j++) {
        if (settings.unit !== 'leakyTanh' && j === shape.inputs + watched) continue;
        let sum = 0;
        for (let t = 0; t < 30; t++) sum += L[t * units + watched] * F[t * fanIn + j];
        const at = watched * fanIn + j;
        expect(after[at] - before[at]).toBeCloseTo(-0.5 * sum, 4);
      }
    }
  });

  test('watched traces are those the run carries from chunk to chunk', async () => {
    const model = await create({ updateEvery: 8, adaptiveFraction: 1 });
    await model.watch(3);
    model.begin([trial(0)]);
    for (const end of [8, 16, 24]) {
      await model.advance(100);
      const { filtered } = (await model.snapshot()).arrays;
      const row = [...filtered.subarray(3 * fanIn, 4 * fanIn)];
      const seen = await model.probe('filteredEligibility', end - 1, end);
      expect(row.some((value) => value !== 0)).toBe(true);
      for (let j = 0; j < fanIn; j++) expect(seen[j]).toBeCloseTo(row[j], 6);
    }
  });

  test('watched traces are the same however they are asked for', async () => {
    const settings = { updateEvery: 8 };
    const [often, once] = [await create(settings), await create(settings)];
    const rows: number[] = [];
    for (const model of [often, once]) {
      await model.watch(4);
      model.begin([trial(0)]);
    }
    for (let at = 0; at < 24; ) {
      const done = await often.advance(3);
      rows.push(...(await often.probe('eligibility', at, at + done)));
      at += done;
    }
    const whole: number[] = [];
    for (let at = 0; at < 24; at += 8) {
      await once.advance(8);
      whole.push(...(await once.probe('eligibility', at, at + 8)));
    }
    expect(rows).toEqual(whole);
  });

  test('a unit watched too late has no traces of the chunk before, and says so with NaN', async () => {
    const model = await create({ updateEvery: 8 });
    model.begin([trial(0)]);
    await model.advance(8);
    await model.watch(1);
    expect((await model.probe('eligibility', 0, 8)).every(Number.isNaN)).toBe(true);
    await model.advance(8);
    expect((await model.probe('eligibility', 8, 16)).every(Number.isFinite)).toBe(true);
  });

  test('watched probes are empty while no unit is watched', async () => {
    const model = await create();
    model.begin([trial(0)]);
    await model.advance(5);
    expect((await model.probe('eligibility', 0, 5)).length).toBe(0);
    await model.watch(0);
    expect((await model.probe('eligibility', 0, 5)).length).toBe(5 * fanIn);
    await model.watch(undefined);
    expect((await model.probe('eligibility', 0, 5)).length).toBe(0);
  });
});
