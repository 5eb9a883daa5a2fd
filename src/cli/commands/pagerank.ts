import { type Call, type Command, choice, wholeNumber } from '../command';
import { graphHelp, readGraphFile, undirectedOption } from '../graph/graphFile';
import { seedsOf } from '../graph/nodes';
import { danglingOf, danglingOption, restartOf, toleranceOf } from '../graph/options';
import {
  fewNodes,
  methodFor,
  type NodeRanking,
  type RankingMethod,
  rankingMethods,
  rankNodes
} from '../graph/ranking';
import { aligned, shown } from '../graph/table';

export const pagerank: Command = {
  name: 'pagerank',
  positional: '<edges.csv>',
  summary: 'Print personalised PageRank from given seeds on a graph.',
  options: [
    { name: 'seeds', value: '<a,b>', help: 'Names of the nodes to start from.' },
    { name: 'weights', value: '<n,n>', help: 'Weight of each seed; equal unless given.' },
    {
      name: 'alpha',
      value: '<n>',
      help: 'Restart probability, above 0 and below 1 (default 0.15); 1 - alpha is the damping.'
    },
    {
      name: 'method',
      value: `<${rankingMethods.join('|')}>`,
      help: `How; by default solve up to ${fewNodes} nodes and power beyond.`
    },
    undirectedOption,
    danglingOption('restart'),
    { name: 'tol', value: '<n>', help: 'Largest L1 error, of power and push (default 1e-12).' },
    { name: 'walks', value: '<n>', help: 'Walks of method walk (default 100000).' },
    { name: 'seed', value: '<n>', help: 'Seed of method walk (default 1).' },
    { name: 'top', value: '<k>', help: 'Only the k best, best first; otherwise all in first-seen order.' },
    { name: 'json', help: 'Print {"nodes","scores","iterations","residual","method"} as one line of JSON.' }
  ],
  details: () =>
    `${graphHelp}\nThe walk P is row-stochastic; pi = alpha s + (1 - alpha) P^T pi. The residual is the L1 norm of the difference of the two\n` +
    'sides, measured on the result. Iterations are sweeps (power), pushes (push) or walks (walk), 0 for solve. Push stops when\n' +
    'no node keeps more than tol times its share of all edges, so that what is left, its L1 error, is at most tol. Walk counts\n' +
    'visits.\n',
  async run(call, io) {
    const alpha = restartOf(call);
    const tolerance = toleranceOf(call);
    const rule = danglingOf(call, 'restart');
    const named = call.get('method') === undefined ? undefined : choice(call, 'method', rankingMethods);
    const top = wholeNumber(call, 'top', 1);
    const walks = wholeNumber(call, 'walks', 1) ?? 100_000;
    const seed = wholeNumber(call, 'seed', 0) ?? 1;
    const graph = await readGraphFile('pagerank', call, io.cwd);
    const seeds = seedsOf(graph.labels, call);
    const method = named ?? methodFor(graph);
    const ranking = await rankNodes(method, graph, rule, seeds, {
      alpha,
      tolerance,
      walks,
      seed
    });
    const order = top === undefined ? graph.labels.map((_, i) => i) : bestOf(ranking.scores, top);
    io.out(
      call.has('json')
        ? `${JSON.stringify({
            nodes: order.map((i) => graph.labels[i]),
            scores: order.map((i) => ranking.scores[i]),
            iterations: ranking.iterations,
            residual: ranking.residual,
            method
          })}\n`
        : inWords(call, graph.labels, order, ranking, method)
    );
    return 0;
  }
};

/** The `count` nodes of the highest scores, best first; of equal ones that seen first. */
function bestOf(scores: Float64Array, count: number): number[] {
  return Array.from(scores, (_, i) => i)
    .sort((a, b) => scores[b] - scores[a] || a - b)
    .slice(0, count);
}

function inWords(
  call: Call,
  labels: readonly string[],
  order: readonly number[],
  { scores, iterations, residual }: NodeRanking,
  method: RankingMethod
): string {
  const counted = {
    solve: '',
    power: `, ${iterations} sweeps`,
    push: `, ${iterations} pushes`,
    walk: `, ${iterations} walks`
  };
  const table = aligned(
    ['node', 'score'],
    order.map((i) => [labels[i], shown(scores[i])])
  );
  return `From ${call.get('seeds')} by ${method}${counted[method]}; residual ${residual.toExponential(2)}\n\n${table}`;
}
