/** The backends this machine has, and how far each is from the reference. */
import { availableParallelism } from 'node:os';
import type { Compute } from '../../compute/compute';
import { ComputeError } from '../../compute/compute';
import { createGpu } from '../../compute/gpu';
import { createReference } from '../../compute/reference';
import { createWasm } from '../../compute/wasm';
import { spawnNodeThread } from '../threads';
import type { Operation } from './operations';

export interface Backend {
  name: string;
  /** Largest distance allowed, relative to the largest number of a block. */
  tolerance: number;
  /** Throws ComputeError where the machine has none. */
  create(): Promise<Compute>;
}

export const backends: readonly Backend[] = [
  { name: 'wasm, 1 thread', tolerance: 2e-6, create: () => createWasm() },
  {
    name: 'wasm, 2 threads',
    tolerance: 2e-6,
    create: async () => {
      if (availableParallelism() < 2) throw new ComputeError('this machine has one processor');
      const compute = await createWasm({ threads: 2, spawnThread: spawnNodeThread });
      if (compute.threads === 2) return compute;
      compute.dispose();
      throw new ComputeError(compute.description);
    }
  },
  { name: 'gpu', tolerance: 1e-4, create: () => createGpu() }
];

/** Largest difference to the reference in any block the operation wrote, relative to the block's largest number. */
export async function distanceToReference(compute: Compute, operation: Operation): Promise<number> {
  const reference = createReference();
  const ours = await operation.run(compute);
  const judge = await operation.run(reference);
  let worst = 0;
  for (let b = 0; b < judge.length; b++) {
    const [values, expected] = [await compute.read(ours[b]), await reference.read(judge[b])];
    let scale = 0;
    let difference = 0;
    for (let i = 0; i < expected.length; i++) {
      scale = Math.max(scale, Math.abs(expected[i]));
      const distance = Math.abs(values[i] - expected[i]);
      difference = Number.isNaN(distance) ? Number.POSITIVE_INFINITY : Math.max(difference, distance);
    }
    worst = Math.max(worst, difference / (scale || 1));
  }
  for (const block of ours) compute.free(block);
  reference.dispose();
  return worst;
}
