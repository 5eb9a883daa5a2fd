import { describe, expect, it } from 'vitest';
import { alignmentTable } from '../../src/cli/bench/alignmentTable';

describe('the alignment table', () => {
  // Deep e-prop notes, section 4(b): cosines of an independent NumPy implementation, ten seeds, spread .02 to .2.
  const rows = [...alignmentTable()];
  const apart = rows.flatMap((row) => row.apart);

  it('agrees with the independent implementation within the spread of the seeds', () => {
    expect(apart).toHaveLength(96);
    expect(apart.filter((value) => value <= 1).length).toBeGreaterThanOrEqual(80);
    expect(apart.filter((value) => value <= 2).length).toBeGreaterThanOrEqual(92);
  });

  it('orders the rules at the bottom layer under a slow top: deep, cascade, spatial, immediate', () => {
    for (const depth of [2, 3]) {
      for (const radius of [0.3, 0.9]) {
        const bottom = rows
          .filter((row) => row.arrangement === 'fastToSlow' && row.depth === depth && row.radius === radius)
          .map(({ layers }) => layers[0].mean);
        const [deep, cascade, spatial, immediate] = bottom;
        expect(Math.abs(deep - cascade)).toBeLessThan(0.04);
        expect(cascade).toBeGreaterThan(spatial);
        expect(spatial).toBeGreaterThan(immediate);
      }
    }
  });
});
