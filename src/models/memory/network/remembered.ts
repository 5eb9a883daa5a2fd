/**
 * What a network remembers of `batch` sequences between chunks: caches of keys and values, dictionaries, states of scans and
 * convolutions, by name. How far the sequences have come is the one number that tells how much of each is filled.
 */
import type { Block, Compute } from '../../../compute/compute';
import type { ModelSnapshot } from '../../model';
import { arrayIn, numberIn } from '../../training/snapshots';

/** Ticks before the last chunk of a sequence. */
export const reachOf = (length: number, chunk: number): number =>
  Math.max(0, Math.ceil(length / chunk) - 1) * chunk;

export class Remembered {
  readonly batch: number;
  /** Most ticks that come before a chunk: how long caches have to be. */
  readonly reach: number;
  /** Ticks so far. */
  ticks = 0;
  private readonly compute: Compute;
  private readonly blocks = new Map<string, Block>();

  constructor(compute: Compute, batch: number, reach: number) {
    this.compute = compute;
    this.batch = batch;
    this.reach = reach;
  }

  /** The block called `name`, `floats` for each sequence. */
  keep(name: string, floats: number): Block {
    const found = this.blocks.get(name);
    if (found) return found;
    const block = this.compute.alloc(this.batch * floats, name);
    this.blocks.set(name, block);
    return block;
  }

  get(name: string): Block | undefined {
    return this.blocks.get(name);
  }

  /** Begins other sequences. */
  forget(): void {
    this.ticks = 0;
    for (const block of this.blocks.values()) this.compute.fill(block, 0);
  }

  async snapshot({ arrays, numbers }: ModelSnapshot, name: string): Promise<void> {
    numbers[`${name}.ticks`] = this.ticks;
    for (const [key, block] of this.blocks)
      arrays[`${name}.${key}`] = Float64Array.from(await this.compute.read(block));
  }

  restore({ arrays, numbers }: ModelSnapshot, name: string): void {
    this.ticks = numberIn(numbers, `${name}.ticks`);
    for (const [key, block] of this.blocks)
      this.compute.write(block, arrayIn(arrays, `${name}.${key}`, block.length));
  }

  dispose(): void {
    for (const block of this.blocks.values()) this.compute.free(block);
    this.blocks.clear();
  }
}
