/** A graph from a file of any kind, gzipped or not: the name says which, and where it does not, the first bytes do. */
import { FormatError } from '../formatError';
import { gunzip, isGzip } from '../gzip';
import { isNpy } from '../npy';
import { readAdjacency, writeAdjacency } from './adjacency';
import { EdgeListReader, readEdgeList, writeEdgeList } from './edgeList';
import type { EdgeTable } from './edgeTable';
import { readGexf, writeGexf } from './gexf';
import { readGraphml, writeGraphml } from './graphml';
import { readNodeLink, writeNodeLink } from './nodeLink';
import { joinBytes } from '../joinBytes';

interface GraphFormat {
  title: string;
  /** Ends of file names, the one to write first. */
  endings: readonly string[];
  read(file: string, bytes: Uint8Array): EdgeTable;
  write(table: EdgeTable): Uint8Array;
}

export const graphFormats = {
  csv: {
    title: 'Edge list (CSV)',
    endings: ['.csv', '.txt', '.edges', '.edgelist'],
    read: readEdgeList,
    write: (table) => writeEdgeList(table)
  },
  tsv: {
    title: 'Edge list (TSV)',
    endings: ['.tsv', '.tab'],
    read: readEdgeList,
    write: (table) => writeEdgeList(table, '\t')
  },
  graphml: { title: 'GraphML', endings: ['.graphml'], read: readGraphml, write: writeGraphml },
  gexf: { title: 'GEXF', endings: ['.gexf'], read: readGexf, write: writeGexf },
  json: { title: 'JSON (node-link)', endings: ['.json'], read: readNodeLink, write: writeNodeLink },
  npy: { title: 'Adjacency matrix (NPY)', endings: ['.npy'], read: readAdjacency, write: writeAdjacency }
} as const satisfies Readonly<Record<string, GraphFormat>>;

export type GraphKind = keyof typeof graphFormats;
export const graphKinds = Object.keys(graphFormats) as readonly GraphKind[];

/** The graph in a file. Throws FormatError that says where the file is wrong. */
export function readGraph(file: string, bytes: Uint8Array): EdgeTable {
  const name = file.toLowerCase().replace(/\.gz$/, '');
  if (!isGzip(bytes)) return graphFormats[kindOf(name, bytes)].read(file, bytes);
  const pieces: Uint8Array[] = [];
  const kind = kindByName(name);
  if (kind === 'csv' || kind === 'tsv') {
    const reader = new EdgeListReader(file);
    gunzip(file, bytes, (piece) => reader.push(piece));
    return reader.end();
  }
  gunzip(file, bytes, (piece) => pieces.push(piece.slice()));
  const whole = joinBytes(pieces);
  return graphFormats[kindOf(name, whole)].read(file, whole);
}

/** Throws FormatError where the table does not fit (a matrix of too many nodes). */
export function writeGraph(kind: GraphKind, table: EdgeTable): Uint8Array {
  return graphFormats[kind].write(table);
}

function kindByName(name: string): GraphKind | undefined {
  return graphKinds.find((kind) => graphFormats[kind].endings.some((ending) => name.endsWith(ending)));
}

function kindOf(name: string, bytes: Uint8Array): GraphKind {
  const named = kindByName(name);
  if (named) return named;
  if (isNpy(bytes)) return 'npy';
  const head = new TextDecoder().decode(bytes.subarray(0, 4096)).trimStart();
  if (head.startsWith('{')) return 'json';
  if (head.startsWith('<')) return /<(\w+:)?gexf[\s>]/.test(head) ? 'gexf' : 'graphml';
  return 'csv';
}

/** Kinds by the ending a file name should have, for a message or a dialogue. */
export function kindForWriting(file: string): GraphKind {
  const kind = kindByName(file.toLowerCase());
  if (kind) return kind;
  const endings = graphKinds.map((one) => graphFormats[one].endings[0]);
  throw new FormatError({
    file,
    found: 'an ending that names no kind of graph',
    expected: endings.join(', ')
  });
}
