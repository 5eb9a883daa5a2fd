import { describe, expect, it } from 'vitest';
import { createReference } from '../../../src/compute/reference';
import { Random } from '../../../src/models/random';
import { mixprDefinition } from '../../../src/models/retrieval/model/mixpr';
import { mixprProbes } from '../../../src/models/retrieval/model/probeList';
import { hashHop } from '../../../src/models/retrieval/tasks/hashHop';
import { twoHopFacts } from '../../../src/models/retrieval/tasks/twoHopFacts';
import type { Settings } from '../../../src/models/settings';
import { passageShape, passageTrial } from '../../../src/session/sources/passages/passageStream';
import { retrieverOf } from './texts';

const iterations = 18;
const numbers = { chains: 20, hops: 3 };
const shape = passageShape(60, iterations);
const trial = (k: number) => passageTrial(k, shape, hashHop.draw(new Random(k), numbers));

const opened = (settings: Settings = {}, of = shape) =>
  mixprDefinition.create({ settings, shape: of, compute: createReference(), random: new Random(1) });

const look = async (model: Awaited<ReturnType<typeof opened>>, name: string): Promise<number[]> =>
  Array.from(await model.probe(name, 0, shape.steps));

describe('retrieval in a session', () => {
  it('reads, asks and walks as the index does when asked at once', async () => {
    const model = await opened();
    const text = trial(3);
    model.begin([text]);
    expect(await model.advance(60)).toBe(60);
    expect(model.passages?.()[0].title).toBe('Read last');
    for (let t = 1; t <= iterations; t++) {
      await model.advance(1);
      const passages = (text.documents ?? []).map((document) => document.text);
      const question = text.question!;
      const retriever = retrieverOf(passages, {}, [question.text]);
      const posed = retriever.pose(question.text);
      const walk = posed.walk('uniform');
      for (let k = 0; k < t; k++) walk.step(posed.seeds, 0.6);
      const masses = Array.from(await model.probe(mixprProbes.walkMass, 59 + t, 60 + t));
      const needed = question.gold.reduce((sum, place) => sum + walk.mass[retriever.table.rowOf[place]], 0);
      expect(masses[0]).toBeCloseTo(walk.mass[60], 6);
      expect(masses[1]).toBeCloseTo(needed, 6);
      expect(masses.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
      expect((await model.probe(mixprProbes.walkChange, 59 + t, 60 + t))[0]).toBeCloseTo(walk.change, 6);
    }
    expect(model.score()).toEqual({ loss: 0, error: 0 });
    expect(await look(model, mixprProbes.methodRecall)).toEqual([1, 1 / 3, 1 / 3].map(Math.fround));
    expect(await look(model, mixprProbes.methodExact)).toEqual([1, 0, 0]);
    expect(await look(model, mixprProbes.neededRank)).toEqual([3, Number.NaN, Number.NaN]);
    // A row of the map is the mass of all passages after an iteration.
    const map = await look(model, mixprProbes.massMap);
    const last = map.slice(17 * 60);
    const question = (await model.probe(mixprProbes.walkMass, 77, 78))[0];
    expect(last.reduce((a, b) => a + b)).toBeCloseTo(1 - question, 5);
    const links = await look(model, mixprProbes.passageGraph);
    const rows = Array.from({ length: 32 }, (_, r) => links.slice(35 * r, 35 * (r + 1)));
    expect(rows.map((row, r) => row[3 + r])).toEqual(new Array(32).fill(1));
    expect(rows.filter(([, , needed]) => needed === 1)).toHaveLength(3);
    expect(rows.map(([passage]) => passage)).toEqual(rows.map(([passage]) => passage).sort((a, b) => a - b));
  });

  it('says in words what each method found, and what an answer needs', async () => {
    const model = await opened();
    const text = trial(5);
    model.begin([text]);
    await model.advance(shape.steps);
    const groups = model.passages?.() ?? [];
    expect(groups.map(({ title }) => title)).toEqual(['MixPR', 'TF-IDF', 'BM25']);
    const [walk, cosine] = groups;
    expect(walk.passages.slice(0, 4).map(({ good }) => good)).toEqual([true, true, true, false]);
    expect(walk.passages[0]).toMatchObject({ verdict: '1st', weight: 1 });
    expect(walk.passages[0].reason).toMatch(
      /^A mass of 0\.1\d+ after 18 iterations with α = 0\.6\. An answer needs it\.$/
    );
    expect(cosine.passages).toHaveLength(1);
  });

  it('is the same stepped or run, cut anywhere, and restored from a snapshot anywhere', async () => {
    const whole = await opened({ recencyShare: 0.2 });
    whole.begin([trial(7)]);
    await whole.advance(shape.steps);
    for (const cut of [1, 59, 60, 61, 70, 77]) {
      const first = await opened({ recencyShare: 0.2 });
      first.begin([trial(7)]);
      for (let t = 0; t < cut; t++) await first.advance(1);
      const second = await opened({ recencyShare: 0.2 });
      second.begin([trial(7)]);
      second.restore(await first.snapshot());
      expect(second.tick).toBe(cut);
      expect(await second.snapshot()).toEqual(await first.snapshot());
      await second.advance(shape.steps);
      expect(await second.snapshot()).toEqual(await whole.snapshot());
    }
  });

  it('takes another alpha from the next iteration on', async () => {
    const model = await opened({ routing: 'manual', teleport: 0 });
    model.begin([trial(2)]);
    await model.advance(70);
    model.set('teleport', 1);
    await model.advance(1);
    expect(Array.from(await model.probe(mixprProbes.walkMass, 70, 71))).toEqual([1, 0, 0]);
    expect(() => model.set('leastCosine', 0.3)).toThrow(/cannot change while the session runs/);
  });

  it('ranks by mass over degree where rows are normalised', async () => {
    const text = twoHopFacts.draw(new Random(1), { passages: 60, people: 10 });
    const ranks: number[][] = [];
    for (const rankedBy of ['column', 'row']) {
      const model = await opened({ rankedBy });
      model.begin([passageTrial(0, shape, text)]);
      await model.advance(shape.steps);
      const [walk] = model.passages?.() ?? [];
      ranks.push(walk.passages.map(({ title }) => Number(title.split(' ')[1]) - 1));
    }
    const retriever = retrieverOf(text.passages, {}, [text.question.text]);
    const posed = retriever.pose(text.question.text);
    const walk = posed.walk('uniform');
    for (let t = 0; t < 18; t++) walk.step(posed.seeds, 0.6);
    const byRows = text.passages
      .map((_, chunk) => ({ chunk, row: retriever.table.rowOf[chunk] }))
      .sort((a, b) => walk.mass[b.row] / posed.degrees[b.row] - walk.mass[a.row] / posed.degrees[a.row]);
    expect(ranks[1]).toEqual(byRows.slice(0, 12).map(({ chunk }) => chunk));
    expect(ranks[0]).not.toEqual(ranks[1]);
  });

  it('cuts passages into pieces, and counts a passage as found by any of them', async () => {
    const task = hashHop.draw(new Random(4), numbers);
    const padded = { ...task, passages: task.passages.map((line) => `Nothing here! ${line}`) };
    const model = await opened({ chunking: 'sentence', chunkWords: 10, returned: 3 });
    model.begin([passageTrial(0, shape, padded)]);
    await model.advance(shape.steps);
    expect(await look(model, mixprProbes.methodRecall)).toEqual([1, 1 / 3, 1 / 3].map(Math.fround));
    expect(await look(model, mixprProbes.methodAnswered)).toEqual([1, 0, 0]);
  });

  it('walks nowhere without a question', async () => {
    const model = await opened();
    const { question: _, ...bare } = trial(1);
    model.begin([bare]);
    await model.advance(shape.steps);
    expect(model.score()).toEqual({ loss: Number.NaN, error: Number.NaN });
    expect((await model.probe(mixprProbes.walkMass, 77, 78))[0]).toBeCloseTo(1, 6);
  });
});
