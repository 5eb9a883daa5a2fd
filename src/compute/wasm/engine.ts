/** What the operations stand on: addresses of blocks, packed matrices, scratch, and a way to run a kernel on threads. */
import type { Block } from '../compute';
import type { Kernels, operations } from './kernels';

/** A k x columns matrix whose element (p, column) lies at `offset + p kStride + column columnStride` of a block. */
export interface PanelLayout {
  offset: number;
  k: number;
  columns: number;
  kStride: number;
  columnStride: number;
}

export interface Engine {
  readonly kernels: Kernels;
  /** Threads there are, this one included. */
  readonly threads: number;
  /** 0 for no block. */
  address(block: Block | undefined): number;
  /** Address of a block an operation writes: what was derived from its old content is dropped. */
  written(block: Block | undefined): number;
  /** Address of at least `bytes` bytes, whatever they hold; good until the next call. */
  scratch(bytes: number): number;
  /** Address of the matrix as panels (src/kernels/panels.ts), packed unless that was done since the block was written. */
  panels(block: Block, layout: PanelLayout): number;
  /** The first `length` floats of a block, good until the next call. */
  floats(block: Block, length: number): Float32Array;
  /** Threads worth waking for so many flops. */
  threadsFor(flops: number): number;
  /** Runs a kernel on `on` threads with the fields of its call class, integers and addresses first. */
  run(operation: keyof typeof operations, on: number, integers: number[], floats?: number[]): void;
}

/** A weight matrix [columns, k], one row per postsynaptic unit, as it is multiplied by presynaptic activity. */
export function weightPanels(columns: number, k: number): PanelLayout {
  return { offset: 0, k, columns, kStride: 1, columnStride: k };
}
