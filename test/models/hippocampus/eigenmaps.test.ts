import fc from 'fast-check';
import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { classesOf } from '../../../src/models/hippocampus/classes';
import { eigenmaps } from '../../../src/models/hippocampus/eigenmaps';
import { ExactWalk } from '../../../src/models/hippocampus/exactWalk';
import { graphOf } from '../../../src/models/hippocampus/graph';
import { eigenmapCount } from '../../../src/models/hippocampus/probes';
import {
  type DanglingRule,
  type Transitions,
  transitionsOf
} from '../../../src/models/hippocampus/transitions';
import { parseWorld } from '../../../src/models/hippocampus/worldText';

type Edge = readonly [from: number, to: number, weight?: number];
const walkOf = (nodes: number, edges: readonly Edge[], rule: DanglingRule, undirected = false): Transitions =>
  transitionsOf(
    graphOf(
      nodes,
      {
        sources: edges.map(([from]) => from),
        targets: edges.map(([, to]) => to),
        weights: edges.map(([, , weight]) => weight ?? 1)
      },
      { undirected }
    ),
    rule
  );
const worldWalk = (text: string, rule: DanglingRule = 'absorb', terminals: readonly number[] = []) => {
  const { graph } = parseWorld(text);
  const ends = Uint8Array.from({ length: graph.nodes }, (_, i) => (terminals.includes(i) ? 1 : 0));
  return transitionsOf(graph, rule, ends);
};

/** Largest entry of P v - lambda v, mode by mode. */
function residuals(P: Transitions, { values, vectors }: ReturnType<typeof eigenmaps>): number[] {
  return Array.from(values, (value, k) => {
    const mode = vectors.subarray(k * P.nodes, (k + 1) * P.nodes);
    return mode.reduce((most, entry, i) => {
      let walked = 0;
      for (let e = P.offsets[i]; e < P.offsets[i + 1]; e++) walked += P.probabilities[e] * mode[P.targets[e]];
      return Math.max(most, Math.abs(walked - value * entry));
    }, 0);
  });
}

/** Eigenvalues of P itself, by a decomposition that asks for no symmetry. */
function spectrum(P: Transitions): number[] {
  const matrix = Matrix.zeros(P.nodes, P.nodes);
  for (let i = 0; i < P.nodes; i++)
    for (let e = P.offsets[i]; e < P.offsets[i + 1]; e++) matrix.set(i, P.targets[e], P.probabilities[e]);
  return [...new EigenvalueDecomposition(matrix).realEigenvalues].sort((a, b) => b - a);
}

const far = (values: ArrayLike<number>, from: readonly number[]): number =>
  Math.max(...Array.from(values, (value, k) => Math.abs(value - from[k])));

describe('modes of a walk that is reversible where it comes back', () => {
  it.each<[string, Transitions]>([
    ['a ring of 400', worldWalk('ring 400 0.5')],
    ['a box that ends in a corner', worldWalk('box 6 6', 'absorb', [35])],
    ['a box that stays in a corner for ever', worldWalk('box 6 6', 'selfLoop', [35])],
    ['a track that ends at both ends', worldWalk('track 30 0.7', 'absorb', [0, 29])],
    [
      'a bipartite square',
      walkOf(
        4,
        [
          [0, 1],
          [1, 2],
          [2, 3],
          [3, 0]
        ],
        'absorb',
        true
      )
    ],
    [
      'three parts, one of them a state alone',
      walkOf(
        7,
        [
          [0, 1],
          [1, 2],
          [3, 4],
          [4, 5],
          [3, 5]
        ],
        'absorb',
        true
      )
    ],
    [
      'weights over 18 orders',
      walkOf(
        5,
        [
          [0, 1, 1e-9],
          [1, 2, 1e9],
          [2, 3],
          [3, 4, 1e-9],
          [4, 4, 1e9]
        ],
        'absorb',
        true
      )
    ],
    [
      'edges given twice, and loops',
      walkOf(
        3,
        [
          [0, 1],
          [0, 1],
          [1, 2],
          [2, 2, 3]
        ],
        'absorb',
        true
      )
    ],
    ['a bulk of near modes', worldWalk('blocks 4 60 0.3 0.05 2')]
  ])('of %s are eigenvectors of P, the largest first', (_, P) => {
    const modes = eigenmaps(P, 12);
    expect(modes.values).toHaveLength(Math.min(12, P.nodes));
    expect(far(modes.values, spectrum(P))).toBeLessThan(1e-9);
    expect([...modes.values]).toEqual([...modes.values].sort((a, b) => b - a));
    expect(Math.max(...residuals(P, modes))).toBeLessThan(1e-10);
    for (let k = 0; k < modes.values.length; k++)
      expect(Math.max(...modes.vectors.subarray(k * P.nodes, (k + 1) * P.nodes))).toBeCloseTo(1, 6);
  });

  it.each([
    ['track 300 0.66', 300, 0.66],
    ['track 400 0.9', 400, 0.9],
    ['track 700 0.9', 700, 0.9]
  ])('hold where the law spans more than float64 does: %s', (text, n, p) => {
    // Walls that hold the walk back give 1 and 2 sqrt(p q) cos(k pi / n).
    const closed = [
      1,
      ...Array.from({ length: 11 }, (_, k) => 2 * Math.sqrt(p * (1 - p)) * Math.cos(((k + 1) * Math.PI) / n))
    ];
    const P = worldWalk(text);
    const modes = eigenmaps(P, 12);
    expect(far(modes.values, closed)).toBeLessThan(1e-9);
    expect(Math.max(...residuals(P, modes))).toBeLessThan(1e-9);
    expect(modes.vectors.subarray(0, n).every((entry) => entry === 1)).toBe(true);
  });

  it.each<[string, number, readonly Edge[]]>([
    [
      'a complete graph',
      40,
      Array.from({ length: 780 }, (_, k) => {
        const to = Math.floor((1 + Math.sqrt(1 + 8 * k)) / 2);
        return [k - (to * (to - 1)) / 2, to] as const;
      })
    ],
    ['a star', 30, Array.from({ length: 29 }, (_, k) => [0, k + 1] as const)],
    ['ten pairs', 20, Array.from({ length: 10 }, (_, k) => [2 * k, 2 * k + 1] as const)]
  ])('are as many as an eigenvalue is repeated, each another: %s', (_, n, edges) => {
    const P = walkOf(n, edges, 'absorb', true);
    const modes = eigenmaps(P, n);
    expect(far(modes.values, spectrum(P))).toBeLessThan(1e-13);
    expect(Math.max(...residuals(P, modes))).toBeLessThan(1e-13);
    const rows = Array.from({ length: n }, (_, k) => modes.vectors.subarray(k * n, (k + 1) * n));
    expect(new SingularValueDecomposition(new Matrix(rows)).rank).toBe(n);
  });

  it('are found among many as among few', () => {
    const P = worldWalk('blocks 8 56 0.3 0.05 2');
    expect(P.nodes).toBe(448);
    const modes = eigenmaps(P, 12);
    expect(far(modes.values, spectrum(P))).toBeLessThan(1e-9);
    expect(Math.max(...residuals(P, modes))).toBeLessThan(1e-8);
  });
});

describe('modes of a walk that can leave for good', () => {
  it('of eigenvalue 1 are the chances to end in each closed part', () => {
    // 0 and 4 keep the walk; between them it is a gambler's ruin.
    const P = walkOf(
      5,
      [
        [0, 0],
        [1, 0],
        [1, 2],
        [2, 1],
        [2, 3],
        [3, 2],
        [3, 4],
        [4, 4]
      ],
      'absorb'
    );
    const { values, vectors } = eigenmaps(P, 3);
    expect([...values.subarray(0, 2)]).toEqual([1, 1]);
    const ruin = [1, 0.75, 0.5, 0.25, 0];
    expect(far(vectors.subarray(0, 5), ruin)).toBeLessThan(1e-14);
    expect(far(vectors.subarray(5, 10), ruin.toReversed())).toBeLessThan(1e-14);
    expect(values[2]).toBeCloseTo(Math.SQRT1_2, 14);
  });

  it('of a chain that ends are none but 0', () => {
    expect([
      ...eigenmaps(
        walkOf(
          3,
          [
            [0, 1],
            [1, 2]
          ],
          'absorb'
        ),
        3
      ).values
    ]).toEqual([0, 0, 0]);
    expect([
      ...eigenmaps(
        walkOf(
          3,
          [
            [0, 1],
            [1, 2]
          ],
          'selfLoop'
        ),
        3
      ).values
    ]).toEqual([1, 0, 0]);
  });

  it('do not reach back where the eigenvalue is one of those upstream, and stay finite', () => {
    const P = walkOf(
      6,
      [
        [0, 1],
        [1, 0],
        [1, 2],
        [2, 3],
        [3, 2],
        [3, 4],
        [4, 5],
        [5, 4]
      ],
      'absorb'
    );
    const modes = eigenmaps(P, 6);
    expect(far(modes.values, [1, Math.SQRT1_2, Math.SQRT1_2, -Math.SQRT1_2, -Math.SQRT1_2, -1])).toBeLessThan(
      1e-14
    );
    expect(modes.vectors.every((entry) => Math.abs(entry) <= 1 + 1e-6)).toBe(true);
    expect(residuals(P, modes).filter((residual) => residual < 1e-14)).toHaveLength(4);
  });

  it('leave walls out', () => {
    const world = parseWorld('twoRooms 9 5');
    const { values } = new ExactWalk(transitionsOf(world.graph, 'selfLoop', world.terminals), 0.9).eigen(
      world
    );
    const [first, second] = [values[0], values[3]];
    expect(world.maze?.walls.some((wall) => wall === 1)).toBe(true);
    expect(values).toHaveLength(3 * eigenmapCount);
    expect(first).toBe(1);
    expect(second).toBeLessThan(0.999);
  });
});

describe('modes of a walk that is not reversible', () => {
  it('of a directed ring are those of the ring walked both ways', () => {
    const n = 8;
    const P = walkOf(
      n,
      Array.from({ length: n }, (_, i) => [i, (i + 1) % n] as const),
      'absorb'
    );
    const cosines = Array.from({ length: n }, (_, k) => Math.cos((2 * Math.PI * k) / n)).sort(
      (a, b) => b - a
    );
    expect(far(eigenmaps(P, n).values, cosines)).toBeLessThan(1e-14);
  });

  it('weigh states by the stationary law, however slowly the walk comes to it', () => {
    // A ring of three that is left for another once in a million steps.
    const P = walkOf(
      6,
      [
        [0, 1],
        [1, 2],
        [2, 0],
        [2, 3, 1e-6],
        [3, 4],
        [4, 5],
        [5, 3],
        [5, 0, 1e-3]
      ],
      'absorb'
    );
    const { values } = eigenmaps(P, 6);
    expect(values[0]).toBe(1);
    // The flow between the rings, q_2 P_23 = q_5 P_50, makes a mode whose eigenvalue is that of two states.
    const [out, back] = [1e-6 / (1 + 1e-6), 1e-3 / (1 + 1e-3)];
    expect(values[1]).toBeCloseTo(1 - (out + back) / 3, 6);
  });

  it('have eigenvalues of at most 1, in order, for any graph', () => {
    const graphs = fc
      .integer({ min: 1, max: 12 })
      .chain((nodes) =>
        fc.tuple(
          fc.constant(nodes),
          fc.array(
            fc.tuple(
              fc.integer({ min: 0, max: nodes - 1 }),
              fc.integer({ min: 0, max: nodes - 1 }),
              fc.constantFrom(1e-9, 1e-3, 1, 7, 1e9)
            ),
            { maxLength: 30 }
          ),
          fc.constantFrom<DanglingRule>('absorb', 'selfLoop', 'restart')
        )
      );
    fc.assert(
      fc.property(graphs, ([nodes, edges, rule]) => {
        const P = walkOf(nodes, edges, rule);
        const { values, vectors } = eigenmaps(P, nodes);
        expect(values).toHaveLength(nodes);
        expect(values[0]).toBeLessThan(1 + 1e-12);
        expect(values[nodes - 1]).toBeGreaterThan(-1 - 1e-12);
        expect([...values]).toEqual([...values].sort((a, b) => b - a));
        expect(vectors.every(Number.isFinite)).toBe(true);
        const closed = classesOf(P).list.filter((each) => each.closed).length;
        expect(values.filter((value) => value === 1).length).toBeGreaterThanOrEqual(closed);
      }),
      { numRuns: 300 }
    );
  });
});

it('parts states into classes that lead to each other, those they lead to first', () => {
  const { list, of } = classesOf(
    walkOf(
      6,
      [
        [0, 1],
        [1, 0],
        [1, 2],
        [2, 3],
        [3, 2],
        [4, 0],
        [5, 5],
        [2, 2]
      ],
      'absorb'
    )
  );
  expect(list.map(({ states }) => [...states])).toEqual([[2, 3], [0, 1], [4], [5]]);
  expect(list.map(({ closed }) => closed)).toEqual([true, false, false, true]);
  expect([...of]).toEqual([1, 1, 0, 0, 2, 3]);
  const dangling = classesOf(walkOf(2, [[0, 1]], 'absorb')).list;
  expect(dangling.map(({ closed }) => closed)).toEqual([false, false]);
});
