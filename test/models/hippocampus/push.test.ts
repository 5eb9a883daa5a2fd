import fc from 'fast-check';
import { Matrix, inverse } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { graphOf, outDegrees } from '../../../src/models/hippocampus/graph';
import { seedVector } from '../../../src/models/hippocampus/pagerank';
import { ForwardPush, forwardPush, ReversePush } from '../../../src/models/hippocampus/push';
import {
  dangles,
  danglingRules,
  type Transitions,
  transitionsOf
} from '../../../src/models/hippocampus/transitions';

const graphs = fc.integer({ min: 1, max: 10 }).chain((nodes) =>
  fc.record({
    nodes: fc.constant(nodes),
    edges: fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: nodes - 1 }),
        fc.integer({ min: 0, max: nodes - 1 }),
        fc.constantFrom(1e-9, 0.3, 1, 20, 1e9)
      ),
      { maxLength: 25 }
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
const alphas = fc.double({ min: 0.02, max: 0.98, noNaN: true });

/** alpha (I - (1 - alpha) P)^-1, what dangles going back to `seeds` where that is the rule: row u is the ranking from u. */
function rankings(P: Transitions, seeds: Float64Array, alpha: number): number[][] {
  const system = Matrix.eye(P.nodes, P.nodes);
  const take = (i: number, j: number, chance: number): void => {
    system.set(i, j, system.get(i, j) - (1 - alpha) * chance);
  };
  for (let i = 0; i < P.nodes; i++) {
    for (let e = P.offsets[i]; e < P.offsets[i + 1]; e++) take(i, P.targets[e], P.probabilities[e]);
    if (P.rule === 'restart' && dangles(P, i)) for (const [j, share] of seeds.entries()) take(i, j, share);
  }
  return inverse(system).mul(alpha).to2DArray();
}
const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

describe('forward push', () => {
  it('keeps pi = p + sum_u r_u pi_u at every moment, whatever dangles', () => {
    fc.assert(
      fc.property(
        graphs,
        fc.constantFrom(...danglingRules),
        alphas,
        fc.nat(40),
        (drawn, rule, alpha, count) => {
          const P = transitionsOf(built(drawn), rule);
          const seeds = seedVector(P.nodes, [0, P.nodes - 1], [1, 2]);
          const rows = rankings(P, seeds, alpha);
          const push = new ForwardPush(P, seeds, { alpha, epsilon: 1e-9 });
          push.step(count);
          for (let j = 0; j < P.nodes; j++) {
            const exact = seeds.reduce((sum, share, i) => sum + share * rows[i][j], 0);
            const kept = push.residual.reduce((sum, mass, u) => sum + mass * rows[u][j], push.settled[j]);
            expect(kept).toBeCloseTo(exact, 12);
          }
        }
      ),
      { numRuns: 200 }
    );
  });

  it('ends with at most epsilon for each edge, having walked at most 1 / (alpha epsilon) of them', () => {
    fc.assert(
      fc.property(graphs, fc.constantFrom(...danglingRules), alphas, (drawn, rule, alpha) => {
        const P = transitionsOf(built(drawn), rule);
        const epsilon = 1e-3;
        const push = forwardPush(P, seedVector(P.nodes, [0]), { alpha, epsilon });
        const edges = Array.from(push.residual, (_, u) => P.offsets[u + 1] - P.offsets[u]);
        push.residual.forEach((mass, u) => {
          expect(mass).toBeLessThanOrEqual(epsilon * Math.max(1, edges[u]));
        });
        expect(push.work).toBeLessThanOrEqual(1 / (alpha * epsilon));
        if (rule !== 'absorb') expect(sumOf(push.settled) + sumOf(push.residual)).toBeCloseTo(1, 12);
      }),
      { numRuns: 100 }
    );
  });

  it('scores nearer than what has settled, and never above pi', () => {
    fc.assert(
      fc.property(
        graphs,
        fc.constantFrom(...danglingRules),
        alphas,
        fc.nat(20),
        (drawn, rule, alpha, count) => {
          const P = transitionsOf(built(drawn), rule);
          const seeds = seedVector(P.nodes, [0]);
          const [exact] = rankings(P, seeds, alpha);
          const push = new ForwardPush(P, seeds, { alpha, epsilon: 1e-9 });
          push.step(count);
          const { residual, scores, settled } = push;
          scores.forEach((score, v) => {
            expect(score).toBeLessThan(exact[v] + 1e-13);
            expect(score).toBeCloseTo(settled[v] + alpha * residual[v], 15);
          });
          const missing = exact.reduce((sum, share, v) => sum + share - scores[v], 0);
          const bound = (1 - alpha) * sumOf(residual);
          expect(missing).toBeLessThan(bound + 1e-13);
          if (rule !== 'absorb') expect(missing).toBeCloseTo(bound, 12);
        }
      ),
      { numRuns: 100 }
    );
  });

  it('misses no more in a node of an undirected graph than its degree allows', () => {
    fc.assert(
      fc.property(graphs, alphas, (drawn, alpha) => {
        const graph = built({ ...drawn, undirected: true });
        const P = transitionsOf(graph);
        const degrees = outDegrees(graph);
        const epsilon = 1e-3;
        const push = forwardPush(P, seedVector(P.nodes, [0]), { alpha, epsilon });
        const [exact] = rankings(P, new Float64Array(P.nodes), alpha);
        const worst = degrees.reduce(
          (most, degree, u) =>
            push.residual[u] > 0
              ? Math.max(most, Math.max(1, P.offsets[u + 1] - P.offsets[u]) / degree)
              : most,
          0
        );
        push.settled.forEach((settled, v) => {
          if (degrees[v] > 0)
            expect(exact[v] - settled).toBeLessThanOrEqual(epsilon * degrees[v] * worst + 1e-14);
        });
      }),
      { numRuns: 100 }
    );
  });

  it.each([1e-12, 1, 1e12])('walks the same whatever edges are weighed in: %d', (unit) => {
    const path = (weight: number) =>
      transitionsOf(
        graphOf(3, { sources: [0, 1], targets: [1, 2], weights: [weight, 2 * weight] }, { undirected: true })
      );
    const push = forwardPush(path(unit), seedVector(3, [0]), { alpha: 0.15, epsilon: 1e-6 });
    const plain = forwardPush(path(1), seedVector(3, [0]), { alpha: 0.15, epsilon: 1e-6 });
    expect(push.pushes).toBe(plain.pushes);
    expect(push.pushes).toBeGreaterThan(50);
    push.settled.forEach((settled, i) => {
      expect(settled).toBeCloseTo(plain.settled[i], 14);
    });
  });

  it('looks at the seeds alone where it goes back to them', { timeout: 5000 }, () => {
    const nodes = 300_000;
    const P = transitionsOf(graphOf(nodes, { sources: [0], targets: [1] }), 'restart');
    const push = forwardPush(P, seedVector(nodes, [0]), { alpha: 2e-4, epsilon: 1e-7 });
    // Looking at all nodes in every second push would be 10^10 looks, and out of time.
    expect(push.pushes).toBeGreaterThan(60_000);
    expect(sumOf(push.settled) + sumOf(push.residual)).toBeCloseTo(1, 10);
  });
});

describe('reverse push', () => {
  it('keeps Pi_it = p_i + sum_u Pi_iu r_u at every moment, and ends within epsilon', () => {
    fc.assert(
      fc.property(
        graphs,
        fc.constantFrom('absorb' as const, 'selfLoop' as const),
        alphas,
        fc.nat(40),
        (drawn, rule, alpha, count) => {
          const P = transitionsOf(built(drawn), rule);
          const target = P.nodes - 1;
          const rows = rankings(P, new Float64Array(P.nodes), alpha);
          const push = new ReversePush(P, target, { alpha, epsilon: 1e-4 });
          const holds = (): void =>
            rows.forEach((row, i) => {
              const kept = push.residual.reduce((sum, mass, u) => sum + row[u] * mass, push.settled[i]);
              expect(kept).toBeCloseTo(row[target], 12);
            });
          push.step(count);
          holds();
          while (!push.done) push.step(100);
          holds();
          rows.forEach((row, i) => {
            expect(push.settled[i]).toBeLessThan(row[target] + 1e-12);
            expect(push.settled[i]).toBeGreaterThan(row[target] - 1e-4 - 1e-12);
          });
        }
      ),
      { numRuns: 200 }
    );
  });
});

describe('both', () => {
  const loop = transitionsOf(graphOf(2, { sources: [0, 1, 1], targets: [1, 1, 0] }));
  const seeds = seedVector(2, [0]);

  it.each([5e-324, 1e-320, 1e-300, 1e-30])('come to an end at a tolerance of %d', (epsilon) => {
    for (const alpha of [0.01, 0.15, 0.9]) {
      for (const push of [
        new ForwardPush(loop, seeds, { alpha, epsilon }),
        new ReversePush(loop, 1, { alpha, epsilon })
      ]) {
        push.step(50_000);
        expect(push.done).toBe(true);
        expect(Math.max(...push.residual)).toBeLessThan(1e-29);
      }
    }
  });

  it('refuse a restart that float64 cannot tell from none', () => {
    const options = { alpha: 1e-17, epsilon: 1e-3 };
    expect(() => new ForwardPush(loop, seeds, options)).toThrow('the walk would never restart');
    expect(() => new ReversePush(loop, 0, options)).toThrow('alpha is 1e-17');
    expect(() => new ForwardPush(loop, seeds, { ...options, alpha: 1 - 1e-16 })).not.toThrow();
  });

  it('refuse what is no start', () => {
    const options = { alpha: 0.15, epsilon: 1e-3 };
    const from =
      (...shares: number[]) =>
      () =>
        new ForwardPush(loop, Float64Array.from(shares), options);
    expect(from(3, 0)).toThrow('The shares of the seeds sum to 3; expected 1.');
    expect(from(0, 0)).toThrow('sum to 0');
    expect(from(2, -1)).toThrow('The share of seed 1 is -1');
    expect(from(Number.NaN, 1)).toThrow('The share of seed 0 is NaN');
    expect(from(1)).toThrow('There are 1 shares of seeds; expected one for each of 2 nodes.');
    expect(from(0.1, 0.9)).not.toThrow();
    for (const target of [2, -1, 0.5])
      expect(() => new ReversePush(loop, target, options)).toThrow(`There is no node ${target}`);
    for (const epsilon of [0, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => new ForwardPush(loop, seeds, { ...options, epsilon })).toThrow('The tolerance of push is');
  });
});
