/**
 * The JSON of networkx (node_link_data) and d3: nodes with ids, links between them. An end of a link is an id, the node itself
 * (as d3 leaves it), or, where nodes have no ids, a position from 0. Weights are `weight`, or d3's `value`. Without the field
 * `directed` the links lead both ways, as in networkx; nodes without ids are called by their `name`.
 */
import { FormatError, quoted } from '../formatError';
import { type EdgeTable, EdgeTableBuilder } from './edgeTable';
import { textOf } from './xml';

type Fields = Readonly<Record<string, unknown>>;

const whatIsRead = 'nodes and links (or edges), as written by networkx node_link_data or for d3';

/** Throws FormatError; rows are positions in the list of nodes or of links. */
export function readNodeLink(file: string, bytes: Uint8Array): EdgeTable {
  const graph = parse(file, textOf(file, bytes));
  const nodes = listOf(graph, 'nodes');
  const key = listOf(graph, 'links') ? 'links' : 'edges';
  const links = listOf(graph, key);
  if (!nodes || !links) {
    const fields = isFields(graph) ? Object.keys(graph).slice(0, 6).join(', ') : '';
    const found = fields ? `the fields ${fields}` : 'no fields';
    throw new FormatError({ file, found, expected: whatIsRead });
  }
  const table = new EdgeTableBuilder();
  const numbered = nodes.every((node) => !isFields(node) || node.id === undefined);
  nodes.forEach((node, row) => {
    const wrong = (found: string, expected: string): FormatError =>
      new FormatError({ file, row, column: 'nodes', found, expected });
    const fields = isFields(node) ? node : { name: node };
    const id = numbered ? String(row) : spelled(fields.id);
    if (id === undefined) throw wrong('a node without an id', 'an id in every node, or in none');
    const name = numbered ? (spelled(fields.name) ?? '') : '';
    if (!table.addNode(id, name, placed(fields.x), placed(fields.y)))
      throw wrong(`a second node ${quoted(id)}`, 'every id once');
  });
  const directed = isFields(graph) && graph.directed === true;
  links.forEach((link, row) => {
    const wrong = (field: string, found: string, expected: string): FormatError =>
      new FormatError({ file, row, column: `${key}.${field}`, found, expected });
    const fields = isFields(link) ? link : {};
    const [from, to] = ['source', 'target'].map((field) => {
      const end = fields[field];
      const id = spelled(isFields(end) ? (numbered ? end.index : end.id) : end);
      if (id === undefined) throw wrong(field, 'none', 'the id of a node');
      if (!table.has(id))
        throw wrong(field, quoted(id), numbered ? 'the position of a node' : 'the id of a node');
      return id;
    });
    const field = fields.weight === undefined ? 'value' : 'weight';
    const weight = fields[field] === undefined ? 1 : fields[field];
    if (typeof weight !== 'number' || !(weight >= 0))
      throw wrong(field, JSON.stringify(weight).slice(0, 40), 'a number from 0');
    table.addEdge(from, to, weight, directed);
  });
  return table.finish(directed);
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Python writes numbers that JSON does not have.
    const broken = /[:[,]\s*(NaN|-?Infinity)\b/.exec(text);
    const said = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ');
    const place = Number(/position (\d+)/.exec(said)?.[1] ?? Number.NaN);
    const at = broken ? broken.index + broken[0].length : place;
    throw new FormatError({
      file,
      ...(at >= 0 && { row: text.slice(0, at).split('\n').length }),
      found: broken ? broken[1] : `JSON that does not read (${said.slice(0, 100)})`,
      expected: broken ? 'a number from 0' : whatIsRead
    });
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(graph: unknown, field: string): readonly unknown[] | undefined {
  const list = isFields(graph) ? graph[field] : undefined;
  return Array.isArray(list) ? list : undefined;
}

/** An id: text, a number, or a list of them (a tuple of networkx). */
function spelled(id: unknown): string | undefined {
  if (typeof id === 'string' || typeof id === 'number' || typeof id === 'boolean') return String(id);
  return Array.isArray(id) ? id.map(String).join(',') : undefined;
}

const placed = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN);

/** As node_link_data of networkx writes it, with the key `links`, which d3 reads too. */
export function writeNodeLink({
  labels,
  sources,
  targets,
  weights,
  directed,
  positions
}: EdgeTable): Uint8Array {
  const place = (i: number): Fields => {
    const [x, y] = positions ? positions.subarray(2 * i, 2 * i + 2) : [Number.NaN, Number.NaN];
    return Number.isNaN(x) || Number.isNaN(y) ? {} : { x, y };
  };
  const graph = {
    directed,
    // Duplicate edges are only kept by a multigraph.
    multigraph: hasDuplicates({ sources, targets, directed }),
    graph: {},
    nodes: labels.map((id, i) => ({ id, ...place(i) })),
    links: Array.from(sources, (from, e) => ({
      source: labels[from],
      target: labels[targets[e]],
      ...(weights && { weight: weights[e] })
    }))
  };
  return new TextEncoder().encode(`${JSON.stringify(graph)}\n`);
}

function hasDuplicates({
  sources,
  targets,
  directed
}: Pick<EdgeTable, 'sources' | 'targets' | 'directed'>): boolean {
  const seen = new Set<string>();
  for (let e = 0; e < sources.length; e++) {
    const ends = [sources[e], targets[e]];
    if (!directed) ends.sort((a, b) => a - b);
    seen.add(ends.join(' '));
  }
  return seen.size < sources.length;
}
