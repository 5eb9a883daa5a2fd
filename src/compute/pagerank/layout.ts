/**
 * The graph in the kernels' memory, by columns for whole iterations and by rows for pushes. Nodes are numbered anew by in-degree
 * and, within one, in the order they had; src/kernels/walk.ts says why. Everything is taken at once: later memory stays where it is.
 *
 * Bytes: 8 an edge (24 with weights), 92 a node.
 */
import type { Crew } from '../wasm/crew';
import type { SparseRows } from '../sparseRows';

/** Edges and nodes (a node costs about as much as 8 edges) in a block: enough to hide what taking it costs, few enough to share. */
const blockCost = 16_384;
const nodeCost = 8;
/** Nodes and edges beyond which waking a second thread pays. */
const worthWaking = 30_000;

export class Layout {
  readonly crew: Crew;
  readonly nodes: number;
  readonly edges: number;
  readonly weighted: boolean;
  /** [nodes] own number of each node of the graph, and the way back. */
  readonly rank: Uint32Array;
  readonly order: Uint32Array;
  /** [nodes] by own number: edges out of each node; 1 where edges are weighted, by chances; 0 where a node dangles. */
  readonly degrees: Float64Array;
  /** Own numbers of the nodes that dangle. */
  readonly dangling: Uint32Array;
  readonly blocks: number;
  /** Addresses. */
  readonly at: ReturnType<typeof addresses>;
  /** [blocks] first node of each. */
  private readonly firsts: Int32Array;
  private scaledBy = Number.NaN;

  constructor(crew: Crew, graph: SparseRows) {
    const { nodes, targets, weights } = graph;
    this.crew = crew;
    this.nodes = nodes;
    this.edges = targets.length;
    this.weighted = weights !== undefined;
    const into = new Uint32Array(nodes);
    for (let e = 0; e < targets.length; e++) into[targets[e]]++;
    [this.rank, this.order] = sortedBy(into);
    const table = blockTable(into, this.order);
    this.blocks = table.length / 4;
    this.at = addresses(crew, nodes, targets.length, this.blocks, this.weighted);
    new Int32Array(this.buffer, this.at.table, table.length).set(table);
    this.firsts = Int32Array.from({ length: this.blocks }, (_, b) => table[4 * b]);
    this.degrees = this.place(graph, into);
    this.dangling = new Uint32Array(nodes).map((_, node) => node).filter((node) => this.degrees[node] === 0);
  }

  get buffer(): ArrayBufferLike {
    return this.crew.heap.floats.buffer;
  }

  /** [nodes] float64 or float32 at an address. */
  wide(address: number): Float64Array {
    return new Float64Array(this.buffer, address, this.nodes);
  }
  narrow(address: number): Float32Array {
    return new Float32Array(this.buffer, address, this.nodes);
  }

  /** Threads for work on the whole graph. */
  get threads(): number {
    return this.edges + this.nodes > worthWaking ? this.crew.threads : 1;
  }

  /** Runs a kernel that takes blocks; what each leaves behind, added up in their order. */
  overBlocks(operation: 'walk' | 'spread', fields: readonly number[]): readonly [number, number, number] {
    const { at, crew } = this;
    crew.heap.integers[at.taken / 4] = 0;
    crew.run(operation, this.threads, fields);
    const partials = new Float64Array(this.buffer, at.partials, 4 * this.blocks);
    const sums: [number, number, number] = [0, 0, 0];
    for (let b = 0; b < partials.length; b += 4) for (let k = 0; k < 3; k++) sums[k] += partials[b + k];
    return sums;
  }

  /** Writes gamma / d where the kernels read it. */
  scaleBy(gamma: number): void {
    if (this.scaledBy === gamma) return;
    this.scaledBy = gamma;
    const wide = this.wide(this.at.scale);
    const narrow = this.narrow(this.at.narrowScale);
    const { degrees } = this;
    for (let i = 0; i < this.nodes; i++) {
      wide[i] = degrees[i] > 0 ? gamma / degrees[i] : 0;
      narrow[i] = wide[i];
    }
  }

  /** [first, last] nodes of the block a node is in, and its number. */
  blockOf(node: number): { block: number; first: number; last: number } {
    const { blocks, firsts } = this;
    let [low, high] = [0, blocks];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (firsts[middle] <= node) low = middle;
      else high = middle;
    }
    return { block: low, first: firsts[low], last: low + 1 < blocks ? firsts[low + 1] : this.nodes };
  }

  /** [nodes] in the order of the graph. */
  inOrder(values: Float64Array): Float64Array {
    const { nodes, order } = this;
    const ordered = new Float64Array(nodes);
    for (let a = 0; a < nodes; a++) if (values[a] !== 0) ordered[order[a]] = values[a];
    return ordered;
  }

  /** Rows and columns by own numbers; returns the degrees. */
  private place({ offsets, targets, weights }: SparseRows, into: Uint32Array): Float64Array {
    const { at, buffer, edges, nodes, order, rank } = this;
    const next = new Uint32Array(nodes);
    for (let a = 0, edge = 0; a < nodes; a++) {
      next[a] = edge;
      edge += into[order[a]];
    }
    const sources = new Uint32Array(buffer, at.sources, edges);
    const weightsIn = new Float64Array(buffer, at.weightsIn, weights ? edges : 0);
    const starts = new Uint32Array(buffer, at.offsets, nodes + 1);
    const ends = new Uint32Array(buffer, at.targets, edges);
    const weightsOut = new Float64Array(buffer, at.weightsOut, weights ? edges : 0);
    const limits = this.narrow(at.limits);
    const degrees = new Float64Array(nodes);
    let edge = 0;
    for (let a = 0; a < nodes; a++) {
      const i = order[a];
      starts[a] = edge;
      let degree = weights ? 0 : offsets[i + 1] - offsets[i];
      if (weights) for (let e = offsets[i]; e < offsets[i + 1]; e++) degree += weights[e];
      for (let e = offsets[i]; e < offsets[i + 1]; e++, edge++) {
        const b = rank[targets[e]];
        ends[edge] = b;
        const place = next[b]++;
        sources[place] = a;
        if (weights && degree > 0) {
          // As chances, so that no weight is too large or too small for float32.
          const chance = weights[e] / degree;
          weightsOut[edge] = chance;
          weightsIn[place] = chance;
        }
      }
      if (weights && degree > 0) degree = 1;
      degrees[a] = degree;
      limits[a] = Math.max(1, edge - starts[a]);
    }
    starts[nodes] = edge;
    return degrees;
  }
}

/** Where everything lies. */
function addresses({ heap }: Crew, nodes: number, edges: number, blocks: number, weighted: boolean) {
  const take = (bytes: number, label: string): number => heap.take(bytes, label);
  return {
    table: take(16 * blocks, 'blocks of nodes'),
    partials: take(32 * blocks, 'partial sums'),
    gives: take(blocks, 'flags of blocks'),
    taken: take(64, 'number of the next block'),
    state: take(64, 'state of push'),
    numbers: take(64, 'numbers of push'),
    sources: take(4 * edges, 'sources'),
    weightsIn: weighted ? take(8 * edges, 'weights') : 0,
    offsets: take(4 * (nodes + 1), 'rows'),
    targets: take(4 * edges, 'targets'),
    weightsOut: weighted ? take(8 * edges, 'weights') : 0,
    scale: take(8 * nodes, 'scales'),
    narrowScale: take(4 * nodes, 'scales'),
    /** pi, or what of it has settled. */
    x: take(8 * nodes, 'scores'),
    y: take(8 * nodes, 'scaled scores'),
    yNext: take(8 * nodes, 'scaled scores'),
    next: take(8 * nodes, 'next scores'),
    /** The correction being sought, or the residual of push. */
    residual: take(8 * nodes, 'residual'),
    given: take(8 * nodes, 'given'),
    ring: take(4 * nodes, 'ring of waiting nodes'),
    limits: take(4 * nodes, 'edges of nodes')
  };
}

/** [nodes] the place of each node when sorted by `key`, and the node in each place. */
function sortedBy(key: Uint32Array): [rank: Uint32Array, order: Uint32Array] {
  let largest = 0;
  for (const value of key) largest = Math.max(largest, value);
  const next = new Uint32Array(largest + 2);
  for (const value of key) next[value + 1]++;
  for (let value = 0; value <= largest; value++) next[value + 1] += next[value];
  const rank = new Uint32Array(key.length);
  const order = new Uint32Array(key.length);
  for (let i = 0; i < key.length; i++) {
    rank[i] = next[key[i]]++;
    order[rank[i]] = i;
  }
  return [rank, order];
}

/** [blocks, 4]: first node, last node + 1, edges into each, first edge. */
function blockTable(into: Uint32Array, order: Uint32Array): number[] {
  const table: number[] = [];
  let edge = 0;
  for (let first = 0; first < order.length; ) {
    const degree = into[order[first]];
    const most = Math.min(order.length, first + Math.max(1, Math.floor(blockCost / (nodeCost + degree))));
    let last = first + 1;
    while (last < most && into[order[last]] === degree) last++;
    table.push(first, last, degree, edge);
    edge += degree * (last - first);
    first = last;
  }
  return table;
}
