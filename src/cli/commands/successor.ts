/** `engram successor`: the successor representation of the walk on any graph. */
import { writeNpy } from '../../formats/npy';
import { mostDense } from '../../models/hippocampus/dense';
import { type Call, type Command, UsageError } from '../command';
import { writeWhole } from '../files';
import { graphHelp, type NamedGraph, readGraphFile, undirectedOption } from '../graph/graphFile';
import { nodeNamed } from '../graph/nodes';
import { danglingOf, danglingOption, discountOf, toleranceOf } from '../graph/options';
import { columnOf, matrixOf, rowOf, walkOf } from '../graph/successors';
import { aligned, shown } from '../graph/table';

export const successor: Command = {
  name: 'successor',
  positional: '<edges.csv>',
  summary: 'Print the successor representation of the walk on a graph: discounted visits from node to node.',
  options: [
    { name: 'gamma', value: '<n>', help: 'Discount, above 0 and below 1 (default 0.85).' },
    { name: 'row', value: '<node>', help: 'Only M_i,: discounted visits from this node to each.' },
    {
      name: 'column',
      value: '<node>',
      help: 'Only M_:,j: discounted visits to this node from each, its place field.'
    },
    { name: 'all', help: `All of M, row by row; what is given by default. At most ${mostDense} nodes.` },
    undirectedOption,
    danglingOption('absorb'),
    {
      name: 'tol',
      value: '<n>',
      help: 'Of a row or a column: largest error of (1 - gamma) M (default 1e-12).'
    },
    { name: 'json', help: 'Print {"nodes","values"} as one line of JSON.' },
    {
      name: 'out',
      value: '<M.npy>',
      help: 'Write the values to an NPY file, float64, [nodes, nodes] or [nodes].'
    }
  ],
  details: () =>
    `${graphHelp}\nM = (I - gamma P)^-1. P is row-stochastic and the start is counted: M_ii is at least 1, and rows sum to 1/(1 - gamma) where no walk ends.\n`,
  async run(call, io) {
    const gamma = discountOf(call);
    const tolerance = toleranceOf(call);
    const rule = danglingOf(call, 'absorb');
    const [row, column] = [call.get('row'), call.get('column')];
    const asked = [row !== undefined, column !== undefined, call.has('all')];
    if (asked.filter(Boolean).length > 1)
      throw new UsageError('--row, --column and --all exclude each other; give one.');
    const graph = await readGraphFile('successor', call, io.cwd);
    const walk = walkOf(graph, gamma, rule, tolerance);
    const { nodes, labels } = graph;
    const values =
      row !== undefined
        ? rowOf(walk, nodeNamed(labels, row, 'row'))
        : column !== undefined
          ? columnOf(walk, nodeNamed(labels, column, 'column'))
          : matrixOf(walk);
    const square = row === undefined && column === undefined;
    const out = call.get('out');
    if (out !== undefined) {
      await writeWhole(out, io.cwd, writeNpy({ shape: square ? [nodes, nodes] : [nodes], data: values }));
    }
    if (call.has('json')) {
      io.out(
        `${JSON.stringify({ nodes: labels, values: square ? rowsOf(values, nodes) : Array.from(values) })}\n`
      );
    } else if (out !== undefined) {
      io.out(
        `Written to ${out}: ${square ? `${nodes} x ${nodes}` : nodes} values, nodes in first-seen order.\n`
      );
    } else io.out(square ? matrixInWords(graph, values) : vectorInWords(call, graph, values));
    return 0;
  }
};

function rowsOf(values: Float64Array, nodes: number): number[][] {
  return Array.from({ length: nodes }, (_, i) => Array.from(values.subarray(i * nodes, (i + 1) * nodes)));
}

function matrixInWords({ labels, nodes }: NamedGraph, values: Float64Array): string {
  return aligned(
    ['from \\ to', ...labels],
    rowsOf(values, nodes).map((row, i) => [labels[i], ...row.map(shown)])
  );
}

function vectorInWords(call: Call, { labels }: NamedGraph, values: Float64Array): string {
  const heading =
    call.get('row') === undefined
      ? ['from', `M to ${call.get('column')}`]
      : ['to', `M from ${call.get('row')}`];
  return aligned(
    heading,
    Array.from(values, (value, i) => [labels[i], shown(value)])
  );
}
