/** What a call of a layer over sequences is made of, and what is refused of every one. */
import type { Block } from './block';
import { checkBlocks } from './checks';
import { ComputeError } from './compute';
import type { Need } from './feedForwardChecks';

/** What a call is made of: its sizes with the least each may be, the blocks it reads and those it writes. */
export interface Demands {
  sizes: Readonly<Record<string, readonly [value: number, least: number]>>;
  reads: Need[];
  writes: Need[];
}

/** The demands of a layer and what it reads and writes beside. */
export const and = (
  { sizes, reads, writes }: Demands,
  more: { reads?: Need[]; writes?: Need[] }
): Demands => ({
  sizes,
  reads: [...reads, ...(more.reads ?? [])],
  writes: [...writes, ...(more.writes ?? [])]
});

/** Throws a ComputeError for a size that is not whole, a block that is too short, and one that is written and used twice. */
export function checkDemands(name: string, { sizes, reads, writes }: Demands): void {
  for (const [size, [value, least]] of Object.entries(sizes)) {
    if (Number.isInteger(value) && value >= least) continue;
    throw new ComputeError(`${name}: ${size} is ${value}; a whole number >= ${least} is needed.`);
  }
  checkBlocks(name, [...reads, ...writes]);
  const seen = new Map<Block, string>();
  for (const [role, block] of reads) if (block) seen.set(block, role);
  for (const [role, block] of writes) {
    if (!block) continue;
    const other = seen.get(block);
    if (other) {
      throw new ComputeError(
        `${name}: block '${block.label}' is given as ${other} and as ${role}; give two blocks.`
      );
    }
    seen.set(block, role);
  }
}
