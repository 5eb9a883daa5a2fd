import { describe, expect, test } from 'vitest';
import { createReference } from '../../../src/compute/reference';
import { corpusDefinition } from '../../../src/models/corpus/model/corpus';
import { copyFate, fates, keptFate, poorFate } from '../../../src/models/corpus/model/fates';
import { corpusProbes, stages } from '../../../src/models/corpus/model/probes';
import { PageMaker } from '../../../src/models/corpus/pages/pages';
import type { Model } from '../../../src/models/model';
import { Random } from '../../../src/models/random';
import type { Settings } from '../../../src/models/settings';
import type { StreamShape, TextDocument, Trial } from '../../../src/models/stream';

const steps = 24;
const maker = new PageMaker(new Random(7), { copies: 0.5, words: [40, 80] });
const sources = maker.options.sources.map(({ name }) => name);

const shape: StreamShape = {
  inputs: 1,
  outputs: 1,
  steps,
  dtMs: 1,
  loss: 'regression',
  inputKind: 'documents',
  documents: { sources },
  inputGroups: [],
  phases: [],
  outputLabels: []
};

const trialOf = (index: number, documents: readonly TextDocument[]): Trial => ({
  index,
  x: new Float64Array(steps),
  target: new Float64Array(steps),
  mask: new Float64Array(steps),
  documents
});

const pages = (k: number): Trial =>
  trialOf(
    k,
    Array.from({ length: steps }, (_, d) => maker.page(k * steps + d))
  );

const modelOf = (settings: Settings = {}): Promise<Model> =>
  corpusDefinition.create({
    settings: { readerOrder: 2, capacity: 50, labelled: 20, ...settings },
    shape,
    compute: createReference(),
    random: new Random(1),
    heldOut: () => [trialOf(0, [{ id: 'clean', source: 0, text: maker.cleanText(0) }])]
  });

async function run(model: Model, from: number, to: number, ticks = steps): Promise<void> {
  for (let k = from; k < to; k++) {
    model.begin([pages(k)]);
    while (model.tick < steps) await model.advance(ticks);
  }
}

/** Text of `count` words that no other text has. */
const words = (name: string, count: number): string =>
  Array.from(
    { length: count },
    (_, i) => name + letters[i % 26] + letters[Math.floor(i / 26)] + letters[i % 7]
  ).join(' ');
const letters = 'abcdefghijklmnopqrstuvwxyz';

async function feed(
  model: Model,
  texts: readonly (readonly [source: number, text: string])[]
): Promise<number[]> {
  model.begin([
    trialOf(
      0,
      texts.map(([source, text], d) => ({ id: `d${d}`, source, text }))
    )
  ]);
  while (model.tick < steps) await model.advance(steps);
  return [...(await model.probe(corpusProbes.fate, 0, texts.length))];
}

describe('the model of a corpus', () => {
  test('is the same however a run is cut, and however it is looked at', async () => {
    const [whole, cut] = [await modelOf(), await modelOf()];
    await run(whole, 0, 4);
    for (let k = 0; k < 4; k++) {
      await run(cut, k, k + 1, 1);
      for (const { kind, name, width } of cut.probes) {
        const row = await cut.probe(name, 0, 2);
        expect(row.length, name).toBe(kind === 'tick' ? 2 * width : width);
      }
      cut.passages?.();
      await cut.evaluate([pages(9)]);
    }
    expect(await cut.snapshot()).toEqual(await whole.snapshot());
    expect(cut.score()).toEqual(whole.score());
  });

  test.each([0, 5, 24])('goes on from a snapshot at tick %i as if nothing had been', async (tick) => {
    const [first, second] = [await modelOf(), await modelOf()];
    await run(first, 0, 3);
    first.begin([pages(3)]);
    while (first.tick < tick) await first.advance(tick - first.tick);
    const kept = await first.snapshot();
    second.begin([pages(3)]);
    second.restore(kept);
    for (const model of [first, second]) {
      while (model.tick < steps) await model.advance(4);
      await run(model, 4, 6);
    }
    expect(await second.snapshot()).toEqual(await first.snapshot());
    expect(second.score()).toEqual(first.score());
    for (const { kind, name } of first.probes)
      if (kind === 'trial')
        expect(await second.probe(name, 0, 0), name).toEqual(await first.probe(name, 0, 0));
  });

  test('counts every document once, and every word in a stage no later than the one before it', async () => {
    const model = await modelOf();
    await run(model, 0, 6);
    const counts = await model.probe(corpusProbes.fateCounts, 0, 0);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(6 * steps);
    for (const fate of [keptFate, copyFate, poorFate])
      expect(counts[fate], fates[fate].id).toBeGreaterThan(0);
    const ledger = await model.probe(corpusProbes.ledger, 0, 0);
    for (let s = 0; s < sources.length; s++)
      for (let stage = 1; stage < stages.length; stage++)
        expect(ledger[s * stages.length + stage]).toBeLessThanOrEqual(ledger[s * stages.length + stage - 1]);
  });

  test('settles copies for the better source, even where it came later', async () => {
    const model = await modelOf({ labelled: 0, readerOrder: 0 });
    const text = words('same', 60);
    // Source 3 is ranked last, source 0 first.
    const seen = await feed(model, [
      [3, text],
      [0, text],
      [2, text],
      [1, words('other', 60)]
    ]);
    expect(seen).toEqual([keptFate, keptFate, copyFate, keptFate]);
    const ledger = await model.probe(corpusProbes.ledger, 0, 0);
    const single = (s: number): number => ledger[s * stages.length + 2];
    expect([0, 1, 2, 3].map(single)).toEqual([60, 60, 0, 0]);
    expect([...(await model.probe(corpusProbes.copyLosses, 0, 0))]).toEqual([0, 0, 1, 1]);
    model.set('keep', 'all');
    expect([...(await model.probe(corpusProbes.copyLosses, 0, 0))]).toEqual([0, 0, 0, 0]);
  });

  test('leaves copies within one source where only those across sources go', async () => {
    const model = await modelOf({ labelled: 0, readerOrder: 0, keep: 'cross' });
    const text = words('same', 60);
    expect(
      await feed(model, [
        [2, text],
        [2, text]
      ])
    ).toEqual([keptFate, keptFate]);
    expect(await feed(model, [[1, text]])).toEqual([keptFate]);
    expect([...(await model.probe(corpusProbes.copyLosses, 0, 0))]).toEqual([0, 0, 1, 0]);
  });

  test('tells short documents apart', async () => {
    const model = await modelOf({ labelled: 0, readerOrder: 0, minLength: 0 });
    expect(
      await feed(model, [
        [0, 'one short note'],
        [0, 'another short note'],
        [0, 'one short note']
      ])
    ).toEqual([keptFate, keptFate, copyFate]);
  });

  test('takes a threshold from the next document on', async () => {
    const model = await modelOf({ labelled: 0, readerOrder: 0 });
    const long = words('long', 40);
    expect(await feed(model, [[0, long]])).toEqual([keptFate]);
    model.set('minLength', 5000);
    const [fate] = await feed(model, [[0, words('longer', 40)]]);
    expect(fates[fate].id).toBe('minLength');
    const group = model.passages?.().find(({ title }) => title === fates[fate].label);
    expect(group?.passages[0].reason).toBe('Characters: 399; expected at least 5000.');
  });

  test('begins its index anew when it is full, and keeps what it counted', async () => {
    const model = await modelOf({ labelled: 0, readerOrder: 0, capacity: 16 });
    const texts = Array.from({ length: 16 }, (_, i) => [0, words(`page${letters[i]}`, 30)] as const);
    await feed(model, texts);
    // Its copy lies beyond the border.
    expect(await feed(model, [texts[0], texts[0]])).toEqual([keptFate, copyFate]);
    const ledger = await model.probe(corpusProbes.ledger, 0, 0);
    expect([...ledger.subarray(0, 4)]).toEqual([18 * 30, 18 * 30, 17 * 30, 17 * 30]);
  });

  test('gives its readers equally much', async () => {
    const model = await modelOf();
    await run(model, 0, 6);
    const read = [...(await model.probe(corpusProbes.readerCharacters, 0, 0))];
    expect(Math.max(...read) - Math.min(...read)).toBeLessThan(2500);
    expect(Math.min(...read)).toBeGreaterThan(10_000);
  });

  test.each([
    [{ bands: 40, bandRows: 4 }, "Settings 'bands' and 'bandRows' are 40 and 4 and need 160 values"],
    [{ ranking: 'books, library' }, "Setting 'ranking' names 'library', which is no source"]
  ])('refuses %o', async (settings, message) => {
    await expect(modelOf(settings as Settings)).rejects.toThrow(message);
  });
});
