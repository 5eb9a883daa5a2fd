/** What the exact walk must give: closed forms, fractions, identities, and bounds of every algorithm. */
import { communitiesOf } from '../hippocampus/communities';
import { successorMatrix, solvePagerank } from '../hippocampus/dense';
import { eigenmaps } from '../hippocampus/eigenmaps';
import { type Graph, graphOf, outDegrees } from '../hippocampus/graph';
import { groupMeans } from '../hippocampus/mapScores';
import { seedVector, walkOn } from '../hippocampus/pagerank';
import { powerIteration, successorColumn, successorRow } from '../hippocampus/power';
import { forwardPush, ReversePush } from '../hippocampus/push';
import { type Transitions, transitionsOf } from '../hippocampus/transitions';
import { monteCarlo } from '../hippocampus/walks';
import { parseWorld } from '../hippocampus/worldText';
import { Random } from '../random';
import { IDENTITY, type Oracle } from './oracle';
import { biasedLine, communityNumbers, gridEigenvalue, gridFixture, ringValue } from './walkClosedForms';

const CLOSED = 'closed form';
const FRACTION = 'exact fraction, by hand';

const oracle = (
  name: string,
  source: string,
  expected: number,
  tolerance: number,
  measure: () => number
): Oracle => ({ name, source, expected, tolerance, measure: async () => measure() });

const worldWalk = (text: string): Transitions => {
  const { graph, terminals } = parseWorld(text);
  return transitionsOf(graph, 'absorb', terminals);
};

const apart = (left: ArrayLike<number>, right: ArrayLike<number>): number => {
  let most = 0;
  for (let i = 0; i < right.length; i++) most = Math.max(most, Math.abs(left[i] - right[i]));
  return most;
};

/** The score of one node of an undirected graph given as pairs. */
function fraction(
  pairs: readonly (readonly [number, number])[],
  seeds: readonly number[],
  alpha: number,
  node: number
): number {
  const nodes = 1 + Math.max(...pairs.flat());
  const graph = graphOf(
    nodes,
    { sources: pairs.map(([from]) => from), targets: pairs.map(([, to]) => to) },
    { undirected: true }
  );
  return solvePagerank(transitionsOf(graph), seedVector(nodes, seeds), alpha).scores[node];
}
const path = [
  [0, 1],
  [1, 2]
] as const;
const star = [
  [0, 1],
  [0, 2],
  [0, 3]
] as const;

/** A random weighted directed graph with self-loops, duplicates, nodes without edges and parts apart. */
function tangled(seed: number, undirected = false): Graph {
  const random = new Random(`tangled ${seed}`);
  const nodes = 5 + random.below(30);
  const edges = 2 * nodes + random.below(nodes);
  const draw = (): number[] => Array.from({ length: edges }, () => random.below(nodes - 1));
  return graphOf(
    nodes,
    {
      sources: draw(),
      targets: draw(),
      weights: Array.from({ length: edges }, () => 0.1 + random.uniform())
    },
    { undirected }
  );
}
const many = Array.from({ length: 20 }, (_, seed) => seed);
const rules = ['absorb', 'restart', 'selfLoop'] as const;
const worst = (
  measure: (graph: Graph, P: Transitions, seeds: Float64Array, seed: number) => number,
  undirected = false
): number =>
  Math.max(
    ...many.flatMap((seed) =>
      rules.map((rule) => {
        const graph = tangled(seed, undirected);
        return measure(graph, transitionsOf(graph, rule), seedVector(graph.nodes, [0, 3], [1, 2]), seed);
      })
    )
  );

/** pi of one linear solve and (1 - gamma) s^T M of the inverse. With restart M is another for every start, so one seed alone. */
function identity(gamma: number): number {
  return worst((graph, P) => {
    const map = successorMatrix(P, gamma);
    const exact = solvePagerank(P, seedVector(graph.nodes, [2]), 1 - gamma).scores;
    return apart(
      map.subarray(2 * graph.nodes, 3 * graph.nodes).map((value) => (1 - gamma) * value),
      exact
    );
  });
}

const alpha = 0.15;

/** Largest distance of p + sum_u r_u pi_u from pi, of a push stopped half-way. */
function pushInvariant(): number {
  return worst((graph, P, seeds) => {
    if (P.rule === 'restart') return 0;
    const push = forwardPush(P, seeds, { alpha, epsilon: 1e-3 });
    const map = successorMatrix(P, 1 - alpha);
    const sum = push.settled.slice();
    push.residual.forEach((mass, u) => {
      for (let j = 0; j < graph.nodes; j++) sum[j] += mass * alpha * map[u * graph.nodes + j];
    });
    return apart(sum, solvePagerank(P, seeds, alpha).scores);
  });
}

/** How far forward push is beyond its bounds: below pi, by at most the mass that waits; reverse push within epsilon. */
function pushExcess(): number {
  return worst((graph, P, seeds) => {
    const exact = solvePagerank(P, seeds, alpha).scores;
    const push = forwardPush(P, seeds, { alpha, epsilon: 1e-4 });
    const left = push.residual.reduce((sum, mass) => sum + mass, 0);
    let excess = 0;
    push.settled.forEach((settled, i) => {
      excess = Math.max(excess, settled - exact[i], exact[i] - settled - left);
    });
    if (P.rule === 'restart') return excess;
    const reverse = new ReversePush(P, 1, { alpha, epsilon: 1e-4 });
    while (!reverse.done) reverse.step(1000);
    const map = successorMatrix(P, 1 - alpha);
    for (let i = 0; i < graph.nodes; i++) {
      const column = alpha * map[i * graph.nodes + 1];
      excess = Math.max(excess, reverse.settled[i] - column, column - reverse.settled[i] - 1e-4);
    }
    return excess;
  });
}

/** Undirected unit weights: sum over pushes of the degree is at most 1 / (epsilon alpha). */
function pushWork(): number {
  const { graph } = parseWorld('community 4 6');
  const push = forwardPush(transitionsOf(graph), seedVector(graph.nodes, [0]), {
    alpha,
    epsilon: 1e-3
  });
  return Math.max(0, push.work - 1 / (1e-3 * alpha));
}

/** Standardised distance of Monte Carlo from its published variances on the path of three nodes. */
function sampledVariance(of: 'endPoints' | 'visits'): number {
  const P = transitionsOf(graphOf(3, { sources: [0, 1], targets: [1, 2] }, { undirected: true }));
  const seeds = seedVector(3, [0]);
  const random = new Random('variances');
  const walks = 20_000;
  const sums = [0, 0];
  for (let k = 0; k < walks; k++) {
    const value = monteCarlo(P, seeds, { alpha, walks: 1, random })[of][1];
    sums[0] += value;
    sums[1] += value * value;
  }
  const mean = sums[0] / walks;
  return sums[1] / walks - mean * mean;
}

export const walkOracles: readonly Oracle[] = [
  oracle('PPR = (1 - gamma) SR, 60 random walks, gamma .5', IDENTITY, 0, 1e-12, () => identity(0.5)),
  oracle('PPR = (1 - gamma) SR, 60 random walks, gamma .99', IDENTITY, 0, 1e-12, () => identity(0.99)),
  oracle('pi is stationary: alpha s + (1 - alpha) P^T pi', IDENTITY, 0, 1e-12, () =>
    worst((_, P, seeds) => {
      const { scores } = solvePagerank(P, seeds, alpha);
      return apart(walkOn(P, seeds, alpha, scores), scores);
    })
  ),
  oracle('power iteration', IDENTITY, 0, 1e-12, () =>
    worst((_, P, seeds) =>
      apart(
        powerIteration(P, seeds, { alpha, tolerance: 1e-13 }).scores,
        solvePagerank(P, seeds, alpha).scores
      )
    )
  ),
  oracle('rows and columns of M by power iteration', IDENTITY, 0, 1e-10, () =>
    worst(({ nodes }, P) => {
      const map = successorMatrix(P, 0.9);
      const column = Float64Array.from({ length: nodes }, (_, i) => map[i * nodes + 1]);
      return Math.max(
        apart(successorRow(P, 1, 0.9, 1e-11), map.subarray(nodes, 2 * nodes)),
        apart(successorColumn(P, 1, 0.9, 1e-12), column)
      );
    })
  ),
  oracle('rows of M sum to 1/(1 - gamma) where nothing is lost', IDENTITY, 0, 1e-10, () =>
    worst(({ nodes }, P) => {
      if (P.rule === 'absorb') return 0;
      const map = successorMatrix(P, 0.9);
      const sums = Array.from({ length: nodes }, (_, i) =>
        map.subarray(i * nodes, (i + 1) * nodes).reduce((sum, value) => sum + value, 0)
      );
      return Math.max(...sums.map((sum) => Math.abs(sum - 10)));
    })
  ),
  oracle('superposition of seeds', IDENTITY, 0, 1e-12, () =>
    worst(({ nodes }, P) => {
      if (P.rule === 'restart') return 0;
      const one = (weights: readonly number[]): Float64Array =>
        solvePagerank(P, seedVector(nodes, [0, 3], weights), alpha).scores;
      const [first, second, both] = [one([1, 0]), one([0, 1]), one([1, 3])];
      return apart(
        both,
        first.map((score, i) => 0.25 * score + 0.75 * second[i])
      );
    })
  ),
  oracle('reversibility, d_i M_ij = d_j M_ji, undirected', IDENTITY, 0, 1e-10, () =>
    worst((graph, P) => {
      if (P.rule !== 'absorb') return 0;
      const map = successorMatrix(P, 0.9);
      const degrees = outDegrees(graph);
      const n = graph.nodes;
      let most = 0;
      for (let i = 0; i < n; i++)
        for (let j = 0; j < i; j++)
          most = Math.max(most, Math.abs(degrees[i] * map[i * n + j] - degrees[j] * map[j * n + i]));
      return most;
    }, true)
  ),
  oracle('alpha near 1 returns the seeds', IDENTITY, 0, 1e-8, () =>
    worst((_, P, seeds) => apart(solvePagerank(P, seeds, 1 - 1e-9).scores, seeds))
  ),
  oracle('alpha near 0 is the stationary law, error / alpha', 'order of alpha', 1, 0.9, () => {
    const { graph } = parseWorld('graph undirected\na b 2\nb c\nc a\nc d');
    const degrees = outDegrees(graph);
    const total = degrees.reduce((sum, degree) => sum + degree, 0);
    const error = (small: number): number =>
      apart(
        solvePagerank(transitionsOf(graph), seedVector(4, [0]), small).scores,
        degrees.map((degree) => degree / total)
      ) / small;
    // An error of the order of alpha: ten times less alpha, the same error over alpha.
    return error(1e-5) / error(1e-4);
  }),
  oracle('a part without seeds gets 0', IDENTITY, 0, 0, () => {
    const { graph } = parseWorld('graph undirected\na b\nc d');
    const { scores } = solvePagerank(transitionsOf(graph), seedVector(4, [0]), alpha);
    return Math.max(scores[2], scores[3]);
  }),
  oracle('forward push keeps its invariant', IDENTITY, 0, 1e-12, pushInvariant),
  oracle('push beyond its bounds', IDENTITY, 0, 1e-12, pushExcess),
  oracle('edges walked by push beyond 1/(epsilon alpha)', 'Andersen, Chung & Lang 2006', 0, 0, pushWork),
  oracle('variance of end points, path of three', CLOSED, 0.248, 0.01, () => sampledVariance('endPoints')),
  oracle('variance of visits, path of three', CLOSED, 0.221, 0.012, () => sampledVariance('visits')),
  oracle('path a-b-c, alpha 1/2, from a: a', FRACTION, 7 / 12, 1e-14, () => fraction(path, [0], 0.5, 0)),
  oracle('path a-b-c, alpha 1/2, from a: b', FRACTION, 1 / 3, 1e-14, () => fraction(path, [0], 0.5, 1)),
  oracle('path a-b-c, alpha 3/20, from a: a', FRACTION, 511 / 1480, 1e-14, () =>
    fraction(path, [0], 0.15, 0)
  ),
  oracle('path a-b-c, alpha 3/20, from a: c', FRACTION, 289 / 1480, 1e-14, () =>
    fraction(path, [0], 0.15, 2)
  ),
  oracle('path a-b-c, alpha 1/2, from a and c: b', FRACTION, 1 / 3, 1e-14, () =>
    fraction(path, [0, 2], 0.5, 1)
  ),
  oracle('star, alpha 1/2, from a leaf: that leaf', FRACTION, 5 / 9, 1e-14, () =>
    fraction(star, [1], 0.5, 1)
  ),
  oracle('star, alpha 1/2, from a leaf: another', FRACTION, 1 / 18, 1e-14, () => fraction(star, [1], 0.5, 2)),
  oracle('star, alpha 1/2, from the centre: a leaf', FRACTION, 1 / 9, 1e-14, () =>
    fraction(star, [0], 0.5, 3)
  ),
  ...[0.9, 0.95, 0.99].map((gamma) =>
    oracle(`ring of 24, gamma ${gamma}`, CLOSED, 0, 1e-10, () => {
      const map = successorMatrix(worldWalk('ring 24'), gamma);
      return apart(
        map.subarray(0, 24),
        Array.from({ length: 24 }, (_, d) => ringValue(24, d, gamma))
      );
    })
  ),
  oracle('biased line, 301 states, p .66, gamma .9, about the middle', CLOSED, 0, 1e-10, () => {
    const map = successorMatrix(worldWalk('track 301 0.66'), 0.9);
    return apart(
      Array.from({ length: 61 }, (_, k) => map[150 * 301 + 120 + k]),
      Array.from({ length: 61 }, (_, k) => biasedLine(0.66, 0.9, k - 30))
    );
  }),
  ...[0.5, 0.6, 0.66, 0.8].map((p) =>
    oracle(`shift of fields, 301 states, p ${p}`, CLOSED, -((2 * p - 1) * 0.9) / 0.1, 1e-4, () => {
      const world = parseWorld(`track 301 ${p}`);
      const map = successorMatrix(transitionsOf(world.graph), 0.9);
      // One cell, 150 states from either end: the mean over a third of the track would reach nearer to its ends.
      const n = 301;
      let mass = 0;
      let moment = 0;
      for (let i = 0; i < n; i++) {
        mass += map[i * n + 150];
        moment += (i - 150) * map[i * n + 150];
      }
      return moment / mass;
    })
  ),
  oracle('chain with an absorbing end: gamma^(j - i)', CLOSED, 0, 1e-14, () => {
    const map = successorMatrix(worldWalk('graph\n0 1\n1 2\n2 3\n3 4'), 0.8);
    const expected = Array.from({ length: 25 }, (_, at) => {
      const steps = (at % 5) - Math.floor(at / 5);
      let power = 1;
      for (let k = 0; k < steps; k++) power *= 0.8;
      return steps < 0 ? 0 : power;
    });
    return apart(map, expected);
  }),
  oracle('terminal self-loop multiplies the last column by 1/(1 - gamma)', CLOSED, 0, 1e-12, () => {
    const { graph } = parseWorld('graph\n0 1\n1 2');
    const absorb = successorMatrix(transitionsOf(graph, 'absorb'), 0.8);
    const loop = successorMatrix(transitionsOf(graph, 'selfLoop'), 0.8);
    return apart(
      loop,
      absorb.map((value, at) => (at % 3 === 2 ? value / (1 - 0.8) : value))
    );
  }),
  oracle('3 x 3 bouncing grid, gamma .95', 'fixture of a NumPy implementation', 0, 1e-8, () =>
    apart(successorMatrix(worldWalk('box 3 3'), 0.95).subarray(36, 45), gridFixture)
  ),
  oracle('leading eigenvalues of a 7 x 5 grid: products of cosines', CLOSED, 0, 1e-10, () => {
    const expected = Array.from({ length: 35 }, (_, k) => gridEigenvalue(7, 5, k % 7, Math.floor(k / 7)));
    expected.sort((a, b) => b - a);
    return apart(eigenmaps(worldWalk('box 7 5'), 12).values, expected.slice(0, 12));
  }),
  oracle('communities: leading eigenvalues', CLOSED, 0, 1e-6, () => {
    const { values } = eigenmaps(worldWalk('community 3 5'), 5);
    return apart(values, communityNumbers.eigenvalues);
  }),
  oracle(
    'communities: mean M within, gamma .9',
    'simulated independently in NumPy',
    communityNumbers.within,
    5e-5,
    () => communityMeans()[0]
  ),
  oracle(
    'communities: mean M between, gamma .9',
    'simulated independently in NumPy',
    communityNumbers.between,
    5e-5,
    () => communityMeans()[1]
  ),
  oracle('communities found: nodes in another clique than planted', CLOSED, 0, 0, () => {
    const groups = communitiesOf(parseWorld('community 3 5').graph);
    return groups ? groups.filter((group, i) => group !== Math.floor(i / 5)).length : 15;
  })
];

function communityMeans(): [number, number] {
  const planted = Array.from({ length: 15 }, (_, i) => Math.floor(i / 5));
  return groupMeans(successorMatrix(worldWalk('community 3 5'), 0.9), 15, planted);
}
