/** The identities of section 7 of the notes on MixPR, on what the index makes, numbered as there. */
import { describe, expect, it } from 'vitest';
import { successorMatrix } from '../../../src/models/hippocampus/dense';
import { powerIteration } from '../../../src/models/hippocampus/power';
import { graphOf } from '../../../src/models/hippocampus/graph';
import { transitionsOf } from '../../../src/models/hippocampus/transitions';
import { Random } from '../../../src/models/random';
import type { Retriever } from '../../../src/models/retrieval/retriever';
import { ChunkWalk, iterationsFor } from '../../../src/models/retrieval/walk';
import { closedForm, iterated, judged, oneHot } from './judge';
import { massByChunk, randomChunks, retrieverOf } from './texts';

const far = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])));
const total = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0);

const random = new Random('retrieval oracles');
const chunks = randomChunks(random, 60, { words: 30, copies: 8 });
const question = 'w0 w3 w11 w20';
const theta = 0.27;

describe('the walk over chunks', () => {
  const retriever = retrieverOf(chunks, { theta });
  const { A, S } = judged(chunks, question, { theta });
  const n = chunks.length;
  const p = oneHot(n + 1, n);

  it('1: keeps a mass of 1, none of it negative, in every iteration', () => {
    for (const alpha of [0, 0.15, 0.6, 1]) {
      const posed = retriever.pose(question);
      const walk = posed.walk('uniform');
      for (let t = 0; t < 40; t++) {
        walk.step(posed.seeds, alpha);
        expect(Math.abs(total(walk.mass) - 1)).toBeLessThan(1e-14);
        expect(Math.min(...walk.mass)).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it('is the dense one, iteration by iteration, copies of a chunk lumped', () => {
    const posed = retriever.pose(question);
    const walk = posed.walk('uniform');
    for (let t = 1; t <= 18; t++) {
      walk.step(posed.seeds, 0.6);
      expect(far(massByChunk(retriever, walk.mass), iterated(A, p, 0.6, t))).toBeLessThan(1e-15);
    }
    expect(retriever.table.rows).toBeLessThan(n);
  });

  it('2: comes to alpha (I - (1 - alpha) A)^-1 p, and to its series', () => {
    for (const alpha of [0.15, 0.3, 0.6, 0.85]) {
      const posed = retriever.pose(question);
      const walk = posed.walk('question');
      for (let t = 0; t < iterationsFor(alpha, 1e-15); t++) walk.step(posed.seeds, alpha);
      const exact = closedForm(A, p, alpha);
      expect(far(massByChunk(retriever, walk.mass), exact)).toBeLessThan(1e-14);
      const series = p.map(() => 0);
      let term = p.map((share) => alpha * share);
      for (let t = 0; t < 400; t++) {
        term.forEach((value, i) => {
          series[i] += value;
        });
        term = A.map((row) => (1 - alpha) * row.reduce((sum, a, j) => sum + a * term[j], 0));
      }
      expect(far(series, exact)).toBeLessThan(1e-14);
    }
  });

  it('3: is within 2 (1 - alpha)^T of its end after T iterations', () => {
    for (const alpha of [0.15, 0.6])
      for (const start of ['uniform', 'question'] as const) {
        const exact = closedForm(A, p, alpha);
        const posed = retriever.pose(question);
        const walk = posed.walk(start);
        for (let T = 1; T <= 18; T++) {
          walk.step(posed.seeds, alpha);
          const error = total(
            massByChunk(retriever, walk.mass).map((value, i) => Math.abs(value - exact[i]))
          );
          expect(error).toBeLessThanOrEqual(2 * (1 - alpha) ** T);
        }
      }
    expect(2 * 0.4 ** 18).toBeLessThan(1.4e-7);
    expect(2 * 0.4 ** iterationsFor(0.6, 1e-6)).toBeLessThanOrEqual(1e-6);
    expect(2 * 0.4 ** (iterationsFor(0.6, 1e-6) - 1)).toBeGreaterThan(1e-6);
  });

  it('4: at alpha 1 stays with the question; at alpha 0 comes to degrees', () => {
    const posed = retriever.pose(question);
    const walk = posed.walk('uniform');
    walk.step(posed.seeds, 1);
    expect(far(massByChunk(retriever, walk.mass), p)).toBe(0);
    // A low threshold, so that all of it is connected.
    const connected = retrieverOf(chunks, { theta: 0.02 });
    const dense = judged(chunks, question, { theta: 0.02 });
    const again = connected.pose(question);
    const global = again.walk('uniform');
    for (let t = 0; t < 2000; t++) global.step(again.seeds, 0);
    const degrees = dense.S.map((row) => total(row));
    const all = total(degrees);
    expect(
      far(
        massByChunk(connected, global.mass),
        degrees.map((degree) => degree / all)
      )
    ).toBeLessThan(1e-12);
  });

  it('5: is reversible: d_i PPR_i(j) = d_j PPR_j(i)', () => {
    const degrees = S.map((row) => total(row));
    const { graph } = retriever;
    const posed = retriever.pose(question);
    const [i, j] = [retriever.table.rowOf[3], retriever.table.rowOf[17]];
    const from = (row: number): Float64Array => {
      const seeds = new Float64Array(graph.rows + 1);
      seeds[row] = 1;
      const walk = posed.walk('uniform');
      for (let t = 0; t < 100; t++) walk.step(seeds, 0.6);
      return walk.mass;
    };
    // Of lumped rows the degree is that of all copies.
    const weight = (row: number, chunk: number): number => graph.copies[row] * degrees[chunk];
    expect(weight(i, 3) * from(i)[j]).toBeGreaterThan(0);
    expect(weight(i, 3) * from(i)[j]).toBeCloseTo(weight(j, 17) * from(j)[i], 14);
  });

  it('6: is the successor representation of the same walk: PPR(p) = (1 - gamma) M p', () => {
    const edges = { sources: [] as number[], targets: [] as number[], weights: [] as number[] };
    for (const [i, row] of S.entries())
      for (const [j, weight] of row.entries()) {
        if (weight === 0) continue;
        edges.sources.push(i);
        edges.targets.push(j);
        edges.weights.push(weight);
      }
    const P = transitionsOf(graphOf(n + 1, edges));
    const M = successorMatrix(P, 0.4);
    const posed = retriever.pose(question);
    const walk = posed.walk('question');
    for (let t = 0; t < 100; t++) walk.step(posed.seeds, 0.6);
    const row = M.subarray(n * (n + 1), (n + 1) * (n + 1)).map((visits) => 0.6 * visits);
    expect(far(massByChunk(retriever, walk.mass), row)).toBeLessThan(1e-14);
    // And the PageRank of the command line, which stops by another rule.
    const { scores } = powerIteration(P, Float64Array.from(p), { alpha: 0.6, tolerance: 1e-14 });
    expect(far(massByChunk(retriever, walk.mass), scores)).toBeLessThan(1e-14);
  });

  it('9: follows a permutation of the chunks, and gives copies the same', () => {
    const order = random.permutation(n);
    const shuffled = retrieverOf(
      Array.from(order, (i) => chunks[i]),
      { theta }
    );
    const walked = (of: Retriever): number[] => {
      const posed = of.pose(question);
      const walk = posed.walk('uniform');
      for (let t = 0; t < 18; t++) walk.step(posed.seeds, 0.6);
      return massByChunk(of, walk.mass);
    };
    const [before, after] = [walked(retriever), walked(shuffled)];
    expect(
      far(
        after.slice(0, n),
        Array.from(order, (i) => before[i])
      )
    ).toBeLessThan(1e-16);
    const copy = chunks.lastIndexOf(chunks[0]);
    expect(copy).toBeGreaterThan(0);
    expect(before[copy]).toBe(before[0]);
  });

  it('10: without edges keeps (1 - alpha)^T / n of where it began', () => {
    const alone = retrieverOf(chunks, { theta: 1.5 });
    const posed = alone.pose(question, { thresholdQuestion: true });
    const walk = posed.walk('uniform');
    for (let t = 0; t < 18; t++) walk.step(posed.seeds, 0.6);
    // Copies have a cosine of 1, not above 1.5, but are one row: the walk among them stays among them.
    const mass = massByChunk(alone, walk.mass);
    const left = 0.4 ** 18 / (n + 1);
    expect(far(mass.slice(0, n), new Array(n).fill(left))).toBeLessThan(1e-18);
    expect(mass[n]).toBeCloseTo(left + 1 - 0.4 ** 18, 15);
    expect(posed.linked).toBe(0);
  });

  it('10: for alpha towards 1 orders chunks by their cosine with the question over its degree', () => {
    // In first order the mass of chunk i is (1 - alpha) A_iq: the cosine, scaled alike for all.
    const found = retriever.ask(question, { alpha: 1 - 1e-9, top: 20, tolerance: 1e-30 }).found;
    const byCosine = retriever.best(retriever.cosines(question), 20);
    const cosineOf = (chunk: number): number => S[chunk][n];
    expect(found.length).toBe(20);
    found.forEach(({ chunk }, k) => {
      expect(cosineOf(chunk)).toBeCloseTo(cosineOf(byCosine[k].chunk), 8);
    });
  });

  it('11: is linear in p', () => {
    const posed = retriever.pose(question);
    const rows = retriever.graph.rows + 1;
    const [one, other] = [0, 1].map((k) =>
      Float64Array.from({ length: rows }, (_, i) => (i === 5 + 7 * k ? 1 : 0))
    );
    const mixed = one.map((share, i) => 0.3 * share + 0.7 * other[i]);
    const walked = (seeds: Float64Array): Float64Array => {
      const walk = new ChunkWalk(retriever.graph.pose([], []), seeds, retriever.graph.copies, 'question');
      for (let t = 0; t < 120; t++) walk.step(seeds, 0.3);
      return walk.mass;
    };
    const [a, b, c] = [one, other, mixed].map(walked);
    expect(
      far(
        c,
        a.map((mass, i) => 0.3 * mass + 0.7 * b[i])
      )
    ).toBeLessThan(1e-15);
    expect(posed.seeds[rows - 1]).toBe(1);
  });
});

describe('lines of HashHop', () => {
  it('7: have the cosines that n says', () => {
    for (const n of [100, 10_000]) {
      // One chain of two lines among others of two lines each.
      const lines = Array.from({ length: n / 2 }, (_, c) => [`a${c} = b${c}`, `b${c} = 'c${c}'`]).flat();
      const retriever = retrieverOf(lines, { theta }, ['a0']);
      const w = (df: number): number => Math.log((2 + n) / (1 + df)) + 1;
      const { rows, scores } = retriever.cosines('a0');
      expect([...rows]).toEqual([0]);
      expect(scores[0]).toBeCloseTo(Math.SQRT1_2, 14);
      const { cosines, rows: linked } = retriever.graph.edgesOf(0);
      expect([...linked]).toEqual([0, 1]);
      const last = w(2) ** 2 / (Math.SQRT2 * w(2) * Math.hypot(w(1), w(2)));
      expect(cosines[1]).toBeCloseTo(last, 14);
      expect(last).toBeCloseTo(n === 100 ? 0.478 : 0.489, 3);
    }
    const middle = retrieverOf(
      ['a b', 'b c', 'c d', 'd e', 'e f'].map((pair) => pair.replaceAll(/\w/g, 'q$&')),
      { theta }
    );
    const { cosines, rows } = middle.graph.edgesOf(1);
    expect([...rows]).toEqual([0, 1, 2]);
    expect(cosines[2]).toBeCloseTo(0.5, 14);
  });

  it('8: of a path with self-loops fall strictly from its end', () => {
    const path = retrieverOf(
      Array.from({ length: 12 }, (_, i) => `n${i} n${i + 1}`),
      { theta }
    );
    const { found } = path.ask('n0', { alpha: 0.6, top: 12, tolerance: 1e-12 });
    expect(found.map(({ chunk }) => chunk)).toEqual(Array.from({ length: 12 }, (_, i) => i));
    for (let i = 1; i < 12; i++) expect(found[i].score).toBeLessThan(found[i - 1].score);
  });
});
