import { expect, test } from 'vitest';
import { createReference } from '../../../src/compute/reference';
import { goldenPatternLosses, goldenPatternRun } from '../../../src/models/oracles/goldenPattern';

test('the first five losses of pattern generation are the published ones', async () => {
  const losses = await goldenPatternRun(createReference(), 5);
  for (const [iteration, loss] of losses.entries()) {
    expect(Math.abs(loss / goldenPatternLosses[iteration] - 1)).toBeLessThan(1e-8);
  }
});
