/**
 * GEXF (Gephi's format, 1.1 to 1.3). A node is called by its label where all labels differ, else by its id; `viz:position` is
 * kept. The weight of an edge is its attribute `weight`, or a value of an attribute with that title. A mutual edge leads both
 * ways. What changes over time is read as if it were always there.
 */
import { numberIn } from '../table';
import { type EdgeTable, EdgeTableBuilder } from './edgeTable';
import { encoded, readXml, type XmlElement } from './xml';
import { addXmlEdge } from './xmlEdge';

/** Throws FormatError. */
export function readGexf(file: string, bytes: Uint8Array): EdgeTable {
  const root = readXml(file, bytes, 'gexf');
  const graphs = root.children('graph');
  if (graphs.length !== 1) throw root.wrong(`${graphs.length} graphs`, 'one');
  const [graph] = graphs;
  const table = new EdgeTableBuilder();
  const addNodes = (within: XmlElement): void => {
    for (const list of within.children('nodes'))
      for (const node of list.children('node')) {
        addNode(table, node);
        // A node may hold nodes of its own.
        addNodes(node);
      }
  };
  addNodes(graph);
  const weightKey = attributeKey(graph, 'edge', 'weight');
  const direction = graph.attribute('defaultedgetype') ?? 'undirected';
  const addEdges = (within: XmlElement): void => {
    for (const list of within.children('edges'))
      for (const edge of list.children('edge')) addEdge(table, edge, weightKey, direction);
    for (const list of within.children('nodes')) for (const node of list.children('node')) addEdges(node);
  };
  addEdges(graph);
  return table.finish(direction === 'directed');
}

function addNode(table: EdgeTableBuilder, node: XmlElement): void {
  const id = node.attribute('id');
  if (id === undefined) throw node.wrong('a node without an id', 'one');
  const place = node.children('position')[0];
  const at = (axis: string): number => numberIn(place?.attribute(axis) ?? '');
  if (!table.addNode(id, node.attribute('label') ?? '', at('x'), at('y')))
    throw node.wrong(`a second node '${id}'`, 'every id once');
}

function addEdge(
  table: EdgeTableBuilder,
  edge: XmlElement,
  weightKey: string | undefined,
  direction: string
): void {
  const value = edge
    .children('attvalues')
    .flatMap((values) => values.children('attvalue'))
    .find((one) => weightKey !== undefined && one.attribute('for') === weightKey);
  const text = edge.attribute('weight') ?? value?.attribute('value');
  addXmlEdge(table, edge, text, (edge.attribute('type') ?? direction) === 'directed');
}

/** The id of the attribute of nodes or edges with this title. */
function attributeKey(graph: XmlElement, use: string, title: string): string | undefined {
  return graph
    .children('attributes')
    .filter((list) => list.attribute('class') === use)
    .flatMap((list) => list.children('attribute'))
    .find((one) => one.attribute('title')?.toLowerCase() === title)
    ?.attribute('id');
}

/** GEXF 1.2, which Gephi and networkx read. */
export function writeGexf({ labels, sources, targets, weights, directed, positions }: EdgeTable): Uint8Array {
  const names = labels.map(encoded);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">',
    `  <graph mode="static" defaultedgetype="${directed ? 'directed' : 'undirected'}">`,
    '    <nodes>'
  ];
  names.forEach((name, i) => {
    const [x, y] = positions ? positions.subarray(2 * i, 2 * i + 2) : [Number.NaN, Number.NaN];
    const placed = !Number.isNaN(x) && !Number.isNaN(y);
    const node = `      <node id="${name}" label="${name}"`;
    lines.push(placed ? `${node}><viz:position x="${x}" y="${y}" z="0"/></node>` : `${node}/>`);
  });
  lines.push('    </nodes>', '    <edges>');
  for (let e = 0; e < sources.length; e++) {
    const weight = weights ? ` weight="${weights[e]}"` : '';
    lines.push(
      `      <edge id="${e}" source="${names[sources[e]]}" target="${names[targets[e]]}"${weight}/>`
    );
  }
  lines.push('    </edges>', '  </graph>', '</gexf>', '');
  return new TextEncoder().encode(lines.join('\n'));
}
