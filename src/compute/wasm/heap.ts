/** Memory of the wasm backend: blocks of bytes in one linear memory that grows, on cache-line boundaries. */
import { ComputeError } from '../compute';

const PAGE = 65536;
const LINE = 64;

/** Bytes behind every block, so that a kernel may read (not write) a whole vector at its end. */
const GUARD = 16;

export interface Heap {
  /** Address of `bytes` zeroed bytes. */
  take(bytes: number, label: string): number;
  give(address: number): void;
  /** Views of the whole memory; stale after the next `take`. */
  readonly floats: Float32Array;
  readonly integers: Int32Array;
}

/** A heap over `memory` from `base` upwards, up to `maximumBytes`. */
export function createHeap(memory: WebAssembly.Memory, base: number, maximumBytes: number): Heap {
  const start = Math.ceil(base / LINE) * LINE;
  const sizes = new Map<number, number>();
  /** Gaps below `top`, by address. */
  let gaps: { at: number; size: number }[] = [];
  let top = start;
  let floats = new Float32Array(memory.buffer);
  let integers = new Int32Array(memory.buffer);

  function refresh(): void {
    if (floats.buffer === memory.buffer) return;
    floats = new Float32Array(memory.buffer);
    integers = new Int32Array(memory.buffer);
  }

  function reach(end: number, label: string): void {
    const missing = end - memory.buffer.byteLength;
    if (missing <= 0) return;
    const pages = Math.ceil(missing / PAGE);
    // Growing by an eighth at least keeps the number of growths small.
    const ample = Math.min(
      Math.max(pages, Math.ceil(end / 8 / PAGE)),
      Math.floor((maximumBytes - memory.buffer.byteLength) / PAGE)
    );
    try {
      if (ample < pages) throw new RangeError();
      memory.grow(ample);
    } catch {
      throw new ComputeError(
        `Block '${label}' does not fit: ${megabytes(end)} MB would be in use, of at most ${megabytes(maximumBytes)} MB. Use a smaller batch, fewer units or a shorter history.`
      );
    }
  }

  return {
    take(bytes, label) {
      const size = Math.ceil((bytes + GUARD) / LINE) * LINE;
      const index = gaps.findIndex((gap) => gap.size >= size);
      const gap = gaps[index];
      let at = top;
      if (gap) {
        at = gap.at;
        if (gap.size === size) gaps.splice(index, 1);
        else gaps[index] = { at: at + size, size: gap.size - size };
      } else {
        reach(top + size, label);
        top += size;
      }
      sizes.set(at, size);
      refresh();
      floats.fill(0, at / 4, (at + size) / 4);
      return at;
    },
    give(address) {
      const size = sizes.get(address);
      if (size === undefined) return;
      sizes.delete(address);
      gaps = [...gaps, { at: address, size }].sort((a, b) => a.at - b.at);
      gaps = gaps.reduce<typeof gaps>((joined, gap) => {
        const last = joined.at(-1);
        if (last && last.at + last.size === gap.at) last.size += gap.size;
        else joined.push({ ...gap });
        return joined;
      }, []);
      const last = gaps.at(-1);
      if (last && last.at + last.size === top) {
        top = last.at;
        gaps.pop();
      }
    },
    get floats() {
      refresh();
      return floats;
    },
    get integers() {
      refresh();
      return integers;
    }
  };
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20);
}
