import { describe, expect, test } from 'vitest';
import type { Compute } from '../../../src/compute/compute';
import { createReference } from '../../../src/compute/reference';
import type { Model } from '../../../src/models/model';
import { memoryDefinition } from '../../../src/models/memory/model/memory';
import { chunkTicks } from '../../../src/models/memory/model/memoryModel';
import { distanceBins, memoryProbes } from '../../../src/models/memory/model/probes';
import { Random } from '../../../src/models/random';
import type { Settings } from '../../../src/models/settings';
import type { StreamShape, Trial } from '../../../src/models/stream';

const vocabulary = 8;

const shapeOf = (steps: number): StreamShape => ({
  inputs: 1,
  outputs: 1,
  steps,
  dtMs: 1,
  loss: 'classification',
  inputKind: 'tokens',
  tokens: { vocabulary, labels: Array.from({ length: vocabulary }, (_, i) => `t${i}`) },
  inputGroups: [],
  phases: [],
  outputLabels: ['token']
});

/** Which token stood `back` ticks ago? Every tick asks for it. */
function trialAt(index: number, steps: number, back = 2): Trial {
  const random = new Random(`trial ${index}`);
  const x = Float64Array.from({ length: steps }, () => random.below(vocabulary));
  return {
    index,
    x,
    target: x.map((_, t) => (t < back ? 0 : x[t - back])),
    mask: x.map((_, t) => (t < back ? 0 : 1)),
    distance: x.map((_, t) => (t < back ? 0 : back))
  };
}

const small: Settings = {
  width: 16,
  heads: 2,
  mlp: 16,
  rows: 6,
  block: 4,
  batch: 3,
  chunk: 5,
  generate: 6,
  beside: 'softmax positions rope, linear, ssd state 4, vq codeRate 0.1'
};

const steps = 12;

async function modelOf(
  settings: Settings = {},
  compute: Compute = createReference(),
  heldOut?: readonly Trial[]
): Promise<Model> {
  return memoryDefinition.create({
    settings: { ...small, ...settings },
    shape: shapeOf(steps),
    compute,
    random: new Random(5),
    ...(heldOut && { heldOut: () => heldOut })
  });
}

const batchAt = (k: number, batch = 3): Trial[] =>
  Array.from({ length: batch }, (_, b) => trialAt(k * batch + b, steps));

async function run(model: Model, from: number, to: number, ticks = steps): Promise<void> {
  for (let k = from; k < to; k++) {
    model.begin(batchAt(k));
    while (model.tick < steps) await model.advance(ticks);
  }
}

describe('the model of sequence memories', () => {
  test('is the same however a run is cut', async () => {
    const [whole, cut] = [await modelOf(), await modelOf()];
    await run(whole, 0, 3);
    await run(cut, 0, 3, 1);
    expect(await cut.snapshot()).toEqual(await whole.snapshot());
  });

  test.each([0, 3, 5, 7, 12])('goes on from a snapshot at tick %i as if nothing had been', async (tick) => {
    const [first, second] = [await modelOf(), await modelOf()];
    await run(first, 0, 2);
    first.begin(batchAt(2));
    while (first.tick < tick) await first.advance(tick - first.tick);
    const kept = await first.snapshot();
    second.begin(batchAt(2));
    second.restore(kept);
    for (const model of [first, second]) {
      while (model.tick < steps) await model.advance(4);
      await run(model, 3, 4);
    }
    expect(await second.snapshot()).toEqual(await first.snapshot());
    expect(second.score()).toEqual(first.score());
  });

  test('learns each network as if it were alone', async () => {
    const [together, alone] = [await modelOf(), await modelOf({ beside: '' })];
    await run(together, 0, 3);
    await run(alone, 0, 3);
    expect(alone.score()).toEqual(together.score());
    const [first] = await together.probe(memoryProbes.networkLoss, 0, 0);
    expect(await alone.probe(memoryProbes.networkLoss, 0, 0)).toEqual(Float32Array.of(first));
  });

  test('is not changed by being looked at', async () => {
    const [seen, unseen] = [await modelOf({ examineEvery: 1 }), await modelOf({ examineEvery: 1 })];
    for (let k = 0; k < 2; k++) {
      await run(seen, k, k + 1, 3);
      for (const { kind, name, width } of seen.probes) {
        const row = await seen.probe(name, steps - 2, steps);
        expect(row.length, name).toBe(kind === 'tick' ? 2 * width : width);
      }
      await seen.evaluate(batchAt(50));
    }
    await run(unseen, 0, 2);
    expect(await seen.snapshot()).toEqual(await unseen.snapshot());
  });

  test('tells the floats it allocates', async () => {
    const compute = createReference();
    const settings = { ...small, chunk: 4 };
    const model = await modelOf(settings, compute);
    await run(model, 0, 1);
    expect(memoryDefinition.floats(settings, shapeOf(steps))).toBe(compute.bytes / 8);
    model.dispose();
    expect(compute.bytes).toBe(0);
  });

  test('cuts long trials where no chunk is asked for', () => {
    expect(chunkTicks({ batch: 32, chunk: 0 }, shapeOf(65_536))).toBe(512);
    expect(chunkTicks({ batch: 32, chunk: 0 }, shapeOf(64))).toBe(64);
    expect(chunkTicks({ batch: 1, chunk: 20_000 }, shapeOf(65_536))).toBe(20_000);
  });

  test('says what a backend lacks', async () => {
    const { sequences: _, ...without } = createReference();
    await expect(modelOf({}, without)).rejects.toThrow(
      "The backend 'reference' has no layers over sequences; choose 'wasm' or 'reference' for this model."
    );
  });

  test.each([
    [{ width: 15 }, "Setting 'width' is 15 for 2 heads"],
    [{ beside: 'elman' }, "'elman' is no layer"],
    [{ beside: 'ovq batch 3' }, "networks cannot differ in 'batch'"],
    [{ beside: 'ovq rows' }, "'rows' has no value"],
    [{ layer: 'gqa', keyHeads: 3 }, "Setting 'keyHeads' is 3 for 2 heads"],
    [{ layer: 'cca', keyFactor: 8 }, 'heads of keys']
  ])('refuses %o', async (settings, message) => {
    await expect(modelOf(settings as unknown as Settings)).rejects.toThrow(message);
  });

  test('reads held-out trials longer than those it learns from', async () => {
    const model = await modelOf();
    await run(model, 0, 1);
    const { error, loss } = await model.evaluate([trialAt(90, 150), trialAt(91, 150), trialAt(92, 20)]);
    expect(loss).toBeGreaterThan(0);
    expect(error).toBeGreaterThan(0);
  });

  test('tells of held-out trials by their length, and what the longest leaves behind', async () => {
    const heldOut = [trialAt(90, 20), trialAt(91, 150), trialAt(92, 150)];
    const settings = { examineEvery: 1, beside: 'softmax positions rope' };
    const model = await modelOf(settings, createReference(), heldOut);
    await run(model, 0, 1);
    const read = (name: string): Promise<Float32Array> => model.probe(name, 0, 0);
    const byLength = await read(memoryProbes.examinedLength);
    const [all] = await read(memoryProbes.examinedAccuracy);
    // 18 and 148 questions a trial; 16 to 31 ticks are bin 4, 128 to 255 bin 7.
    expect(byLength.length).toBe(2 * distanceBins);
    const told = Array.from(byLength.keys()).filter((bin) => Number.isFinite(byLength[bin]));
    expect(told).toEqual([4, 7, distanceBins + 4, distanceBins + 7]);
    expect((18 * byLength[4] + 296 * byLength[7]) / 314).toBeCloseTo(all, 6);
    expect(1 - (await model.evaluate(heldOut)).error).toBeCloseTo(all, 6);
    const alone = await model.evaluate([heldOut[0]]);
    expect(1 - alone.error).toBeCloseTo(byLength[4], 6);
    // A dictionary is as large as ever; attention keeps two rows of 16 a tick in each of two layers.
    const [kept, grown] = await read(memoryProbes.examinedBytes);
    const [before] = await read(memoryProbes.stateBytes);
    expect([kept, grown]).toEqual([before, 4 * 150 * 2 * 2 * 16]);
  });

  test('forgets what it made of held-out trials when the weights move', async () => {
    const heldOut = [trialAt(90, 20)];
    const model = await modelOf({}, createReference(), heldOut);
    await run(model, 0, 1);
    const first = await model.evaluate(heldOut);
    expect(await model.evaluate(heldOut)).toEqual(first);
    model.begin(batchAt(1));
    await model.advance(5);
    expect(await model.evaluate(heldOut)).not.toEqual(first);
  });

  test('reads of rows and of the block’s own tokens what adds up to one at most', async () => {
    const model = await modelOf({ chunk: 0 });
    await run(model, 0, 2);
    const reads = await model.probe(memoryProbes.rowReads, 0, 0);
    const counts = await model.probe(memoryProbes.rowCounts, 0, 0);
    const { size } = model.probes.find(({ name }) => name === memoryProbes.rowReads)!;
    const [ticks, rows] = size!;
    for (let t = 0; t < ticks; t++) {
      const sum = reads.subarray(t * rows, (t + 1) * rows).reduce((all, share) => all + share, 0);
      if (t < 4) expect(sum).toBe(0);
      else expect(sum).toBeGreaterThan(0);
      expect(sum).toBeLessThan(1);
    }
    expect(counts.reduce((all, count) => all + count, 0)).toBe(steps);
  });

  test('writes each token to one row, of as many as the rows then stand for', async () => {
    for (const block of [4, 5]) {
      const model = await modelOf({ chunk: 0, batch: 1, block });
      model.begin([trialAt(7, steps)]);
      // All of the trial is read when it begins; the weights move when it ends, and nobody reads it with them yet.
      await model.advance(1);
      const full = steps - (steps % block);
      for (const lookHead of [1, 2]) {
        model.set('lookHead', lookHead);
        const written = await model.probe(memoryProbes.written, 0, 0);
        const counts = await model.probe(memoryProbes.rowCounts, 0, 0);
        expect(written.findIndex((row) => row < 0)).toBe(full < steps ? full : -1);
        const times = Array.from(counts, (_, row) => written.filter((one) => one === row).length);
        expect(times).toEqual([...counts]);
        expect(times.reduce((a, b) => a + b)).toBe(full);
      }
    }
  });

  test('shows attention whose weights add up to one', async () => {
    const model = await modelOf({ chunk: 0, layer: 'softmax', beside: '' });
    await run(model, 0, 1);
    const map = await model.probe(memoryProbes.attentionMap, 0, 0);
    const { size } = model.probes.find(({ name }) => name === memoryProbes.attentionMap)!;
    const [ticks] = size!;
    for (let t = 0; t < ticks; t++)
      expect(map.subarray(t * ticks, (t + 1) * ticks).reduce((all, p) => all + p, 0)).toBeCloseTo(1, 5);
  });

  test('learns which token stood two ticks ago', async () => {
    const model = await modelOf({
      layer: 'softmax',
      positions: 'rope',
      beside: 'ssd',
      chunk: 0,
      batch: 8,
      learningRate: 0.01
    });
    const losses: Float32Array[] = [];
    for (let k = 0; k < 150; k++) {
      model.begin(batchAt(k, 8));
      await model.advance(steps);
      losses.push(await model.probe(memoryProbes.networkLoss, 0, 0));
    }
    for (const n of [0, 1]) {
      expect(losses[0][n]).toBeGreaterThan(1.9);
      expect(losses[149][n]).toBeLessThan(0.7);
    }
  });
});
