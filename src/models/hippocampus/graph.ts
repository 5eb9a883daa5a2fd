/**
 * A weighted directed graph in compressed sparse rows. Row i holds the edges i -> j with weight A_ij >= 0; an undirected graph
 * is one with every edge in both directions.
 */

export interface Graph {
  readonly nodes: number;
  /** [nodes] names in first-seen order; without them a node is named by its index. */
  readonly labels?: readonly string[];
  /** [nodes + 1]: the edges of node i are offsets[i] .. offsets[i + 1] - 1. */
  readonly offsets: Uint32Array;
  /** [edges], ascending within a row. */
  readonly targets: Uint32Array;
  /** [edges]; undefined where every weight is 1. */
  readonly weights?: Float64Array;
}

/** Edges as columns of equal length. */
export interface EdgeList {
  sources: ArrayLike<number>;
  targets: ArrayLike<number>;
  /** Without them every edge weighs 1. */
  weights?: ArrayLike<number>;
}

/** Raised for edges that make no graph and for questions a graph cannot answer; the message is one line. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
}

export interface GraphOptions {
  /** Adds every edge in the other direction as well; a self-loop stays one edge. */
  undirected?: boolean;
  labels?: readonly string[];
}

/**
 * The graph with these edges; the weights of duplicate edges add up, and edges of weight 0 are left out.
 * Throws GraphError for an index beyond `nodes` and for a weight that is negative or not finite.
 */
export function graphOf(
  nodes: number,
  edges: EdgeList,
  { undirected = false, labels }: GraphOptions = {}
): Graph {
  const { sources, targets, weights } = edges;
  let kept = 0;
  for (let e = 0; e < sources.length; e++) {
    const [from, to] = [sources[e], targets[e]];
    if (!(from < nodes && to < nodes)) {
      throw new GraphError(
        `Edge ${e + 1} joins ${from} and ${to}; expected whole numbers below ${nodes}, the number of nodes.`
      );
    }
    const weight = weights ? weights[e] : 1;
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) {
      const name = (node: number): string => labels?.[node] ?? String(node);
      throw new GraphError(
        `The edge from '${name(from)}' to '${name(to)}' has weight ${weight}; expected a number from 0.`
      );
    }
    if (weight > 0) kept += undirected && from !== to ? 2 : 1;
  }
  const all: Columns = {
    from: new Uint32Array(kept),
    to: new Uint32Array(kept),
    ...(weights && { weights: new Float64Array(kept) })
  };
  let at = 0;
  const put = (from: number, to: number, weight: number): void => {
    all.from[at] = from;
    all.to[at] = to;
    if (all.weights) all.weights[at] = weight;
    at++;
  };
  for (let e = 0; e < sources.length; e++) {
    const weight = weights ? weights[e] : 1;
    if (weight === 0) continue;
    put(sources[e], targets[e], weight);
    if (undirected && sources[e] !== targets[e]) put(targets[e], sources[e], weight);
  }
  // Two counting sorts, by target and then by source, leave rows in order without comparing anything.
  const sorted = countingSort(countingSort(all, 'to', nodes), 'from', nodes);
  return merged(nodes, sorted, labels);
}

interface Columns {
  from: Uint32Array;
  to: Uint32Array;
  weights?: Float64Array;
}

/** Stable. */
function countingSort({ from, to, weights }: Columns, by: 'from' | 'to', nodes: number): Columns {
  const keys = by === 'from' ? from : to;
  const next = new Uint32Array(nodes + 1);
  for (const key of keys) next[key + 1]++;
  for (let i = 0; i < nodes; i++) next[i + 1] += next[i];
  const into: Columns = {
    from: new Uint32Array(from.length),
    to: new Uint32Array(to.length),
    ...(weights && { weights: new Float64Array(from.length) })
  };
  for (let e = 0; e < keys.length; e++) {
    const place = next[keys[e]]++;
    into.from[place] = from[e];
    into.to[place] = to[e];
    if (weights && into.weights) into.weights[place] = weights[e];
  }
  return into;
}

/** Edges in order as rows; the weights of duplicates are added up. */
function merged(nodes: number, { from, to, weights }: Columns, labels: readonly string[] | undefined): Graph {
  let duplicates = 0;
  for (let e = 1; e < to.length; e++) if (to[e] === to[e - 1] && from[e] === from[e - 1]) duplicates++;
  const count = to.length - duplicates;
  const weighed = weights !== undefined || duplicates > 0;
  const values = weighed ? new Float64Array(count) : undefined;
  const targets = duplicates > 0 ? new Uint32Array(count) : to;
  const offsets = new Uint32Array(nodes + 1);
  let at = -1;
  for (let e = 0; e < to.length; e++) {
    const weight = weights ? weights[e] : 1;
    if (e > 0 && to[e] === to[e - 1] && from[e] === from[e - 1]) {
      if (values) values[at] += weight;
      continue;
    }
    at++;
    targets[at] = to[e];
    if (values) values[at] = weight;
    offsets[from[e] + 1]++;
  }
  for (let i = 0; i < nodes; i++) offsets[i + 1] += offsets[i];
  // Equal graphs have equal forms: weights that are all 1 are left out.
  const plain = !values?.some((weight) => weight !== 1);
  return { nodes, ...(labels && { labels }), offsets, targets, ...(values && !plain && { weights: values }) };
}

/** Number of edges, each direction counted. */
export function edgeCount({ targets }: Graph): number {
  return targets.length;
}

export function labelOf({ labels }: Pick<Graph, 'labels'>, node: number): string {
  return labels?.[node] ?? String(node);
}

/** d_i = sum_j A_ij. */
export function outDegrees({ nodes, offsets, weights }: Graph): Float64Array {
  return Float64Array.from({ length: nodes }, (_, i) => {
    if (!weights) return offsets[i + 1] - offsets[i];
    let sum = 0;
    for (let e = offsets[i]; e < offsets[i + 1]; e++) sum += weights[e];
    return sum;
  });
}

/** The graph with every edge turned round. */
export function reversed({ nodes, labels, offsets, targets, weights }: Graph): Graph {
  const sources = new Uint32Array(targets.length);
  for (let i = 0; i < nodes; i++) sources.fill(i, offsets[i], offsets[i + 1]);
  return graphOf(
    nodes,
    { sources: targets, targets: sources, ...(weights && { weights }) },
    labels ? { labels } : {}
  );
}
