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
  const name = (node: number): string => labels?.[node] ?? String(node);
  const starts = new Uint32Array(nodes + 1);
  for (let e = 0; e < sources.length; e++) {
    const [from, to] = [sources[e], targets[e]];
    if (!(from < nodes && to < nodes)) {
      throw new GraphError(
        `Edge ${e + 1} joins ${from} and ${to}; expected whole numbers below ${nodes}, the number of nodes.`
      );
    }
    const weight = weights ? weights[e] : 1;
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) {
      throw new GraphError(
        `The edge from '${name(from)}' to '${name(to)}' has weight ${weight}; expected a number from 0.`
      );
    }
    if (weight === 0) continue;
    starts[from + 1]++;
    if (undirected && from !== to) starts[to + 1]++;
  }
  for (let i = 0; i < nodes; i++) starts[i + 1] += starts[i];
  const next = starts.slice();
  const ends = new Uint32Array(starts[nodes]);
  const values = weights ? new Float64Array(starts[nodes]) : undefined;
  const put = (from: number, to: number, weight: number): void => {
    const at = next[from]++;
    ends[at] = to;
    if (values) values[at] = weight;
  };
  for (let e = 0; e < sources.length; e++) {
    const weight = weights ? weights[e] : 1;
    if (weight === 0) continue;
    put(sources[e], targets[e], weight);
    if (undirected && sources[e] !== targets[e]) put(targets[e], sources[e], weight);
  }
  return merged({ nodes, offsets: starts, targets: ends, ...(values && { weights: values }) }, labels);
}

/** Rows sorted by target, duplicates added up. */
function merged(graph: Graph, labels: readonly string[] | undefined): Graph {
  const { nodes, offsets, targets, weights } = graph;
  const starts = new Uint32Array(nodes + 1);
  let kept = 0;
  let same = true;
  const ends = new Uint32Array(targets.length);
  const values = new Float64Array(targets.length);
  for (let i = 0; i < nodes; i++) {
    const [from, to] = [offsets[i], offsets[i + 1]];
    const rowStart = kept;
    if (isAscending(targets, from, to)) {
      for (let e = from; e < to; e++) {
        ends[kept] = targets[e];
        values[kept++] = weights ? weights[e] : 1;
      }
    } else {
      const order = Array.from({ length: to - from }, (_, k) => from + k).sort(
        (a, b) => targets[a] - targets[b] || a - b
      );
      for (const e of order) {
        const weight = weights ? weights[e] : 1;
        if (kept > rowStart && ends[kept - 1] === targets[e]) {
          values[kept - 1] += weight;
          same = false;
        } else {
          ends[kept] = targets[e];
          values[kept++] = weight;
        }
      }
    }
    starts[i + 1] = kept;
  }
  const plain = !weights && same;
  return {
    nodes,
    ...(labels && { labels }),
    offsets: starts,
    targets: ends.subarray(0, kept),
    ...(!plain && { weights: values.subarray(0, kept) })
  };
}

function isAscending(targets: Uint32Array, from: number, to: number): boolean {
  for (let e = from + 1; e < to; e++) if (targets[e] <= targets[e - 1]) return false;
  return true;
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
