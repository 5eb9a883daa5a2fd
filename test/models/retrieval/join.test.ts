import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spawnNodeThread } from '../../../src/cli/threads';
import { type CosineJoiner, createCosineJoiner } from '../../../src/compute/cosineJoin';
import { Random } from '../../../src/models/random';
import { CosineJoin } from '../../../src/models/retrieval/cosineJoin';
import { Retriever } from '../../../src/models/retrieval/retriever';
import { TermTable } from '../../../src/models/retrieval/termTable';
import { TermWeights } from '../../../src/models/retrieval/tfidf';
import { judged } from './judge';
import { joiner, randomChunks, retrieverOf } from './texts';

/** Chunks of numbered words, the frequent ones far more often. */
function zipfRows(random: Random, rows: number, words: number): number[][] {
  return Array.from({ length: rows }, () =>
    Array.from({ length: 1 + random.below(14) }, () => Math.floor(words * random.uniform() ** 3))
  );
}

function joined(rows: readonly number[][], theta: number, by = joiner) {
  const table = new TermTable();
  for (const words of rows) table.add([...words]);
  const weights = new TermWeights(table, 1 + Math.max(...rows.flat()));
  const join = new CosineJoin(by, table, weights, theta);
  join.addRows();
  return { join, table, weights };
}

/** Every pair multiplied out. */
function allPairs(table: TermTable, weights: TermWeights): Map<string, number> {
  const dense = Array.from({ length: table.rows }, (_, row) => {
    const { terms, weights: values } = weights.row(table, row);
    return new Map(Array.from(terms, (term, k) => [term, values[k]]));
  });
  const pairs = new Map<string, number>();
  for (let i = 0; i < table.rows; i++)
    for (let j = 0; j < i; j++) {
      let cosine = 0;
      for (const [term, weight] of dense[j]) cosine += weight * (dense[i].get(term) ?? 0);
      pairs.set(`${i} ${j}`, cosine);
    }
  return pairs;
}

describe('the join of all pairs with a cosine from theta', () => {
  it.each([0.02, 0.1, 0.27, 0.5, 0.8, 0.999])('is every pair and no other at theta %d', (theta) => {
    for (const [rows, words] of [
      [200, 40],
      [300, 400],
      [60, 5]
    ]) {
      const { join, table, weights } = joined(zipfRows(new Random(`join ${rows}`), rows, words), theta);
      const wanted = allPairs(table, weights);
      let found = 0;
      for (let i = 0; i < join.rows; i++)
        for (let e = join.starts[i]; e < join.starts[i + 1]; e++) {
          expect(join.cosines[e]).toBe(wanted.get(`${i} ${join.neighbours[e]}`));
          if (e > join.starts[i]) expect(join.neighbours[e]).toBeGreaterThan(join.neighbours[e - 1]);
          found++;
        }
      expect(found).toBe([...wanted.values()].filter((cosine) => cosine >= theta).length);
      if (theta < 0.9) expect(found).toBeGreaterThan(0);
    }
  });

  it('multiplies out few of the pairs that share a word', () => {
    const rows = zipfRows(new Random('few'), 1500, 4000);
    const { join, table, weights } = joined(rows, 0.27);
    const sharing = [...allPairs(table, weights).values()].filter((cosine) => cosine > 0).length;
    expect(join.work().multiplied).toBeLessThan(sharing / 4);
  });

  /** Pairs as they come out, the rows being added a few at a time. */
  function grownBy(rows: readonly number[][], least: number, from: CosineJoiner, between: () => void) {
    const whole = joined(rows, least);
    const table = new TermTable();
    const join = new CosineJoin(from, table, whole.weights, least);
    for (const [i, words] of rows.entries()) {
      table.add([...words]);
      if (i % 7 !== 3) continue;
      join.addRows();
      between();
    }
    join.addRows();
    return { join, whole: whole.join };
  }
  const pairsOf = ({ cosines, neighbours, rows, starts }: CosineJoin) => ({
    starts: starts.slice(0, rows + 1),
    neighbours: neighbours.slice(0, starts[rows]),
    cosines: cosines.slice(0, starts[rows])
  });

  it('is the same to the bit when rows come a few at a time, and when others use its memory between', () => {
    const rows = zipfRows(new Random('by and by'), 240, 60);
    const { join, whole } = grownBy(rows, 0.2, joiner, () => undefined);
    expect(pairsOf(join)).toEqual(pairsOf(whole));
    const shared = grownBy(rows, 0.2, joiner, () => joined(zipfRows(new Random('others'), 30, 20), 0.5));
    expect(pairsOf(shared.join)).toEqual(pairsOf(shared.whole));
    expect(whole.starts[whole.rows]).toBeGreaterThan(500);
  });

  it.each([2, 3])('is the same to the bit on %i threads', async (threads) => {
    const several = await createCosineJoiner({ threads, spawnThread: spawnNodeThread });
    try {
      expect(several.threads).toBe(threads);
      // More rows than one run of the kernel takes, and some without words.
      const many = [...zipfRows(new Random('many'), 5000, 3000), [], ...zipfRows(new Random('more'), 130, 9)];
      const [alone, together] = [joined(many, 0.4).join, joined(many, 0.4, several).join];
      expect(pairsOf(together)).toEqual(pairsOf(alone));
      expect(pairsOf(alone).neighbours.length).toBeGreaterThan(5000);
      const again = joined(many, 0.4).join;
      expect(together.work()).toEqual(again.work());
      const few = zipfRows(new Random('by and by'), 600, 60);
      const grown = grownBy(few, 0.2, several, () => undefined);
      expect(pairsOf(grown.join)).toEqual(pairsOf(grown.whole));
    } finally {
      several.dispose();
    }
  });

  it('says that its memory was taken, where it is asked for more all the same', () => {
    const first = joiner.begin(0.5, new Uint32Array(3));
    const none = {
      rows: 0,
      starts: new Uint32Array(1),
      terms: new Uint32Array(0),
      values: new Float64Array(0)
    };
    expect(first.add(none).neighbours.length).toBe(0);
    const second = joiner.begin(0.5, new Uint32Array(3));
    expect([first.held, second.held]).toEqual([false, true]);
    expect(() => first.add(none)).toThrow('Another join has begun in this memory. Begin again.');
    expect(() => joiner.begin(Number.NaN, new Uint32Array(0))).toThrow(/least cosine is NaN; expected/);
  });

  it('holds for rows of thousands of words, and for rows without any', () => {
    const random = new Random('long');
    const rows = Array.from({ length: 12 }, (_, i) =>
      i % 4 === 3 ? [] : Array.from({ length: 3000 }, () => random.below(5000))
    );
    for (const theta of [0.3, 0.45]) {
      const { join, table, weights } = joined(rows, theta);
      const wanted = [...allPairs(table, weights).values()].filter((cosine) => cosine >= theta);
      expect([...join.cosines.subarray(0, join.starts[join.rows])]).toEqual(wanted);
      if (theta < 0.4) expect(wanted.length).toBeGreaterThan(10);
    }
  });

  it('refuses a theta of 0', () => {
    const table = new TermTable();
    expect(() => new CosineJoin(joiner, table, new TermWeights(table, 0), 0)).toThrow(
      /least cosine is 0; expected/
    );
  });

  it('holds for any rows', () => {
    const row = fc.array(fc.nat({ max: 12 }), { maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 2, maxLength: 30 }),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        (rows, theta) => {
          const { join, table, weights } = joined([...rows, [0]], theta);
          const wanted = allPairs(table, weights);
          // On the very edge either side is right.
          const sure = [...wanted].filter(([, cosine]) => cosine > theta + 1e-9).map(([pair]) => pair);
          const found = new Set<string>();
          for (let i = 0; i < join.rows; i++)
            for (let e = join.starts[i]; e < join.starts[i + 1]; e++) found.add(`${i} ${join.neighbours[e]}`);
          expect(sure.filter((pair) => !found.has(pair))).toEqual([]);
          for (const pair of found) expect(wanted.get(pair)).toBeGreaterThanOrEqual(theta - 1e-9);
        }
      ),
      { numRuns: 150 }
    );
  });
});

describe('an index that grows', () => {
  const random = new Random('growing');
  const chunks = randomChunks(random, 80, { words: 40, copies: 10 });
  const question = 'w1 w2 w7';
  const options = { alpha: 0.6, top: 30 };

  it('answers while chunks are added, by the frequencies it knows', () => {
    const retriever = retrieverOf(chunks.slice(0, 60));
    const before = retriever.ask(question, options);
    for (const chunk of chunks.slice(60)) {
      retriever.add(chunk);
      expect(retriever.ask(question, options).found.length).toBeGreaterThan(0);
    }
    const after = retriever.ask(question, options);
    expect(after.sharing).toBeGreaterThan(before.sharing);
    expect(after.found.some(({ chunk }) => chunk >= 60)).toBe(true);
  });

  it('is, once refreshed, to the bit the one that is made at once', () => {
    const grown = new Retriever(joiner);
    for (const [i, chunk] of chunks.entries()) {
      grown.add(chunk);
      if (i % 7 === 3) grown.ask(`${question} w39 never seen`, options);
    }
    expect(grown.ask(question, options)).not.toEqual(retrieverOf(chunks).ask(question, options));
    grown.refresh();
    expect(grown.ask(question, options)).toEqual(retrieverOf(chunks).ask(question, options));
  });

  it('sees a copy of a chunk that was there already', () => {
    const retriever = retrieverOf(chunks.slice(0, 20));
    const { found } = retriever.ask(question, options);
    retriever.add(chunks[found[0].chunk]);
    const again = retriever.ask(question, options).found;
    const copy = again.find(({ chunk }) => chunk === 20);
    expect(copy?.score).toBe(again.find(({ chunk }) => chunk === found[0].chunk)?.score);
  });

  it('leaves nothing of one question in the next', () => {
    const retriever = retrieverOf(chunks);
    const first = retriever.ask(question, options);
    retriever.ask('w0 w5 w30', { top: 3 });
    retriever.ask('nowhere', { top: 3 });
    expect(retriever.ask(question, options)).toEqual(first);
  });

  it('has nothing to say to words that stand nowhere', () => {
    const { found, sharing } = retrieverOf(chunks).ask('nowhere', options);
    expect(sharing).toBe(0);
    expect(found).toEqual([]);
  });

  it('links as many pairs of chunks as there are in the dense matrix, copies among them', () => {
    const { S } = judged(chunks, question, { theta: 0.27 });
    const pairs = S.slice(0, -1).map((row, i) => row.slice(0, i).filter((cosine) => cosine > 0).length);
    expect(retrieverOf(chunks).linkedChunks).toBe(pairs.reduce((a, b) => a + b));
  });

  it('counts a question among the chunks where it is told to', () => {
    const asked = `${question} nowhere nowhere somewhere`;
    const counted = retrieverOf(chunks, {}, [asked]);
    const { S } = judged(chunks, asked, { theta: 0.27, counted: true });
    const { rows, scores } = counted.cosines(asked);
    rows.forEach((row, k) => {
      const chunk = counted.table.rowOf.subarray(0, chunks.length).indexOf(row);
      expect(scores[k]).toBeCloseTo(S[chunk][chunks.length], 13);
    });
    expect(rows.length).toBeGreaterThan(5);
  });
});
