import { beforeEach, describe, expect, test } from 'vitest';
import type { Compute } from '../../../src/compute/compute';
import { createReference } from '../../../src/compute/reference';
import { exp } from '../../../src/compute/transcendentals';
import { deepDefinition } from '../../../src/models/deep/deep';
import type { Settings } from '../../../src/models/settings';
import { batchOf, classes, create, run, shape, small, variants } from './modelCases';

let compute: Compute;
beforeEach(() => {
  compute = createReference();
});

describe.each(Object.entries(variants))('%s', (_, settings) => {
  test('stepping in any pieces gives the bits of running', async () => {
    const whole = await create(compute, settings);
    await run(whole, 0, 3);
    const pieces = await create(compute, settings);
    await run(pieces, 0, 3, [1, 2, 1, 5]);
    expect(await pieces.snapshot()).toEqual(await whole.snapshot());
    expect(pieces.score()).toEqual(whole.score());
  });

  test('a run restored in mid-trial goes on with the same bits', async () => {
    const straight = await create(compute, settings);
    await run(straight, 0, 2);
    straight.begin(batchOf(4, 2));
    for (let ticks = 0; ticks < 9; ) ticks += await straight.advance(9 - ticks);
    const snapshot = structuredClone(await straight.snapshot());
    const restored = await create(compute, settings);
    restored.restore(snapshot);
    expect(restored.tick).toBe(9);
    expect(await restored.snapshot()).toEqual(snapshot);
    for (const model of [straight, restored]) {
      while ((await model.advance(4)) > 0);
      await run(model, 3, 2);
    }
    expect(await restored.snapshot()).toEqual(await straight.snapshot());
  });

  test('neither evaluating, watching, probing nor sampling changes the run', async () => {
    const plain = await create(compute, settings);
    const seen = await create(compute, settings);
    await run(plain, 0, 2);
    await seen.watch(2);
    seen.keepSample?.(true);
    for (let n = 0; n < 2; n++) {
      seen.begin(batchOf(2 * n, 2));
      for (let at = 0; ; ) {
        const done = await seen.advance(3);
        if (done === 0) break;
        for (const { name, kind, width, ofWatchedUnit } of seen.probes) {
          if (kind === 'sampled') continue;
          const rows = await seen.probe(name, at, at + done);
          if (!ofWatchedUnit || rows.length > 0)
            expect(rows.length, name).toBe(kind === 'tick' ? width * done : width);
        }
        await seen.watch(at % seen.units);
        await seen.sample?.();
        await seen.evaluate(batchOf(90, 3));
        at += done;
      }
    }
    await seen.watch(undefined);
    expect(await seen.snapshot()).toEqual(await plain.snapshot());
  });

  test('takes the floats it says, and gives back every block', async () => {
    const model = await create(compute, settings);
    await run(model, 0, 1);
    await model.evaluate(batchOf(50, 3));
    const walked = deepDefinition
      .memory?.({ ...small, ...settings }, shape)
      .find(({ label }) => label.includes('('));
    const told = deepDefinition.floats({ ...small, ...settings }, shape) - (walked?.floats ?? 0);
    expect(compute.bytes / 8 / told).toBeGreaterThan(0.85);
    expect(compute.bytes / 8 / told).toBeLessThanOrEqual(1);
    model.dispose();
    expect(compute.bytes).toBe(0);
  });
});

test('how often alignment is measured is no part of a snapshot', async () => {
  const [never, always] = [
    await create(compute, { alignEvery: 0 }),
    await create(compute, { alignEvery: 1 })
  ];
  for (const model of [never, always]) await run(model, 0, 1);
  expect(await never.snapshot()).toEqual(await always.snapshot());
});

test('decisions made before a restore count in the score of the trial', async () => {
  const straight = await create(compute, { updateEvery: 3 }, classes);
  straight.begin(batchOf(0, 2, classes));
  for (let ticks = 0; ticks < 9; ) ticks += await straight.advance(9 - ticks);
  // The loss counts in stretches of two ticks, each decided once the next tick is read: two decisions a trial by tick 9.
  const restored = await create(compute, { updateEvery: 3 }, classes);
  const snapshot = structuredClone(await straight.snapshot());
  restored.restore(snapshot);
  expect([...snapshot.arrays['tally.decided']]).toEqual([2, 2]);
  for (const model of [straight, restored]) while ((await model.advance(4)) > 0);
  expect(restored.score()).toEqual(straight.score());
});

describe('the model', () => {
  const still: Settings = { learnInput: false, learnRecurrent: false, learnReadout: false };

  test('starts every trial from nothing, and evaluates as it runs', async () => {
    const model = await create(compute, { ...still, unitTypes: 'alif, membrane', readoutFrom: 'all' });
    await run(model, 7, 1);
    const alone = model.score();
    await run(model, 0, 1);
    await run(model, 7, 1);
    expect(model.score()).toEqual(alone);
    const evaluated = await model.evaluate(batchOf(14, 2));
    expect(evaluated.loss).toBeCloseTo(alone.loss, 12);
    expect(evaluated.error).toBeCloseTo(alone.error, 12);
  });

  test('gives each layer its place among the units', async () => {
    const model = await create(compute, { layers: '4, 3, 5', unitTypes: 'alif, membrane, leakyTanh' });
    expect(model.units).toBe(12);
    expect(model.layers).toEqual([
      { label: 'Layer 1', from: 0, to: 4, kind: 'alif', adaptiveFrom: 2, decay: exp(-1 / 8) },
      { label: 'Layer 2', from: 4, to: 7, kind: 'membrane', adaptiveFrom: 7, decay: exp(-1 / 8) },
      { label: 'Layer 3', from: 7, to: 12, kind: 'leakyTanh', adaptiveFrom: 12, decay: 0.6 }
    ]);
    expect((await create(compute, { layers: 5 })).layers[0].label).toBe('Units');
  });

  test('weights that are not to learn stay where they are', async () => {
    const model = await create(compute);
    const before = (await model.snapshot()).arrays;
    model.set('learnInput', false);
    model.set('learnReadout', false);
    await run(model, 0, 2);
    const after = (await model.snapshot()).arrays;
    const columns = (W: Float64Array, recurrent: boolean): number[] =>
      [...W].filter((_, at) => (at % 8 >= 4 && at % 8 < 7) === recurrent);
    expect(columns(after['W1'], false)).toEqual(columns(before['W1'], false));
    expect(columns(after['W1'], true)).not.toEqual(columns(before['W1'], true));
    expect(after['O1']).toEqual(before['O1']);
  });

  test('no unit feeds itself where autapses are off, and spiking units never do', async () => {
    for (const rule of ['cascade', 'bptt', 'immediate', 'rtrl']) {
      for (const [unitTypes, autapses, own] of [
        ['leakyTanh', false, 0],
        ['membrane', true, 4],
        ['lif', true, 0]
      ] as const) {
        const model = await create(compute, { unitTypes, autapses, rule });
        await run(model, 0, 2);
        const { W0 } = (await model.snapshot()).arrays;
        expect(Array.from({ length: 4 }, (_, i) => W0[i * 8 + 3 + i]).filter((w) => w !== 0)).toHaveLength(
          own
        );
      }
    }
  });

  test('adaptive feedback aligns with the weights it stands for; random feedback does not move', async () => {
    const cosine = (a: number[], b: number[]): number => {
      const dot = (x: number[], y: number[]): number => x.reduce((sum, value, at) => sum + value * y[at], 0);
      return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    };
    const model = await create(compute, { feedback: 'adaptive', weightDecay: 0.2, learningRate: 0.01 });
    await run(model, 0, 40);
    const { W1, O1, heard1, down1 } = (await model.snapshot()).arrays;
    const forward = (W: Float64Array): number[] => [...W].filter((_, at) => at % 8 < 4);
    expect(cosine([...O1], [...heard1])).toBeGreaterThan(0.99);
    expect(cosine(forward(W1), forward(down1))).toBeGreaterThan(0.99);

    const random = await create(compute, { feedback: 'random' });
    random.keepSample?.(true);
    await run(random, 0, 1);
    const first = (await random.sample?.())?.weights;
    await run(random, 1, 3);
    const last = (await random.sample?.())?.weights;
    expect(last?.['down1']).toEqual(first?.['down1']);
    expect(last?.['heard1']).toEqual(first?.['heard1']);
    expect(last?.['W1']).not.toEqual(first?.['W1']);
  });

  test('the watched traces times the signal are what the cascade learns by', async () => {
    for (const updateEvery of [0, 5]) {
      const model = await create(compute, {
        batch: 1,
        unitTypes: 'membrane, leakyTanh',
        tauReadout: 4,
        optimiser: 'sgd',
        learningRate: 1e-7,
        updateEvery
      });
      const unit = 1;
      await model.watch(unit);
      const before = (await model.snapshot()).arrays['W0'];
      model.begin(batchOf(0, 1));
      const sum = new Float64Array(11);
      for (let at = 0; at < 14; ) {
        const done = await model.advance(1000);
        const F = await model.probe('filteredEligibility', at, at + done);
        const sigma = await model.probe('learningSignal', at, at + done);
        for (let t = 0; t < done; t++)
          for (let j = 0; j < 11; j++) sum[j] += sigma[t * 7 + unit] * F[t * 11 + j];
        at += done;
      }
      const after = (await model.snapshot()).arrays['W0'];
      const channels = [0, 1, 2, 3, 4, 5, 6, 10];
      for (const [j, channel] of channels.entries()) {
        const moved = (before[unit * 8 + j] - after[unit * 8 + j]) / 1e-7;
        expect(moved).toBeCloseTo(sum[channel], 5);
      }
      expect(Math.abs(sum[0])).toBeGreaterThan(1e-3);
    }
  });

  test('rules, feedback and rates are switched live, and travel with a snapshot', async () => {
    const model = await create(compute, { updateEvery: 4 });
    model.begin(batchOf(0, 2));
    await model.advance(4);
    await model.advance(2);
    model.set('rule', 'bptt');
    model.set('feedback', 'adaptive');
    await model.advance(2);
    model.set('rule', 'spatial');
    await model.advance(1);
    const other = await create(compute, { updateEvery: 4 });
    other.restore(await model.snapshot());
    for (const each of [model, other]) {
      while ((await each.advance(100)) > 0);
      each.set('feedback', 'random');
      await run(each, 1, 1);
    }
    expect(await other.snapshot()).toEqual(await model.snapshot());
    const fresh = await create(compute, { updateEvery: 4 });
    other.restore(await fresh.snapshot());
    expect(await other.snapshot()).toEqual(await fresh.snapshot());
  });

  test('refuses rules that do not fit, in words, and runs on as it was', async () => {
    expect(() => deepDefinition.floats({ layers: '4, 3, 2', leaks: '0.5, 0.1' }, shape)).toThrow(
      "Setting 'leaks' has 2 entries for 3 layers; give one for all layers, or one for each."
    );
    await expect(create(compute, { rule: 'rtrl', layers: '256, 256' })).rejects.toThrow(
      "The rule 'rtrl' needs"
    );
    const cut = await create(compute, { updateEvery: 5 });
    expect(() => cut.set('rule', 'rtrl')).toThrow('updateEvery is 5; set it to 0');
    const plain = await create(compute, { updateEvery: 5 });
    for (const model of [cut, plain]) await run(model, 0, 2);
    expect(await cut.snapshot()).toEqual(await plain.snapshot());
    expect(() => cut.set('layers', '5')).toThrow("Setting 'layers' cannot change while the session runs");
    const smaller = await create(compute, { layers: '4, 2' });
    const before = await smaller.snapshot();
    const snapshot = await cut.snapshot();
    expect(() => smaller.restore(snapshot)).toThrow("Snapshot: 'W1' holds 24 numbers; this model needs 14");
    expect(await smaller.snapshot()).toEqual(before);
    await expect(cut.probe('alignment', 0, 1)).rejects.toThrow('measured from samples');
    await expect(cut.watch(7)).rejects.toThrow('units are numbered 0 to 6');
  });
});
