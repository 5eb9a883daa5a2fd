/**
 * A square matrix as an NPY array: A_ij is the weight of the edge i -> j, 0 where there is none. Nodes are called by their
 * positions. A symmetric matrix reads as undirected, which is the same graph.
 */
import { FormatError } from '../formatError';
import { readNpy, writeNpy } from '../npy';
import { directedEdges, type EdgeTable } from './edgeTable';

/** Nodes of the largest matrix that is written: 512 MB. */
const mostNodes = 8192;

/** Throws FormatError. */
export function readAdjacency(file: string, bytes: Uint8Array): EdgeTable {
  const array = readNpy(file, bytes);
  const fail = (found: string, expected: string): FormatError => new FormatError({ file, found, expected });
  if (array.kind === 'text') throw fail('an array of text', 'a matrix of weights');
  const { shape, data } = array;
  if (shape.length !== 2 || shape[0] !== shape[1])
    throw fail(`an array of shape (${shape.join(', ')})`, 'a square matrix of weights, [nodes, nodes]');
  const [nodes] = shape;
  if (nodes === 0) throw fail('a matrix without rows', 'at least one node');
  for (let e = 0; e < data.length; e++) {
    if (data[e] >= 0 && data[e] < Number.POSITIVE_INFINITY) continue;
    throw new FormatError({
      file,
      row: Math.floor(e / nodes),
      column: `column ${e % nodes}`,
      found: `the weight ${data[e]}`,
      expected: 'a number from 0'
    });
  }
  const symmetric = isSymmetric(nodes, data);
  const columns: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < nodes; i++)
    for (let j = symmetric ? i : 0; j < nodes; j++) {
      const weight = data[i * nodes + j];
      if (weight === 0) continue;
      columns[0].push(i);
      columns[1].push(j);
      columns[2].push(weight);
    }
  return {
    labels: Array.from({ length: nodes }, (_, i) => String(i)),
    sources: Uint32Array.from(columns[0]),
    targets: Uint32Array.from(columns[1]),
    ...(columns[2].some((weight) => weight !== 1) && { weights: Float64Array.from(columns[2]) }),
    directed: !symmetric
  };
}

function isSymmetric(nodes: number, data: ArrayLike<number>): boolean {
  for (let i = 0; i < nodes; i++)
    for (let j = 0; j < i; j++) if (data[i * nodes + j] !== data[j * nodes + i]) return false;
  return true;
}

/** float64, duplicates added up; labels and positions are lost. Throws FormatError for more nodes than a matrix has room for. */
export function writeAdjacency(table: EdgeTable): Uint8Array {
  const nodes = table.labels.length;
  if (nodes > mostNodes) {
    const expected = `at most ${mostNodes} for a matrix; write an edge list`;
    throw new FormatError({ file: 'adjacency matrix', found: `${nodes} nodes`, expected });
  }
  const data = new Float64Array(nodes * nodes);
  for (const [from, to, weight] of directedEdges(table)) data[from * nodes + to] += weight;
  return writeNpy({ shape: [nodes, nodes], data });
}
