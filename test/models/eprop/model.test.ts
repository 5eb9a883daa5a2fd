import { beforeEach, describe, expect, test } from 'vitest';
import type { Compute } from '../../../src/compute/compute';
import { createReference } from '../../../src/compute/reference';
import { createWasm } from '../../../src/compute/wasm';
import { epropDefinition } from '../../../src/models/eprop/eprop';
import type { Model, ModelSnapshot } from '../../../src/models/model';
import { Random } from '../../../src/models/random';
import type { Settings } from '../../../src/models/settings';
import type { StreamShape, Trial } from '../../../src/models/stream';

const shape: StreamShape = {
  inputs: 5,
  outputs: 2,
  steps: 23,
  dtMs: 1,
  loss: 'classification',
  inputKind: 'spikes',
  inputGroups: [],
  phases: [],
  outputLabels: ['a', 'b']
};

function trial(index: number, of: StreamShape = shape): Trial {
  const random = new Random(99).fork(`trial ${index}`);
  const target = new Float64Array(of.steps * of.outputs);
  const label = random.below(of.outputs);
  for (let t = 0; t < of.steps; t++) target[t * of.outputs + label] = 1;
  return {
    index,
    x: Float64Array.from({ length: of.steps * of.inputs }, () => (random.uniform() < 0.3 ? 1 : 0)),
    target,
    mask: Float64Array.from({ length: of.steps }, (_, t) => (t > 10 ? 1 : 0))
  };
}

const batchOf = (from: number, count: number, of: StreamShape = shape): Trial[] =>
  Array.from({ length: count }, (_, b) => trial(from + b, of));

const base: Settings = {
  units: 7,
  batch: 3,
  refractory: 2,
  tauMembrane: 10,
  tauAdaptation: 50,
  inputScale: 3
};

const create = (compute: Compute, settings: Settings = {}, of: StreamShape = shape): Promise<Model> =>
  epropDefinition.create({ compute, shape: of, random: new Random(3), settings: { ...base, ...settings } });

/** Runs whole trials (batches), each cut into pieces of the given sizes in turn. */
async function run(
  model: Model,
  first: number,
  trials: number,
  pieces: readonly number[] = [1000]
): Promise<void> {
  let piece = 0;
  for (let n = 0; n < trials; n++) {
    model.begin(batchOf((first + n) * model.batch, model.batch));
    while ((await model.advance(pieces[piece++ % pieces.length])) > 0);
  }
}

const variants: Record<string, Settings> = {
  'ALIF, whole trials': {},
  'ALIF, an update every 5 ticks, the last chunk shorter': { updateEvery: 5 },
  'ALIF, an update every tick, adaptive feedback': { updateEvery: 1, feedback: 'adaptive' },
  'LIF, gradient descent, random feedback': {
    unit: 'lif',
    optimiser: 'sgd',
    feedback: 'random',
    learningRate: 0.01
  },
  'leaky tanh with autapses, an update every 4 ticks': { unit: 'leakyTanh', autapses: true, updateEvery: 4 },
  'ALIF, traces walked tick by tick': { traces: 'step', updateEvery: 6 }
};

const backends: Record<string, () => Promise<Compute>> = {
  reference: async () => createReference(),
  wasm: () => createWasm()
};

for (const [backend, createCompute] of Object.entries(backends)) {
  describe(`on ${backend}`, () => {
    for (const [name, settings] of Object.entries(variants)) {
      test(`stepping in any pieces gives the bits of running (${name})`, async () => {
        const whole = await create(await createCompute(), settings);
        await run(whole, 0, 3);
        const pieces = await create(await createCompute(), settings);
        await run(pieces, 0, 3, [1, 2, 1, 7]);
        expect(await pieces.snapshot()).toEqual(await whole.snapshot());
        expect(pieces.score()).toEqual(whole.score());
      });

      test(`a run restored in mid-trial goes on with the same bits (${name})`, async () => {
        const straight = await create(await createCompute(), settings);
        await run(straight, 0, 1);
        straight.begin(batchOf(3, 3));
        for (let ticks = 0; ticks < 13; ) ticks += await straight.advance(13 - ticks);
        const snapshot = structuredClone(await straight.snapshot());

        const restored = await create(await createCompute(), settings);
        restored.restore(snapshot);
        expect(restored.tick).toBe(13);
        expect(await restored.snapshot()).toEqual(snapshot);
        for (const model of [straight, restored]) {
          while ((await model.advance(4)) > 0);
          await run(model, 2, 2);
        }
        expect(await restored.snapshot()).toEqual(await straight.snapshot());
      });
    }
  });
}

describe('the model', () => {
  let compute: Compute;
  beforeEach(() => {
    compute = createReference();
  });

  test('gives back every block it took', async () => {
    for (const settings of Object.values(variants)) {
      const model = await create(compute, settings);
      await run(model, 0, 1);
      await model.evaluate(batchOf(50, 4));
      expect(compute.bytes).toBeGreaterThan(0);
      model.dispose();
      expect(compute.bytes).toBe(0);
    }
  });

  test('says beforehand how many floats it takes', async () => {
    for (const settings of Object.values(variants)) {
      const model = await create(compute, settings);
      await model.evaluate(batchOf(50, 4));
      const told = epropDefinition.floats({ ...base, ...settings }, shape);
      expect(compute.bytes / 8 / told).toBeGreaterThan(0.85);
      expect(compute.bytes / 8 / told).toBeLessThanOrEqual(1);
      model.dispose();
    }
  });

  test('starts every trial from nothing: a trial has the same loss after any other', async () => {
    const still: Settings = { learnInput: false, learnRecurrent: false, learnReadout: false };
    const model = await create(compute, still);
    await run(model, 7, 1);
    const alone = model.score();
    await run(model, 0, 1);
    await run(model, 7, 1);
    expect(model.score()).toEqual(alone);
  });

  test('neither evaluation nor watching nor probing changes the run', async () => {
    const plain = await create(compute, { updateEvery: 5 });
    const seen = await create(compute, { updateEvery: 5 });
    await run(plain, 0, 2);
    await seen.watch(2);
    for (let n = 0; n < 2; n++) {
      seen.begin(batchOf(3 * n, 3));
      for (let at = 0; ; ) {
        const done = await seen.advance(3);
        if (done === 0) break;
        for (const probe of seen.probes) await seen.probe(probe.name, at, at + done);
        await seen.watch(at % 7);
        await seen.evaluate(batchOf(90, 4));
        at += done;
      }
    }
    await seen.watch(undefined);
    expect(await seen.snapshot()).toEqual(await plain.snapshot());
  });

  test('the error of an evaluation is that of the same trials run without learning', async () => {
    const still: Settings = { learnInput: false, learnRecurrent: false, learnReadout: false };
    const model = await create(compute, still);
    await run(model, 0, 1);
    const { loss, error } = model.score();
    const evaluated = await model.evaluate(batchOf(0, 3));
    expect(evaluated.loss).toBeCloseTo(loss, 12);
    expect(evaluated.error).toBe(error);
    const [two, all] = [await model.evaluate(batchOf(0, 2)), await model.evaluate(batchOf(0, 5))];
    expect(two.loss).not.toBe(all.loss);
  });

  test('weights that are not to learn stay where they are', async () => {
    const model = await create(compute);
    const before = (await model.snapshot()).arrays;
    model.set('learnInput', false);
    model.set('learnReadout', false);
    await run(model, 0, 2);
    const after = (await model.snapshot()).arrays;
    const columns = (arrays: ModelSnapshot['arrays'], from: number, to: number): number[] =>
      [...arrays['weights']].filter((_, at) => at % 12 >= from && at % 12 < to);
    expect(columns(after, 0, 5)).toEqual(columns(before, 0, 5));
    expect(columns(after, 5, 12)).not.toEqual(columns(before, 5, 12));
    expect(after['readoutWeights']).toEqual(before['readoutWeights']);
  });

  test('no unit ever feeds itself unless asked to', async () => {
    for (const [autapses, expected] of [
      [false, 0],
      [true, 7]
    ] as const) {
      const model = await create(compute, { unit: 'leakyTanh', autapses });
      await run(model, 0, 2);
      const { weights } = (await model.snapshot()).arrays;
      const own = Array.from({ length: 7 }, (_, i) => weights[i * 12 + 5 + i]);
      expect(own.filter((weight) => weight !== 0)).toHaveLength(expected);
    }
  });

  test('adaptive feedback aligns with the readout, random feedback does not move', async () => {
    const alignment = async (model: Model): Promise<number> => {
      const { readoutWeights: W, feedback: B } = (await model.snapshot()).arrays;
      let [product, ww, bb] = [0, 0, 0];
      for (let k = 0; k < 2; k++) {
        for (let i = 0; i < 7; i++) {
          product += W[k * 7 + i] * B[i * 2 + k];
          ww += W[k * 7 + i] ** 2;
          bb += B[i * 2 + k] ** 2;
        }
      }
      return product / Math.sqrt(ww * bb);
    };
    const adaptive = await create(compute, { feedback: 'adaptive', weightDecay: 0.2 });
    await run(adaptive, 0, 40);
    expect(await alignment(adaptive)).toBeGreaterThan(0.99);

    const random = await create(compute, { feedback: 'random' });
    const before = (await random.snapshot()).arrays['feedback'];
    await run(random, 0, 4);
    expect((await random.snapshot()).arrays['feedback']).toEqual(before);
    expect(Math.abs(await alignment(random))).toBeLessThan(0.99);
  });

  test('rate regularisation pulls silent units up and busy ones down', async () => {
    const still: Settings = {
      learnReadout: false,
      feedback: 'random',
      feedbackScale: 0,
      rateRegularisation: 10
    };
    const meanRate = async (settings: Settings): Promise<[number, number]> => {
      const model = await create(compute, { ...still, ...settings });
      const rate = async (): Promise<number> =>
        (await model.probe('firingRate', 0, 0)).reduce((sum, value) => sum + value, 0) / 7;
      await run(model, 0, 1);
      const first = await rate();
      await run(model, 1, 60);
      return [first, await rate()];
    };
    const [free, up] = await meanRate({ targetRate: 400, learningRate: 0.02 });
    const [, down] = await meanRate({ targetRate: 1, learningRate: 0.02 });
    expect(up).toBeGreaterThan(free + 10);
    expect(down).toBeLessThan(free - 10);
  });

  test('traces walked tick by tick give the gradients of the factored form', async () => {
    const [step, chunk] = await Promise.all(
      ['step', 'chunk'].map((traces) =>
        create(compute, { traces, updateEvery: 6, optimiser: 'sgd', learningRate: 0.01 })
      )
    );
    await run(step, 0, 3);
    await run(chunk, 0, 3);
    const [a, b] = [(await step.snapshot()).arrays['weights'], (await chunk.snapshot()).arrays['weights']];
    for (let at = 0; at < a.length; at++) expect(a[at]).toBeCloseTo(b[at], 12);
  });

  test('a live setting acts from the next tick and travels with a snapshot', async () => {
    const model = await create(compute);
    model.begin(batchOf(0, 3));
    await model.advance(10);
    model.set('threshold', 0.9);
    model.set('learnInput', false);
    model.set('traces', 'step');
    await model.advance(2);
    const threshold = await model.probe('threshold', 8, 12);
    expect([threshold[0], threshold[7]]).toEqual([Math.fround(0.6), Math.fround(0.6)]);
    expect([threshold[14], threshold[21]]).toEqual([Math.fround(0.9), Math.fround(0.9)]);

    const other = await create(compute);
    other.restore(await model.snapshot());
    for (const each of [model, other]) while ((await each.advance(100)) > 0);
    expect(await other.snapshot()).toEqual(await model.snapshot());
    expect((await other.snapshot()).numbers['setting.threshold']).toBe(0.9);
  });

  test('is one layer, its adaptive units last', async () => {
    const whole = { label: 'Units', from: 0, to: 7 };
    expect((await create(compute)).layers).toEqual([{ ...whole, kind: 'alif', adaptiveFrom: 3 }]);
    expect((await create(compute, { unit: 'leakyTanh' })).layers).toEqual([
      { ...whole, kind: 'leakyTanh', adaptiveFrom: 7 }
    ]);
  });

  test('refuses what does not fit, in words', async () => {
    const model = await create(compute);
    expect(() => model.set('units', 9)).toThrow("Setting 'units' cannot change while the session runs");
    expect(() => model.set('threshold', -1)).toThrow("Setting 'threshold' is -1; expected a number from");
    expect(() => model.begin(batchOf(0, 2))).toThrow('2 trials were given; this model runs 3 in parallel');
    expect(() => model.begin(batchOf(0, 3, { ...shape, steps: 22 }))).toThrow(
      'Trial 0: x holds 110 numbers; 23 steps of 5 are needed'
    );
    await expect(model.watch(7)).rejects.toThrow('units are numbered 0 to 6');
    model.begin(batchOf(0, 3));
    expect(() => model.begin(batchOf(3, 3))).toThrow('A trial is under way (tick 0 of 23)');
    await model.advance(3);
    await expect(model.probe('spikes', 0, 4)).rejects.toThrow(
      "Ticks 0 to 4 of 'spikes' are gone or not run yet"
    );
    await expect(model.probe('colour', 0, 1)).rejects.toThrow(
      "Unknown probe 'colour'. Probes here: input, spikes"
    );
    const smaller = await create(compute, { units: 6 });
    expect(() => smaller.restore({ numbers: {}, arrays: {} })).toThrow("Snapshot: 'tick' is missing");
    const snapshot = await model.snapshot();
    const before = await smaller.snapshot();
    expect(() => smaller.restore(snapshot)).toThrow(
      "Snapshot: 'weights' holds 84 numbers; this model needs 66"
    );
    expect(await smaller.snapshot()).toEqual(before);
  });
});
