import { describe, expect, test } from 'vitest';
import { createReference } from '../../../src/compute/reference';
import { goldenPatternLosses, goldenPatternRun } from '../../../src/models/oracles/goldenPattern';
import { MersenneTwister } from '../../../src/models/oracles/mersenneTwister';
import { holds, oracles } from '../../../src/models/oracles/oracles';

describe('on the float64 reference', () => {
  for (const oracle of oracles) {
    test(`${oracle.name}: ${oracle.expected} within ${oracle.tolerance}`, async () => {
      const measured = await oracle.measure(createReference);
      expect(holds(oracle, measured), `measured ${measured}`).toBe(true);
    });
  }
});

test('the five first losses of pattern generation are the published ones, the first before any training', async () => {
  const losses = await goldenPatternRun(createReference(), 5);
  for (const [iteration, loss] of losses.entries()) {
    expect(Math.abs(loss / goldenPatternLosses[iteration] - 1)).toBeLessThan(1e-8);
  }
});

test('the Mersenne twister draws what NumPy draws after seed(1)', () => {
  // numpy.random.seed(1); numpy.random.randn(3), and numpy.random.seed(1); numpy.random.rand(2)
  const normals = new MersenneTwister(1);
  expect([normals.normal(), normals.normal(), normals.normal()]).toEqual([
    expect.closeTo(1.6243453636632417, 15),
    expect.closeTo(-0.6117564136500754, 15),
    expect.closeTo(-0.5281717522634557, 15)
  ]);
  const uniforms = new MersenneTwister(1);
  expect([uniforms.uniform(), uniforms.uniform()]).toEqual([0.417022004702574, 0.7203244934421581]);
});
