/** What an edge is in every format of XML: two attributes that name nodes, and a weight. */
import { type EdgeTableBuilder, weightIn } from './edgeTable';
import type { XmlElement } from './xml';

/** Adds the edge; without a weight it weighs 1. Throws FormatError for ends that are no nodes and for a bad weight. */
export function addXmlEdge(
  table: EdgeTableBuilder,
  edge: XmlElement,
  weight: string | undefined,
  directed: boolean
): void {
  const [from, to] = ['source', 'target'].map((end) => {
    const id = edge.attribute(end);
    if (id === undefined) throw edge.wrong(`an edge without a ${end}`, 'the id of a node');
    if (!table.has(id)) throw edge.wrong(`an edge with the ${end} '${id}'`, 'the id of a node of this graph');
    return id;
  });
  table.addEdge(from, to, weight === undefined ? 1 : weightIn(weight, edge.wrong), directed);
}
