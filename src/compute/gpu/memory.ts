/** Blocks on the GPU: each holds the latest output written to it. Nothing is changed in place; a new output replaces the old. */
import { checkLength } from '../checks';
import { type Block, ComputeError } from '../compute';
import type { Handle } from './gpujs';
import type { Runner } from './runner';

interface GpuBlock extends Block {
  /** Undefined while the block was never written and so is zero. */
  handle: Handle | undefined;
  freed: boolean;
}

export interface Memory {
  readonly runner: Runner;
  readonly bytes: number;
  alloc(length: number, label: string): Block;
  /** Takes the block out of use at once; its memory goes with `release`, after the calls made before. */
  free(block: Block): void;
  release(block: Block): void;
  /** Throws a ComputeError for a freed block and for a range that the block does not have. */
  check(block: Block, offset?: number, length?: number): void;
  /** The block's floats; they stay the block's. */
  get(block: Block): Promise<Handle>;
  /** Replaces `length` floats from `offset` on by those of `source`, which the block takes over. */
  put(block: Block, source: Handle, length: number, offset?: number): Promise<void>;
  write(block: Block, data: Float32Array, offset: number): Promise<void>;
  read(block: Block, offset: number, length: number): Promise<Float32Array>;
  fill(block: Block, value: number): Promise<void>;
  dispose(): void;
}

const own = (block: Block): GpuBlock => block as GpuBlock;

export function createMemory(runner: Runner): Memory {
  const { run } = runner;
  const live = new Set<GpuBlock>();
  let bytes = 0;

  const release = (block: Block): void => {
    own(block).handle?.delete();
    own(block).handle = undefined;
    live.delete(own(block));
  };

  const get = async (block: Block): Promise<Handle> => {
    const mine = own(block);
    if (!live.has(mine)) {
      throw new ComputeError(`Block '${block.label}' is no live block of this backend: freed, or another's.`);
    }
    mine.handle ??= await run('fill', [block.length], { value: 0 });
    return mine.handle;
  };

  const replace = (block: Block, handle: Handle): void => {
    own(block).handle?.delete();
    own(block).handle = handle;
  };

  const put: Memory['put'] = async (block, source, length, offset = 0) => {
    if (offset === 0 && length === block.length) return replace(block, source);
    if (length > 0) {
      const given = { old: await get(block), piece: source, at: offset, length };
      replace(block, await run('paste', [block.length], given));
    }
    source.delete();
  };

  return {
    runner,
    get bytes() {
      return bytes;
    },
    alloc(length, label) {
      checkLength(length, label);
      const block: GpuBlock = { label, length, handle: undefined, freed: false };
      live.add(block);
      bytes += 4 * length;
      return block;
    },
    free(block) {
      if (own(block).freed) return;
      own(block).freed = true;
      bytes -= 4 * block.length;
    },
    release,
    check(block, offset = 0, length = block.length - offset) {
      const { freed, label } = own(block);
      if (freed) throw new ComputeError(`Block '${label}' was freed and can no longer be used.`);
      if (!(offset >= 0 && length >= 0 && offset + length <= block.length)) {
        throw new ComputeError(
          `Block '${label}' holds ${block.length} floats; ${length} from ${offset} on do not lie in it.`
        );
      }
    },
    get,
    put,
    async write(block, data, offset) {
      if (data.length > 0) {
        await put(block, await run('upload', [data.length], { values: data }), data.length, offset);
      }
    },
    async read(block, offset, length) {
      if (length === 0) return new Float32Array(0);
      const given = { source: await get(block), from: offset, width: length, stride: 0 };
      return runner.values('pick', length, given);
    },
    async fill(block, value) {
      replace(block, await run('fill', [block.length], { value }));
    },
    dispose() {
      for (const block of live) release(block);
      bytes = 0;
    }
  };
}
