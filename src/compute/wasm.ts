/**
 * The default backend: our AssemblyScript kernels (src/kernels) in float32, on one thread or, over shared
 * memory, on several. This file owns memory and threads, packs weights when they have changed, and hands the kernels
 * their calls; `wasm/` writes each in the order of the kernels' own call classes; the arithmetic is all over there.
 */
import { checkCall, checkLength } from './checks';
import { type Block, type Compute, ComputeError } from './compute';
import type { SpawnThread } from './kernelThread';
import { gatherRows, spanOf } from './rows';
import { answerLoss, code, codeBackward, imageLoss } from './wasm/codes';
import { batchNorm, batchNormBackward } from './wasm/batchNorm';
import { convolve, convolveBackward, maxPool, maxPoolBackward } from './wasm/convolution';
import { createCrew } from './wasm/crew';
import { dense, denseBackward, multiply } from './wasm/dense';
import { eligibility } from './wasm/eligibility';
import type { Engine } from './wasm/engine';
import { reduce } from './wasm/kernels';
import { backward, filterBackward, forward, readout } from './wasm/layers';
import { adam, gemm, gemv, sgd } from './wasm/linear';
import { attending } from './wasm/sequences/attending';
import { scanning } from './wasm/sequences/scanning';

export interface WasmOptions {
  /** Threads wanted, this one included. More than one needs `spawnThread` and SharedArrayBuffer. */
  threads?: number;
  spawnThread?: SpawnThread;
  /** Most memory the backend may grow to; at most 4 GiB. */
  maximumBytes?: number;
}

interface WasmBlock extends Block {
  owner: symbol;
  /** 0 once freed. */
  address: number;
  /** Addresses of what was packed from it, by layout, until the block is next written. */
  panels: Map<string, number>;
}

/** Flops under which waking the other threads costs more than they save. */
const WORTH_WAKING = 200_000;

const DEFAULT_MAXIMUM = 2 ** 31;

/** Makes the backend. When helper threads cannot be had it runs on one thread and says so in `description`. */
export async function createWasm(options: WasmOptions = {}): Promise<Compute> {
  const { threads: wanted = 1, spawnThread, maximumBytes = DEFAULT_MAXIMUM } = options;
  const crew = await createCrew({ maximumBytes, threads: wanted, spawnThread });
  const { heap, kernels } = crew;
  const owner = Symbol('wasm');
  let bytes = 0;
  let scratch = { address: 0, bytes: 0 };

  function own(block: Block): WasmBlock {
    const mine = block as WasmBlock;
    if (mine.owner !== owner) throw new ComputeError(`Block '${block.label}' belongs to another backend.`);
    if (!mine.address) throw new ComputeError(`Block '${block.label}' has been freed.`);
    return mine;
  }

  function address(block: Block | undefined): number {
    return block ? own(block).address : 0;
  }

  function written(block: Block | undefined): number {
    if (!block) return 0;
    const mine = own(block);
    for (const panels of mine.panels.values()) heap.give(panels);
    mine.panels.clear();
    return mine.address;
  }

  const engine: Engine = {
    kernels,
    get threads() {
      return crew.threads;
    },
    address,
    written,
    scratch(needed) {
      if (needed > scratch.bytes) {
        if (scratch.bytes) heap.give(scratch.address);
        scratch = { address: 0, bytes: 0 };
        scratch = { address: heap.take(needed, 'scratch'), bytes: needed };
      }
      return scratch.address;
    },
    panels(block, layout) {
      const { offset, k, columns, kStride, columnStride } = layout;
      const mine = own(block);
      const key = [offset, k, columns, kStride, columnStride].join();
      const known = mine.panels.get(key);
      if (known) return known;
      const packed = heap.take(kernels.packedBytes(columns, k), `${block.label} packed`);
      mine.panels.set(key, packed);
      const fields = [mine.address + 4 * offset, packed, k, columns, kStride, columnStride];
      engine.run('pack', engine.threadsFor(4 * columns * k), fields);
      return packed;
    },
    floats(block, length) {
      const at = address(block) / 4;
      return heap.floats.subarray(at, at + length);
    },
    threadsFor(flops) {
      return flops >= WORTH_WAKING ? crew.threads : 1;
    },
    run: crew.run
  };

  return {
    kind: 'wasm',
    get description() {
      const { note, threads } = crew;
      const count = threads === 1 ? '1 thread' : `${threads} threads`;
      return `wasm simd, ${count}${note ? ` (${note})` : ''}`;
    },
    precision: 'float32',
    get threads() {
      return crew.threads;
    },
    get bytes() {
      return bytes;
    },

    alloc(length, label) {
      checkLength(length, label);
      const block: WasmBlock = {
        label,
        length,
        owner,
        address: heap.take(4 * length, label),
        panels: new Map()
      };
      bytes += 4 * length;
      return block;
    },
    free(block) {
      const mine = own(block);
      written(mine);
      heap.give(mine.address);
      mine.address = 0;
      bytes -= 4 * mine.length;
    },
    write(block, data, offset = 0) {
      const at = written(block) / 4;
      checkRange('write', block, offset, data.length);
      heap.floats.set(data, at + offset);
    },
    async read(block, offset = 0, length = block.length - offset) {
      const at = address(block) / 4;
      checkRange('read', block, offset, length);
      return heap.floats.slice(at + offset, at + offset + length);
    },
    async readRows(block, rows) {
      const at = address(block) / 4;
      checkRange('readRows', block, rows.offset, spanOf(rows));
      const into = new Float32Array(rows.count * rows.width);
      return gatherRows(heap.floats, { ...rows, offset: at + rows.offset }, into);
    },
    fill(block, value) {
      const at = written(block) / 4;
      heap.floats.fill(value, at, at + block.length);
    },

    async gemm(call) {
      checkCall('gemm', call);
      gemm(engine, call);
    },
    async gemv(call) {
      checkCall('gemv', call);
      gemv(engine, call);
    },
    async forward(call) {
      checkCall('forward', call);
      forward(engine, call);
    },
    async readout(call) {
      checkCall('readout', call);
      readout(engine, call);
    },
    async eligibility(call) {
      checkCall('eligibility', call);
      eligibility(engine, call);
    },
    async backward(call) {
      checkCall('backward', call);
      backward(engine, call);
    },
    async filterBackward(call) {
      checkCall('filterBackward', call);
      filterBackward(engine, call);
    },
    async sgd(call) {
      checkCall('sgd', call);
      sgd(engine, call);
    },
    async adam(call) {
      checkCall('adam', call);
      adam(engine, call);
    },
    async dense(call) {
      checkCall('dense', call);
      dense(engine, call);
    },
    async denseBackward(call) {
      checkCall('denseBackward', call);
      denseBackward(engine, call);
    },
    async multiply(call) {
      checkCall('multiply', call);
      multiply(engine, call);
    },
    async code(call) {
      checkCall('code', call);
      code(engine, call);
    },
    async codeBackward(call) {
      checkCall('codeBackward', call);
      codeBackward(engine, call);
    },
    async imageLoss(call) {
      checkCall('imageLoss', call);
      imageLoss(engine, call);
    },
    sequences: { ...attending(engine), ...scanning(engine) },
    async answerLoss(call) {
      checkCall('answerLoss', call);
      answerLoss(engine, call);
    },
    async convolve(call) {
      checkCall('convolve', call);
      convolve(engine, call);
    },
    async convolveBackward(call) {
      checkCall('convolveBackward', call);
      convolveBackward(engine, call);
    },
    async maxPool(call) {
      checkCall('maxPool', call);
      maxPool(engine, call);
    },
    async maxPoolBackward(call) {
      checkCall('maxPoolBackward', call);
      maxPoolBackward(engine, call);
    },
    async batchNorm(call) {
      checkCall('batchNorm', call);
      batchNorm(engine, call);
    },
    async batchNormBackward(call) {
      checkCall('batchNormBackward', call);
      batchNormBackward(engine, call);
    },
    async reduce(kind, block) {
      return reduce(kernels, kind, address(block), block.length);
    },

    dispose() {
      crew.dispose();
      bytes = 0;
    }
  };
}

function checkRange(what: string, block: Block, offset: number, length: number): void {
  if (offset >= 0 && length >= 0 && offset + length <= block.length) return;
  throw new ComputeError(
    `${what}: block '${block.label}' holds ${block.length} floats; ${length} from ${offset} on reach past its end.`
  );
}
