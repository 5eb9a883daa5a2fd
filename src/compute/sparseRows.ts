/** A graph in compressed sparse rows (models/hippocampus/graph.ts). */
export interface SparseRows {
  nodes: number;
  /** [nodes + 1]. */
  offsets: Uint32Array;
  /** [edges]. */
  targets: Uint32Array;
  /** [edges]; without them every edge weighs 1. */
  weights?: Float64Array | undefined;
}
