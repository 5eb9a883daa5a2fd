/** A graph in the kernels' memory: by columns for gathering, by rows for pushing, each made when it is first needed. */
import type { SparseRows } from '../sparseRows';
import type { Heap } from './heap';

/** Addresses of what the graph is in the kernels' memory. */
export interface Columns {
  starts: number;
  sources: number;
  weights: number;
}
export interface RowsInMemory {
  offsets: number;
  targets: number;
  weights: number;
  ring: number;
  waiting: number;
  residual: number;
}

export class GraphMemory {
  private readonly heap: Heap;
  private readonly graph: SparseRows;
  /** [nodes] sum of weights out of each node. */
  private readonly degrees: Float64Array;
  private made: Columns | undefined;
  private looped = false;
  private pushed: RowsInMemory | undefined;

  constructor(heap: Heap, graph: SparseRows, degrees: Float64Array) {
    this.heap = heap;
    this.graph = graph;
    this.degrees = degrees;
  }

  /** Once, and once more where self-loops are wanted in nodes without edges. */
  columns(loop: boolean): Columns {
    if (this.made && this.looped === loop) return this.made;
    const { degrees, graph } = this;
    const n = graph.nodes;
    const { offsets, targets, weights } = graph;
    const extra = loop ? degrees.reduce((count, degree) => count + (degree === 0 ? 1 : 0), 0) : 0;
    const total = targets.length + extra;
    const { heap } = this;
    if (this.made) for (const address of Object.values(this.made)) if (address) heap.give(address);
    const starts = heap.take(4 * (n + 1), 'columns');
    const sources = heap.take(4 * total, 'sources');
    const values = weights ? heap.take(8 * total, 'weights') : 0;
    const begin = new Int32Array(heap.floats.buffer, starts, n + 1);
    for (let e = 0; e < targets.length; e++) begin[targets[e] + 1]++;
    if (loop) for (let i = 0; i < n; i++) if (degrees[i] === 0) begin[i + 1]++;
    for (let i = 0; i < n; i++) begin[i + 1] += begin[i];
    const next = begin.slice();
    const into = new Int32Array(heap.floats.buffer, sources, total);
    const weigh = weights && new Float64Array(heap.floats.buffer, values, total);
    for (let i = 0; i < n; i++) {
      for (let e = offsets[i]; e < offsets[i + 1]; e++) {
        const place = next[targets[e]]++;
        into[place] = i;
        if (weigh && weights) weigh[place] = weights[e];
      }
      if (loop && degrees[i] === 0) {
        const place = next[i]++;
        into[place] = i;
        if (weigh) weigh[place] = 1;
      }
    }
    this.looped = loop;
    this.made = { starts, sources, weights: values };
    return this.made;
  }

  rows(): RowsInMemory {
    if (this.pushed) return this.pushed;
    const { heap } = this;
    const { offsets, targets, weights } = this.graph;
    const n = this.graph.nodes;
    const rows: RowsInMemory = {
      offsets: heap.take(4 * (n + 1), 'rows'),
      targets: heap.take(4 * targets.length, 'targets'),
      weights: weights ? heap.take(8 * weights.length, 'weights') : 0,
      ring: heap.take(4 * n, 'ring'),
      waiting: heap.take(n, 'waiting'),
      residual: heap.take(8 * n, 'residual')
    };
    new Uint32Array(heap.floats.buffer, rows.offsets, n + 1).set(offsets);
    new Uint32Array(heap.floats.buffer, rows.targets, targets.length).set(targets);
    if (weights) new Float64Array(heap.floats.buffer, rows.weights, weights.length).set(weights);
    this.pushed = rows;
    return rows;
  }
}
