/**
 * GraphML (Brandes et al. 2002). Keys give attributes their names: `weight` of an edge, `x` and `y` of a node, and `name` or
 * `label`, by which nodes are called where all have one of their own (igraph numbers ids and keeps names so). An edge may say its
 * own direction; nested graphs are read as one; hyperedges are refused.
 */
import { numberIn } from '../table';
import { type EdgeTable, EdgeTableBuilder } from './edgeTable';
import { encoded, readXml, type XmlElement } from './xml';
import { addXmlEdge } from './xmlEdge';

interface Key {
  name: string;
  default: string | undefined;
}

/** Throws FormatError. */
export function readGraphml(file: string, bytes: Uint8Array): EdgeTable {
  const root = readXml(file, bytes, 'graphml');
  const graphs = root.children('graph');
  if (graphs.length !== 1) throw root.wrong(`${graphs.length} graphs`, 'one');
  const keys = { node: new Map<string, Key>(), edge: new Map<string, Key>() };
  for (const key of root.children('key')) {
    const id = key.attribute('id') ?? '';
    const known = {
      name: (key.attribute('attr.name') ?? id).toLowerCase(),
      default: key.children('default')[0]?.text.trim()
    };
    const use = key.attribute('for') ?? 'all';
    if (use === 'node' || use === 'all') keys.node.set(id, known);
    if (use === 'edge' || use === 'all') keys.edge.set(id, known);
  }
  const table = new EdgeTableBuilder();
  // All nodes first: an edge may stand before the nodes it joins.
  for (const graph of nested(graphs[0])) {
    for (const node of graph.children('node')) {
      const id = node.attribute('id');
      if (id === undefined) throw node.wrong('a node without an id', 'one');
      const data = attributesOf(node, keys.node);
      const name = data.get('name') ?? data.get('label') ?? '';
      if (!table.addNode(id, name, numberIn(data.get('x') ?? ''), numberIn(data.get('y') ?? '')))
        throw node.wrong(`a second node '${id}'`, 'every id once');
    }
    if (graph.children('hyperedge').length > 0)
      throw graph.children('hyperedge')[0].wrong('a hyperedge', 'edges between two nodes');
  }
  for (const graph of nested(graphs[0])) {
    const directed = graph.attribute('edgedefault') !== 'undirected';
    for (const edge of graph.children('edge')) {
      const own = edge.attribute('directed');
      const weight = attributesOf(edge, keys.edge).get('weight');
      addXmlEdge(table, edge, weight, own === undefined ? directed : own === 'true');
    }
  }
  return table.finish(graphs[0].attribute('edgedefault') !== 'undirected');
}

/** A graph and those within its nodes. */
function* nested(graph: XmlElement): Generator<XmlElement> {
  yield graph;
  for (const node of graph.children('node')) for (const inner of node.children('graph')) yield* nested(inner);
}

/** Values by name of attribute, those of defaults included. */
function attributesOf(element: XmlElement, keys: ReadonlyMap<string, Key>): Map<string, string> {
  const found = new Map<string, string>();
  for (const { name, default: value } of keys.values()) if (value !== undefined) found.set(name, value);
  for (const data of element.children('data')) {
    const key = keys.get(data.attribute('key') ?? '');
    if (key) found.set(key.name, data.text.trim());
  }
  return found;
}

/** Ids are the labels. */
export function writeGraphml({
  labels,
  sources,
  targets,
  weights,
  directed,
  positions
}: EdgeTable): Uint8Array {
  const key = (id: string, use: string): string =>
    `  <key id="${id}" for="${use}" attr.name="${id}" attr.type="double"/>`;
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...(positions ? [key('x', 'node'), key('y', 'node')] : []),
    ...(weights ? [key('weight', 'edge')] : []),
    `  <graph edgedefault="${directed ? 'directed' : 'undirected'}">`
  ];
  const names = labels.map(encoded);
  names.forEach((name, i) => {
    const [x, y] = positions ? positions.subarray(2 * i, 2 * i + 2) : [Number.NaN, Number.NaN];
    const placed = !Number.isNaN(x) && !Number.isNaN(y);
    lines.push(
      placed
        ? `    <node id="${name}"><data key="x">${x}</data><data key="y">${y}</data></node>`
        : `    <node id="${name}"/>`
    );
  });
  for (let e = 0; e < sources.length; e++) {
    const ends = `source="${names[sources[e]]}" target="${names[targets[e]]}"`;
    lines.push(
      weights ? `    <edge ${ends}><data key="weight">${weights[e]}</data></edge>` : `    <edge ${ends}/>`
    );
  }
  lines.push('  </graph>', '</graphml>', '');
  return new TextEncoder().encode(lines.join('\n'));
}
