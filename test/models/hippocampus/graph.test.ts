import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generators } from '../../../src/models/hippocampus/generators';
import { edgeCount, graphOf, outDegrees, reversed } from '../../../src/models/hippocampus/graph';
import { successorMatrix, solvePagerank } from '../../../src/models/hippocampus/dense';
import { gridness } from '../../../src/models/hippocampus/gridness';
import { seedVector, residualOf } from '../../../src/models/hippocampus/pagerank';
import { powerIteration } from '../../../src/models/hippocampus/power';
import { forwardPush } from '../../../src/models/hippocampus/push';
import { dangles, danglingRules, transitionsOf } from '../../../src/models/hippocampus/transitions';
import { monteCarlo } from '../../../src/models/hippocampus/walks';
import { formatWorld, parseWorld } from '../../../src/models/hippocampus/worldText';
import { Random } from '../../../src/models/random';

const graphs = fc.integer({ min: 1, max: 12 }).chain((nodes) =>
  fc.record({
    nodes: fc.constant(nodes),
    edges: fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: nodes - 1 }),
        fc.integer({ min: 0, max: nodes - 1 }),
        fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 0.01, max: 50, noNaN: true }))
      ),
      { maxLength: 30 }
    ),
    undirected: fc.boolean()
  })
);
type Drawn = typeof graphs extends fc.Arbitrary<infer T> ? T : never;
const built = ({ edges, nodes, undirected }: Drawn) =>
  graphOf(
    nodes,
    {
      sources: edges.map(([from]) => from),
      targets: edges.map(([, to]) => to),
      weights: edges.map(([, , weight]) => weight)
    },
    { undirected }
  );

describe('any graph', () => {
  it('holds the sum of the weights it was given, row by row, in order', () => {
    fc.assert(
      fc.property(graphs, (drawn) => {
        const graph = built(drawn);
        const dense = new Float64Array(drawn.nodes * drawn.nodes);
        for (const [from, to, weight] of drawn.edges) {
          dense[from * drawn.nodes + to] += weight;
          if (drawn.undirected && from !== to) dense[to * drawn.nodes + from] += weight;
        }
        for (let i = 0; i < graph.nodes; i++) {
          let before = -1;
          for (let e = graph.offsets[i]; e < graph.offsets[i + 1]; e++) {
            const j = graph.targets[e];
            expect(j).toBeGreaterThan(before);
            before = j;
            expect(graph.weights?.[e] ?? 1).toBeCloseTo(dense[i * drawn.nodes + j], 9);
            dense[i * drawn.nodes + j] = 0;
          }
        }
        expect(dense.every((weight) => weight === 0)).toBe(true);
        expect(reversed(reversed(graph)).targets).toEqual(graph.targets);
      })
    );
  });

  it('has a walk whose rows sum to 1, or dangle', () => {
    fc.assert(
      fc.property(graphs, fc.constantFrom(...danglingRules), (drawn, rule) => {
        const P = transitionsOf(built(drawn), rule);
        for (let i = 0; i < P.nodes; i++) {
          const sum = P.probabilities.subarray(P.offsets[i], P.offsets[i + 1]).reduce((a, b) => a + b, 0);
          if (dangles(P, i)) expect(rule).not.toBe('selfLoop');
          else expect(sum).toBeCloseTo(1, 12);
        }
      })
    );
  });

  it('is ranked alike by every algorithm', () => {
    fc.assert(
      fc.property(
        graphs,
        fc.constantFrom(...danglingRules),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        (drawn, rule, alpha) => {
          const graph = built(drawn);
          const P = transitionsOf(graph, rule);
          const seeds = seedVector(graph.nodes, [0, drawn.nodes - 1], [3, 1]);
          const exact = solvePagerank(P, seeds, alpha).scores;
          const total = exact.reduce((sum, score) => sum + score, 0);
          if (rule === 'absorb') expect(total).toBeLessThan(1 + 1e-12);
          else expect(total).toBeCloseTo(1, 12);
          expect(residualOf(P, seeds, alpha, exact)).toBeLessThan(1e-13);
          const { scores } = powerIteration(P, seeds, { alpha, tolerance: 1e-13 });
          for (const [i, score] of scores.entries()) expect(score).toBeCloseTo(exact[i], 11);
          const push = forwardPush(P, seeds, { alpha, epsilon: 1e-7 });
          for (const [i, score] of push.settled.entries()) expect(score).toBeCloseTo(exact[i], 4);
        }
      ),
      { numRuns: 60 }
    );
  });
});

describe('Monte Carlo', () => {
  it.each(danglingRules)('comes near the exact ranking where the walk dangles by %s', (rule) => {
    const graph = graphOf(4, { sources: [0, 0, 1, 2], targets: [1, 2, 0, 3] });
    const P = transitionsOf(graph, rule);
    const seeds = seedVector(4, [0, 1]);
    const exact = solvePagerank(P, seeds, 0.3).scores;
    const { endPoints, visits } = monteCarlo(P, seeds, { alpha: 0.3, walks: 40_000, random: new Random(5) });
    for (const estimate of [endPoints, visits])
      for (const [i, share] of estimate.entries()) expect(Math.abs(share - exact[i])).toBeLessThan(0.012);
  });
});

describe('restart where the walk dangles', () => {
  it('makes every row of M a ranking from its own start', () => {
    const P = transitionsOf(graphOf(3, { sources: [0, 1], targets: [1, 2] }), 'restart');
    const map = successorMatrix(P, 0.8);
    for (let i = 0; i < 3; i++) {
      const exact = solvePagerank(P, seedVector(3, [i]), 0.2).scores;
      for (const [j, score] of exact.entries()) expect(0.2 * map[3 * i + j]).toBeCloseTo(score, 13);
    }
  });
});

describe('generators', () => {
  const usual: Record<string, string> = {
    ring: 'ring 12 0.7',
    track: 'track 50 0.66',
    community: 'community 3 5',
    box: 'box 6 4',
    twoRooms: 'twoRooms 9 5',
    tolman: 'tolman 1',
    tMaze: 'tMaze 4 3',
    tree: 'tree 2 4',
    smallWorld: 'smallWorld 40 4 0.2 7',
    blocks: 'blocks 3 8 0.6 0.05 2'
  };
  it.each(generators.map(({ name }) => name))('%s makes a world that its text brings back', (name) => {
    const world = parseWorld(usual[name]);
    expect(world.graph.nodes).toBeGreaterThan(2);
    expect(parseWorld(formatWorld(world))).toEqual(world);
  });
  it('make what they say', () => {
    expect(parseWorld('tree 2 3').graph.nodes).toBe(15);
    expect(edgeCount(parseWorld('smallWorld 40 4 0 1').graph)).toBe(160);
    expect([...outDegrees(parseWorld('community 4 6').graph)].every((degree) => degree === 5)).toBe(true);
    expect(parseWorld('blocks 2 5 1 0 3').graph.targets.length).toBe(40);
    expect(() => parseWorld('tree 6 8')).toThrow('at most 900 fit the lab');
  });
  it('draw the same world from the same seed, and another from another', () => {
    const edges = (seed: number) => formatWorld(parseWorld(`blocks 3 10 0.4 0.1 ${seed}`));
    expect(edges(4)).toBe(edges(4));
    expect(edges(5)).not.toBe(edges(4));
  });
});

describe('gridness', () => {
  const map = (size: number, value: (x: number, y: number) => number): Float64Array =>
    Float64Array.from({ length: size * size }, (_, i) => value(i % size, Math.floor(i / size)));
  it('tells hexagons from squares, and is no proof of hexagons', () => {
    const k = (2 * Math.PI) / 10;
    const hexagons = map(40, (x, y) =>
      [0, 1, 2].reduce(
        (sum, d) => sum + Math.cos(k * (x * Math.cos((d * Math.PI) / 3) + y * Math.sin((d * Math.PI) / 3))),
        0
      )
    );
    const squares = map(40, (x, y) => Math.cos(k * x) + Math.cos(k * y));
    expect(gridness(hexagons, 40, 40)).toBeGreaterThan(0.8);
    expect(gridness(squares, 40, 40)).toBeLessThan(-0.8);
    // A mode of a box: neither, and above 0.
    const mode = map(
      20,
      (x, y) => Math.cos((Math.PI * 3 * (x + 0.5)) / 20) * Math.cos((Math.PI * 5 * (y + 0.5)) / 20)
    );
    expect(gridness(mode, 20, 20)).toBeGreaterThan(0);
    expect(gridness(mode, 20, 20)).toBeLessThan(0.8);
  });
});
