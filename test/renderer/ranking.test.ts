import { beforeAll, describe, expect, it } from 'vitest';
import { createPagerank } from '../../src/compute/pagerank';
import { graphOf } from '../../src/models/hippocampus/graph';
import type { Question } from '../../src/renderer/recall/messages';
import { rank, type RankedGraph } from '../../src/renderer/recall/ranking';

const labels = ['a', 'b', 'c'];
const graph = { ...graphOf(3, { sources: [0, 1], targets: [1, 0] }, { labels }), labels };
let ranked: RankedGraph;
beforeAll(async () => {
  ranked = { graph, engine: await createPagerank(graph) };
});
const question: Question = {
  seeds: ' a ; a',
  alpha: 0.2,
  method: 'power',
  undirected: false,
  tolerance: 1e-13,
  top: 5
};

describe('the ranking of a large graph', () => {
  it('is the closed form between two nodes: 1 / (1 + gamma) and gamma / (1 + gamma)', async () => {
    let heard = 0;
    const { entries, residual } = await rank(ranked, question, (iteration) => {
      heard = iteration;
      return true;
    });
    expect(entries.map(({ name, seed }) => [name, seed])).toEqual([
      ['a', true],
      ['b', false]
    ]);
    expect(entries[0].score).toBeCloseTo(1 / 1.8, 12);
    expect(entries[1].score).toBeCloseTo(0.8 / 1.8, 12);
    expect(residual).toBeLessThan(1e-12);
    expect(heard).toBeGreaterThan(10);
  });
  it('by push lies below it by no more than the mass that is left', async () => {
    const pushed = await rank(ranked, { ...question, method: 'push', tolerance: 1e-3 }, () => true);
    const missing = 1 / 1.8 - pushed.entries[0].score;
    expect(missing).toBeGreaterThan(0);
    expect(missing).toBeLessThanOrEqual(pushed.residual);
  });
  it('by push lists what it has only just reached', async () => {
    // 0.2 has settled in a, and 0.8 waits in b, of which 0.16 settles there.
    const { entries, residual } = await rank(
      ranked,
      { ...question, method: 'push', tolerance: 0.9 },
      () => true
    );
    expect(entries.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(entries[0].score).toBeCloseTo(0.2, 6);
    expect(entries[1].score).toBeCloseTo(0.16, 6);
    expect(residual).toBeCloseTo(0.64, 6);
  });
  it('refuses seeds that are not there, and can be cancelled', async () => {
    const ask = (changes: Partial<Question>, goOn = true) =>
      rank(ranked, { ...question, ...changes }, () => goOn);
    await expect(ask({ seeds: 'z' })).rejects.toThrow("There is no state 'z'");
    await expect(ask({ seeds: ' ; ' })).rejects.toThrow('There are no seeds');
    await expect(ask({}, false)).rejects.toThrow('Cancelled.');
  });
});
