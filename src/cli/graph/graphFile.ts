/** The graph a command is about. */
import type { EdgeTable } from '../../formats/graphs/edgeTable';
import { readGraph } from '../../formats/graphs/readGraph';
import { type Graph, graphOf } from '../../models/hippocampus/graph';
import { type Call, UsageError } from '../command';
import { readWhole } from '../files';

export type NamedGraph = Graph & { readonly labels: readonly string[] };

/** Reads the file the call names. Throws FormatError, and UsageError where there is none or no node in it. */
export async function readGraphFile(command: string, call: Call, cwd: string): Promise<NamedGraph> {
  const [file] = call.positionals;
  if (file === undefined) throw new UsageError(`'engram ${command}' needs a graph, such as edges.csv.`);
  const table = readGraph(file, await readWhole(file, cwd));
  if (table.labels.length === 0) throw new UsageError(`${file} has no nodes; expected at least one edge.`);
  return asGraph(table, call.has('undirected'));
}

/** Edges of an undirected table lead both ways, and so do all where `undirected` is asked for. */
function asGraph(table: EdgeTable, undirected: boolean): NamedGraph {
  const { labels } = table;
  const graph = graphOf(labels.length, table, { labels, undirected: undirected || !table.directed });
  return { ...graph, labels };
}

/** What every command on graphs says of its file. */
export const graphHelp =
  'The graph is an edge list (CSV or TSV with the header source,target or source,target,weight; names in first-seen order),\n' +
  'GraphML, GEXF, JSON (node-link) or a square NPY matrix, gzipped or not. An edge list is directed unless --undirected is given.\n' +
  'Weights of duplicate edges add up.\n';

export const undirectedOption = {
  name: 'undirected',
  help: 'Every edge leads both ways, whatever the file says.'
};
