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
      expect(apart(push.settled)).toBeLessThan(push.bound + 1e-12);
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
  await expect(engine.push({ ...call, epsilon: 1e-3, alpha: 1e-17 })).rejects.toThrow(
    'the walk would never restart'
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

it('pushes the same bits on one thread and on two, node by node and all together', async () => {
  const graph = randomGraph(30_000, 200_000, true, 11);
  const run = async (threads: number) => {
    const engine = await createPagerank(graph, { threads, spawnThread: spawnNodeThread });
    const answer = await engine.push({
      seeds: { nodes: [3], weights: [1] },
      alpha: 0.15,
      epsilon: 1e-7,
      dangling: 'restart'
    });
    engine.dispose();
    return answer;
  };
  const one = await run(1);
  expect(one.pushes).toBeGreaterThan(30_000);
  expect(await run(2)).toEqual(one);
});

it('guesses nearer than what has settled, and both end where power iteration does', async () => {
  const engine = await createPagerank(randomGraph(5000, 50_000, false, 12));
  const call = { seeds: { nodes: [7], weights: [1] }, alpha: 0.15, dangling: 'restart' } as const;
  const { scores: exact } = await engine.power({ ...call, tolerance: 1e-13 });
  const apart = (scores: Float64Array): number =>
    scores.reduce((sum, score, i) => sum + Math.abs(score - exact[i]), 0);
  const coarse = await engine.push({ ...call, epsilon: 2e-6 });
  expect(apart(coarse.scores)).toBeLessThan(apart(coarse.settled) / 2);
  expect(apart(coarse.scores)).toBeLessThan(2 * coarse.bound);
  expect(apart(coarse.settled)).toBeCloseTo(coarse.bound, 10);
  // What waits, the part of it that settles where it is, and the rest of it.
  const waiting = coarse.scores.reduce((sum, score, i) => sum + score - coarse.settled[i], 0) / 0.85;
  expect(coarse.bound).toBeCloseTo(0.85 * waiting, 12);
  expect(waiting).toBeGreaterThan(0.01);
  const fine = await engine.push({ ...call, epsilon: 1e-18 });
  expect(apart(fine.settled)).toBeLessThan(1e-12);
  engine.dispose();
});

it.each([1e-60, 1e60])('takes weights of about %d as chances', async (size) => {
  const graph = randomGraph(60, 150, true, 2);
  const weights = (graph.weights ?? new Float64Array(0)).map((weight) => size * weight);
  const call = { seeds: { nodes: [0], weights: [1] }, alpha: 0.15, dangling: 'restart' } as const;
  const [plain, scaled] = [await createPagerank(graph), await createPagerank({ ...graph, weights })];
  const wanted = (await plain.power({ ...call, tolerance: 1e-12 })).scores;
  for (const { scores } of [
    await scaled.power({ ...call, tolerance: 1e-12 }),
    await scaled.push({ ...call, epsilon: 1e-16 })
  ])
    for (const [i, score] of scores.entries()) expect(score).toBeCloseTo(wanted[i], 11);
  plain.dispose();
  scaled.dispose();
});

it('ends whatever tolerance a push is given, and can be cancelled', async () => {
  const engine = await createPagerank(randomGraph(300, 2000, false, 13));
  const call = { seeds: { nodes: [1], weights: [1] }, alpha: 0.15, dangling: 'restart' } as const;
  expect((await engine.push({ ...call, epsilon: 1e-200 })).bound).toBeLessThan(1e-25);
  await expect(engine.push({ ...call, epsilon: 1e-9, onProgress: () => false })).rejects.toThrow(
    'Cancelled.'
  );
  expect((await engine.push({ ...call, epsilon: 1e-9 })).bound).toBeLessThan(1e-5);
  engine.dispose();
});

it('answers questions asked together one after another', async () => {
  const engine = await createPagerank(randomGraph(2000, 20_000, false, 14));
  const ask = (node: number) =>
    engine.power({
      seeds: { nodes: [node], weights: [1] },
      alpha: 0.05,
      tolerance: 1e-10,
      dangling: 'restart'
    });
  const together = await Promise.all([ask(1), ask(2), ask(3)]);
  for (const [k, answer] of together.entries()) expect(answer).toEqual(await ask(k + 1));
  engine.dispose();
});

it('refuses arrays that make no graph', async () => {
  const rows = { nodes: 2, offsets: Uint32Array.of(0, 1, 1), targets: Uint32Array.of(1) };
  await expect(createPagerank({ ...rows, nodes: 3 })).rejects.toThrow('one offset more than nodes');
  await expect(createPagerank({ ...rows, weights: new Float64Array(2) })).rejects.toThrow(
    '1 targets and 2 weights'
  );
});

it('names the best nodes, ties by number', () => {
  const scores = Float64Array.of(0.1, 0.5, 0, 0.5, 0.2);
  expect([...topNodes(scores, 3)]).toEqual([1, 3, 4]);
  expect([...topNodes(scores, 10)]).toEqual([1, 3, 4, 0]);
  expect([...topNodes(scores, 0)]).toEqual([]);
});
