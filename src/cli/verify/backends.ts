/** The backends this machine has, and whether each computes what the reference does. */
import { availableParallelism } from 'node:os';
import type { Compute } from '../../compute/compute';
import { ComputeError } from '../../compute/compute';
import { casesOf, tolerances } from '../../compute/conformance/cases';
import type { ComputeCase } from '../../compute/conformance/computeCase';
import { createGpu } from '../../compute/gpu';
import { createReference } from '../../compute/reference';
import { createWasm } from '../../compute/wasm';
import { spawnNodeThread } from '../threads';
import type { Check } from './check';

export interface Backend {
  name: string;
  /** Largest distance allowed, relative to the largest number of a block. */
  tolerance: number;
  /** Throws ComputeError where the machine has none. */
  create(): Promise<Compute>;
}

export const backends: readonly Backend[] = [
  { name: 'wasm, 1 thread', tolerance: tolerances.wasm, create: () => createWasm() },
  {
    name: 'wasm, 2 threads',
    tolerance: tolerances.wasm,
    create: async () => {
      if (availableParallelism() < 2) throw new ComputeError('this machine has one processor');
      const compute = await createWasm({ threads: 2, spawnThread: spawnNodeThread });
      if (compute.threads === 2) return compute;
      compute.dispose();
      throw new ComputeError(compute.description);
    }
  },
  { name: 'gpu', tolerance: tolerances.gpu, create: () => createGpu() }
];

/** Runs every case of one operation; a case that throws has failed, with the reason as its note. */
export async function checkOperation(
  compute: Compute,
  { name: group, tolerance }: Pick<Backend, 'name' | 'tolerance'>,
  operation: ComputeCase['operation']
): Promise<Check[]> {
  const reference = createReference();
  const checks: Check[] = [];
  for (const { name, run } of casesOf(compute).filter((each) => each.operation === operation)) {
    try {
      const measured = await run(compute, reference);
      const outcome = measured <= tolerance ? 'passed' : 'failed';
      checks.push({ group, name, outcome, measured, expected: 0, tolerance, note: compute.description });
    } catch (error) {
      const note = error instanceof Error ? error.message : String(error);
      checks.push({ group, name, outcome: 'failed', tolerance, note });
    }
  }
  reference.dispose();
  return checks;
}
