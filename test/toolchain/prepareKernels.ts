import { buildKernels } from '../../scripts/build-kernels.mjs';

/**
 * Lets a single test file be run without a build step before it. Kernels that do not compile are only reported here:
 * the tests that need them fail by themselves, and `npm test` stops at its own kernel stage.
 */
export async function setup(): Promise<void> {
  await buildKernels().catch((error: Error) => console.error(error.message));
}
