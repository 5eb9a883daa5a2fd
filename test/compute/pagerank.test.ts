import { describe, expect, it } from 'vitest';
import { createPagerank, type Dangling } from '../../src/compute/pagerank';
import { topNodes } from '../../src/compute/topNodes';
import { type Graph, graphOf } from '../../src/models/hippocampus/graph';
import { seedVector } from '../../src/models/hippocampus/pagerank';
import { solvePagerank } from '../../src/models/hippocampus/dense';
import { transitionsOf } from '../../src/models/hippocampus/transitions';
import { Random } from '../../src/models/random';
import { spawnNodeThread } from '../../src/cli/threads';

/** Random edges with self-loops, duplicates, nodes without any and nodes that lead nowhere. */
function randomGraph(nodes: number, edges: number, weighted: boolean, seed: number): Graph {
  const random = new Random(seed);
  const draw = () => Array.from({ length: edges }, () => random.below(Math.max(1, nodes - 2)));
  return graphOf(nodes, {
    sources: draw(),
    targets: draw(),
    ...(weighted && { weights: Array.from({ length: edges }, () => random.uniform() * 3) })
  });
}

const rules: readonly Dangling[] = ['absorb', 'restart', 'selfLoop'];
const graphs: readonly (readonly [string, Graph])[] = [
  ['one node', graphOf(1, { sources: [0], targets: [0] })],
  ['two nodes, one edge', graphOf(2, { sources: [0], targets: [1] })],
  ['60 nodes', randomGraph(60, 150, false, 1)],
  ['60 nodes, weighted', randomGraph(60, 150, true, 2)],
  ['700 nodes: more than one block', randomGraph(700, 900, false, 3)],
  ['1100 nodes, weighted', randomGraph(1100, 3000, true, 4)]
];

describe.each(graphs)('%s', (_, graph) => {
  it.each(rules)('power iteration and push agree with the direct solution, %s', async (dangling) => {
    const engine = await createPagerank(graph);
    const nodes = graph.nodes > 2 ? [0, 5] : [0];
    const weights = nodes.map((__, k) => 1 + k);
    const seeds = seedVector(graph.nodes, nodes, weights);
    for (const alpha of [0.15, 0.6]) {
      const exact = solvePagerank(transitionsOf(graph, dangling), seeds, alpha).scores;
      const apart = (scores: Float64Array): number =>
        scores.reduce((sum, score, i) => sum + Math.abs(score - exact[i]), 0);
      const power = await engine.power({ seeds: { nodes, weights }, alpha, tolerance: 1e-12, dangling });
      expect(apart(power.scores)).toBeLessThan(2e-12);
      expect(power.residual).toBeLessThan(1e-12);
      const push = await engine.push({ seeds: { nodes, weights }, alpha, epsilon: 1e-6, dangling });
      expect(push.settled.every((score, i) => score <= exact[i] + 1e-12)).toBe(true);
      // Mass that waits in a node from which a walk never returns is counted once, what it would have lost included.
      expect(apart(push.settled)).toBeLessThan(push.bound / (dangling === 'selfLoop' ? alpha : 1) + 1e-12);
      expect(apart(push.settled)).toBeLessThan(5e-3);
    }
    engine.dispose();
  });
});

it('gives the same bits on one thread and on two', async () => {
  const graph = randomGraph(30_000, 200_000, true, 7);
  const run = async (threads: number) => {
    const engine = await createPagerank(graph, { threads, spawnThread: spawnNodeThread });
    expect(engine.threads).toBe(threads);
    const { scores } = await engine.power({
      seeds: { nodes: [3], weights: [1] },
      alpha: 0.15,
      tolerance: 1e-10,
      dangling: 'restart'
    });
    engine.dispose();
    return scores;
  };
  expect(await run(2)).toEqual(await run(1));
});

it('can be cancelled between two iterations, and used again', async () => {
  const engine = await createPagerank(randomGraph(500, 2000, false, 8));
  const call = {
    seeds: { nodes: [1], weights: [1] },
    alpha: 0.01,
    tolerance: 1e-10,
    dangling: 'restart'
  } as const;
  await expect(engine.power({ ...call, onProgress: (iteration) => iteration < 3 })).rejects.toThrow(
    'Cancelled.'
  );
  expect((await engine.power(call)).scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 9);
  engine.dispose();
});

it('refuses what is no question', async () => {
  const engine = await createPagerank(randomGraph(20, 40, false, 9));
  const call = {
    seeds: { nodes: [1], weights: [1] },
    alpha: 0.15,
    tolerance: 1e-10,
    dangling: 'absorb'
  } as const;
  await expect(engine.power({ ...call, alpha: 1 })).rejects.toThrow(
    'alpha is 1; expected a number between 0 and 1'
  );
  await expect(engine.power({ ...call, seeds: { nodes: [], weights: [] } })).rejects.toThrow(
    'There are no seeds'
  );
  await expect(engine.power({ ...call, seeds: { nodes: [20], weights: [1] } })).rejects.toThrow(
    'There is no node 20'
  );
  await expect(engine.push({ ...call, epsilon: 0 })).rejects.toThrow('tolerance of push is 0');
  await expect(createPagerank(graphOf(0, { sources: [], targets: [] }))).rejects.toThrow(
    'The graph is empty'
  );
  engine.dispose();
});

it('names the best nodes, ties by number', () => {
  const scores = Float64Array.of(0.1, 0.5, 0, 0.5, 0.2);
  expect([...topNodes(scores, 3)]).toEqual([1, 3, 4]);
  expect([...topNodes(scores, 10)]).toEqual([1, 3, 4, 0]);
  expect([...topNodes(scores, 0)]).toEqual([]);
});
