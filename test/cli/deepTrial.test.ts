import { expect, test } from 'vitest';
import { deepTrial } from '../../src/cli/bench/deepTrial';
import { createReference } from '../../src/compute/reference';
import { createWasm } from '../../src/compute/wasm';

test('the walked and the factored trial that are timed give one gradient, in every layer and on both backends', async () => {
  const gradients: Float64Array[][] = [];
  for (const create of [createReference, () => createWasm()]) {
    for (const form of ['step', 'chunk'] as const) {
      const compute = await create();
      const trial = deepTrial(compute, { layers: 3, units: 20, steps: 30, form });
      await trial.forward();
      await trial.credit();
      gradients.push(
        await Promise.all(trial.gradients.map(async (block) => Float64Array.from(await compute.read(block))))
      );
      trial.dispose();
      compute.dispose();
    }
  }
  const [exact, ...others] = gradients;
  for (const other of others) {
    for (const [l, layer] of other.entries()) {
      const norm = Math.sqrt(exact[l].reduce((sum, value) => sum + value * value, 0));
      const apart = Math.sqrt(layer.reduce((sum, value, i) => sum + (value - exact[l][i]) ** 2, 0));
      expect(norm).toBeGreaterThan(0);
      expect(apart / norm).toBeLessThan(2e-6);
    }
  }
});
